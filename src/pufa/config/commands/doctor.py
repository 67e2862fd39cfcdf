"""`pufa doctor`: is this installation sound, and if not, what to do."""

import argparse
import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HELP = "check settings, storage, services, migrations and permissions; say what to do"
LEAST_FREE: Final = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `advice` says what to do; empty when all is well. `is_fault` decides the exit code."""

    name: str
    state: str
    advice: str = ""
    is_fault: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Prints a line a check; 1 when something must be mended."""
    from pufa.config.cli import start_django

    start_django()
    findings = [finding for check in CHECKS for finding in check()]
    for finding in findings:
        mark = "✗" if finding.is_fault else "!" if finding.advice else "✓"
        print(f"{mark} {finding.name}：{finding.state}" + (f"\n    → {finding.advice}" if finding.advice else ""))
    faults = sum(finding.is_fault for finding in findings)
    from django.utils.translation import ngettext

    if faults:
        message = ngettext("%(count)d thing must be mended.", "%(count)d things must be mended.", faults)
        print(message % {"count": faults}, file=sys.stderr)
    return 1 if faults else 0


def _python() -> Iterator[Finding]:
    from django.utils.translation import gettext as _

    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", version, "" if sys.version_info >= (3, 11) else _("Python 3.11 or newer is needed."))


def _settings() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.checks import WARNING, run_checks
    from django.utils.translation import gettext as _

    faults = [message for message in run_checks() if message.level >= WARNING]
    for message in faults:
        yield Finding(_("Settings"), message.msg, message.hint or message.id or "", is_fault=message.is_serious())
    if not faults:
        yield Finding(_("Settings"), os.environ.get("DJANGO_SETTINGS_MODULE", "").rpartition(".")[2])
    if settings.DEBUG:
        yield Finding(_("Debugging"), _("on"), _("Unset PUFA_DEBUG on a public server."))
    if not settings.SECURE:
        advice = _("Set PUFA_BASE_URL to the public https:// address before the public may use the site.")
        yield Finding(_("Encrypted transport"), settings.BASE_URL, advice)


def _storage() -> Iterator[Finding]:
    from django.conf import settings
    from django.utils.translation import gettext as _

    home: Path = settings.HOME
    if not os.access(home, os.W_OK):
        yield Finding(_("Home folder"), str(home), _("This user must be able to write there."), is_fault=True)
        return
    yield Finding(_("Home folder"), str(home))
    free = shutil.disk_usage(home).free
    advice = _("Less than 500 MB free: make room or move PUFA_HOME.") if free < LEAST_FREE else ""
    yield Finding(_("Free disk"), f"{free / 1e9:.1f} GB", advice, is_fault=free < LEAST_FREE)
    for file in sorted((home / "secrets").glob("*")):
        is_open = bool(file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
        advice = _("Only the owner may read it: chmod 600 %(file)s") % {"file": file} if is_open else ""
        yield Finding(_("Key"), file.name, advice, is_fault=is_open)


def _database() -> Iterator[Finding]:
    from django.db import Error, connection
    from django.utils.translation import gettext as _

    from pufa.config.commands import migrate

    try:
        ready = migrate.is_up_to_date()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode" if connection.vendor == "sqlite" else "SHOW server_version")
            state = cursor.fetchone()[0]
    except Error as error:
        yield Finding(_("Database"), str(error).strip(), _("Start it, or mend PUFA_DB_*."), is_fault=True)
        return
    yield Finding(_("Database"), f"{connection.vendor} {state}")
    advice = "" if ready else _("Run: pufa migrate")
    yield Finding(_("Migrations"), _("complete") if ready else _("missing"), advice, is_fault=not ready)
    if ready:
        yield from _trail()


def _trail() -> Iterator[Finding]:
    from django.utils.translation import gettext as _

    from pufa.audit import queries

    faults = list(queries.verify())
    advice = _("Run: pufa audit verify") if faults else ""
    yield Finding(_("Audit trail"), _("changed") if faults else _("whole"), advice, is_fault=bool(faults))


def _services() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.cache import cache
    from django.utils.translation import gettext as _

    if not getattr(settings, "EDGE_REDIS_URL", ""):
        return
    from redis.exceptions import RedisError

    try:
        cache.set("pufa:doctor", "1", 5)
        yield Finding("Redis", _("answers"))
    except RedisError as error:
        yield Finding("Redis", str(error), _("Start it, or mend PUFA_REDIS_URL."), is_fault=True)


def _port() -> Iterator[Finding]:
    from django.utils.translation import gettext as _

    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", 8000)) == 0
    yield Finding(_("Port 8000"), _("in use (by this site, if it is running)") if taken else _("free"))


def _extras() -> Iterator[Finding]:
    from django.utils.translation import gettext as _

    from pufa.ui import printing

    try:
        found = printing.fonts()[0]
    except printing.NoChineseFontError:
        advice = _("The approval form as PDF needs a Chinese font. On Debian: apt install fonts-noto-cjk")
        yield Finding(_("Chinese font"), _("none"), advice)
    else:
        yield Finding(_("Chinese font"), found)


CHECKS: Final[tuple[Callable[[], Iterator[Finding]], ...]] = (
    _python,
    _settings,
    _storage,
    _database,
    _services,
    _port,
    _extras,
)

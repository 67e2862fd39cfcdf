"""`pufa migrate`: bring the database and the static files to this version."""

import argparse
import sys

HELP = "bring the database and the static files to this version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Migrates; doing it twice changes nothing."""
    from pufa.config.cli import start_django

    start_django()
    bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Runs what migrations are missing and collects the static files if the code's have changed."""
    from django.core.management import call_command

    if not is_up_to_date():
        call_command("migrate", verbosity=0, interactive=False)
    _collect_static()


def is_up_to_date() -> bool:
    """Whether the database holds every migration of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def say_what_to_do() -> int:
    """Says that the database is not ready; gives the exit code."""
    from django.utils.translation import gettext as _

    print(_("The database is not ready for this version. Run: pufa migrate"), file=sys.stderr)
    return 1


def _collect_static() -> None:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    newest = count = 0
    for finder in get_finders():
        for name, storage in finder.list([]):
            newest = max(newest, int(storage.get_modified_time(name).timestamp()))
            count += 1
    stamp = settings.STATIC_ROOT / ".collected"
    state = f"{newest} {count}"
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state)

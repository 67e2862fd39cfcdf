"""A database with all migrations in it, made once and copied by whoever needs one."""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def _digest() -> str:
    digest = hashlib.sha256()
    for file in sorted((ROOT / "src/pufa").glob("*/migrations/*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    for file in ("requirements/app.txt", "src/pufa/config/settings/base.py"):
        digest.update((ROOT / file).read_bytes())
    return digest.hexdigest()[:16]


def _migrate(**more: str) -> None:
    """`pufa migrate` as a fresh installation runs it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PUFA_", "DJANGO_"))}
    own |= {"PYTHONPATH": str(ROOT / "src"), **more}
    words = [sys.executable, "-m", "pufa.config.cli", "migrate"]
    done = subprocess.run(words, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def _alone(kind: str) -> Iterator[None]:
    """One process at a time makes a template."""
    with (Path(tempfile.gettempdir()) / f"pufa-template-{os.getuid()}-{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def database() -> Path:
    """A database file made by `pufa migrate` in an empty home: once for all processes, again when migrations change.

    It is to be copied, never opened. All migrations on an empty database take some twenty seconds.
    """
    kept = Path(tempfile.gettempdir()) / f"pufa-template-{os.getuid()}-{_digest()}.sqlite3"
    with _alone("sqlite"):
        if not kept.exists():
            with tempfile.TemporaryDirectory(prefix="pufa-template-") as home:
                _migrate(PUFA_HOME=home, DJANGO_SETTINGS_MODULE="pufa.config.settings.embedded")
                draft = kept.with_suffix(".draft")
                with (
                    contextlib.closing(sqlite3.connect(Path(home) / "pufa.sqlite3")) as source,
                    contextlib.closing(sqlite3.connect(draft)) as target,
                ):
                    source.backup(target)
                draft.replace(kept)
    return kept


def postgresql(user: str) -> str:
    """The name of a PostgreSQL database with all migrations in it, to be a template; those of other migrations go.

    Made under another name first: what stands under its own name is whole.
    """
    import psycopg

    name = f"pufa_template_{_digest()}"
    with (
        _alone("postgresql"),
        psycopg.connect(f"host=127.0.0.1 user={user} dbname=postgres", autocommit=True) as server,
    ):
        held = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'pufa_template_%'").fetchall()
        if (name,) not in held:
            for (old,) in held:
                server.execute(f"DROP DATABASE {old} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}_draft")
            with tempfile.TemporaryDirectory(prefix="pufa-template-") as home:
                _migrate(
                    PUFA_HOME=home, DJANGO_SETTINGS_MODULE="pufa.config.settings.cluster", PUFA_DB_USER=user,
                    PUFA_DB_NAME=f"{name}_draft", PUFA_REDIS_URL="redis://127.0.0.1:6379/8",
                    PUFA_SECRET_KEY="made up for a template that holds nothing",
                )  # fmt: skip
            server.execute(f"ALTER DATABASE {name}_draft RENAME TO {name}")
    return name

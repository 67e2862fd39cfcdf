"""A database with all migrations in it, made once and copied by whoever needs one."""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def _digest() -> str:
    digest = hashlib.sha256()
    for file in sorted((ROOT / "src/pufa").glob("*/migrations/*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    for file in ("requirements/app.txt", "src/pufa/config/settings/base.py"):
        digest.update((ROOT / file).read_bytes())
    return digest.hexdigest()[:16]


def database() -> Path:
    """A database file made by `pufa migrate` in an empty home: once for all processes, again when migrations change.

    It is to be copied, never opened. All migrations on an empty database take some twenty seconds.
    """
    place = Path(tempfile.gettempdir())
    kept = place / f"pufa-template-{os.getuid()}-{_digest()}.sqlite3"
    with (place / f"pufa-template-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with tempfile.TemporaryDirectory(prefix="pufa-template-") as home:
                own = {name: value for name, value in os.environ.items() if not name.startswith(("PUFA_", "DJANGO_"))}
                own |= {"PUFA_HOME": home, "DJANGO_SETTINGS_MODULE": "pufa.config.settings.embedded"}
                own["PYTHONPATH"] = str(ROOT / "src")
                words = [sys.executable, "-m", "pufa.config.cli", "migrate"]
                done = subprocess.run(words, env=own, capture_output=True, text=True, check=False)
                assert done.returncode == 0, done.stdout + done.stderr
                draft = kept.with_suffix(".draft")
                with (
                    contextlib.closing(sqlite3.connect(Path(home) / "pufa.sqlite3")) as source,
                    contextlib.closing(sqlite3.connect(draft)) as target,
                ):
                    source.backup(target)
                draft.replace(kept)
    return kept

"""What the tests of the command line share: a home of its own and `pufa` run as people run it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pufa.config.tests import migrated

ROOT = Path(__file__).resolve().parents[4]
Pufa = Callable[..., subprocess.CompletedProcess[str]]


def environ(home: Path, **more: str) -> dict[str, str]:
    """The environment of a fresh installation in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PUFA_", "DJANGO_", "PYTEST_"))}
    return kept | {
        "PUFA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "pufa.config.settings.embedded",
        "PYTHONPATH": str(ROOT / "src"),
        **more,
    }


def run(home: Path, *words: str, stdin: str | bytes | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end and gives what it said."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "pufa.config.cli", *words],
        env=environ(home, **more),
        input=data or b"",
        capture_output=True,
        timeout=600,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


@pytest.fixture
def pufa(tmp_path: Path) -> Pufa:
    """`pufa WORDS…` in an empty home."""
    return lambda *words, **options: run(tmp_path / "home", *words, **options)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home brought up to date once, to be copied."""
    home = tmp_path_factory.mktemp("template") / "home"
    home.mkdir(mode=0o700)
    shutil.copy(migrated.database(), home / "pufa.sqlite3")
    done = run(home, "migrate")
    assert done.returncode == 0, done.stderr
    return home

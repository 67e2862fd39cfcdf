"""The sample city served for tests: real processes, a home of its own, a free port.

Loading takes about a minute, so a loaded home is kept in the folder for temporary files, by code and day, and copied.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from pufa.config.tests import migrated
from pufa.statutes.tests import samples

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
MOST_KEPT = 3  # loaded cities, of other code or other days
COMMAND_SECONDS = 900  # loading takes one minute on an idle machine


@dataclass(frozen=True, slots=True)
class City:
    """Where the sample city answers and who may sign in: user name -> password."""

    base: str
    home: Path
    logins: dict[str, str]
    environ: dict[str, str]

    def pufa(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the command line against this city's home."""
        return subprocess.run(
            [sys.executable, "-m", "pufa.config.cli", *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
            cwd=ROOT,
        )


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environ_for(home: Path, port: int) -> dict[str, str]:
    """The environment of a production-like process with its own home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PUFA_", "DJANGO_", "PYTEST_"))}
    return kept | {
        "PUFA_HOME": str(home),
        "PUFA_BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "pufa.config.settings.embedded",
        "PYTHONPATH": str(ROOT / "src"),
    }


def loaded_home() -> Path:
    """A new home with the sample city in it; the folder is the caller's. Loads only once per code and day."""
    keep = Path(tempfile.gettempdir()) / f"pufa-cities-{os.getuid()}"
    keep.mkdir(mode=0o700, exist_ok=True)
    kept = keep / _digest()
    with (keep / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in sorted(keep.glob("*-*"), key=lambda home: home.stat().st_mtime)[:-MOST_KEPT]:
                shutil.rmtree(old)
            draft = Path(tempfile.mkdtemp(prefix="pufa-city-"))
            _load(draft)
            shutil.move(draft, kept)
        home = Path(tempfile.mkdtemp(prefix="pufa-city-"))
        shutil.copytree(kept, home, dirs_exist_ok=True)
    return home


def _load(draft: Path) -> None:
    """Puts the sample city into an empty home, and into its library the small sample law, which no country has."""
    city = City("", draft, {}, environ_for(draft, 8000))
    shutil.copy(migrated.database(), draft / "pufa.sqlite3")
    with tempfile.TemporaryDirectory() as place:
        laws = samples.folder(Path(place) / "laws", old=samples.OLD, new=samples.NEW)
        for arguments in (("demo", "--load-only"), ("laws", "import", str(laws))):
            loaded = city.pufa(*arguments)
            if loaded.returncode != 0:
                shutil.rmtree(draft)
                raise AssertionError(loaded.stdout + loaded.stderr)


def _digest() -> str:
    """Names the code that loads the city and the day it is loaded for (its readers end today)."""
    source = ROOT / "src/pufa"
    files = [file for file in source.rglob("*.py") if "tests" not in file.parts] + [*source.glob("demo/texts/*.txt")]
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(str(file.relative_to(source)).encode() + file.read_bytes())
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y%m%d}-{seen.hexdigest()[:16]}"


@contextlib.contextmanager
def served() -> Iterator[City]:
    """Serves the sample city with its worker, from a home of its own, until the end."""
    home, port = loaded_home(), free_port()
    city = City(
        f"http://127.0.0.1:{port}",
        home,
        json.loads((home / "secrets/demo-logins.json").read_text()),
        environ_for(home, port),
    )
    with (home / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pufa.config.cli", "demo", "--port", str(port)],
            env=city.environ,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
        try:
            wait_until_up(f"{city.base}/", process)
            wait_until_up(f"{city.base}/search/?q=law", process)  # the first search makes the index of laws
            yield city
        finally:
            process.terminate()
            process.wait(timeout=30)
            shutil.rmtree(home, ignore_errors=True)


def wait_until_up(address: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Returns once the address answers. Raises AssertionError when it does not in a minute."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process is None or process.poll() is None, "the server ended by itself"
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=10).status_code == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")

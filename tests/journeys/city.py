"""The sample city served for tests: real processes, a home of its own, a free port."""

import contextlib
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
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


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
            timeout=300,
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


@contextlib.contextmanager
def served() -> Iterator[City]:
    """Loads the sample city into a new home and serves it with its worker until the end."""
    home = Path(tempfile.mkdtemp(prefix="pufa-city-"))
    port = free_port()
    environ = environ_for(home, port)
    city = City(f"http://127.0.0.1:{port}", home, {}, environ)
    loaded = city.pufa("demo", "--load-only")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    logins = json.loads((home / "secrets/demo-logins.json").read_text())
    with (home / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pufa.config.cli", "demo", "--port", str(port)],
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}/", process)
            yield City(city.base, home, logins, environ)
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

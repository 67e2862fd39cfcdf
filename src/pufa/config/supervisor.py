"""Keeps the web server and the worker running side by side and ends them together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Final

STOP_SECONDS: Final = 10.0
# The C library keeps a heap for each thread unless told otherwise; two are enough here and save some 50 MB.
SPARING: Final = {"MALLOC_ARENA_MAX": "2"}


def run_together(commands: Mapping[str, Sequence[str]], *, stop_seconds: float = STOP_SECONDS) -> int:
    """Runs each command as a child until a signal asks to stop or one of them ends; then ends them all.

    A child that has not gone `stop_seconds` after being asked is killed. Gives 0 when asked to stop, else 1.
    """
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()

    earlier = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    # Children get a group of their own: Ctrl-C reaches this process alone, which then ends them in order.
    children = {
        name: subprocess.Popen(command, start_new_session=True, env=os.environ | SPARING)  # noqa: S603  (our own commands, from `own`)
        for name, command in commands.items()
    }
    try:
        while not asked.is_set() and all(child.poll() is None for child in children.values()):
            asked.wait(0.2)
        for name, child in children.items():
            if not asked.is_set() and child.poll() is not None:
                print(f"pufa: {name} ended by itself with code {child.returncode}", file=sys.stderr)
        return 0 if asked.is_set() else 1
    finally:
        _end(list(children.values()), stop_seconds)
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _end(children: list[subprocess.Popen[bytes]], stop_seconds: float) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + stop_seconds
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def own(*arguments: str) -> list[str]:
    """The command that runs `pufa` with these arguments under the same Python."""
    return [sys.executable, "-m", "pufa.config.cli", *arguments]

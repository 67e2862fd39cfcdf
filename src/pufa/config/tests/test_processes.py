"""Web and worker as processes: started together, ended together, and what becomes of a task whose worker dies."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import httpx
import pytest

from pufa.config.tests.conftest import environ, run

SUPERVISED = """
import sys
from pufa.config import supervisor
port = sys.argv[1]
sys.exit(supervisor.run_together({
    "serve": supervisor.own("serve", "--port", port),
    "worker": supervisor.own("worker"),
}))
"""
ENQUEUE = """
import os, sys
import django
django.setup()
from slow import work
print(work.enqueue(sys.argv[1]).id)
"""
SLOW = """
import time
from pathlib import Path
from django_tasks import task

@task()
def work(folder):
    with (Path(folder) / "started").open("a") as out:
        out.write("x")
    while not (Path(folder) / "go").exists():
        time.sleep(0.05)
    (Path(folder) / "done").touch()
"""


@pytest.fixture
def home(template, tmp_path):
    import shutil

    return Path(shutil.copytree(template, tmp_path / "ready"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def within(seconds, condition):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def children_of(pid):
    """Ids of the processes whose parent is `pid`."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(pid):
                found.append(int(stat.parent.name))
    return found


def answers(port):
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/robots.txt", timeout=5).status_code == 200
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_web_and_worker_and_frees_the_port(home, number):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(port)], env=environ(home), start_new_session=True,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert within(40, lambda: answers(port))
        assert within(20, lambda: len(children_of(process.pid)) == 2)
        family = children_of(process.pid)
        family += [one for child in family for one in children_of(child)]
        began = time.monotonic()
        os.kill(process.pid, number)
        assert process.wait(timeout=15) == 0
        assert time.monotonic() - began < 12
        assert within(2, lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))
    finally:
        process.kill()
    assert b"Traceback" not in process.stderr.read()
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_when_one_dies_the_other_is_ended_and_the_exit_code_tells(home):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, str(port)], env=environ(home), stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        assert within(40, lambda: answers(port))
        worker = next(pid for pid in children_of(process.pid) if "worker" in Path(f"/proc/{pid}/cmdline").read_text())
        os.kill(worker, signal.SIGKILL)
        assert process.wait(timeout=20) == 1
    finally:
        process.kill()
    assert "worker ended by itself" in process.stderr.read().decode()
    assert not answers(port)


@pytest.fixture
def tasks(home, tmp_path):
    """A folder with a slow task of its own, put into the queue of `home`."""
    (tmp_path / "slow.py").write_text(textwrap.dedent(SLOW))
    own = environ(home)
    own["PYTHONPATH"] += os.pathsep + str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ENQUEUE, str(tmp_path)], env=own, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return tmp_path, own


@contextlib.contextmanager
def worker(own):
    process = subprocess.Popen(
        [sys.executable, "-m", "pufa.config.cli", "worker", "--interval", "0.2", "--tick", "600"],
        env=own, start_new_session=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def state_of_task(home):
    connection = sqlite3.connect(home / "pufa.sqlite3", timeout=20)
    found = connection.execute("SELECT status FROM django_tasks_database_dbtaskresult").fetchall()
    connection.close()
    return [status for (status,) in found]


def test_a_task_in_the_queue_is_run_and_the_worker_ends_when_asked(home, tasks):
    folder, own = tasks
    (folder / "go").touch()
    with worker(own) as process:
        assert within(40, lambda: state_of_task(home) == ["SUCCESSFUL"])
        process.terminate()
        assert process.wait(timeout=15) == 0
    assert (folder / "done").exists()


def test_a_worker_asked_to_stop_ends_its_task_first(home, tasks):
    folder, own = tasks
    with worker(own) as process:
        assert within(40, (folder / "started").exists)
        process.terminate()
        time.sleep(0.5)
        assert process.poll() is None
        (folder / "go").touch()
        assert process.wait(timeout=15) == 0
    assert state_of_task(home) == ["SUCCESSFUL"]


def test_a_task_whose_worker_was_killed_is_not_run_again(home, tasks):
    """The queue gives a task out once: killed in the middle it stays RUNNING. See src/pufa/beat/README.md."""
    folder, own = tasks
    with worker(own) as process:
        assert within(40, (folder / "started").exists)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    (folder / "go").touch()
    with worker(own):
        time.sleep(6)
    assert state_of_task(home) == ["RUNNING"]
    assert (folder / "started").read_text() == "x"
    assert not (folder / "done").exists()
    assert run(home, "doctor").returncode == 0

"""A real worker killed at random moments: every page is kept once, none is lost."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pufa.config.tests.conftest import environ, run
from pufa.tracing.tests import web

PAGES = 24
ASK = """
import sys, django
django.setup()
from pufa.tracing import actions
actions.ask_list(found=sys.argv[1:], source="list", by=None)
"""
SETTINGS = """
from pufa.config.settings.embedded import *
TRACING_PRIVATE_HOSTS = [("127.0.0.1", {port})]
TRACING_DELAY, TRACING_LOST_AFTER = 0, 1
"""


@pytest.fixture
def place(template, tmp_path):
    return Path(shutil.copytree(template, tmp_path / "home"))


def asked(home, question):
    with contextlib.closing(sqlite3.connect(home / "pufa.sqlite3", timeout=20)) as connection:
        rows = connection.execute(question).fetchall()
        connection.commit()
    return rows


def within(seconds, condition):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not condition():
        time.sleep(0.02)
    return condition()


@contextlib.contextmanager
def worker(home, own):
    """`pufa worker`; what was due before is due again for it, as if half a minute had gone by."""
    time.sleep(1.1)  # what the worker before had claimed counts as lost by now
    asked(home, "DELETE FROM beat_run")
    asked(home, "UPDATE tracing_gathering SET worked_at = NULL")
    process = subprocess.Popen(
        [sys.executable, "-m", "pufa.config.cli", "worker", "--interval", "0.1", "--tick", "0.2"],
        env=own, start_new_session=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_worker_killed_in_the_middle_loses_no_page_and_doubles_none(place, tmp_path):
    chance = random.Random(7)
    count = "SELECT count(*) FROM tracing_capture"
    with web.serving() as site:
        site.slow = 0.05
        (tmp_path / "own_settings.py").write_text(SETTINGS.format(port=site.port))
        own = environ(place) | {"DJANGO_SETTINGS_MODULE": "own_settings"}
        own["PYTHONPATH"] += os.pathsep + str(tmp_path)
        addresses = [site.put(f"/{number}.html", web.other(number)) for number in range(PAGES)]
        subprocess.run([sys.executable, "-c", ASK, *addresses], env=own, check=True, timeout=120)
        for goal in (3, 10):
            with worker(place, own):
                assert within(90, lambda goal=goal: asked(place, count)[0][0] >= goal)
                time.sleep(chance.random() * 0.2)
        with worker(place, own):
            is_open = "SELECT count(*) FROM tracing_gathering WHERE state = 'open'"
            assert within(120, lambda: asked(place, is_open)[0][0] == 0)
    assert asked(place, count) == [(PAGES,)]
    once = "SELECT count(DISTINCT page_id), count(DISTINCT errand_id) FROM tracing_capture"
    assert asked(place, once) == [(PAGES, PAGES)]
    assert asked(place, "SELECT DISTINCT state FROM tracing_errand") == [("done",)]
    entries = "SELECT count(*) FROM audit_entry WHERE verb = 'tracing.captured'"
    assert asked(place, entries) == [(PAGES,)]
    assert len(list((place / "evidence").glob("*/*.gz"))) == PAGES
    checked = run(place, "audit", "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr

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
from types import SimpleNamespace

import pytest

from pufa.config.tests.conftest import environ, run
from pufa.tracing.tests import web
from pufa.tracing.tests.test_asked_forwards import TITLE, listing, page

PAGES = 24
ASK = """
import sys, django
django.setup()
from pufa.tracing import actions
actions.ask_list(found=sys.argv[1:], source="list", by=None)
"""
UNITS = 8
PIECE = SimpleNamespace(standfirst="先停一停，再问清楚。")
ASK_UNITS = """
import sys, django
django.setup()
from datetime import timedelta
from pufa.distribution.actions import forwards
from pufa.distribution.tests import factories
from pufa.lib import clock
from pufa.tracing.tests import test_asked_forwards as rooms
place, then = factories.city(), clock.now() - timedelta(minutes=5)
accounts = [rooms.account(address=one) for one in sys.argv[1:]]
forwards.ask(piece=place.piece, accounts=accounts, due_at=then + timedelta(days=2), by=place.office, now=then)
"""
SETTINGS = """
from pufa.config.settings.embedded import *
TRACING_PRIVATE_HOSTS = [("127.0.0.1", {port})]
TRACING_DELAY, TRACING_LOST_AFTER = 0, {lost}
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
        (tmp_path / "own_settings.py").write_text(SETTINGS.format(port=site.port, lost=1))
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


def test_a_finder_killed_in_the_middle_finds_every_forward_once(place, tmp_path):
    chance = random.Random(11)
    count = "SELECT count(*) FROM distribution_forward WHERE state = 'found'"
    with web.serving() as site:
        site.slow = 0.05
        (tmp_path / "own_settings.py").write_text(SETTINGS.format(port=site.port, lost=3))
        own = environ(place) | {"DJANGO_SETTINGS_MODULE": "own_settings"}
        own["PYTHONPATH"] += os.pathsep + str(tmp_path)
        for number in range(UNITS):
            ours = site.put(f"/{number}/ours.html", page(SimpleNamespace(piece=PIECE)))
            site.put(f"/{number}/", listing((ours, TITLE)))
        addresses = [f"{site.base}/{number}/" for number in range(UNITS)]
        subprocess.run([sys.executable, "-c", ASK_UNITS, *addresses], env=own, check=True, timeout=120)

        def at_least(goal):
            asked(place, "DELETE FROM beat_run WHERE job IN ('tracing.forwards', 'tracing.resume')")
            time.sleep(1)  # rounds come as fast as that
            return asked(place, count)[0][0] >= goal

        for _kill in range(2):
            with worker(place, own):
                assert within(60, lambda: asked(place, "SELECT count(*) FROM tracing_gathering")[0][0])
                time.sleep(chance.random() * 3)
        with worker(place, own):
            assert within(120, lambda: at_least(UNITS))
    found = "SELECT count(*), count(DISTINCT idempotency_key) FROM reach_entry WHERE metric = 'forwards_found'"
    assert asked(place, found) == [(UNITS, UNITS)]
    checked = run(place, "audit", "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr

"""Several machines: one PostgreSQL and one Redis under two fronts, from the programme's start to a withdrawn piece."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from pufa.config.tests import migrated
from tests.journeys.city import ROOT, environ_for, free_port, wait_until_up
from tests.journeys.people import READER
from tests.services.test_edge_and_hits import need

pytestmark = pytest.mark.services
REDIS = "redis://127.0.0.1:6379/8"
OFFICE = (
    "--name 某某网络普法 --office 某某网信办公室 --short 某某网信办 --person 张一 --username zhangyi --no-input".split()
)
GUARDED = {"audit_entry": "seq", "reach_entry": "id"}
STORY = """
import json
import django
django.setup()
from pufa.accounts import actions as accounts_actions
from pufa.accounts.models import User
from pufa.editorial import actions
from pufa.portal.models import HomePage
from pufa.review import actions as review_actions, queries as review_queries

def person(name, *roles):
    return accounts_actions.create_person(
        username=name, name=name, organisation=None, roles=roles, password="Kettle-42-river", by=None
    )

office = User.objects.get(username="zhangyi")
editor, first = person("bianji", "editor"), person("chushen", "first_reviewer")
second, final = person("fushen", "second_reviewer"), person("zhongshen", "final_reviewer", "office")
home = HomePage.objects.get()
brand = actions.create_brand(parent=home, kind="topical", title="e点通", standfirst="一讲一事", by=office)
piece = actions.create_piece(
    parent=brand, title="陌生链接不要点", standfirst="先看发信人。", source="", issue=None, by=editor,
    body=[("paragraph", "<p>收到链接，先停一停。</p>")], credits=[("author", "林一", "")],
    topics=["反诈"], audiences=["市民"], keywords=["链接"],
)
review = actions.submit(piece=piece, by=editor)
for reader in (first, second, final):
    review_actions.record_proof(review=review, by=reader, note="", corrections=0)
for reviewer in (first, second, final):
    ticks = dict.fromkeys(review_queries.checklist(review.stage), True)
    review = review_actions.approve(review=review, by=reviewer, checklist=ticks, comment="同意")
piece.refresh_from_db()
print(json.dumps({"pk": piece.pk, "path": piece.get_url(), "live": piece.live, "key": piece.object_key}))
"""
WITHDRAW = """
import sys
import django
django.setup()
from pufa.accounts.models import User
from pufa.editorial import actions
from pufa.editorial.models import PiecePage
by = User.objects.get(username="zhongshen")
actions.withdraw(piece=PiecePage.objects.get(pk=sys.argv[1]), by=by, reason="来源更正")
"""


@pytest.fixture(scope="module")
def database():
    need(5432, "PostgreSQL")
    need(6379, "Redis")
    import psycopg

    name = f"pufa_cluster_{os.getpid()}"
    user = os.environ.get("PUFA_DB_USER", "postgres")
    with psycopg.connect(f"host=127.0.0.1 user={user} dbname=postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.postgresql(user)}")
        yield name, user
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def machines(database, tmp_path_factory):
    """Two machines: environment by name, each with a home and a port of its own, one database and one Redis."""
    name, user = database
    found = {}
    for machine in ("one", "two"):
        port = free_port()
        found[machine] = environ_for(tmp_path_factory.mktemp(machine), port) | {
            "DJANGO_SETTINGS_MODULE": "pufa.config.settings.cluster",
            "PUFA_DB_NAME": name,
            "PUFA_DB_USER": user,
            "PUFA_REDIS_URL": REDIS,
            "PUFA_SECRET_KEY": "one key for both machines of this test, made up here",
            "PORT": str(port),
        }
    return found


def pufa(machine, *words):
    return subprocess.run(
        [sys.executable, "-m", "pufa.config.cli", *words],
        env=machine, capture_output=True, text=True, timeout=240, check=False, cwd=ROOT,
    )  # fmt: skip


def script(machine, text, *words):
    done = subprocess.run(
        [sys.executable, "-c", text, *words], env=machine, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def front(machine):
    """A front of this machine, answering."""
    log = Path(machine["PUFA_HOME"]) / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pufa.config.cli", "serve", "--port", machine["PORT"]],
            env=machine, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT,
        )  # fmt: skip
        try:
            wait_until_up(f"http://127.0.0.1:{machine['PORT']}/robots.txt", process)
            yield f"http://127.0.0.1:{machine['PORT']}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def within(seconds, condition):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def reads(machine):
    told = json.loads(pufa(machine, "figures", "--json").stdout)["figures"]
    return {figure["code"]: figure["value"] for figure in told}


def test_a_piece_lives_on_two_machines_and_leaves_both_at_once(machines, database):
    one, two = machines["one"], machines["two"]
    started = pufa(one, "init", *OFFICE)
    assert started.returncode == 0, started.stderr
    assert pufa(two, "migrate").returncode == 0
    piece = json.loads(script(one, STORY))
    assert piece["live"]
    with front(one) as first, front(two) as second:
        assert [httpx.get(base + piece["path"]).status_code for base in (first, second, first, second)] == [200] * 4
        for base in (first, second):
            hit = httpx.post(f"{base}/reach/hit", data={"o": piece["key"], "c": "web"}, headers={"User-Agent": READER})
            assert hit.status_code == 204
        assert within(15, lambda: reads(one)["page_reads"] == 2), reads(one)
        script(two, WITHDRAW, str(piece["pk"]))
        for base in (first, second):
            assert within(2, lambda base=base: httpx.get(base + piece["path"]).status_code in {404, 410}), base
    figures = reads(two)
    assert (figures["pieces_published"], figures["page_reads"]) == (0, 2)
    whole = pufa(two, "audit", "verify")
    assert whole.returncode == 0, whole.stderr
    sound = pufa(one, "doctor")
    assert sound.returncode == 0, sound.stdout
    assert "postgresql" in sound.stdout
    assert "Redis" in sound.stdout
    nobody_edits_what_is_written(database, one)


def nobody_edits_what_is_written(database, machine):
    """The triggers refuse; with the triggers out of the way the chain of hashes tells."""
    import psycopg

    name, user = database
    with psycopg.connect(f"host=127.0.0.1 user={user} dbname={name}", autocommit=True) as connection:
        for table, column in GUARDED.items():
            count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            assert count > 0
            for deed in (
                f"DELETE FROM {table}",
                f"UPDATE {table} SET {column} = {column}",
                f"TRUNCATE {table} CASCADE",
            ):
                with pytest.raises(psycopg.Error, match="append"):
                    connection.execute(deed)
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == count
        connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        connection.execute("UPDATE audit_entry SET title = '改过' WHERE seq = 3")
        connection.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
    told = pufa(machine, "audit", "verify")
    assert told.returncode == 1
    assert told.stderr.startswith("3 edited")

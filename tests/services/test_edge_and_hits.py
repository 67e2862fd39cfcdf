"""Purges between machines over a real Redis; hits of several processes in a real PostgreSQL."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pufa.edge import relay
from pufa.edge.coherence import CoherentStore
from pufa.edge.purgelog import Purge, PurgeLog
from pufa.edge.store import PageStore, make_entry

pytestmark = pytest.mark.services
SOURCE = Path(__file__).resolve().parents[2] / "src"
REDIS = "redis://127.0.0.1:6379/9"


def need(port, name):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        if os.environ.get("PUFA_REQUIRE_SERVICES") == "1":
            pytest.fail(f"{name} does not answer on 127.0.0.1:{port} and PUFA_REQUIRE_SERVICES is 1")
        pytest.skip(f"{name} does not answer on 127.0.0.1:{port}")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    need(6379, "Redis")
    monkeypatch.setattr(relay, "STREAM", f"pufa:test:{os.getpid()}:{time.time_ns()}")
    store = CoherentStore(PageStore(1_000_000), PurgeLog(tmp_path))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listener = relay.Relay(REDIS, store.log, on_lost=store.suspend, on_heard=store.resume)
    listener.start(loop)
    assert within(3, lambda: not store.is_suspended)
    yield store
    listener.stop()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    relay._connection(REDIS).delete(relay.STREAM)


def keep(store, path):
    return store.put(("h", path), make_entry([], b"old", max_age=60), rendered_at=store.before_render())


def within(seconds, condition):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_purge_of_another_machine_arrives_within_a_second(machine):
    assert keep(machine, "/a/")
    assert keep(machine, "/b/")
    relay.send(REDIS, Purge(paths=("/a/",)))
    assert within(1, lambda: machine.get(("h", "/a/")) is None)
    assert machine.get(("h", "/b/")) is not None


def test_store_is_out_of_use_while_redis_cannot_be_heard(tmp_path):
    store = CoherentStore(PageStore(1_000_000), PurgeLog(tmp_path))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
    loop = asyncio.new_event_loop()
    listener = relay.Relay(address, store.log, on_lost=store.suspend, on_heard=store.resume)
    listener.start(loop)
    loop.run_until_complete(asyncio.sleep(0.3))
    assert not keep(store, "/a/")
    listener.stop()
    loop.close()


WRITER = """
import django, os, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "pufa.config.settings.test"
from django.conf import settings
settings.DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": sys.argv[1], "USER": "postgres",
                                 "HOST": "127.0.0.1", "PORT": 5432}
django.setup()
from pufa.reach.hits import flush
from pufa.reach.hits.rollup import Batch, CountedHit, Span
name = sys.argv[2]
for step in range(30):
    batch = Batch()
    hits = [CountedHit(490000, f"page:{number % 7}", "web", 1000 * int(name) + number) for number in range(50)]
    batch.add(hits, f"{name}.hits", Span(step * 10, step * 10 + 10))
    flush.write(batch)
    flush.write(batch)
"""


@pytest.fixture
def database():
    need(5432, "PostgreSQL")
    import psycopg

    name = f"pufa_hits_{os.getpid()}"
    server = psycopg.connect("host=127.0.0.1 user=postgres dbname=postgres", autocommit=True)
    server.execute(f"DROP DATABASE IF EXISTS {name}")
    server.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(f"host=127.0.0.1 user=postgres dbname={name}") as connection:
        connection.execute(
            "CREATE TABLE reach_hourlyhits (id bigserial PRIMARY KEY, object_key varchar(64) NOT NULL,"
            " hour timestamptz NOT NULL, channel varchar(32) NOT NULL, count bigint NOT NULL, sketch bytea NOT NULL,"
            " UNIQUE (object_key, hour, channel))"
        )
        connection.execute(
            'CREATE TABLE reach_hitlogmark (segment varchar(128) PRIMARY KEY, "offset" bigint NOT NULL,'
            " updated_at timestamptz NOT NULL)"
        )
    yield name
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def test_several_processes_add_to_the_same_sums_in_postgresql(database):
    import psycopg

    from pufa.reach.hits import sketch

    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, database, str(number)], env=environment) for number in range(3)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    with psycopg.connect(f"host=127.0.0.1 user=postgres dbname={database}") as connection:
        rows = connection.execute("SELECT count, sketch FROM reach_hourlyhits").fetchall()
        marks = connection.execute('SELECT "offset" FROM reach_hitlogmark').fetchall()
    assert sum(count for count, _ in rows) == 3 * 30 * 50
    assert sketch.estimate(bytes(one) for _, one in rows) == pytest.approx(150, rel=0.05)
    assert marks == [(300,)] * 3

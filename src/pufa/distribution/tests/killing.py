"""A real sender that is killed at random moments while it posts to sample platforms, and what is left at the end.

The sender is a process of its own that loads Django once and forks the worker; each worker is killed with SIGKILL
while the sample platforms are being called, and another takes over. Its clock runs faster than ours and begins
behind it, so that leases and settling times pass within seconds and platforms never see posts from the future.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

SOURCE = Path(__file__).resolve().parents[3]
SPEED, BEHIND = 30, 48 * 3600
SHIFT = timedelta(seconds=BEHIND)
SENDER = """
import os, sys, time
from datetime import UTC, datetime
database, keys, kinds, start, speed, behind, threads, rate = sys.argv[1:9]
os.environ["DJANGO_SETTINGS_MODULE"] = "pufa.config.settings.test"
from django.conf import settings
if database.startswith("postgresql:"):
    settings.DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": database.split(":", 1)[1],
                                     "USER": "postgres", "HOST": "127.0.0.1", "PORT": 5432}
else:
    settings.DATABASES["default"]["NAME"] = database
settings.FIELD_KEYS = keys.split(",")
settings.MATRIX_CONNECTORS = kinds.split(",")
settings.SENDING = {**settings.SENDING, "lease_seconds": 60, "calls_per_second": int(rate)}
import django
django.setup()
from pufa.distribution import actions, sending
from pufa.distribution.models import Delivery
OPEN = ("planned", "due", "sending", "pending", "waiting", "unsure", "withdrawing")

def now():
    return datetime.fromtimestamp(float(start) - float(behind) + (time.time() - float(start)) * float(speed), UTC)

def worker():
    while Delivery.objects.filter(state__in=OPEN).exists():
        actions.recover(now=now())
        actions.start_due(now=now())
        if not sending.work(now=now, seconds=5, threads=int(threads)):
            time.sleep(0.05)

while True:
    child = os.fork()
    if child == 0:
        worker()
        os._exit(0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    if status == 0:
        break
"""


@contextmanager
def sender(*, kinds: list[str], threads: int = 1, rate: int = 1000) -> Iterator[subprocess.Popen]:
    """The sender over this test's database."""
    told = connection.settings_dict
    database = f"postgresql:{told['NAME']}" if connection.vendor == "postgresql" else str(told["NAME"])
    words = [database, ",".join(settings.FIELD_KEYS), ",".join(kinds), time.time(), SPEED, BEHIND, threads, rate]
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)}, stdout=subprocess.PIPE, stderr=sys.stderr, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def kill_now_and_then(process: subprocess.Popen, server, *, kills: int, most_calls: int, seed: int = 1) -> int:
    """Kills the worker so many times, each after a random number of further calls; waits for the end; kills made."""
    choose = random.Random(seed)
    done = 0
    while (line := process.stdout.readline()) and done < kills:
        goal = len(server.calls) + choose.randint(1, most_calls)
        while len(server.calls) < goal and process.poll() is None:
            time.sleep(0.002)
        time.sleep(choose.random() * 0.02)
        try:
            os.kill(int(line), signal.SIGKILL)
        except ProcessLookupError:
            break
        done += 1
    process.wait()
    return done

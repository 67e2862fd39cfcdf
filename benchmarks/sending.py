"""One piece to 10,000 accounts, the sender killed twenty times: how long, and what is lost or doubled.

    python -m benchmarks sending [accounts] [kills]

Runs against sample platforms on this machine, in a database of its own (SQLite; PostgreSQL with
PUFA_TEST_DATABASE=postgresql). The sender's clock runs 30 times faster than ours, so that leases and settling times
pass within seconds; the platforms' own limits of calls are off.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pufa.config.settings.test")
KINDS = ["mastodon", "webhook"]


def main(words: list[str]) -> None:
    """Plans, sends under fire, counts."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    settings.MATRIX_CONNECTORS = KINDS
    many, kills = int(words[0]) if words else 10_000, int(words[1]) if len(words) > 1 else 20
    config = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            _run(many, kills, Path(folder))
        print(f"database: {connection.vendor}")
    finally:
        teardown_databases(config, verbosity=0)


def _run(many: int, kills: int, folder: Path) -> None:
    from django.db.models import Count

    from pufa.distribution import actions
    from pufa.distribution.models import Attempt, Delivery
    from pufa.distribution.tests import factories, killing
    from pufa.matrix import fakes
    from pufa.reach import queries

    place = factories.city()
    with fakes.serve(*KINDS, folder=folder) as server:
        accounts = _accounts(many, server)
        row = factories.short(place)
        began = time.perf_counter()
        actions.plan(
            piece=place.piece,
            accounts=accounts,
            renditions=[row],
            by=place.office,
            now=datetime.now(UTC) - killing.SHIFT,
        )
        print(f"planned {many} deliveries in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        with killing.sender(kinds=KINDS, threads=4) as process:
            made = killing.kill_now_and_then(process, server, kills=kills, most_calls=max(2, 2 * many // (kills + 2)))
        spent = time.perf_counter() - began
        posts = sum(len(server.posts(kind)) for kind in KINDS)
        doubles = server.doubles()
    states = dict(Delivery.objects.values_list("state").annotate(Count("pk")))
    unanswered = Attempt.objects.filter(ended_at=None).count()
    print(
        f"sent in {spent:.0f} s ({many / spent:.0f} a second) with {made} kills; {unanswered} calls without an answer"
    )
    print(
        f"posts {posts}, lost {many - states.get('published', 0)}, doubled {sum(map(len, doubles.values()))}; {states}"
    )
    print(f"ledger: {queries.total('posts_published')}")


def _accounts(many: int, server: object) -> list[object]:
    """Accounts made by bulk: the benchmark measures sending, not filing."""
    import json
    from datetime import date

    from pufa.distribution.tests import factories
    from pufa.matrix.models import Account, Credential, Platform

    platform, unit = Platform.objects.get(code="mastodon"), factories.unit()
    rows, day = [], date(2026, 1, 1)
    for number in range(many):
        kind = KINDS[number % len(KINDS)]
        access = server.access(kind, account=f"z{number}")
        rows.append(
            Account(
                number=f"2026-{number:05}", platform=platform, organisation=unit, sector="law", name=f"账号{number}",
                handle=f"z{number}", excuse="测速", state="active", opened_on=day, filed_on=day,
                connector=kind, connector_settings={"base_url": access.base_url, "allow_private": True},
            )
        )  # fmt: skip
    Account.objects.bulk_create(rows, batch_size=1000)
    made = list(Account.objects.filter(excuse="测速").select_related("platform", "organisation"))
    now, keys = datetime.now(UTC), []
    for account in made:
        values = dict(server.access(account.connector, account=account.handle).values)
        if account.connector == "webhook":
            server.platforms["webhook"].set_account(account.handle)
        keys.append(
            Credential(
                account=account, kind=account.connector, secret=json.dumps(values), names=sorted(values), set_at=now
            )
        )
    Credential.objects.bulk_create(keys, batch_size=1000)
    return made


if __name__ == "__main__":
    main(sys.argv[1:])

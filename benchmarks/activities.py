"""10,000 activities: list, map, filter and Excel at the desk; a table of 5,000 rows checked. CPU and wall.

`python -m benchmarks.activities [COUNT]`. Makes its own database; `load` is printed, for other programs slow the wall.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path


def main() -> None:
    """Prints a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="pufa-bench-") as home:
        os.environ |= {"PUFA_HOME": home, "DJANGO_SETTINGS_MODULE": "pufa.config.settings.embedded"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        _measure(count, Path(home))


def _measure(count: int, home: Path) -> None:
    from django.conf import settings
    from django.test import Client

    from pufa.accounts.models import Role
    from pufa.accounts.tests import factories
    from pufa.events import actions
    from pufa.events.models import Activity
    from pufa.review.tests.factories import sign_in

    settings.ALLOWED_HOSTS = ["*"]
    office = factories.person(Role.OFFICE, organisation=factories.organisation(kind="office"))
    units = [factories.organisation(district=factories.district()) for _number in range(20)]
    _fill(count, units)
    client = Client()
    sign_in(client, office)
    table = _table(units)
    deeds: dict[str, Callable[[], object]] = {
        "list": lambda: client.get("/desk/activities/"),
        "filter": lambda: client.get("/desk/activities/", {"q": "7场", "district": units[3].district.code}),
        "by district": lambda: client.get("/desk/activities/map/"),
        "Excel": lambda: b"".join(client.get("/desk/activities/activities.xlsx").streaming_content),
        "public list": lambda: client.get("/activities/"),
        "public map": lambda: client.get("/activities/map/"),
        "5,000 rows checked": lambda: actions.plan_import(table),
    }
    print(f"{Activity.objects.count()} activities, load {os.getloadavg()[0]:.1f}\n")
    print("| what | CPU s | wall s |\n|---|---:|---:|")
    for name, deed in deeds.items():
        deed()
        cpu, wall = time.process_time(), time.perf_counter()
        deed()
        print(f"| {name} | {time.process_time() - cpu:.2f} | {time.perf_counter() - wall:.2f} |", flush=True)


def _fill(count: int, units: list) -> None:  # type: ignore[type-arg]
    from pufa.events.models import Activity, State
    from pufa.events.models.activities import sameness
    from pufa.lib import clock

    now, rows = clock.now(), []
    for number in range(count):
        unit, at = units[number % len(units)], now - timedelta(hours=2 * number + 1)
        rows.append(
            Activity(
                title=f"第{number}场", form="talk", state=State.RECORDED, organisation=unit, district=unit.district,
                place=f"广场{number % 300}", starts_at=at, people=number % 400, counting="counted", recorded_at=now,
                created_at=now, sameness=sameness(unit.pk, at, f"广场{number % 300}"), sheet=1,
            )
        )  # fmt: skip
    Activity.objects.bulk_create(rows, batch_size=1000)


def _table(units: list) -> bytes:  # type: ignore[type-arg]
    head = "活动名称,形式,日期,举办单位,县市区,地点,覆盖人次,统计方式\n"
    row = "广场反诈{0},集市咨询,2024-09-{1:02d},{2},{3},广场{0},{0},清点\n"
    some = [units[number % len(units)] for number in range(4999)]
    rows = [row.format(n, n % 28 + 1, unit.short_name, unit.district.name) for n, unit in enumerate(some)]
    return (head + "".join(rows)).encode()


if __name__ == "__main__":
    main()

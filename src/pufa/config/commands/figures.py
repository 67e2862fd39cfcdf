"""`pufa figures`: the programme's figures, each with the address of its rows."""

import argparse
import json
from datetime import date, datetime, time, timedelta

HELP = "print the programme's figures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which days, and as what."""
    parser.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DAY", help="first day, as 2026-01-31")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DAY", help="last day, included")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Prints a line a figure."""
    from pufa.config.cli import start_django
    from pufa.config.commands import migrate

    start_django()
    if not migrate.is_up_to_date():
        return migrate.say_what_to_do()
    from pufa.insights import queries
    from pufa.lib import clock

    since = datetime.combine(arguments.since, time(), tzinfo=clock.SHANGHAI) if arguments.since else None
    until = (
        datetime.combine(arguments.until + timedelta(days=1), time(), tzinfo=clock.SHANGHAI)
        if arguments.until
        else None
    )
    values = queries.figures(since, until)
    if arguments.json:
        rows = [
            {
                "code": value.code,
                "label": str(value.label),
                "value": float(value.value) if value.value % 1 else int(value.value),
                "unit": str(value.unit),
                "as_of": value.as_of.isoformat(),
                "rows": value.url,
            }
            for value in values
        ]
        print(
            json.dumps(
                {"from": _day(arguments.since), "to": _day(arguments.until), "figures": rows},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for value in values:
            print(f"{value.label}\t{value.value:,}\t{value.unit}\t{value.url}")
    return 0


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""Some weeks of readers for the sample pieces: the same numbers for the same day, more than a million clicks."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from pufa.editorial.models import PiecePage
from pufa.reach.hits import counts

WEEKS: Final = 8
SEED: Final = 20240715
# When a day's readers come: hour -> share.
HOURS: Final = {7: 0.12, 9: 0.14, 12: 0.22, 15: 0.1, 18: 0.16, 20: 0.26}
CHANNELS: Final = {"web": 0.72, "elders": 0.18, "feed": 0.1}
# Weekday -> share; readers come at weekends.
DAYS: Final = (0.9, 0.85, 0.9, 0.95, 1.05, 1.25, 1.2)
READERS_PER_PIECE_AND_DAY: Final = 900
TOWN: Final = 60_000


def add(pieces: Sequence[PiecePage], *, now: datetime) -> int:
    """Adds the readers of the last weeks up to today's midnight; gives the number of clicks added."""
    chance = random.Random(SEED)  # noqa: S311  (sample data that must be the same every time)
    total = 0

    def rows() -> Iterator[counts.HourlyRow]:
        nonlocal total
        for piece in pieces:
            for row in _of_piece(piece, chance, now):
                total += row.count
                yield row

    counts.add_rollups(rows())
    return total


def _of_piece(piece: PiecePage, chance: random.Random, now: datetime) -> Iterator[counts.HourlyRow]:
    liking = chance.uniform(0.5, 1.6)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    published = piece.first_published_at or now
    for days_ago in range(WEEKS * 7, 0, -1):
        day = midnight - timedelta(days=days_ago)
        age = (day - published).days
        if age < 0:
            continue
        freshness = 0.55 + 2.2 / (1 + age)
        of_the_day = READERS_PER_PIECE_AND_DAY * liking * freshness * DAYS[day.weekday()]
        for hour, hour_share in HOURS.items():
            for channel, share in CHANNELS.items():
                count = int(of_the_day * hour_share * share * chance.uniform(0.8, 1.2))
                if count:
                    yield _row(piece, day + timedelta(hours=hour), channel, count, chance)


def _row(piece: PiecePage, hour: datetime, channel: str, count: int, chance: random.Random) -> counts.HourlyRow:
    people = [f"sample-{chance.randrange(TOWN)}" for _ in range(max(1, int(count * 0.8)))]
    return counts.HourlyRow(f"page:{piece.pk}", hour, channel, count, people)

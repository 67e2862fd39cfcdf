"""Looks whether figures can be true: jumps, falls, gaps, more likes than reads, other values than recorded before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

# Below so many followers a change of some percent is an everyday thing.
SMALL: Final = 500
FALL_PERCENT: Final = 10
LONG_GAP: Final = 7
OVER_READS: Final = ("likes", "comments", "shares")


@dataclass(frozen=True, slots=True)
class Counted:
    """One account on one day as delivered; `row` is the file's row (0: not from a file)."""

    account: int
    day: date
    values: Mapping[str, int]
    row: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd in which row and column; `kind` is jump, fall, gap, over_reads, differs, backwards."""

    kind: str
    account: int
    day: date
    row: int
    column: str
    facts: Mapping[str, Any]


def look(delivered: Iterable[Counted], known: Iterable[Counted], *, jump_percent: int) -> list[Doubt]:
    """Every doubt about delivered figures, seen together with those already known."""
    by_account: dict[int, dict[date, Counted]] = {}
    for old in known:
        by_account.setdefault(old.account, {})[old.day] = old
    doubts: list[Doubt] = []
    news: dict[int, list[Counted]] = {}
    for one in delivered:
        news.setdefault(one.account, []).append(one)
        before = by_account.get(one.account, {}).get(one.day)
        doubts += [*_impossible(one), *(_differing(one, before) if before else ())]
    for account, rows in news.items():
        merged = {**by_account.get(account, {}), **{one.day: one for one in rows}}
        doubts += _along(merged, {one.day for one in rows}, jump_percent)
        doubts += _gaps(sorted(merged), rows)
    return sorted(doubts, key=lambda doubt: (doubt.row, doubt.day, doubt.column))


def _impossible(one: Counted) -> Iterator[Doubt]:
    reads = one.values.get("reads")
    for column in OVER_READS:
        value = one.values.get(column)
        if reads is not None and value is not None and value > reads:
            yield Doubt("over_reads", one.account, one.day, one.row, column, {"value": value, "reads": reads})


def _differing(one: Counted, before: Counted) -> Iterator[Doubt]:
    for column, value in one.values.items():
        old = before.values.get(column)
        if old is not None and old != value:
            yield Doubt("differs", one.account, one.day, one.row, column, {"value": value, "before": old})


def _along(days: Mapping[date, Counted], new: set[date], jump_percent: int) -> Iterator[Doubt]:
    """Followers from one count to the next; the limits hold for each day between them."""
    counted = [days[day] for day in sorted(days) if "followers" in days[day].values]
    for old, now in pairwise(counted):
        blamed = now if now.day in new else old
        if blamed.day not in new:
            continue
        before, after = old.values["followers"], now.values["followers"]
        span = (now.day - old.day).days
        if max(before, after) < SMALL:
            continue
        percent = 100 * abs(after - before) / max(1, before)
        facts = {"value": after, "before": before, "before_day": old.day.isoformat()}
        if after > before and percent > jump_percent * span:
            yield Doubt("jump", blamed.account, blamed.day, blamed.row, "followers", facts)
        elif after < before and percent > min(99, FALL_PERCENT * span):
            yield Doubt("fall", blamed.account, blamed.day, blamed.row, "followers", facts)


def _gaps(days: Sequence[date], rows: Sequence[Counted]) -> Iterator[Doubt]:
    """Days without figures: any where it was daily before; more than a week, and than was usual, otherwise."""
    by_day = {one.day: one for one in rows}
    usual = 0
    for before, after in pairwise(days):
        step = (after - before).days
        is_gap = (usual == 1 and step > 1) or step > max(LONG_GAP, usual)
        usual = step
        if is_gap and after in by_day:
            one = by_day[after]
            facts = {"before_day": before.isoformat(), "days": step - 1}
            yield Doubt("gap", one.account, after, one.row, "day", facts)

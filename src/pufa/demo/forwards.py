"""The sample city's forwarding: two tasks in mixed states, and a month with things in it.

Every find is invented: its link leads nowhere, and its evidence says that it is a sample.
"""

from datetime import datetime, timedelta
from typing import Final

from pufa.accounts.models import User
from pufa.demo.channels import CHANNELS
from pufa.distribution import actions
from pufa.distribution.actions import calendar, forward_finds, forwards, slots
from pufa.distribution.models import DayKind, Forward, ForwardTask, Rendition, Shape
from pufa.distribution.queries import choosing
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix.models import Account

ASKED_DAYS_AGO: Final = 3
NOTE: Final = "请在首页显著位置转发（示例任务）。"
SEED: Final = 7


def add(published: list[PiecePage], people: dict[str, User], now: datetime) -> None:
    """A task that is over, with late and missing ones; one that runs; and a sending next week."""
    office, accounts = people["bangong"], _accounts()
    older, newer = published[-3], published[-2]
    over = _ask(older, accounts[:24], office, now - timedelta(days=9), now - timedelta(days=6))
    _fill(over, office, now, is_over=True)
    running = _ask(newer, accounts, office, now - timedelta(days=ASKED_DAYS_AGO), _evening(now, 1))
    _fill(running, office, now, is_over=False)
    slots.keep_slots(accounts=accounts[:6], times="07:30 12:00 18:00", only_workdays=False, by=office, now=now)
    slots.keep_slots(accounts=accounts[6:24], times="08:30 17:30", only_workdays=True, by=office, now=now)
    _next_week(newer, accounts[:6], office, now)


def _accounts() -> list[Account]:
    """One account of every name, in the order of the list."""
    found = []
    for text in CHANNELS.values():
        for pair in text.split("|"):
            own = Account.objects.registered().filter(name=pair.split(" ")[0]).whole()
            first = own.order_by("platform__position").first()
            if first is not None and first not in found:
                found.append(first)
    return found


def _ask(piece: PiecePage, accounts: list[Account], office: User, at: datetime, due: datetime) -> ForwardTask:
    piece.refresh_from_db()
    return forwards.ask(piece=piece, accounts=accounts, due_at=due, note=NOTE, by=office, now=at)


def _fill(task: ForwardTask, office: User, now: datetime, *, is_over: bool) -> None:
    """Most found, a few late, some the platform slows, some missing, one excused: by number, so that it is the same
    in every sample city.
    """
    for number, forward in enumerate(task.forwards.select_related("account", "task")):
        kind = number * SEED % 13
        if kind in {0, 4} and is_over:
            _missed(forward, task.due_at)
        elif kind == 5 and not is_over:
            forward_finds.record_looked(forward=forward, now=now - timedelta(minutes=20), problem="slow")
        elif kind in {4, 9} and not is_over:
            forward_finds.record_looked(forward=forward, now=now - timedelta(minutes=18))
        elif kind == 11 and number < SEED * 4:
            forwards.excuse(forward=forward, by=office, reason="账号正在注销（示例）", now=task.asked_at)
        else:
            _found(forward, number, is_late=is_over and kind in {6, 10})


def _missed(forward: Forward, due: datetime) -> None:
    for look in range(3):
        forward_finds.record_looked(forward=forward, now=due + timedelta(hours=1 + 4 * look))


def _found(forward: Forward, number: int, *, is_late: bool) -> None:
    at = forward.task.asked_at + timedelta(minutes=17 + 61 * number)
    if is_late:
        at = forward.task.due_at + timedelta(hours=5, minutes=number)
    hosts = forward.account.platform.hosts or ["sample.invalid"]
    forward_finds.record_found(
        forward=forward, url=f"https://{hosts[0]}/sample/{forward.pk}", posted_at=at,
        found_at=at + timedelta(minutes=40), how=Forward.How.PAGE, score=0.98,
        evidence={"title": forward.task.title, "excerpt": "示例数据：链接不指向真实内容。"},
    )  # fmt: skip


def _next_week(piece: PiecePage, accounts: list[Account], office: User, now: datetime) -> None:
    """A sending that waits for the accounts' own times, and a day the office has put into the calendar."""
    usable = list(Rendition.objects.usable().filter(piece=piece, shape__in=(Shape.ARTICLE, Shape.SHORT)))
    fitting = choosing.by_kind({one.connector for one in accounts}, usable)
    connected = [one for one in accounts if fitting[one.connector] and forwards.forward_queries.can_publish(one, now)]
    if connected:
        actions.plan(
            piece=piece, accounts=connected, renditions=usable, at=_evening(now, 6).replace(hour=9, minute=30),
            in_slots=True, by=office, now=now, repeat_reason="宪法日前再推一次（示例）",
        )  # fmt: skip
    day = clock.shanghai_day(now) + timedelta(days=9)
    calendar.keep_day(first=day, last=day, title="门前三小集中宣讲（示例）", kind=DayKind.THEME, by=office, now=now)


def _evening(now: datetime, days: int) -> datetime:
    at = clock.in_shanghai(now) + timedelta(days=days)
    return at.replace(hour=18, minute=0, second=0, microsecond=0)

"""The sample city's bench lectures: three kits written for this project, eight lecturers, 48 visits and two to come."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pufa.accounts import actions as accounts
from pufa.accounts.models import District, Organisation, Role, User
from pufa.demo import city, reviews, sounds
from pufa.lectures import actions
from pufa.lectures.actions.slips import code_of
from pufa.lectures.models import Kit
from pufa.lib import clock

TEXTS: Final = Path(__file__).with_name("texts")
NAMES: Final = ("伍春生", "李秋菊", "肖长庚", "谢小妹", "刘四喜", "阳光明", "汤圆圆")
PLACES: Final = ("门前三小广场", "祠堂坪", "村部礼堂", "小学操场", "老槐树下", "晒谷坪")
VISITS: Final = 48
SAID: Final = ("听懂了", "再讲慢一点", "热闹", "")


def add(units: dict[str, Organisation], people: dict[str, User], now: datetime) -> None:
    """Kits with their reviews, then visits over a year, every seventh with slips."""
    kits = [_kit(path, people, now - timedelta(days=400)) for path in sorted(TEXTS.glob("kit-*.txt"))]
    lecturers = [people["jiangshi"], *(_lecturer(number, name, units, now) for number, name in enumerate(NAMES))]
    places = list(District.objects.filter(parent__isnull=False).order_by("code"))
    today = clock.shanghai_day(now)
    for number in range(VISITS):
        lecturer, district = lecturers[number % len(lecturers)], places[number % len(places)]
        day = today - timedelta(days=360 - number * 7)
        place = f"{district.name}{PLACES[number % len(PLACES)]}"
        visit = actions.plan(kit=kits[number % 3], lecturer=lecturer, district=district, place=place, day=day,
                             by=lecturer, now=now)  # fmt: skip
        counting = ("counted", "signed", "estimated")[number % 3]
        actions.record(visit=visit, people=24 + number * 5 % 67, counting=counting, by=lecturer, now=now,
                       notes="示例记录" if number % 6 == 0 else "")  # fmt: skip
        if number % 7 == 0:
            for slip in range(1, 9):
                actions.rate(code=code_of(visit, slip), smile=3 if slip % 4 else 2, line=SAID[slip % 4], now=now)
    for number in (1, 3):
        place = f"龙船镇示例{number}组"
        actions.plan(kit=kits[number % 3], lecturer=people["jiangshi"], district=places[4], place=place,
                     day=today + timedelta(days=number), by=people["jiangshi"], now=now)  # fmt: skip


def _kit(path: Path, people: dict[str, User], at: datetime) -> Kit:
    head, script, cards = path.read_text(encoding="utf-8").strip().split("\n\n")
    told: dict[str, Any] = dict(line.split(": ", 1) for line in head.splitlines())
    told |= {"script": script, "quiz": [_card(line) for line in cards.splitlines()]}
    told["laws"] = told["laws"].replace("|", "\n")
    kit = actions.write_kit(by=people["bianji"], now=at, **told)
    if kit.form == "kuaiban":
        actions.set_audio(kit=kit, data=sounds.clapper(), by=people["bianji"], now=at)
    reviews.approve(actions.submit_kit(kit=kit, by=people["bianji"], now=at), people, at + timedelta(hours=1))
    kit.refresh_from_db()
    return kit


def _card(line: str) -> dict[str, Any]:
    question, right, *others, why = (cell.strip() for cell in line.split("|"))
    place = len(question) % (len(others) + 1)
    return {"question": question, "options": [*others[:place], right, *others[place:]], "right": place, "why": why}


def _lecturer(number: int, name: str, units: dict[str, Organisation], now: datetime) -> User:
    _code, district = city.DISTRICTS[number]
    return accounts.create_person(
        username=f"jiangshi{number + 2}", name=name, organisation=units[f"{district}网信办"], roles=(Role.LECTURER,),
        password=None, by=None, now=now,
    )  # fmt: skip

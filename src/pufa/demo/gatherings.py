"""The sample city's forum and conference, one still to come, and an exhibition of 24 panels of our own.

Only the forum's and the conference's names and hosts are as they were reported; people,
sessions and minutes are invented.
"""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from pufa.accounts.models import District, Organisation, User
from pufa.demo import reviews
from pufa.festivals import actions
from pufa.festivals.models import Exhibition, Forum
from pufa.lib import clock
from pufa.ui import printing

PANELS: Final = Path(__file__).with_name("texts") / "panels.txt"
MINUTES: Final = "一、示例纪要：与会者谈了规模应用里的数据、地图和责任。\n二、会后把问题整理成清单，分给各单位。"
THESES: Final = (
    "一、先分清哪些是公共数据，哪些是个人信息，哪些是企业的商业秘密。",
    "二、收集以够用为限，保存以必要为限，出境先评估。",
    "三、出了事先止损、再告知、再追责，三步都要有人签字。",
)
COLOURS: Final = ("#b3261e", "#1d4f47", "#855200", "#2a5d86")


def add(units: dict[str, Organisation], people: dict[str, User], now: datetime) -> None:
    """Two that are over with their minutes, one to come with registrations, the exhibition."""
    office, host = people["bangong"], units["市委网信办"]
    city = District.objects.get(parent=None)
    nine = clock.in_shanghai(now).replace(hour=9, minute=0, second=0, microsecond=0)
    told = (
        ("beidou", "北斗规模应用法治保障专题论坛", "北京航空航天大学", "示例会展中心", -420, 180),
        ("new-media", "首届株洲市新媒体大会", "", "示例大剧院", -290, 360),
        ("data", "数据安全与个人信息保护研讨会", "示例工业大学", "示例报告厅", 20, 80),
    )
    forums = {}
    for slug, name, partners, venue, days, seats in told:
        begin = nine + timedelta(days=days)
        forum = actions.plan(
            slug=slug, name=name, partners=partners, venue=venue, starts_at=begin, ends_at=begin + timedelta(hours=7),
            host=host, district=city, capacity=seats, about="示例：议程和人物均为虚构。", by=office, now=now,
        )  # fmt: skip
        _agenda(forum, begin, office, now)
        forums[slug] = actions.announce(forum=forum, by=office, now=now)
        _handouts(forum, office, now)
        if days < 0:
            actions.close(forum=forum, people=seats - 24, minutes=MINUTES, by=office, now=now)
    for number in range(18):
        actions.register(forum=forums["data"], name=f"示例{number + 1}", unit="示例单位", now=now)
    _exhibition(forums["new-media"], people, now - timedelta(days=300), now)


def _handouts(forum: Forum, office: User, now: datetime) -> None:
    """The agenda as a Word file, and the theses of the main speech."""
    agenda = printing.Word(f"{forum.name}议程", "示例资料")
    rows = [[f"{clock.in_shanghai(one.starts_at):%H:%M}", one.title, one.speaker] for one in forum.sessions.all()]
    agenda.table(["时间", "议题", "发言"], rows, widths=(1, 3, 2))
    actions.add_handout(forum=forum, title="会议议程", data=agenda.done(), by=office, now=now)
    speech = printing.Word("主题报告提要", "示例资料，发言人为虚构")
    for line in THESES:
        speech.paragraph(line)
    session = forum.sessions.filter(title__startswith="主题报告").first()
    actions.add_handout(forum=forum, title="主题报告提要", data=speech.done(), session=session, by=office, now=now)


def _agenda(forum: Forum, begin: datetime, office: User, now: datetime) -> None:
    for number, (title, speaker) in enumerate((("开幕", "示例主持人"), ("主题报告", "示例教授"), ("分组讨论", ""))):
        start = begin + timedelta(hours=number * 2)
        rooms = ("主会场",) if number < 2 else ("一厅", "二厅")
        for room in rooms:
            actions.add_session(
                forum=forum, title=f"{title}（{room}）" if len(rooms) > 1 else title, room=room, speaker=speaker,
                speaker_title="示例人物" if speaker else "", starts_at=start, ends_at=start + timedelta(minutes=90),
                by=office, now=now,
            )  # fmt: skip


def _exhibition(forum: Forum, people: dict[str, User], at: datetime, now: datetime) -> Exhibition:
    made = actions.open_exhibition(
        slug="corridor", name="网络普法长廊", forum=forum, place="新媒体大会会场一楼", by=people["bangong"], now=now
    )
    for number, line in enumerate(PANELS.read_text(encoding="utf-8").splitlines()):
        title, law, text = line.split("|")
        panel = actions.add_panel(exhibition=made, title=title, text=text, law=law, by=people["bangong"], now=at)
        actions.set_picture(panel=panel, data=_drawn(number), alt=f"示意图：{title}", by=people["bangong"], now=at)
        reviews.approve(
            actions.submit_panel(panel=panel, by=people["bangong"], now=at), people, at + timedelta(hours=1)
        )
    return made


def _drawn(number: int) -> bytes:
    """A net whose knots differ from panel to panel."""
    image = Image.new("RGB", (360, 210), "#f4f1ea")
    pen = ImageDraw.Draw(image)
    knots = [(30 + step * 37, 45 + (step * 27 + number * 21) % 120) for step in range(9)]
    for one, other in zip(knots, knots[1:] + knots[:1], strict=True):
        pen.line((*one, *other), fill="#a7abaa", width=2)
    for place, (left, top) in enumerate(knots):
        size = 7 if place != number % 9 else 17
        pen.ellipse((left - size, top - size, left + size, top + size), fill=COLOURS[number % len(COLOURS)])
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()

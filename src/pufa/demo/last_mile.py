"""The sample city's materials and activities: fourteen titles in the stores, 706 activities over three years.

The old activities come in as a table, as an office would bring them; what was handed out follows from the stores. All
of it is invented; only the orders of magnitude are those of a real programme.
"""

import contextlib
import csv
import io
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from pufa.accounts.models import District, Organisation, User
from pufa.demo import city
from pufa.events import actions as events
from pufa.events import handouts
from pufa.events.models import Activity, Campaign, State
from pufa.lib import clock
from pufa.materials import actions as materials
from pufa.materials.models import Edition, Place
from pufa.ui import printing

SEED: Final = 20260706
ACTIVITIES: Final = 706
BOOKLETS: Final = 626_380
TITLES: Final = (
    ("passwords", "密码口袋书", "booklet", "网络安全", "所有人", "《网络安全法》第四十二条"),
    ("no-fraud", "骗子的十句话", "booklet", "反诈", "老年人", "《反电信网络诈骗法》第二条"),
    ("my-data", "我的信息我做主", "booklet", "个人信息保护", "所有人", "《个人信息保护法》第六条"),
    ("rumours", "转发之前想一想", "leaflet", "网络谣言", "所有人", "《治安管理处罚法》"),
    ("minors", "和孩子约法三章", "booklet", "未成年人网络保护", "家长", "《未成年人保护法》第七十一条"),
    ("shops", "开网店先看这一页", "leaflet", "电子商务", "商户", "《电子商务法》第十五条"),
    ("livestream", "直播间里的规矩", "leaflet", "网络直播", "主播", ""),
    ("scan-to-order", "扫码点餐怎么办", "card", "个人信息保护", "消费者", "《个人信息保护法》第十六条"),
    ("returns", "七天无理由", "card", "消费者权益", "消费者", "《消费者权益保护法》第二十五条"),
    ("constitution", "宪法就在身边", "booklet", "宪法", "学生", "《宪法》"),
    ("ai", "人工智能用得对", "leaflet", "新技术", "所有人", ""),
    ("wages", "欠薪怎么要", "booklet", "劳动", "务工人员", "《劳动合同法》第三十条"),
    ("comic-parcel", "快递单上的秘密", "comic", "个人信息保护", "学生", ""),
    ("poster-12377", "发现了就举报", "poster", "举报渠道", "所有人", ""),
)
PAPERS: Final = {
    "passwords": (
        "一、一个门一把钥匙：银行、邮箱、社交各用各的密码。", "二、长比怪好：四个不相干的词连起来，好记难猜。",
        "三、能开两步验证就开，验证码谁要都不给。", "四、公用电脑不记密码，用完退出。",
        "五、怀疑泄露了，先改密码，再查登录记录，再报给平台。",
    ),
    "no-fraud": (
        "听到这些话，先挂电话：", "“先交一笔手续费，奖金马上到。”", "“你的账户涉案，把钱转到安全账户。”",
        "“屏幕共享一下，我教你退款。”", "“千万别告诉家里人。”", "拿不准，打 96110 问一问；已经转了钱，马上报警。",
    ),
}  # fmt: skip
ABOUT: Final = "示例资料：为本项目编写的样例标题，没有真正印刷。"
THEMES: Final = ("校园日", "电信日", "法治日", "金融日", "青少年日", "个人信息保护日")
MOTTO: Final = "网络安全为人民，网络安全靠人民"
KINDS: Final = (
    ("集市咨询", "{place}反诈咨询", "市民"), ("讲座", "{place}网络安全课", "职工"),
    ("进村入户", "上门讲网络谣言：{place}", "村民"),
    ("文艺演出", "{place}普法小戏", "市民"), ("知识竞赛", "{place}知识竞赛", "学生"),
    ("开放日", "{place}开放日", "家长"),
    ("培训", "{place}网信员培训", "网信员"), ("其他", "{place}宣传", "市民"),
)  # fmt: skip
PLACES: Final = (
    "中心广场",
    "文化站",
    "第一小学",
    "农贸市场",
    "政务大厅",
    "工业园",
    "社区服务站",
    "老年大学",
    "汽车站",
    "便民集市",
)
ASKED: Final = (
    "收到退款短信要不要点？", "孩子用我手机打赏了怎么办？", "快递面单怎么扔才安全？", "群里转错了消息要负责吗？",
    "人脸识别门禁可以不录吗？", "网店不给退货找谁？",
)  # fmt: skip
WORDS: Final = ("签到", "清点", "估算")


@dataclass(frozen=True, slots=True)
class Shape:
    """One activity as the table says it, and what was handed out: which title, how many copies."""

    cells: tuple[str, ...]
    district: str
    title: int
    copies: int


def add(units: dict[str, Organisation], people: dict[str, User], now: datetime) -> None:
    """Everything, in the order of time: prints, stores, campaigns, old activities, what is to come."""
    office = people["bangong"]
    districts = {one.name: one for one in District.objects.all()}
    campaigns = _campaigns(units, office, now)
    shapes = _shapes(campaigns, now)
    editions = _print(shapes, office, now)
    stores = _stores(units, editions, shapes, office, now)
    events.import_activities(_table(shapes), by=office, now=now)
    _hand_out(shapes, editions, stores, office, now)
    _pictures(office, now)
    _to_come(units, districts, office, now)
    _orders(units, people, editions, stores, now)


def _campaigns(units: dict[str, Organisation], office: User, now: datetime) -> list[Campaign]:
    found = []
    leads = ("市教育局", "市工业和信息化局", "市司法局", "市财政局", "团市委", "市数据局")
    this_year = clock.shanghai_day(now).year
    years = range(this_year - 2, this_year + 1) if now.month > 9 else range(this_year - 3, this_year)
    for year in years:
        first = date(year, 9, 1)
        first += timedelta(days=(7 - first.weekday()) % 7 + 14)
        made = events.add_campaign(
            slug=f"week-{year}", name=f"{year}年网络安全宣传周", motto=MOTTO, first_day=first,
            last_day=first + timedelta(days=6), lead=units["市委网信办"], by=office, now=now,
            about="示例活动周：六个主题日，各单位在自己的主题日办活动。",
        )  # fmt: skip
        for number, name in enumerate(THEMES):
            day, lead = first + timedelta(days=number + 1), units[leads[number]]
            events.add_theme_day(campaign=made, name=name, day=day, lead=lead, by=office, now=now)
        found.append(made)
    return found


def _shapes(campaigns: list[Campaign], now: datetime) -> list[Shape]:
    """What the table of old activities says: a third of it on theme days, the rest spread over three years."""
    chance = random.Random(SEED)  # noqa: S311  (the same sample city every time)
    theme_days = [day for campaign in campaigns for day in campaign.days.select_related("campaign")]
    today, found = clock.shanghai_day(now), []
    raw = [chance.randint(300, 1500) for _number in range(ACTIVITIES)]
    names = [name for _code, name in city.DISTRICTS]
    for number in range(ACTIVITIES):
        theme = theme_days[number // 3 % len(theme_days)] if number % 3 == 0 else None
        day = theme.day if theme else today - timedelta(days=3 + number * 1090 // ACTIVITIES)
        place = f"{names[number % 10]}{PLACES[number // 10 % 10]}"
        kind, title, audience = KINDS[(number + number // 10) % len(KINDS)]
        unit = city.DEPARTMENTS[number * 7 % len(city.DEPARTMENTS)] if number % 4 else f"{names[number % 10]}网信办"
        people = chance.randint(30, 420)
        cells = (
            f"{title.format(place=place)}（第{number + 1}场）", kind, day.isoformat(), unit, names[number % 10],
            place, "",
            audience, str(people), WORDS[number % 3], ASKED[number // 60 % 6] if number % 60 == 0 else "",
            str(theme or ""),
        )  # fmt: skip
        copies = max(10, raw[number] * BOOKLETS // sum(raw) // 10 * 10)
        found.append(Shape(cells, names[number % 10], number % len(TITLES), copies))
    short = BOOKLETS - sum(shape.copies for shape in found)
    last = found[-1]
    return [*found[:-1], Shape(last.cells, last.district, last.title, last.copies + short)]


def _table(shapes: list[Shape]) -> bytes:
    from pufa.events.actions.importing import COLUMNS

    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([column.title for column in COLUMNS])
    writer.writerows(shape.cells for shape in shapes)
    return file.getvalue().encode("gb18030")


def _print(shapes: list[Shape], office: User, now: datetime) -> list[Edition]:
    found = []
    for number, (slug, name, form, topic, audience, laws) in enumerate(TITLES):
        title = materials.add_title(
            slug=slug, name=name, form=form, topic=topic, audience=audience, about=ABOUT, by=office, now=now
        )
        edition = materials.add_edition(
            title=title, number=1, year=clock.shanghai_day(now).year - 3, pages=16, laws=laws, by=office, now=now
        )
        needed = sum(shape.copies for shape in shapes if shape.title == number)
        printed = -(-(needed + 2500) // 1000) * 1000
        materials.print_run(
            edition=edition, printed=printed, delivered_on=clock.shanghai_day(now) - timedelta(days=1100),
            printer="示例印务", cost_fen=printed * 62, invoice=f"SL{number + 1:04}", by=office, now=now,
        )  # fmt: skip
        found.append(edition)
        _to_read_at_home(edition, office, now)
    return found


def _to_read_at_home(edition: Edition, office: User, now: datetime) -> None:
    """The sample PDF of a title that has words of its own, where this machine can print Chinese."""
    lines = PAPERS.get(edition.title.slug)
    if lines:
        told = {"name": edition.title.name, "about": edition.title.topic, "lines": lines, "note": ABOUT}
        with contextlib.suppress(printing.NoChineseFontError):
            data = printing.pdf(Path(__file__).parent / "booklet.typ", told)
            materials.set_paper(edition=edition, data=data, by=office, now=now)


def _stores(
    units: dict[str, Organisation], editions: list[Edition], shapes: list[Shape], office: User, now: datetime
) -> dict[str, Place]:
    """The office's store and one in each district; every district gets what its activities took, and a little more."""
    main = materials.open_store(name="市委网信办库房", organisation=units["市委网信办"], by=office, now=now)
    stores = {"": main}
    for _code, name in city.DISTRICTS:
        stores[name] = materials.open_store(name=f"{name}库房", organisation=units[f"{name}网信办"], by=office, now=now)
    stores["市司法局"] = materials.open_store(name="市司法局库房", organisation=units["市司法局"], by=office, now=now)
    old = now - timedelta(days=1099)
    for number, edition in enumerate(editions):
        run = edition.runs.get()
        materials.deliver(run=run, place=main, count=run.printed, at=old, by=office, now=now)
        for _code, name in city.DISTRICTS:
            taken = sum(shape.copies for shape in shapes if shape.title == number and shape.district == name)
            if taken:
                materials.move(edition=edition, origin=main, target=stores[name], count=taken + 60, at=old, by=office,
                               now=now)  # fmt: skip
    return stores


def _hand_out(
    shapes: list[Shape], editions: list[Edition], stores: dict[str, Place], office: User, now: datetime
) -> None:
    known = {one.title: one for one in Activity.objects.select_related("district")}
    for shape in shapes:
        handed = handouts.Handed(editions[shape.title], stores[shape.district], shape.copies)
        handouts.hand_out(known[shape.cells[0]], [handed], by=office, now=now)


def _pictures(office: User, now: datetime) -> None:
    """Drawn by code, so that nobody real is shown."""
    some = Activity.objects.filter(state=State.RECORDED).exclude(theme_day=None).order_by("-starts_at", "pk")[:6]
    for number, one in enumerate(some):
        image = Image.new("RGB", (960, 640), ("#e9f2ef", "#fbf1dc", "#f4f1ea")[number % 3])
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 430, 960, 640), fill="#cfc9bd")
        pen.polygon([(140, 430), (480, 150 + number * 12), (820, 430)], fill="#b3261e")
        for seat in range(5 + number):
            left = 120 + seat * 90
            pen.ellipse((left, 380, left + 46, 426), fill="#22282c")
            pen.rectangle((left - 6, 430, left + 52, 520), fill="#1d4f47")
        file = io.BytesIO()
        image.save(file, "PNG")
        events.add_picture(activity=one, data=file.getvalue(), words="示例图片：由程序绘制", by=office, now=now)


def _to_come(units: dict[str, Organisation], districts: dict[str, District], office: User, now: datetime) -> None:
    """Three that are announced, one of them with seats, and two that are over and wait for their result sheet."""
    hour = clock.in_shanghai(now).replace(hour=9, minute=30, second=0, microsecond=0)
    told = (
        ("皮影戏里讲反诈：《影子要借钱》", "show", "攸县", "江桥街道老戏台", 3, None),
        ("单位怎样收个人信息才合法", "talk", "天元区", "市民中心二楼报告厅", 5, 60),
        ("国家宪法日：律师在芦淞广场答疑", "stall", "芦淞区", "芦淞广场东门", 8, None),
        ("农贸市场里的收款码", "stall", "荷塘区", "荷塘农贸市场", -2, None),
        ("小区门禁该不该刷脸", "talk", "石峰区", "响石岭社区", -1, None),
    )
    for title, form, district, place, days, seats in told:
        made = events.plan(
            title=title, form=form, organisation=units["市司法局"], district=districts[district], place=place,
            starts_at=hour + timedelta(days=days), capacity=seats, has_sign_up=seats is not None, audience="市民",
            about="示例活动：直接来，不收费。", by=office, now=now,
        )  # fmt: skip
        if seats:
            for number in range(26):
                events.sign_up(activity=made, name=f"示例{number + 1}", now=now)


def _orders(
    units: dict[str, Organisation], people: dict[str, User], editions: list[Edition], stores: dict[str, Place],
    now: datetime,
) -> None:  # fmt: skip
    """Orders in every state, an edition to be checked and one withdrawn."""
    office, contact, place = people["bangong"], people["lianluo"], stores["市司法局"]
    for number, state in enumerate(("asked", "approved", "sent", "received", "refused")):
        order = materials.ask(
            edition=editions[number], place=place, count=300, purpose="宪法宣传周", by=contact, now=now
        )
        if state == "refused":
            materials.refuse(order=order, reason="这一版即将换新，请等第二版。", by=office, now=now)
            continue
        if state != "asked":
            materials.approve(order=order, count=250, by=office, now=now)
        if state in {"sent", "received"}:
            materials.send(order=order, origin=stores[""], by=office, now=now)
        if state == "received":
            materials.receive(order=order, count=248, note="两册受潮", by=contact, now=now)
    materials.mark_for_check(
        edition=editions[0], reason="《网络安全法》已修改，2026年1月1日起施行，请核对条文。", by=office, now=now
    )
    materials.withdraw(edition=editions[3], reason="《治安管理处罚法》已修订，旧版停用。", by=office, now=now)

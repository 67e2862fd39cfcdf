"""Builds the sample city's programme in the order of time, through the actions a person would use."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from pufa.accounts import actions as accounts_actions
from pufa.accounts.models import District, Organisation, OrganisationKind, User
from pufa.demo import (
    benches,
    channels,
    city,
    forwards,
    gatherings,
    last_mile,
    logins,
    promises,
    readers,
    reprints,
    sendings,
    showcase,
    texts,
)
from pufa.editorial import actions as editorial_actions
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage
from pufa.lib import clock
from pufa.portal import actions as portal_actions
from pufa.review import actions as review_actions
from pufa.review import queries as review_queries
from pufa.review.models import Review

Say = Callable[[str], None]
SERIES: Final = (
    ("infrastructure", "新基建", "看得见的和看不见的新设施，规矩讲给你听。"),
    ("fifth-generation", "5G技术", "网快了以后，生活里多出来的事。"),
    ("personal-information", "个人信息保护", "你的信息，你说了算。"),
    ("rumours", "遏制网络谣言", "不信、不传、会查证。"),
)
SITE_HOURS: Final = timedelta(hours=2)
LOOK_BACK: Final = timedelta(days=31)
FIRST_ISSUE_WEEKS_AGO: Final = 36


@dataclass
class Cast:
    """Who is who while the programme is built, and what day it is."""

    today: datetime
    people: dict[str, User] = field(default_factory=dict)
    units: dict[str, Organisation] = field(default_factory=dict)

    def __getitem__(self, username: str) -> User:
        return self.people[username]


def is_loaded() -> bool:
    """Whether the sample city was loaded whole."""
    return PiecePage.objects.exists()


@transaction.atomic
def load(*, now: datetime | None = None, say: Say = print) -> None:
    """Loads the whole sample city, or nothing: an end in the middle leaves an empty database."""
    moment = clock.in_shanghai(now or clock.now())
    start = moment - timedelta(weeks=FIRST_ISSUE_WEEKS_AGO, days=7)
    say("单位和人员 …")
    cast = _people(start, moment)
    say("品牌和专题 …")
    brands = _site(cast, start)
    say("稿件与三审三校 …")
    published = _issues(cast, brands["topical"], moment)
    published += _others(cast, brands, moment)
    _at_every_gate(cast, brands["topical"], moment)
    _coming(cast, brands["topical"], moment)
    say("账号与备案 …")
    channels.add(cast.units, cast.people, moment)
    say("多版本与推送 …")
    sendings.add(published, cast.people, moment)
    say("转发任务与日历 …")
    forwards.add(published, cast.people, moment)
    say("宣传资料与线下活动 …")
    last_mile.add(cast.units, cast.people, moment)
    say("小板凳课堂 …")
    benches.add(cast.units, cast.people, moment)
    say("论坛与展览 …")
    gatherings.add(cast.units, cast.people, moment)
    say("作品与非遗 …")
    showcase.add(cast.units, cast.people, moment)
    say("文明公约 …")
    promises.add(cast.people, moment)
    say("读者 …")
    readers.add(published, now=moment)
    say("转载追踪 …")
    reprints.add(published, now=moment, office=cast["bangong"], editor=cast["bianji"], unit=cast.units["市司法局"])


def _people(start: datetime, today: datetime) -> Cast:
    cast = Cast(today)
    districts = _districts(start)
    root = districts[city.CITY[1]]
    code, name, short = city.OFFICE
    office = accounts_actions.create_organisation(
        code=code, name=name, short_name=short, kind=OrganisationKind.OFFICE, district=root, by=None, now=start
    )
    cast.units[short] = office
    rows = [(code, name, name, OrganisationKind.MEDIA, root) for code, name in city.MEDIA]
    rows += [
        (f"bm{number:02}", f"株洲{unit}", unit, city.kind_of(unit), root)
        for number, unit in enumerate(city.DEPARTMENTS, start=1)
    ]
    rows += [
        (f"qx{code}", f"{name}网信办", f"{name}网信办", OrganisationKind.DISTRICT, districts[name])
        for code, name in city.DISTRICTS
    ]
    rows.append((*city.UNIVERSITY, OrganisationKind.UNIVERSITY, root))
    for code, name, short, kind, district in rows:
        cast.units[short] = accounts_actions.create_organisation(
            code=code, name=name, short_name=short, kind=kind, district=district, parent=office, by=None, now=start
        )
    passwords = logins.make()
    for number, person in enumerate(city.PEOPLE):
        cast.people[person.username] = accounts_actions.create_person(
            username=person.username,
            name=person.name,
            organisation=cast.units[person.unit],
            roles=person.roles,
            password=passwords.get(person.username),
            phone=f"1300000{number:04}",
            email=f"{person.username}@example.cn",
            by=None,
            now=start,
        )
    return cast


def _districts(start: datetime) -> dict[str, District]:
    code, name = city.CITY
    root = accounts_actions.create_district(code=code, name=name, by=None, now=start)
    below = {
        name: accounts_actions.create_district(code=code, name=name, parent=root, by=None, now=start)
        for code, name in city.DISTRICTS
    }
    return {city.CITY[1]: root, **below}


def _site(cast: Cast, start: datetime) -> dict[str, BrandPage]:
    office = cast["bangong"]
    home = portal_actions.start_site(
        name=city.SITE_NAME,
        office=city.OFFICE[2],
        phone="0731-0000 0000",
        motto=city.MOTTO,
        notice=city.SAMPLE_NOTICE,
        questions="\n".join(city.QUESTIONS),
        icp="湘ICP备00000000号（示例）",
        police_no="湘公网安备00000000000000号（示例）",
        hotlines="\n".join(f"{number} {use}" for number, use in city.HOTLINES),
        by=office,
        now=start,
    )
    editorial_actions.grant_desk_permissions(home)
    rows = (
        ("training", "网信e课堂", "请专家给单位的责任人讲课。"),
        ("topical", "网信e点通", "每期讲透一件网上的事。"),
        ("enforcement", "建宁净网", "用办过的案子讲清规矩。"),
    )
    return {
        kind: editorial_actions.create_brand(parent=home, kind=kind, title=title, standfirst=line, by=office, now=start)
        for kind, title, line in rows
    }


def _issues(cast: Cast, brand: BrandPage, now: datetime) -> list[PiecePage]:
    office = cast["bangong"]
    pieces: list[PiecePage] = []
    number = 0
    for name, topic, line in SERIES:
        series = editorial_actions.create_series(
            parent=brand, title=topic, topic=topic, standfirst=line, by=office, now=_week(now, number)
        )
        for written in texts.read(name):
            text = replace(written, topics=(topic,), keywords=(*written.topics, *written.keywords))
            number += 1
            out = _week(now, number)
            issue = editorial_actions.create_issue(
                brand=brand, series=series, number=number, title=text.title, published_on=out.date(), by=office, now=out
            )
            author = cast[("bianji", "bianji2", "bianji3")[number % 3]]
            pieces.append(_published(cast, text, series, author, out, issue))
    return pieces


def _week(now: datetime, number: int) -> datetime:
    """When issue `number` came out: one a week, the last one five days ago, at ten in the morning."""
    day = now - timedelta(weeks=FIRST_ISSUE_WEEKS_AGO - number, days=5)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def _others(cast: Cast, brands: dict[str, BrandPage], now: datetime) -> list[PiecePage]:
    pieces = []
    for name, kind in (("training", "training"), ("enforcement", "enforcement")):
        for number, text in enumerate(texts.read(name)):
            out = (now - timedelta(days=40 - 12 * number)).replace(hour=15, minute=0, second=0, microsecond=0)
            pieces.append(_published(cast, text, brands[kind], cast["bianji2"], out))
    return pieces


def _piece(
    cast: Cast, text: texts.Text, parent: SeriesPage | BrandPage, author: User, at: datetime, issue: Issue | None = None
) -> PiecePage:
    return editorial_actions.create_piece(
        parent=parent,
        title=text.title,
        standfirst=text.standfirst,
        body=text.body,
        credits=[("author", author.name, author.organisation.short_name if author.organisation else "")],
        topics=text.topics,
        audiences=text.audiences,
        keywords=text.keywords,
        issue=issue,
        by=author,
        now=at,
    )


def _submitted(cast: Cast, piece: PiecePage, author: User, at: datetime, *, urgent: bool = False) -> Review:
    return editorial_actions.submit(piece=piece, by=author, urgent=urgent, now=at)


def _gate(review: Review, by: User, at: datetime, comment: str = "") -> Review:
    ticks = dict.fromkeys(review_queries.checklist(review.stage), True) if review.stage else {}
    return review_actions.approve(review=review, by=by, checklist=ticks, comment=comment, now=at)


def _proofs(cast: Cast, review: Review, at: datetime, passes: int = 3) -> None:
    for number, username in enumerate(("chushen", "chushen2", "fushen")[:passes]):
        review_actions.record_proof(
            review=review, by=cast[username], note="通读一遍", corrections=2 - number, now=at + SITE_HOURS * number
        )


def _published(
    cast: Cast,
    text: texts.Text,
    parent: SeriesPage | BrandPage,
    author: User,
    out: datetime,
    issue: Issue | None = None,
) -> PiecePage:
    piece = _piece(cast, text, parent, author, out - timedelta(days=4), issue)
    review = _submitted(cast, piece, author, out - timedelta(days=3))
    _proofs(cast, review, out - timedelta(days=3) + SITE_HOURS)
    review = _gate(review, cast["chushen"], out - timedelta(days=2), "文字通顺，标点已核。")
    review = _gate(review, cast["fushen"], out - timedelta(days=1), "事实和依据核过。")
    review = _gate(review, cast["zhongshen"], out, "同意刊发。")
    if out < cast.today - LOOK_BACK:
        review_actions.look_back(
            review=review, by=cast["fushen2"], verdict="ok", note="仍然准确。", now=out + LOOK_BACK
        )
    piece.refresh_from_db()
    return piece


def _at_every_gate(cast: Cast, brand: BrandPage, now: datetime) -> None:
    """Pieces waiting at each gate, sent back, and not yet submitted, so that every list has something in it."""
    waiting = texts.read("desk")
    series = SeriesPage.objects.child_of(brand).last() or brand
    author = cast["bianji"]
    for number, text in enumerate(waiting):
        at = (now - timedelta(days=2)).replace(hour=15, minute=10 * number, second=0, microsecond=0)
        piece = _piece(cast, text, series, author, at)
        if number == len(waiting) - 1:
            continue
        review = _submitted(cast, piece, author, at + SITE_HOURS, urgent=number == 1)
        if number == 3:
            review_actions.send_back(
                review=review, by=cast["chushen"], reasons="第二段的说法要注明出处，请补。", now=at + SITE_HOURS * 2
            )
            continue
        _proofs(cast, review, at + SITE_HOURS, passes=number)
        if number >= 1:
            review = _gate(review, cast["chushen"], at + SITE_HOURS * 2, "可以。")
        if number >= 2:
            _gate(review, cast["fushen"], at + SITE_HOURS * 3, "依据已核。")


def _coming(cast: Cast, brand: BrandPage, now: datetime) -> None:
    """The next issue: approved, and waiting for its hour."""
    out = _week(now, FIRST_ISSUE_WEEKS_AGO + 1)
    text = texts.read("coming")[0]
    series = SeriesPage.objects.child_of(brand).last()
    issue = editorial_actions.create_issue(
        brand=brand,
        series=series,
        number=FIRST_ISSUE_WEEKS_AGO + 1,
        title=text.title,
        published_on=out.date(),
        by=cast["bangong"],
        now=now - timedelta(days=3),
    )
    piece = _piece(cast, text, series or brand, cast["bianji2"], now - timedelta(days=3), issue)
    review = editorial_actions.submit(piece=piece, by=cast["bianji2"], publish_at=out, now=now - timedelta(days=2))
    _proofs(cast, review, now - timedelta(days=2) + SITE_HOURS)
    review = _gate(review, cast["chushen"], now - timedelta(days=1, hours=6), "文字通顺。")
    review = _gate(review, cast["fushen"], now - timedelta(days=1), "依据核过。")
    _gate(review, cast["zhongshen"], now - SITE_HOURS, "同意，按时刊发。")

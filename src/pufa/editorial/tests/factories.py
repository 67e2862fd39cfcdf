"""Staff, shelves and pieces, made through the actions people use; and one way to bring a piece to any gate."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from django.test import Client
from wagtail.models import Page

from pufa.accounts import actions as accounts_actions
from pufa.accounts.middleware import SESSION_KEY
from pufa.accounts.models import User
from pufa.editorial import actions
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage
from pufa.review import actions as review_actions
from pufa.review import queries as review_queries
from pufa.review.models import Review

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PARAGRAPH = "收到“中奖”短信，先停一停，再打官方电话问清楚。"
_numbers = count(1)


@dataclass(frozen=True)
class Staff:
    """One person for each part."""

    office: User
    editor: User
    first: User
    second: User
    final: User
    observer: User
    contact: User


def person(name: str, *roles: str) -> User:
    return accounts_actions.create_person(
        username=f"bianji{next(_numbers)}", name=name, organisation=None, roles=list(roles),
        password="Kettle-42-river", email="", by=None,
    )  # fmt: skip


def hire() -> Staff:
    staff = Staff(
        office=person("吴办", "office"),
        editor=person("林一", "editor"),
        first=person("陈初", "first_reviewer"),
        second=person("黄复", "second_reviewer"),
        final=person("周终", "final_reviewer"),
        observer=person("郑看", "observer"),
        contact=person("王联", "unit_contact"),
    )
    actions.grant_desk_permissions(home())
    return staff


def home() -> Page:
    """The page Wagtail makes for a new site."""
    return Page.objects.get(depth=2)


def brand(title: str = "网上说法", kind: str = "topical") -> BrandPage:
    return actions.create_brand(
        parent=home(), kind=kind, title=title, standfirst="每期讲透一件事。", by=None, now=MONDAY
    )


def series(above: BrandPage, title: str = "个人信息保护") -> SeriesPage:
    return actions.create_series(parent=above, title=title, standfirst="你的信息你做主。", by=None, now=MONDAY)


def issue(above: BrandPage, number: int = 1, within: SeriesPage | None = None) -> Issue:
    return actions.create_issue(
        brand=above,
        series=within,
        number=number,
        title=f"第{number}讲",
        published_on=date(2026, 3, 2),
        by=None,
        now=MONDAY,
    )


def piece(parent: Page, by: User | None, title: str = "", **given: object) -> PiecePage:
    fields = {
        "standfirst": "陌生链接别点。",
        "body": [("heading", "先停一停"), ("paragraph", f"<p>{PARAGRAPH}</p>"), ("steps", ["停", "查", "问"])],
        "credits": [("author", "林一", "某市网信办")],
        "topics": ["反诈"],
        "audiences": ["老年人"],
        "keywords": ["短信", "链接"],
    }
    return actions.create_piece(
        parent=parent, title=title or f"中奖短信别信（{next(_numbers)}）", by=by, now=MONDAY, **{**fields, **given}
    )


def edited(page: PiecePage, by: User, **changes: object) -> PiecePage:
    """Saves a newer draft."""
    latest = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(latest, name, value)
    latest.save_revision(user=by)
    page.refresh_from_db()
    return page


def proofed(review: Review, staff: Staff, now: datetime = MONDAY) -> None:
    for reader in (staff.first, staff.second, staff.first):
        review_actions.record_proof(review=review, by=reader, note="", corrections=0, now=now)


def gate(review: Review, by: User, now: datetime = MONDAY) -> Review:
    ticks = dict.fromkeys(review_queries.checklist(review.stage), True)
    return review_actions.approve(review=review, by=by, checklist=ticks, comment="", now=now)


def approve(page: PiecePage, staff: Staff, now: datetime = MONDAY, **given: object) -> Review:
    """Takes a piece through all three gates; it is then published as `given` says."""
    review = actions.submit(piece=page, by=staff.editor, now=now, **given)
    proofed(review, staff, now)
    for by in (staff.first, staff.second, staff.final):
        review = gate(review, by, now)
    page.refresh_from_db()
    return review


def published(parent: Page, staff: Staff, title: str = "", now: datetime = MONDAY, **given: object) -> PiecePage:
    page = piece(parent, staff.editor, title, **given)
    approve(page, staff, now)
    return page


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = accounts_actions.open_session(user=user, agent="test").pk
    session.save()
    return client

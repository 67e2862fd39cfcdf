"""A small kind of content of its own, people, and one way to bring a text to any gate."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from django.test import Client

from pufa.accounts import actions as accounts_actions
from pufa.accounts.middleware import SESSION_KEY
from pufa.accounts.models import Organisation, User
from pufa.review import actions, queries, registry
from pufa.review.drafts import Credit, Draft
from pufa.review.models import Review, Stage

KIND = "notice"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GOOD = Draft(
    title="别点陌生链接",
    standfirst="收到“中奖”短信怎么办。",
    paragraphs=("第一段：先停一停，再核实。", "第二段：打官方电话问清楚。"),
    credits=(Credit("reporter", "林一"),),
)
_numbers = count(1)


@dataclass
class Notice:
    """Content of the tests' own kind."""

    draft: Draft = GOOD
    authors: set[int] = field(default_factory=set)
    revision: int = 1
    locked_by: int | None = None
    url: str | None = None


class NoticeBoard:
    """The adapter: keeps its notices in memory."""

    def __init__(self) -> None:
        self.notices: dict[str, Notice] = {}

    def load(self, key: str) -> Notice:
        try:
            return self.notices[key]
        except KeyError:
            raise LookupError(key) from None

    def draft(self, obj: Notice) -> Draft:
        return obj.draft

    def author_ids(self, obj: Notice) -> set[int]:
        return obj.authors

    def revision_id(self, obj: Notice) -> int:
        return obj.revision

    def edit_url(self, obj: Notice) -> str:
        return "/desk/notices/edit/"

    def public_url(self, obj: Notice) -> str | None:
        return obj.url

    def lock(self, obj: Notice, by: User) -> None:
        obj.locked_by = by.pk

    def unlock(self, obj: Notice) -> None:
        obj.locked_by = None


board = NoticeBoard()
registry.register_subject(KIND, board)


def put_up(draft: Draft = GOOD, *, authors: Iterable[User] = (), **changes: object) -> str:
    """A new notice on the board; gives its key."""
    key = str(next(_numbers))
    board.notices[key] = Notice(replace(draft, **changes), {author.pk for author in authors})
    return key


def rewrite(key: str, **changes: object) -> None:
    """Changes a notice: a new revision."""
    notice = board.notices[key]
    notice.draft = replace(notice.draft, **changes)
    notice.revision += 1


def person(name: str, *roles: str, email: str = "", organisation: Organisation | None = None) -> User:
    return accounts_actions.create_person(
        username=f"user{next(_numbers)}",
        name=name,
        organisation=organisation,
        roles=list(roles),
        password="Kettle-42-river",
        email=email,
        by=None,
    )


@dataclass(frozen=True)
class Staff:
    """One person for each part in a review, and an outsider."""

    editor: User
    first: User
    second: User
    final: User
    office: User
    observer: User
    contact: User

    @property
    def gates(self) -> dict[Stage, User]:
        return {Stage.FIRST: self.first, Stage.SECOND: self.second, Stage.FINAL: self.final}


def hire() -> Staff:
    return Staff(
        editor=person("林一", "editor"),
        first=person("陈初", "first_reviewer", email="chu@example.org"),
        second=person("黄复", "second_reviewer", email="fu@example.org"),
        final=person("周终", "final_reviewer", email="zhong@example.org"),
        office=person("吴办", "office", email="ban@example.org"),
        observer=person("郑看", "observer"),
        contact=person("王单位", "unit_contact"),
    )


def all_ticked(stage: Stage) -> dict[str, bool]:
    return dict.fromkeys(queries.checklist(stage), True)


def submitted(staff: Staff, key: str | None = None, **given: object) -> Review:
    given = {"by": staff.editor, "now": MONDAY, **given}
    return actions.submit(kind=KIND, key=key or put_up(authors=[staff.editor]), **given)


def pass_gate(review: Review, staff: Staff, now: datetime = MONDAY, comment: str = "") -> Review:
    stage = review.stage
    return actions.approve(review=review, by=staff.gates[stage], checklist=all_ticked(stage), comment=comment, now=now)


def proofed(review: Review, staff: Staff, passes: int = 3, now: datetime = MONDAY) -> Review:
    for number, reader in zip(range(passes), (staff.first, staff.second, staff.first), strict=False):
        actions.record_proof(review=review, by=reader, note="", corrections=number, now=now)
    return review


def at_final(staff: Staff, key: str | None = None, **given: object) -> Review:
    review = proofed(submitted(staff, key, **given), staff)
    return pass_gate(pass_gate(review, staff), staff)


def approved(staff: Staff, key: str | None = None, now: datetime = MONDAY, **given: object) -> Review:
    return pass_gate(at_final(staff, key, **given), staff, now=now)


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = accounts_actions.open_session(user=user, agent="test").pk
    session.save()
    return client

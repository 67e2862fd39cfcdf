"""A published piece, accounts on sample platforms, and a sending, made through the actions people use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from pufa.accounts import actions as accounts_actions
from pufa.accounts.models import Organisation, User
from pufa.distribution import actions, sending
from pufa.distribution.models import Delivery, Plan, Rendition
from pufa.editorial.models import PiecePage
from pufa.editorial.tests import factories as editorial
from pufa.matrix import actions as matrix_actions
from pufa.matrix.actions.filings import register
from pufa.matrix.models import Account, Platform

MONDAY = editorial.MONDAY
TEXT = [
    ("paragraph", "<p>收到“中奖”短信，先停一停，再打官方电话问清楚。骗子最怕你停下来想一想。</p>"),
    ("heading", "三步看穿它"),
    ("steps", ["停：不点链接，不回电话。", "查：自己找官方号码去问。", "报：拨打96110举报。"]),
    ("paragraph", "<p>真正的活动不会先要你交钱。凡是先交钱再领奖的，都是诈骗。遇到这种事，可以拨打96110。</p>"),
]
_numbers = count(1)


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


@dataclass
class City:
    """The office's people, a public piece and where accounts are."""

    staff: editorial.Staff
    piece: PiecePage

    @property
    def office(self) -> User:
        return self.staff.office

    @property
    def editor(self) -> User:
        return self.staff.editor


def city() -> City:
    staff = editorial.hire()
    given = {"body": TEXT, "keywords": ["短信", "诈骗"], "standfirst": "先停一停，再问清楚。"}
    return City(staff, editorial.published(editorial.brand(), staff, "中奖短信别信", **given))


def unit(name: str = "") -> Organisation:
    number = next(_numbers)
    return accounts_actions.create_organisation(
        code=f"dw{number:05}", name=name or f"某某局{number}", short_name=name or f"局{number}", kind="department",
        district=None, by=None,
    )  # fmt: skip


def contact(organisation: Organisation) -> User:
    number = next(_numbers)
    return accounts_actions.create_person(
        username=f"lianluo{number}", name="王联", organisation=organisation, roles=["unit_contact"],
        password="Kettle-42-river", email=f"lianluo{number}@example.org", by=None,
    )  # fmt: skip


def account(server=None, kind: str = "mastodon", name: str = "", platform: str = "mastodon", **how) -> Account:
    """A registered account, connected to a sample platform where there is one."""
    handle = name or f"zhanghao{next(_numbers)}"
    fields = {
        "organisation": how.pop("organisation", None) or unit(),
        "platform": Platform.objects.get(code=platform),
        "sector": how.pop("sector", "law"),
        "name": handle,
        "handle": handle,
        "excuse": how.pop("excuse", ""),
    }
    made = register(fields=fields, happened_on=date(2026, 3, 1), by=None, now=MONDAY)
    if server is not None:
        connect(made, server, kind, **how)
    made.refresh_from_db()
    return made


def connect(made: Account, server, kind: str, **values: str) -> None:
    access = server.access(kind, account=made.handle)
    server.platforms[kind].set_account(made.handle)
    settings = {"base_url": access.base_url, "allow_private": True}
    matrix_actions.choose_connector(account=made, connector=kind, settings=settings, by=None, now=MONDAY)
    matrix_actions.set_credential(account=made, values={**access.values, **values}, by=None, now=MONDAY)


def short(place: City, now: datetime = MONDAY) -> Rendition:
    return actions.propose(piece=place.piece, shape="short", by=place.editor, now=now)[0]


def planned(place: City, accounts: list[Account], now: datetime = MONDAY, **given) -> Plan:
    given.setdefault("renditions", [short(place, now)])
    return actions.plan(piece=place.piece, accounts=accounts, by=place.office, now=now, **given)


def sent(clock: Clock, seconds: float = 30) -> int:
    return sending.work(now=clock, seconds=seconds)


def only() -> Delivery:
    return Delivery.objects.get()

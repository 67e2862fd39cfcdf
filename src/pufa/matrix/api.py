"""The register for programs: who is genuine, and whether a name or link is. Read-only, without sign-in or tracking."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as noop
from ninja import Router, Schema
from ninja.params import functions

from pufa.matrix.models import Account
from pufa.matrix.queries import verify as verifying

router = Router(tags=[noop("Genuine accounts")])
PlatformCode = Annotated[
    str, functions.Query(max_length=40, description=noop("The platform's code, such as wechat; empty for all."))
]
SectorCode = Annotated[
    str, functions.Query(max_length=40, description=noop("The kind of unit, such as law; empty for all."))
]
PageNumber = Annotated[int, functions.Query(ge=1, le=10_000, description=noop("Which page, from 1."))]
Asked = Annotated[
    str, functions.Query(min_length=1, max_length=300, description=noop("A name, an account ID or a link."))
]
FilingNumber = Annotated[str, functions.Path(max_length=40, description=noop("The account's filing number."))]
PER_PAGE = 100


class AccountOut(Schema):
    """One account of the register."""

    number: str
    name: str
    platform: str
    platform_name: str
    handle: str
    address: str
    unit: str
    sector: str
    certification: str
    since: date | None
    page: str


class AccountsOut(Schema):
    """A page of the register; `total` over all pages."""

    total: int
    page: int
    items: list[AccountOut]


class VerdictOut(Schema):
    """What the register says: genuine, lookalike or unknown."""

    answer: str
    is_known_imitation: bool
    accounts: list[AccountOut]
    resembles: AccountOut | None


@router.get(
    "/",
    response=AccountsOut,
    summary=noop("Accounts in the register"),
    description=noop("Registered accounts, a hundred a page, in the register's own order."),
)
def accounts(
    request: HttpRequest, platform: PlatformCode = "", sector: SectorCode = "", page: PageNumber = 1
) -> AccountsOut:
    """Registered accounts, a hundred a page, in the register's own order."""
    found = Account.objects.registered().select_related("platform", "organisation")
    for field, value in (("platform__code", platform), ("sector", sector)):
        found = found.filter(**{field: value}) if value else found
    start = (page - 1) * PER_PAGE
    items = [_out(account) for account in found[start : start + PER_PAGE]]
    return AccountsOut(total=found.count(), page=page, items=items)


@router.get(
    "/verify/",
    response=VerdictOut,
    summary=noop("Is an account genuine?"),
    description=noop("What the register says of a name, an account ID or a link: genuine, lookalike or unknown."),
)
def verify(request: HttpRequest, q: Asked) -> VerdictOut:
    """What the register says of a name, an account ID or a link."""
    found = verifying.verify(q)
    return VerdictOut(
        answer=found.answer,
        is_known_imitation=found.is_known_imitation,
        accounts=[_out(account) for account in found.accounts],
        resembles=_out(found.resembles) if found.resembles else None,
    )


@router.get(
    "/{number}/",
    response=AccountOut,
    summary=noop("One account by its filing number"),
    description=noop("One registered account with its unit and since when it is filed."),
)
def account(request: HttpRequest, number: FilingNumber) -> AccountOut:
    """One registered account."""
    found = Account.objects.registered().select_related("platform", "organisation")
    return _out(get_object_or_404(found, number=number))


def _out(account: Account) -> AccountOut:
    return AccountOut(
        number=account.number or "", name=account.name, platform=account.platform.code,
        platform_name=account.platform.name, handle=account.handle, address=account.address,
        unit=account.organisation.name, sector=account.sector, certification=account.certification,
        since=account.filed_on, page=account.public_url,
    )  # fmt: skip

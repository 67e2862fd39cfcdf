"""The register for programs: who is genuine, and whether a name or link is. Read-only, without sign-in or tracking."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.params.functions import Query

from pufa.matrix.models import Account
from pufa.matrix.queries import verify as verifying

router = Router(tags=["accounts"])
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


@router.get("/", response=AccountsOut, summary="Accounts in the register")
def accounts(
    request: HttpRequest, platform: str = "", sector: str = "", page: int = Query(1, ge=1, le=10_000)
) -> AccountsOut:
    """Registered accounts, a hundred a page, in the register's own order."""
    found = Account.objects.registered().select_related("platform", "organisation")
    for field, value in (("platform__code", platform), ("sector", sector)):
        found = found.filter(**{field: value}) if value else found
    start = (page - 1) * PER_PAGE
    items = [_out(account) for account in found[start : start + PER_PAGE]]
    return AccountsOut(total=found.count(), page=page, items=items)


@router.get("/verify/", response=VerdictOut, summary="Is an account genuine?")
def verify(request: HttpRequest, q: str = Query(..., min_length=1, max_length=300)) -> VerdictOut:
    """What the register says of a name, an account ID or a link."""
    found = verifying.verify(q)
    return VerdictOut(
        answer=found.answer,
        is_known_imitation=found.is_known_imitation,
        accounts=[_out(account) for account in found.accounts],
        resembles=_out(found.resembles) if found.resembles else None,
    )


@router.get("/{number}/", response=AccountOut, summary="One account by its filing number")
def account(request: HttpRequest, number: str) -> AccountOut:
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

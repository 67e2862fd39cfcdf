"""How many accounts and followers there were on a day, account by account."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import DateField, F, IntegerField, Min, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from pufa.accounts.models import Organisation
from pufa.matrix.models import Account, AccountFigure
from pufa.reach.states import StateRow


def accounts_on(on: date, *, organisation: Organisation | None = None, key: str = "") -> QuerySet[Account]:
    """The accounts in the register at the end of a day, in the register's order."""
    found = Account.objects.registered_on(on).select_related("platform", "organisation__district")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    if key:
        number = key.removeprefix("account:")
        found = found.filter(pk=int(number)) if number.isdecimal() else found.none()
    return found


def with_followers(accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
    """The same with `followers_on` and `counted_on`, from each account's last count up to that day; others left out."""
    counts = AccountFigure.objects.filter(account=OuterRef("pk"), day__lte=on, followers__isnull=False)
    latest = counts.order_by("-day")
    return accounts.annotate(
        followers_on=Subquery(latest.values("followers")[:1], output_field=IntegerField()),
        counted_on=Subquery(latest.values("day")[:1], output_field=DateField()),
    ).filter(followers_on__isnull=False)


def total_followers(on: date, *, organisation: Organisation | None = None, key: str = "") -> int:
    """All followers at the end of a day; somebody who follows two accounts counts twice, as platforms count."""
    found = with_followers(accounts_on(on, organisation=organisation, key=key).order_by(), on)
    return int(found.aggregate(sum=Coalesce(Sum(F("followers_on")), Value(0)))["sum"])


def follower_rows(on: date, *, organisation: Organisation | None = None, key: str = "") -> list[StateRow]:
    """One row an account."""
    found: Iterable[Any] = with_followers(accounts_on(on, organisation=organisation, key=key), on)
    return [_row(account, account.counted_on, account.followers_on) for account in found]


def total_accounts(on: date, *, organisation: Organisation | None = None, key: str = "") -> int:
    """How many accounts were in the register at the end of a day; one name of a unit on several platforms is one."""
    found = accounts_on(on, organisation=organisation, key=key).order_by()
    return found.values("organisation", "name").distinct().count()


def account_rows(on: date, *, organisation: Organisation | None = None, key: str = "") -> list[StateRow]:
    """One row for each name of a unit, with the day it was entered in the register and its platforms."""
    groups: dict[tuple[int, str], list[Account]] = {}
    for account in accounts_on(on, organisation=organisation, key=key):
        groups.setdefault((account.organisation_id, account.name), []).append(account)
    return [_named_row(members) for members in groups.values()]


def first_count() -> date | None:
    """The first day on which followers were counted."""
    day: date | None = AccountFigure.objects.filter(followers__isnull=False).aggregate(day=Min("day"))["day"]
    return day


def first_filing() -> date | None:
    """The day of the first account in the register."""
    day: date | None = Account.objects.aggregate(day=Min("filed_on"))["day"]
    return day


def _named_row(members: list[Account]) -> StateRow:
    first = min(members, key=lambda account: (account.filed_on or account.opened_on, account.pk))
    row = _row(first, first.filed_on or first.opened_on, 1)
    platforms = "、".join(account.platform.name for account in members)
    return replace(row, title=f"{first.name}（{platforms}）")


def _row(account: Account, day: date, amount: int) -> StateRow:
    unit, district = account.organisation.short_name, account.organisation.district
    url = account.public_url if account.state == Account.State.ACTIVE else ""
    name = f"{account.name}（{account.platform.name}）"
    return StateRow(day, amount, account.key, name, url, unit, district.name if district else "")

"""Who sees which accounts, the register's list, and what a public address or a name says about an account."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from pufa.accounts.models import Organisation, Role, User
from pufa.matrix.models import Account, Alert, Filing, Platform, Sector

READERS: Final = (
    Role.OFFICE, Role.OBSERVER, Role.EDITOR, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER,
)  # fmt: skip


SECTOR_ORDER: Final = Case(
    *(When(sector=sector.value, then=Value(place)) for place, sector in enumerate(Sector)), output_field=IntegerField()
)


def is_office(person: User) -> bool:
    """Whether somebody approves filings and decides."""
    return person.has_role(Role.OFFICE)


def is_contact(person: User) -> bool:
    """Whether somebody files for a unit."""
    return person.has_role(Role.UNIT_CONTACT) and person.organisation_id is not None


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return is_contact(person) or any(person.has_role(role) for role in READERS)


def visible_to(person: User) -> QuerySet[Account]:
    """All accounts for who may read them all, the own unit's for its contact, none for others."""
    if any(person.has_role(role) for role in READERS):
        return Account.objects.all()
    if is_contact(person):
        return Account.objects.filter(organisation=person.organisation_id)
    return Account.objects.none()


def whole(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts with platform, units and credential loaded."""
    return accounts.select_related("platform", "organisation", "supervisor", "credential")


def may_write(person: User, organisation: Organisation | None) -> bool:
    """Whether somebody may file for a unit: the office for all, a contact for the own."""
    if is_office(person):
        return True
    return is_contact(person) and organisation is not None and organisation.pk == person.organisation_id


def units_of(person: User) -> QuerySet[Organisation]:
    """The units somebody may file for."""
    if is_office(person):
        return Organisation.objects.order_by("code")
    if is_contact(person):
        return Organisation.objects.filter(pk=person.organisation_id or 0)
    return Organisation.objects.none()


def listed(
    person: User,
    *,
    text: str = "",
    platform: str = "",
    sector: str = "",
    state: str = "",
    organisation: Organisation | None = None,
    health: str = "",
) -> QuerySet[Account]:
    """The register as somebody sees it, filtered; `health` is failing, foreseen or filing (one waits)."""
    found = whole(visible_to(person))
    if text:
        found = found.filter(Q(name__icontains=text) | Q(handle__icontains=text) | Q(number=text) | _of_unit(text))
    for field, value in (("platform__code", platform), ("sector", sector), ("state", state)):
        if value:
            found = found.filter(**{field: value})
    if not state:
        found = found.exclude(state__in=(Account.State.CLOSED, Account.State.REFUSED))
    if organisation is not None:
        found = found.filter(organisation=organisation)
    if health in {Alert.State.FAILING, Alert.State.FORESEEN}:
        found = found.filter(Exists(Alert.objects.filter(account=OuterRef("pk"), state=health)))
    if health == "filing":
        found = found.filter(Exists(Filing.objects.waiting().filter(account=OuterRef("pk"))))
    return found.order_by(SECTOR_ORDER, "organisation__code", "platform__position", "pk")


def _of_unit(text: str) -> Q:
    return Q(organisation__name__icontains=text) | Q(organisation__short_name__icontains=text)


def by_sector(accounts: Iterable[Account]) -> list[tuple[Sector, list[Account]]]:
    """Accounts grouped by kind of unit, in the order they came; empty groups left out."""
    groups: dict[str, list[Account]] = {sector.value: [] for sector in Sector}
    for account in accounts:
        groups[account.sector].append(account)
    return [(Sector(value), members) for value, members in groups.items() if members]


def same_unit(account: Account) -> QuerySet[Account]:
    """The other registered accounts of the same unit."""
    others = Account.objects.registered().filter(organisation=account.organisation_id).exclude(pk=account.pk)
    return others.select_related("platform").order_by("platform__position", "pk")


def platform_of_address(address: str) -> Platform | None:
    """The platform whose addresses begin so."""
    host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").casefold()
    for platform in Platform.objects.filter(is_active=True):
        if host and host in platform.hosts:
            return platform
    return None


def waiting_filings(person: User) -> QuerySet[Filing]:
    """Filings that wait for the office: all for it and for readers, the own unit's for a contact."""
    found = Filing.objects.waiting().select_related("account__organisation", "account__platform", "submitted_by")
    return found.filter(account__in=visible_to(person))


def checks_due(on: date) -> QuerySet[Account]:
    """Registered accounts whose last annual check, or else filing, was on or before a day."""
    found = Account.objects.registered()
    return found.filter(Q(checked_on__lte=on) | Q(checked_on=None, filed_on__lte=on))


def with_alerts(accounts: Iterable[Account]) -> list[tuple[Account, list[Alert]]]:
    """Accounts of one page with what is wrong with them: one question more."""
    listed_ones = list(accounts)
    alerts: dict[int, list[Alert]] = {}
    for alert in Alert.objects.filter(account__in=listed_ones, state__in=("failing", "foreseen")):
        alerts.setdefault(alert.account_id, []).append(alert)
    return [(account, alerts.get(account.pk, [])) for account in listed_ones]

"""The public directory: which accounts are genuine, grouped by kind of unit, never ranked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Min

from pufa.matrix.models import Account, Sector
from pufa.matrix.queries.register import SECTOR_ORDER


@dataclass(slots=True)
class Entry:
    """One name of one unit, with its accounts on the platforms."""

    name: str
    unit: str
    accounts: list[Account] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of unit and its entries, in the units' order."""

    sector: Sector
    entries: tuple[Entry, ...]


def shelves() -> list[Shelf]:
    """The whole directory: one question."""
    accounts = Account.objects.registered().select_related("platform", "organisation")
    return grouped(accounts.order_by("sector", "organisation__code", "name", "platform__position"))


def first_names(most: int) -> tuple[list[tuple[str, int]], int]:
    """The first names of the directory, each with one of its accounts, the leading ones first; how many there are."""
    names = (
        Account.objects.registered()
        .values("name", "organisation")
        .annotate(account=Min("pk"), place=Min(SECTOR_ORDER), code=Min("organisation__code"))
        .order_by("place", "code", "name")
    )
    return [(one["name"], one["account"]) for one in names[:most]], names.count()


def grouped(accounts: Iterable[Account]) -> list[Shelf]:
    """Accounts by kind of unit, then by unit and name."""
    found: dict[str, dict[tuple[int, str], Entry]] = {sector.value: {} for sector in Sector}
    for account in accounts:
        shelf = found[account.sector]
        key = (account.organisation_id, account.name)
        entry = shelf.setdefault(key, Entry(account.name, account.organisation.short_name))
        entry.accounts.append(account)
    return [Shelf(Sector(value), tuple(entries.values())) for value, entries in found.items() if entries]

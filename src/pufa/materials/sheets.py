"""Lists as Excel: stock, movements, orders, print runs with their cost."""

from collections.abc import Iterator
from decimal import Decimal

from pufa.lib.spreadsheet import Value
from pufa.materials.models import Balance, Movement, Order, PrintRun


def stock(balances: Iterator[Balance]) -> Iterator[list[Value]]:
    """Store, unit, title, edition, state, copies."""
    for one in balances:
        edition = one.edition
        yield [
            one.place.name, one.place.organisation.name, edition.title.name, edition.number,
            str(edition.get_state_display()), one.count,
        ]  # fmt: skip


def movements(rows: Iterator[Movement]) -> Iterator[list[Value]]:
    """When, what, title, edition, copies, from, to, occasion, reason, recorder."""
    for one in rows:
        yield [
            one.at, str(one.get_kind_display()), one.edition.title.name, one.edition.number, one.count,
            one.from_place.name if one.from_place else "", one.to_place.name if one.to_place else "",
            one.source_title, one.reason, one.actor_name,
        ]  # fmt: skip


def orders(rows: Iterator[Order]) -> Iterator[list[Value]]:
    """Asked at, unit, store, title, edition, asked, approved, received, state, receipt."""
    for one in rows:
        yield [
            one.asked_at, one.place.organisation.name, one.place.name, one.edition.title.name, one.edition.number,
            one.count, one.approved, one.received, str(one.get_state_display()), one.number or "",
        ]  # fmt: skip


def runs(rows: Iterator[PrintRun]) -> Iterator[list[Value]]:
    """Delivered on, title, edition, copies, printer, cost in yuan, yuan a copy, invoice, whether it was withdrawn."""
    for one in rows:
        yuan = Decimal(one.cost_fen) / 100
        yield [
            one.delivered_on, one.edition.title.name, one.edition.number, one.printed, one.printer, yuan,
            round(yuan / one.printed, 4), one.invoice, str(one.edition.get_state_display()),
        ]  # fmt: skip

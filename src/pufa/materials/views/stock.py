"""The stock at the desk: what lies where, movements, stores, stocktakes, advice and cost."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel, Table
from pufa.accounts.models import Organisation
from pufa.lib import clock
from pufa.materials import actions, queries, sheets
from pufa.materials.actions import counting
from pufa.materials.forms import DestroyForm, MovementFilter, StockFilter, StoreForm
from pufa.materials.models import Balance, Movement, Place
from pufa.materials.queries import access, advice
from pufa.materials.views.doors import keepers, office, room


def tabs(current: str) -> list[dict[str, Any]]:
    """The rooms of the materials."""
    names = {
        "stock": _("Stock"), "titles": _("Titles and editions"), "orders": _("Orders"),
        "movements": _("Movements"), "advice": _("Reprints and cost"),
    }  # fmt: skip
    return [
        {"label": label, "url": reverse(f"materials_desk:{name}"), "current": name == current}
        for name, label in names.items()
    ]


@room
@require_GET
def stock(request: DeskRequest) -> HttpResponseBase:
    """What lies where."""
    form = StockFilter(request.GET)
    buttons = [Button(_("Order"), reverse("materials_desk:ask"), "plus", is_primary=True)]
    if access.is_office(request.user):
        buttons.insert(0, Button(_("New store"), reverse("materials_desk:new_store"), "plus"))
    if not access.is_contact(request.user) and not access.is_office(request.user):
        buttons = []
    else:
        buttons.insert(0, Button(_("Stocktake"), reverse("materials_desk:count"), "upload"))
    head = [_("Material"), _("Store"), _("Unit"), _("State"), f"#{_('Number of copies')}"]
    told = Listing(
        _("Materials"), _stock(request), head, _stock_row, form, reverse("materials_desk:stock_file"), buttons,
        tabs("stock"), _("Record a print run, or order from the office."),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def stock_file(request: DeskRequest) -> HttpResponseBase:
    """The stock as Excel."""
    head = [_("Store"), _("Unit"), _("Material"), _("Edition"), _("State"), _("Number of copies")]
    return desk.excel(_("Stock"), head, sheets.stock(_stock(request).iterator(chunk_size=1000)))


@room
@require_GET
def movements(request: DeskRequest) -> HttpResponseBase:
    """What came, went and changed stores."""
    head = [
        _("At the time"),
        _("Kind of movement"),
        _("Material"),
        f"#{_('Number of copies')}",
        _("From the store"),
        _("To the store"),
        _("Occasion"),
        _("Recorded by"),
    ]
    told = Listing(
        _("Movements"), _movements(request), head, _movement_row, MovementFilter(request.GET),
        reverse("materials_desk:movements_file"), tabs=tabs("movements"),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def movements_file(request: DeskRequest) -> HttpResponseBase:
    """The movements as Excel."""
    head = [
        _("At the time"), _("Kind of movement"), _("Material"), _("Edition"), _("Number of copies"),
        _("From the store"),
        _("To the store"), _("Occasion"), _("Reason"),
        _("Recorded by"),
    ]  # fmt: skip
    return desk.excel(_("Movements"), head, sheets.movements(_movements(request).iterator(chunk_size=1000)))


@room
@require_GET
def store(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One store: what lies there and what moved."""
    place = get_object_or_404(access.stores_of(request.user), pk=pk)
    there = [
        [str(one.edition.title), one.edition.number, one.edition.get_state_display(), one.count, _write_off(place, one)]
        for one in queries.stock(place=place)
    ]
    moved = queries.movements().filter(Q(from_place=place) | Q(to_place=place))[:50]
    facts = [(_("Unit"), place.organisation.name), (_("District"), place.district), (_("Address"), place.address)]
    head = [_("Material"), _("Edition"), _("State"), f"#{_('Number of copies')}", ""]
    panels = [
        Panel(_("Store"), facts),
        Panel(_("Stock"), table=Table(head, there, nothing=_("The store is empty."))),
        Panel(_("Movements"), table=Table(_movement_head(), [_movement_row(one) for one in moved])),
    ]
    return desk.page(request, place.name, panels, way=_way((place.name, "")))


@office
@require_http_methods(["GET", "POST"])
def new_store(request: DeskRequest) -> HttpResponseBase:
    """Opens a store."""
    form = StoreForm(request.POST or None, units=Organisation.objects.order_by("code"))
    return desk.entry(
        request, _("New store"), form, partial(actions.open_store, by=request.user),
        to="materials_desk:stock", way=_way((_("New store"), "")),
    )  # fmt: skip


@keepers
@require_http_methods(["GET", "POST"])
def destroy(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Writes copies of a store off; the address names the balance."""
    found = Balance.objects.filter(place__in=access.stores_of(request.user)).select_related("edition__title", "place")
    balance, form = get_object_or_404(found, pk=pk), DestroyForm(request.POST or None)
    deed = partial(actions.destroy, edition=balance.edition, place=balance.place, at=clock.now(), by=request.user)
    store = reverse("materials_desk:store", args=[balance.place_id])
    return desk.entry(
        request, _("Write off: %s") % balance.edition, form, deed,
        to=store, told=_("Written off."), verb=_("Write off"), way=_way((balance.place.name, store)),
    )  # fmt: skip


@keepers
@require_http_methods(["GET", "POST"])
def count(request: DeskRequest) -> HttpResponseBase:
    """A stocktake from a table."""
    told = desk.Import(
        _("Stocktake"), "materials-count", counting.COLUMNS,
        lambda data: counting.plan_count(data, by=request.user),
        lambda data: counting.take_count(data, by=request.user),
        reverse("materials_desk:stock"), _way((_("Stocktake"), "")),
    )  # fmt: skip
    return desk.take_over(request, told)


@room
@require_GET
def reprints(request: DeskRequest) -> HttpResponseBase:
    """What to print again, and what everything cost."""
    text = _("From what was handed out in 90 days: 30 days for printing, 90 days to last. Nothing withdrawn.")
    panels = [
        Panel(_("Print again"), text=text, table=_advice_table()),
        Panel(_("Cost"), table=_cost_table()),
    ]
    return desk.page(request, _("Reprints and cost"), panels, way=_way((_("Reprints and cost"), "")))


def _advice_table() -> Table:
    rows = [
        [
            Cell(str(one.edition), one.edition.desk_url),
            one.on_hand, f"{one.per_day:.1f}", one.ends_on,
            Cell(f"{one.reprint:,}", tone="soon") if one.reprint else "", one.order_by,
        ]
        for one in advice.advice()
    ]  # fmt: skip
    head = [
        _("Edition"), f"#{_('On hand')}", f"#{_('Copies a day')}", _("Lasts until"), f"#{_('Print')}", _("Order by"),
    ]  # fmt: skip
    return Table(head, rows)


def _cost_table() -> Table:
    rows = [
        [str(one.edition), one.printed, one.handed_out, _yuan(one.cost_fen), _yuan(one.fen_each)]
        for one in advice.costs()
    ]
    head = [
        _("Edition"), f"#{_('Printed')}", f"#{_('Handed out')}", f"#{_('Cost in yuan')}", f"#{_('Yuan a copy')}",
    ]  # fmt: skip
    return Table(head, rows, nothing=_("Nothing was printed yet."))


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Materials"), reverse("materials_desk:stock")), *steps)


def _stock(request: DeskRequest) -> Any:
    found = queries.stock().filter(place__in=access.stores_of(request.user))
    words = request.GET.get("q", "").replace("\x00", "").strip()
    named = Q(edition__title__name__icontains=words) | Q(place__name__icontains=words)
    return found.filter(named | Q(place__organisation__short_name__icontains=words)) if words else found


def _stock_row(one: Balance) -> list[object]:
    tone = {"withdrawn": "bad", "check": "soon"}.get(one.edition.state, "good")
    return [
        Cell(str(one.edition), one.edition.desk_url),
        Cell(one.place.name, reverse("materials_desk:store", args=[one.place_id])),
        one.place.organisation.short_name, Cell(one.edition.get_state_display(), tone=tone), one.count,
    ]  # fmt: skip


def _movements(request: DeskRequest) -> Any:
    places = access.stores_of(request.user)
    found = queries.movements().filter(Q(from_place__in=places) | Q(to_place__in=places))
    words, kind = request.GET.get("q", "").replace("\x00", "").strip(), request.GET.get("kind", "").replace("\x00", "")
    if words:
        named = Q(edition__title__name__icontains=words) | Q(source_title__icontains=words)
        found = found.filter(named | Q(from_place__name__icontains=words) | Q(to_place__name__icontains=words))
    return found.filter(kind=kind) if kind else found


def _movement_head() -> list[str]:
    return [
        _("At the time"), _("Kind of movement"), _("Material"), f"#{_('Number of copies')}", _("From the store"),
        _("To the store"), _("Occasion"), _("Recorded by"),
    ]  # fmt: skip


def _movement_row(one: Movement) -> list[object]:
    who = _("The software") if one.actor_id == "system" else one.actor_name
    return [
        one.at, Cell(one.get_kind_display(), note=one.reason), str(one.edition), one.count, one.from_place,
        one.to_place, Cell(one.source_title, one.source_url), who,
    ]  # fmt: skip


def _write_off(place: Place, one: Balance) -> Cell:
    return Cell(_("Write off"), reverse("materials_desk:destroy", args=[one.pk]))


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen / 100:,.2f}"

"""Orders at the desk: asking, granting, handing over with a receipt, receiving."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing
from pufa.materials import actions, receipts, sheets, shown
from pufa.materials.actions import orders as order_actions
from pufa.materials.forms import AskForm, OrderFilter
from pufa.materials.models import Order
from pufa.materials.queries import access
from pufa.materials.queries import orders as queries
from pufa.materials.views.doors import keepers, room
from pufa.materials.views.stock import tabs
from pufa.ui import printing


@room
@require_GET
def orders(request: DeskRequest) -> HttpResponseBase:
    """All orders somebody may see."""
    may = access.is_office(request.user) or access.is_contact(request.user)
    buttons = [Button(_("Order"), reverse("materials_desk:ask"), "plus", is_primary=True)] if may else []
    told = Listing(
        _("Orders"), _found(request),
        [_("Material"), _("Unit"), f"#{_('Copies asked')}", f"#{_('Copies granted')}", f"#{_('Received')}", _("State"),
         _("Receipt"), _("Ordered at")],
        _row, OrderFilter(request.GET), reverse("materials_desk:orders_file"), buttons, tabs("orders"),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def orders_file(request: DeskRequest) -> HttpResponseBase:
    """The orders as Excel."""
    head = [
        _("Ordered at"), _("Unit"), _("Store"), _("Material"), _("Edition"), _("Copies asked"), _("Copies granted"),
        _("Received"),
        _("State"), _("Receipt"),
    ]  # fmt: skip
    return desk.excel(_("Orders"), head, sheets.orders(_found(request).iterator(chunk_size=1000)))


@keepers
@require_http_methods(["GET", "POST"])
def ask(request: DeskRequest) -> HttpResponseBase:
    """Asks for copies."""
    form = AskForm(request.POST or None, person=request.user)
    return desk.entry(
        request, _("Order materials"), form, partial(actions.ask, by=request.user), to="materials_desk:orders",
        told=_("Asked for; the office will see to it."), verb=_("Ask for them"), way=_way((_("Order"), "")),
    )  # fmt: skip


@room
@require_http_methods(["GET", "POST"])
def order(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One order and the next step somebody may take."""
    found = get_object_or_404(queries.orders(request.user), pk=pk)
    panels = [shown.order_facts(found), *shown.order_steps(request.POST, request.user, found)]
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    buttons = shown.receipt_button(found)
    return desk.page(request, str(found.edition), panels, way=_way((str(found.edition), "")), buttons=buttons)


@room
@require_GET
def receipt(request: DeskRequest, pk: int) -> HttpResponse:
    """The receipt as PDF."""
    found = get_object_or_404(queries.orders(request.user), pk=pk)
    if not found.number:
        raise Http404(str(pk))
    answer = HttpResponse(receipts.pdf(found), content_type=printing.PDF_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


def _found(request: DeskRequest) -> QuerySet[Order]:
    found = queries.orders(request.user)
    words, state = (
        request.GET.get("q", "").replace("\x00", "").strip(),
        request.GET.get("state", "").replace("\x00", ""),
    )
    if words:
        named = Q(edition__title__name__icontains=words) | Q(place__organisation__short_name__icontains=words)
        found = found.filter(named | Q(number__icontains=words))
    return found.filter(state=state) if state else found


def _row(one: Order) -> list[object]:
    return [
        Cell(str(one.edition), one.desk_url), one.place.organisation.short_name, one.count, one.approved, one.received,
        Cell(one.get_state_display(), tone=shown.TONES[one.state]), one.number, one.asked_at,
    ]  # fmt: skip


def _deed(request: DeskRequest, one: Order, form: forms.Form) -> Callable[[], object]:
    return lambda: getattr(order_actions, str(form.prefix))(order=one, by=request.user, **form.cleaned_data)


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Orders"), reverse("materials_desk:orders")), *steps)

"""Titles at the desk: editions, print runs, taking an edition out of use."""

from datetime import datetime, time
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel
from pufa.accounts.models import User
from pufa.lib import clock
from pufa.materials import actions, sheets, shown
from pufa.materials.forms import EditionForm, PaperForm, ReasonForm, RunForm, StockFilter, TitleForm
from pufa.materials.models import Edition, PrintRun, Title
from pufa.materials.queries import access
from pufa.materials.views.doors import office, room
from pufa.materials.views.stock import tabs

DEEDS = {"check": actions.mark_for_check, "fit": actions.say_fit, "withdraw": actions.withdraw}


@room
@require_GET
def titles(request: DeskRequest) -> HttpResponseBase:
    """All titles."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    count, there = Count("editions", distinct=True), Sum("editions__balances__count")
    found = Title.objects.filter(name__icontains=words).annotate(count=count, there=there).order_by("name")
    costs = Button(_("Print runs and costs"), reverse("materials_desk:runs_file"), "download")
    buttons = [costs, Button(_("New title"), reverse("materials_desk:new_title"), "plus", is_primary=True)]
    head = [_("Material"), _("Form"), _("For whom"), f"#{_('Editions')}", f"#{_('Number of copies')}"]
    told = Listing(
        _("Titles and editions"), found, head, _row,
        StockFilter(request.GET), buttons=buttons if access.is_office(request.user) else buttons[:1],
        tabs=tabs("titles"),
    )  # fmt: skip
    return desk.listing(request, told)


@office
@require_http_methods(["GET", "POST"])
def new_title(request: DeskRequest) -> HttpResponseBase:
    """Adds a title."""
    form = TitleForm(request.POST or None)
    return desk.entry(request, _("New title"), form, partial(actions.add_title, by=request.user), way=_way())


@room
@require_GET
def title(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One title: its editions, where they lie, what was printed."""
    found = get_object_or_404(Title, pk=pk)
    facts = [(_("Form"), found.get_form_display()), (_("Topic"), found.topic), (_("For whom"), found.audience)]
    public = [Button(_("Public page"), found.get_absolute_url(), "eye")]
    panels = [Panel("", facts, text=found.about)]
    panels += [shown.edition_panel(one, request.user) for one in found.editions.all()]
    if access.is_office(request.user):
        url = reverse("materials_desk:new_edition", args=[pk])
        panels.append(Panel(_("New edition"), form=EditionForm(), verb=_("Save"), url=url))
    return desk.page(request, found.name, panels, way=_way((found.name, "")), buttons=public)


@office
@require_http_methods(["GET", "POST"])
def new_edition(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Adds an edition."""
    found, form = get_object_or_404(Title, pk=pk), EditionForm(request.POST or None)
    add = partial(actions.add_edition, title=found, by=request.user)
    return desk.entry(request, _("New edition"), form, add, way=_way((found.name, "")))


@office
@require_http_methods(["GET", "POST"])
def new_run(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Records a print run, all of it delivered to one store."""
    edition, form = get_object_or_404(Edition.objects.select_related("title"), pk=pk), RunForm(request.POST or None)
    deed = partial(_print, edition=edition, by=request.user)
    way = _way((edition.title.name, edition.desk_url))
    return desk.entry(request, _("Print run: %s") % edition, form, deed, to=edition.desk_url, way=way)


@office
@require_http_methods(["GET", "POST"])
def paper(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The PDF of an edition."""
    edition = get_object_or_404(Edition.objects.select_related("title"), pk=pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    way = _way((edition.title.name, edition.desk_url))
    return desk.entry(
        request, _("PDF: %s") % edition, form,
        lambda paper: actions.set_paper(edition=edition, data=paper.read(), by=request.user),
        to=edition.desk_url, way=way, is_upload=True,
    )  # fmt: skip


@room
@require_GET
def runs_file(request: DeskRequest) -> HttpResponseBase:
    """All print runs and what they cost, as Excel."""
    head = [
        _("Delivered on"), _("Material"), _("Edition"), _("Printed"), _("Printer"), _("Cost in yuan"),
        _("Yuan a copy"), _("Invoice"), _("State"),
    ]  # fmt: skip
    found = PrintRun.objects.select_related("edition__title").order_by("-delivered_on", "-pk")
    return desk.excel(_("Print runs and costs"), head, sheets.runs(found.iterator(chunk_size=1000)))


@office
@require_http_methods(["GET", "POST"])
def change(request: DeskRequest, pk: int, deed: str) -> HttpResponseBase:
    """Asks to check an edition, says it is right, or withdraws it: with a reason."""
    edition, form = get_object_or_404(Edition.objects.select_related("title"), pk=pk), ReasonForm(request.POST or None)
    words = {"check": _("Ask to check"), "fit": _("Still right"), "withdraw": _("Withdraw")}[deed]
    return desk.entry(
        request, f"{words}: {edition}", form, partial(DEEDS[deed], edition=edition, by=request.user),
        to=edition.desk_url, verb=words, way=_way((edition.title.name, edition.desk_url)),
    )  # fmt: skip


def _row(one: Any) -> list[object]:
    name = Cell(one.name, one.desk_url)
    return [name, one.get_form_display(), one.audience, one.count, one.there or 0]


@transaction.atomic
def _print(*, edition: Edition, by: User, **told: Any) -> None:
    run = actions.print_run(
        edition=edition, printed=told["printed"], delivered_on=told["delivered_on"], printer=told["printer"],
        cost_fen=int((told["cost"] or 0) * 100), invoice=told["invoice"], by=by,
    )  # fmt: skip
    noon = datetime.combine(told["delivered_on"], time(12), tzinfo=clock.SHANGHAI)
    at = min(noon, clock.now())
    actions.deliver(run=run, place=told["place"], count=told["printed"], at=at, by=by)


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Titles and editions"), reverse("materials_desk:titles")), *steps)

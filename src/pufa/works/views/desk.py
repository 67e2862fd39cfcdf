"""Works, awards, heritage and requests at the desk."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing
from pufa.lib.spreadsheet import Value
from pufa.works import actions, queries, shown
from pufa.works.forms import NewHeritageForm, NewWorkForm, WorkFilter
from pufa.works.models import Heritage, Work

room = desk.door(queries.may_enter, gettext_lazy("These rooms are for the programme office and contacts of units."))
office = desk.door(queries.is_office, gettext_lazy("Only the programme office may do this."))
writers = desk.door(
    lambda person: queries.is_office(person) or queries.is_contact(person),
    gettext_lazy("Only the programme office and contacts of units may do this."),
)


@room
@require_GET
def works(request: DeskRequest) -> HttpResponseBase:
    """All works."""
    may = queries.is_office(request.user) or queries.is_contact(request.user)
    new = [Button(_("New work"), reverse("works_desk:new"), "plus", is_primary=True)] if may else []
    head = [_("Title"), _("Kind"), _("Unit"), _("First published"), f"#{_('Awards')}", _("State")]
    told = Listing(
        _("Works"), _found(request), head, shown.work_row, WorkFilter(request.GET), reverse("works_desk:file"), new,
        shown.tabs("works"),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """The works as Excel, a row for each award."""
    head = [_("Title"), _("Kind"), _("Unit"), _("First published"), _("Contest"), _("Level"), _("Award"), _("Year")]
    return desk.excel(_("Works"), head, (row for one in _found(request) for row in _rows(one)))


@writers
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Enters a work."""
    form = NewWorkForm(request.POST or None, person=request.user)
    return desk.entry(request, _("New work"), form, partial(actions.write, by=request.user), way=_way())


@room
@require_http_methods(["GET", "POST"])
def work(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One work."""
    found = get_object_or_404(Work.objects.select_related("organisation", "medium", "poster"), pk=pk)
    panels = shown.work_panels(found, request.user, request.POST, request.FILES)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _deed(request, Work.objects.get(pk=pk), form)):
        return desk.done(request, _("Saved."), found.desk_url)
    buttons = shown.work_buttons(found, request.user)
    return desk.page(request, str(found), panels, way=_way((str(found), "")), buttons=buttons)


@writers
@require_POST
def submit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hands a work in."""
    found = get_object_or_404(Work, pk=pk)
    actions.submit(work=found, by=request.user)
    return desk.done(request, _("Handed in for three reviews."), found.desk_url)


@room
@require_GET
def heritage(request: DeskRequest) -> HttpResponseBase:
    """All heritage."""
    new = [Button(_("New heritage"), reverse("works_desk:new_heritage"), "plus", is_primary=True)]
    told = Listing(
        _("Heritage"), Heritage.objects.all(), [_("Name"), _("Form"), f"#{_('Uses')}", _("State")], _heritage_row,
        tabs=shown.tabs("heritage"), buttons=new if queries.is_office(request.user) else (),
    )  # fmt: skip
    return desk.listing(request, told)


@office
@require_http_methods(["GET", "POST"])
def new_heritage(request: DeskRequest) -> HttpResponseBase:
    """Enters a heritage."""
    form = NewHeritageForm(request.POST or None)
    return desk.entry(request, _("New heritage"), form, partial(actions.write_heritage, by=request.user), way=_way())


@room
@require_http_methods(["GET", "POST"])
def heritage_one(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One heritage."""
    found, kept = get_object_or_404(Heritage, pk=pk), Heritage.objects.filter(pk=pk).first()
    panels = shown.heritage_panels(found, request.user, request.POST)
    form = desk.sent(panels)
    if (
        form is not None
        and kept is not None
        and desk.attempt(form, lambda: actions.edit_heritage(heritage=kept, by=request.user, **form.cleaned_data))
    ):
        return desk.done(request, _("Saved."), found.desk_url)
    url = reverse("works_desk:submit_heritage", args=[pk])
    hand_in = [Button(_("Hand in for review"), url, "list-checks", is_primary=True, posts=True)]
    return desk.page(request, found.name, panels, way=_way((found.name, "")), buttons=hand_in)


@office
@require_POST
def submit_heritage(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hands a heritage in."""
    found = get_object_or_404(Heritage, pk=pk)
    actions.submit_heritage(heritage=found, by=request.user)
    return desk.done(request, _("Handed in for three reviews."), found.desk_url)


@room
@require_GET
def requests(request: DeskRequest) -> HttpResponseBase:
    """Requests to reuse."""
    head = [_("Work"), _("Unit"), _("What for"), _("Until"), _("State")]
    found = queries.requests(request.user)
    told = Listing(_("Requests to reuse"), found, head, shown.request_row, tabs=shown.tabs("requests"))
    return desk.listing(request, told)


@room
@require_http_methods(["GET", "POST"])
def one_request(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One request."""
    found = get_object_or_404(queries.requests(request.user), pk=pk)
    panels = shown.request_panels(found, request.user, request.POST)
    form = desk.sent(panels)
    if form is not None and desk.attempt(
        form, lambda: actions.answer(request=found, by=request.user, **form.cleaned_data)
    ):
        return desk.done(request, _("Saved."), found.desk_url)
    return desk.page(request, str(found), panels, way=_way((str(found), "")))


def _found(request: DeskRequest) -> QuerySet[Work]:
    told = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "kind")}
    return queries.sifted(Work.objects.select_related("organisation", "medium", "poster"), told)


def _rows(one: Work) -> list[list[Value]]:
    head: list[Value] = [one.title, str(one.get_kind_display()), one.organisation.name, one.first_on]
    awards = one.awards.filter(withdrawn_for="")
    rows: list[list[Value]] = [
        [*head, each.contest, str(each.get_level_display()), each.rank, each.year] for each in awards
    ]
    return rows or [[*head, "", "", "", None]]


def _heritage_row(one: Heritage) -> list[object]:
    state = Cell(one.get_stage_display(), tone=shown.STAGES[one.stage])
    return [Cell(one.name, one.desk_url), one.form, one.uses.count(), state]


def _deed(request: DeskRequest, one: Work, form: Any) -> Callable[[], object]:
    told, by = dict(form.cleaned_data), request.user
    deeds: dict[str, Callable[[], object]] = {
        "edit": lambda: actions.edit(work=one, by=by, **told),
        "medium": lambda: actions.set_medium(work=one, file=told["file"], by=by),
        "rendition": lambda: actions.add_rendition(work=one, by=by, **told),
        "drop": lambda: actions.drop_rendition(work=one, by=by, **told),
        "poster": lambda: actions.set_poster(work=one, data=told["picture"].read(), by=by),
        "captions": lambda: actions.set_captions(work=one, data=told["captions"].read(), by=by),
        "award": lambda: actions.add_award(work=one, by=by, **told | {"proof": told["proof"].read()}),
        "ask": lambda: actions.ask(work=one, by=by, **told),
        "withdraw": lambda: actions.withdraw(work=one, by=by, **told),
    }
    return deeds[form.prefix]


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Works"), reverse("works_desk:works")), *steps)

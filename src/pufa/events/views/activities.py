"""Activities at the desk: lists, one activity with all its steps, Excel in and out."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel, Table
from pufa.events import actions, queries, sheets, shown
from pufa.events.actions import importing
from pufa.events.forms import ActivityFilter, PlanForm
from pufa.events.models import Activity, Picture
from pufa.events.queries import access
from pufa.events.views.doors import office, room, writers
from pufa.lib import clock


@room
@require_GET
def activities(request: DeskRequest) -> HttpResponseBase:
    """All activities somebody may see."""
    waiting = queries.to_record(clock.now()).filter(pk__in=access.visible_to(request.user)).count()
    told = Listing(
        _("Activities"), _found(request), shown.head(), shown.row, ActivityFilter(request.GET),
        reverse("events_desk:file"), _buttons(request), shown.tabs("activities", waiting),
        _("Plan an activity, or import a table of old ones."),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def to_record(request: DeskRequest) -> HttpResponseBase:
    """What is over and has no result sheet yet."""
    found = queries.to_record(clock.now()).filter(pk__in=access.visible_to(request.user))
    tabs = shown.tabs("to_record", found.count())
    told = Listing(_("Wait for their result sheet"), found, shown.head(), shown.row, tabs=tabs)
    return desk.listing(request, told)


@room
@require_GET
def by_district(request: DeskRequest) -> HttpResponseBase:
    """How many there are where, with the list's filter."""
    rows = [
        [Cell(place.name, f"{reverse('events_desk:activities')}?district={place.code}"), count, people]
        for place, count, people in queries.by_district(_found(request))
    ]
    table = Table([_("District"), f"#{_('Activities')}", f"#{_('People reached')}"], rows)
    note = _("In the order of the district codes. Nobody is ranked.")
    told = Listing(_("By district"), [], [], lambda one: [], ActivityFilter(request.GET), tabs=shown.tabs("map"),
                   panels=[Panel("", text=note, table=table)])  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """The list as Excel."""
    return desk.excel(_("Activities"), sheets.head(), sheets.rows(_found(request)))


@writers
@require_http_methods(["GET", "POST"])
def plan(request: DeskRequest) -> HttpResponseBase:
    """Plans an activity."""
    form = PlanForm(request.POST or None, person=request.user)
    if form.is_valid() and desk.attempt(form, lambda: _plan(request, form)):
        return desk.done(request, _("Planned."), form.instance.desk_url)
    return desk.form_page(
        request, _("Plan an activity"), form, _("Announce"), way=_way(), text=_("Everybody sees it at once.")
    )


@writers
@require_http_methods(["GET", "POST"])
def change(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Changes what is planned."""
    found = _one(request, pk)
    form = PlanForm(request.POST or None, instance=_one(request, pk), person=request.user)
    if form.is_valid() and desk.attempt(
        form, lambda: actions.change(activity=found, by=request.user, **form.cleaned_data)
    ):
        return desk.done(request, _("Saved."), found.desk_url)
    return desk.form_page(
        request, _("Change: %s") % found.title, form, _("Save"), way=_way((found.title, found.desk_url))
    )


@room
@require_http_methods(["GET", "POST"])
def activity(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One activity and everything that may be done with it."""
    found = _one(request, pk)
    panels = shown.panels(found, request.user, request.POST, request.FILES)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    buttons = shown.buttons(found, request.user)
    return desk.page(request, found.title, panels, way=_way((found.title, "")), buttons=buttons, subtitle=found.place)


@writers
@require_POST
def announce(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Makes a draft public."""
    found = _one(request, pk)
    actions.announce(activity=found, by=request.user)
    return desk.done(request, _("Announced."), found.desk_url)


@office
@require_POST
def say_another(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Notes that it is no double."""
    found = _one(request, pk)
    actions.say_another(activity=found, by=request.user)
    return desk.done(request, _("Noted."), found.desk_url)


@writers
@require_POST
def remove_picture(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Takes a picture away."""
    pictures = Picture.objects.filter(activity__in=access.visible_to(request.user)).select_related("activity")
    found = get_object_or_404(pictures, pk=pk)
    actions.remove_picture(picture=found, by=request.user)
    return desk.done(request, _("Removed."), found.activity.desk_url)


@office
@require_http_methods(["GET", "POST"])
def take_over(request: DeskRequest) -> HttpResponseBase:
    """Old activities from a table."""
    told = desk.Import(
        _("Import activities"), "activities", importing.COLUMNS, actions.plan_import,
        lambda data: actions.import_activities(data, by=request.user), reverse("events_desk:activities"), _way(),
    )  # fmt: skip
    return desk.take_over(request, told)


def _found(request: DeskRequest) -> QuerySet[Activity]:
    told: dict[str, Any] = {
        name: request.GET.get(name, "").replace("\x00", "").strip()
        for name in ("q", "state", "form", "district", "month")
    }
    return queries.sifted(queries.whole(access.visible_to(request.user)), told)


def _one(request: DeskRequest, pk: int) -> Activity:
    return get_object_or_404(queries.whole(access.visible_to(request.user)), pk=pk)


def _plan(request: DeskRequest, form: PlanForm) -> None:
    form.instance = actions.plan(by=request.user, **form.cleaned_data)


def _deed(request: DeskRequest, one: Activity, form: Any) -> Callable[[], object]:
    told, by, name = dict(form.cleaned_data), request.user, form.prefix
    if name in {"record", "correct"}:
        more = {"reason": told["reason"]} if name == "correct" else {}
        return lambda: getattr(actions, name)(activity=one, sheet=form.sheet(), by=by, **more)
    if name == "picture":
        data = told["picture"].read()
        return lambda: actions.add_picture(activity=one, data=data, words=told["words"], hidden=told["hidden"], by=by)
    return lambda: getattr(actions, name)(activity=one, by=by, **told)


def _buttons(request: DeskRequest) -> list[Button]:
    found = []
    if access.is_office(request.user):
        found.append(Button(_("Import"), reverse("events_desk:import"), "upload"))
    if access.is_office(request.user) or access.is_contact(request.user):
        found.append(Button(_("Plan an activity"), reverse("events_desk:plan"), "plus", is_primary=True))
    return found


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Activities"), reverse("events_desk:activities")), *steps)

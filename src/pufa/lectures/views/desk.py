"""Kits, visits, lecturers and devices at the desk."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import desk
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel, Table
from pufa.accounts.models import Role, User
from pufa.lectures import actions, files, queries, shown
from pufa.lectures.actions import importing
from pufa.lectures.forms import DeviceForm, NewKitForm, PlanForm, VisitFilter
from pufa.lectures.models import Device, Kit, Visit
from pufa.lectures.queries import access
from pufa.ui import printing

SLIPS = 40
KIT_DEEDS: dict[str, Callable[..., object]] = {"edit": actions.edit_kit, "withdraw": actions.withdraw_kit}
room = desk.door(access.may_enter, gettext_lazy("These rooms are for lecturers, editors and the programme office."))
office = desk.door(access.is_office, gettext_lazy("Only the programme office does this."))
writers = desk.door(access.writes_kits, gettext_lazy("Only editors, lecturers and the programme office write kits."))
lecturers = desk.door(access.is_lecturer, gettext_lazy("Only lecturers link devices."))


@room
@require_GET
def visits(request: DeskRequest) -> HttpResponseBase:
    """All visits somebody may see."""
    may = request.user.has_role(Role.OFFICE) or access.is_lecturer(request.user)
    new = [Button(_("Plan a visit"), reverse("lectures_desk:plan"), "plus", is_primary=True)] if may else []
    if access.is_office(request.user):
        new.insert(0, Button(_("Import"), reverse("lectures_desk:import"), "upload"))
    head = [_("Place"), _("Kit"), _("District"), _("Day"), _("Lecturer"), f"#{_('Listeners')}", _("State")]
    told = Listing(
        _("Visits"), _found(request), head, shown.visit_row, VisitFilter(request.GET), reverse("lectures_desk:file"),
        new,
        shown.tabs("visits", request.user), _("Plan a visit, or report one from your phone."),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """The visits as Excel."""
    head = [_("Day"), _("District"), _("Place"), _("Kit"), _("Lecturer"), _("Listeners"), _("How counted"), _("State")]
    return desk.excel(_("Visits"), head, _rows(_found(request)))


@room
@require_http_methods(["GET", "POST"])
def plan(request: DeskRequest) -> HttpResponseBase:
    """Plans a visit."""
    form = PlanForm(request.POST or None, person=request.user)
    return desk.entry(
        request, _("Plan a visit"), form, partial(actions.plan, by=request.user),
        to="lectures_desk:visits", told=_("Planned."), verb=_("Plan it"), way=_way(),
    )  # fmt: skip


@office
@require_http_methods(["GET", "POST"])
def take_over(request: DeskRequest) -> HttpResponseBase:
    """Old visits from a table."""
    told = desk.Import(
        _("Import visits"), "visits", importing.COLUMNS, actions.plan_import,
        lambda data: actions.import_visits(data, by=request.user), reverse("lectures_desk:visits"),
        _way((_("Import visits"), "")),
    )  # fmt: skip
    return desk.take_over(request, told)


@room
@require_http_methods(["GET", "POST"])
def visit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One visit and what may be done with it."""
    found = get_object_or_404(access.visible_to(request.user), pk=pk)
    panels = shown.visit_panels(found, request.user, request.POST, request.FILES)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    return desk.page(request, found.place, panels, way=_way((found.place, "")), subtitle=str(found.kit))


@room
@require_GET
def slips(request: DeskRequest, pk: int) -> HttpResponse:
    """Slips for a visit's audience."""
    found = get_object_or_404(access.visible_to(request.user), pk=pk)
    return HttpResponse(files.slips(found, SLIPS), content_type=printing.PDF_TYPE)


@room
@require_GET
def kits(request: DeskRequest) -> HttpResponseBase:
    """All kits."""
    new = [Button(_("New kit"), reverse("lectures_desk:new_kit"), "plus", is_primary=True)]
    head = [_("Title"), _("Form"), _("Topic"), f"#{_('Visits')}", _("State"), _("Published at")]
    told = Listing(
        _("Kits"), Kit.objects.all(), head, shown.kit_row, tabs=shown.tabs("kits", request.user),
        buttons=new if access.writes_kits(request.user) else (), nothing=_("Write the first one."),
    )  # fmt: skip
    return desk.listing(request, told)


@writers
@require_http_methods(["GET", "POST"])
def new_kit(request: DeskRequest) -> HttpResponseBase:
    """Begins a kit."""
    form = NewKitForm(request.POST or None)
    return desk.entry(request, _("New kit"), form, partial(actions.write_kit, by=request.user), way=_way())


@room
@require_http_methods(["GET", "POST"])
def kit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One kit."""
    found = get_object_or_404(Kit, pk=pk)
    panels = shown.kit_panels(found, request.user, request.POST, request.FILES)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, lambda: _kit_deed(found, form, request.user)):
        return desk.done(request, _("Saved."), found.desk_url)
    return desk.page(
        request, str(found), panels, way=_way((str(found), "")), buttons=shown.kit_buttons(found, request.user)
    )


@writers
@require_POST
def submit_kit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hands a kit in."""
    found = get_object_or_404(Kit, pk=pk)
    actions.submit_kit(kit=found, by=request.user)
    return desk.done(request, _("Handed in for three reviews."), found.desk_url)


@room
@require_GET
def roster(request: DeskRequest) -> HttpResponseBase:
    """The lecturers."""
    told = Listing(
        _("Lecturers"), queries.roster(), [_("Name"), _("Unit"), f"#{_('Visits')}", f"#{_('Planned')}"], _person_row,
        tabs=shown.tabs("roster", request.user), note=_("By name. Nobody is ranked."),
    )  # fmt: skip
    return desk.listing(request, told)


@lecturers
@require_http_methods(["GET", "POST"])
def devices(request: DeskRequest) -> HttpResponseBase:
    """One's own devices, and a code for a new one."""
    form, code = DeviceForm(request.POST or None), []
    if form.is_valid():
        desk.attempt(form, lambda: code.append(actions.ask_code(by=request.user, **form.cleaned_data)[1]))
    rows = [_device_row(one) for one in Device.objects.filter(person=request.user)[:20]]
    table = Table([_("Device"), _("Linked at"), _("Last seen"), _("State")], rows, nothing=_("None yet."))
    ends = _revokers(request)
    text = _("Open %s on the phone and type this code within ten minutes.") % reverse("lectures:field")
    panels = [Panel(_("Pairing code"), [(_("Pairing code"), Cell(code[0]))], text=text)] if code else []
    panels += [
        Panel(_("My devices"), table=table, buttons=ends),
        Panel(_("Link a device"), form=form, verb=_("Give me a code")),
    ]
    return desk.page(request, _("My devices"), panels, way=_way((_("My devices"), "")))


@lecturers
@require_POST
def revoke(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Ends a device."""
    actions.revoke(device=get_object_or_404(Device, pk=pk, person=request.user), by=request.user)
    return desk.done(request, _("Revoked."), "lectures_desk:devices")


def _found(request: DeskRequest) -> QuerySet[Visit]:
    told = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "state", "district")}
    return queries.sifted(access.visible_to(request.user), told)


def _rows(found: QuerySet[Visit]) -> Iterator[list[Any]]:
    for one in found.iterator(chunk_size=1000):
        yield [
            one.day, one.district.name, one.place, one.kit.title, one.lecturer.name, one.people,
            str(one.get_counting_display()) if one.counting else "", str(one.get_state_display()),
        ]  # fmt: skip


def _deed(request: DeskRequest, one: Visit, form: Any) -> Callable[[], object]:
    told = dict(form.cleaned_data)
    if form.prefix == "picture":
        data = told["picture"].read()
        return lambda: actions.add_picture(visit=one, data=data, is_sheet=told["is_sheet"], by=request.user)
    return lambda: getattr(actions, form.prefix)(visit=one, by=request.user, **told)


def _person_row(row: dict[str, Any]) -> list[object]:
    person = row["person"]
    return [person.name, person.organisation, row["done"], row["planned"]]


def _device_row(one: Device) -> list[object]:
    state = Cell(_("in use"), tone="good") if one.is_good() else Cell(_("ended"), tone="off")
    return [one.name, one.linked_at, one.seen_on, state]


def _revokers(request: DeskRequest) -> list[Button]:
    good = (one for one in Device.objects.filter(person=request.user)[:20] if one.is_good())
    return [
        Button(_("Revoke %s") % one.name, reverse("lectures_desk:revoke", args=[one.pk]), posts=True) for one in good
    ]


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Bench lectures"), reverse("lectures_desk:visits")), *steps)


def _kit_deed(kit: Kit, form: Any, by: User) -> object:
    if form.prefix == "audio":
        return actions.set_audio(kit=kit, data=form.cleaned_data["audio"].read(), by=by)
    return KIT_DEEDS[str(form.prefix)](kit=kit, by=by, **form.cleaned_data)

"""Conventions at the desk: texts, signatures, reports of breach."""

from collections.abc import Callable
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
from pufa.accounts.desk import Button, Cell, DeskRequest, Listing, Panel
from pufa.lib.spreadsheet import Value
from pufa.pledges import actions, files, queries, shown
from pufa.pledges.actions import paper
from pufa.pledges.actions.signing import Signatory
from pufa.pledges.errors import PledgesError
from pufa.pledges.forms import NewForm, SignatoryFilter
from pufa.pledges.models import Breach, Convention, Signature
from pufa.pledges.queries import access
from pufa.ui import printing

room = desk.door(access.may_enter, gettext_lazy("These rooms are for the programme office and contacts of units."))
office = desk.door(access.is_office, gettext_lazy("Only the programme office may do this."))


@room
@require_GET
def conventions(request: DeskRequest) -> HttpResponseBase:
    """All conventions."""
    new = [Button(_("New convention"), reverse("pledges_desk:new"), "plus", is_primary=True)]
    told = Listing(
        _("Conventions"), Convention.objects.all(),
        [_("Title"), _("State"), f"#{_('Signatories')}", f"#{_('Have to renew')}"],
        _row, tabs=shown.tabs("conventions"), buttons=new if access.is_office(request.user) else (),
    )  # fmt: skip
    return desk.listing(request, told)


@office
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponseBase:
    """Begins a convention."""
    form = NewForm(request.POST or None)
    return desk.entry(request, _("New convention"), form, partial(actions.write, by=request.user), way=_way())


@room
@require_http_methods(["GET", "POST"])
def convention(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One convention and signing it."""
    found = get_object_or_404(Convention, pk=pk)
    panels = shown.convention_panels(found, request.user, request.POST)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    if found.editions.exists():
        panels.append(Panel(_("Accounts that have not signed"), table=shown.not_signed_table(found)))
    buttons = shown.convention_buttons(found, request.user)
    return desk.page(request, str(found), panels, way=_way((str(found), "")), buttons=buttons)


@office
@require_POST
def submit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Hands the text in."""
    found = get_object_or_404(Convention, pk=pk)
    actions.submit(convention=found, by=request.user)
    return desk.done(request, _("Handed in for three reviews."), found.desk_url)


@office
@require_POST
def invite(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Has the units asked that have not signed."""
    found = get_object_or_404(Convention, pk=pk)
    count = actions.invite(convention=found, by=request.user)
    return desk.done(
        request, _("%(count)d people get a mail with the address to sign at.") % {"count": count}, found.desk_url
    )


@office
@require_http_methods(["GET", "POST"])
def take_over(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Signatures on paper, from a table."""
    found = get_object_or_404(Convention, pk=pk)
    told = desk.Import(
        _("Take paper signatures over"), f"signatures-{pk}", paper.COLUMNS,
        lambda data: actions.plan_import(found, data),
        lambda data: actions.import_signatures(convention=found, file=data, by=request.user),
        reverse("pledges_desk:signatures", args=[pk]), _way((str(found), found.desk_url)),
    )  # fmt: skip
    return desk.take_over(request, told)


@room
@require_GET
def signatures(request: DeskRequest, pk: int) -> HttpResponseBase:
    """All signatories, also those who left."""
    found = get_object_or_404(Convention, pk=pk)
    head = [_("Name"), _("Unit"), _("Edition"), _("Responsible person"), _("At the time"), _("State"), _("Certificate")]
    told = Listing(
        _("Signatories: %s") % found, _named(found, request), head, shown.signature_row, SignatoryFilter(request.GET),
        reverse("pledges_desk:file", args=[pk]), crumbs=_way((str(found), found.desk_url)),
    )  # fmt: skip
    return desk.listing(request, told)


@room
@require_GET
def export(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The signatories as Excel."""
    found = get_object_or_404(Convention, pk=pk)
    head = [_("Name"), _("Unit"), _("Edition"), _("Responsible person"), _("At the time"), _("State"), _("Certificate")]
    rows = map(_cells, _named(found, request).iterator(chunk_size=1000))
    return desk.excel(_("Signatories"), head, rows)


@room
@require_GET
def certificate(request: DeskRequest, pk: int) -> HttpResponse:
    """The certificate of a signature."""
    found = get_object_or_404(Signature.objects.select_related("edition__convention"), pk=pk)
    if not (access.may_sign_for(request.user, found.organisation_id) or not access.is_contact(request.user)):
        raise PledgesError(_("This signatory belongs to another unit."), code="not_signed")
    return HttpResponse(files.certificate(found), content_type=printing.PDF_TYPE)


@room
@require_GET
def breaches(request: DeskRequest) -> HttpResponseBase:
    """Reports of breach: all for the office, the own unit's for its contact once it is heard."""
    head = [_("Signatory"), _("Convention"), _("Clause"), _("Received at"), _("Answer by"), _("State")]
    told = Listing(_("Reports of breach"), _reports(request), head, shown.breach_row, tabs=shown.tabs("breaches"))
    return desk.listing(request, told)


@room
@require_http_methods(["GET", "POST"])
def breach(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One report and its next step."""
    found = get_object_or_404(_reports(request), pk=pk)
    panels = shown.breach_panels(found, request.user, request.POST)
    form = desk.sent(panels)
    if form is not None and desk.attempt(form, _breach_deed(request, found, form)):
        return desk.done(request, _("Saved."), found.desk_url)
    return desk.page(request, found.name, panels, way=_way((found.name, "")))


@office
@require_POST
def breach_step(request: DeskRequest, pk: int, name: str) -> HttpResponseBase:
    """A step that needs no words."""
    found = get_object_or_404(Breach, pk=pk)
    deed: Callable[..., object] = {"hear": actions.hear, "close": actions.close}[name]
    deed(breach=found, by=request.user)
    return desk.done(request, _("Saved."), found.desk_url)


def _row(one: Convention) -> list[object]:
    return [
        Cell(one.title, one.desk_url), Cell(one.get_stage_display(), tone=shown.STAGES[one.stage]),
        queries.signatories(one).count(), queries.to_renew(one).count(),
    ]  # fmt: skip


def _cells(one: Signature) -> list[Value]:
    unit, deed = str(one.organisation or ""), str(one.get_deed_display())
    return [one.name, unit, one.edition.number, one.signed_by, one.at, deed, one.number]


def _named(found: Convention, request: DeskRequest) -> QuerySet[Signature]:
    rows, words = queries.last_deeds(found), request.GET.get("q", "").replace("\x00", "").strip()
    return rows.filter(name__icontains=words) if words else rows


def _reports(request: DeskRequest) -> QuerySet[Breach]:
    found = Breach.objects.select_related("convention", "organisation")
    if access.is_contact(request.user) and not access.is_office(request.user):
        hidden = (Breach.State.RECEIVED, Breach.State.DISMISSED)
        return found.filter(organisation=request.user.organisation_id).exclude(state__in=hidden)
    return found


def _deed(request: DeskRequest, one: Convention, form: Any) -> Callable[[], object]:
    told, by = dict(form.cleaned_data), request.user
    if form.prefix == "edit":
        return lambda: actions.edit(convention=one, by=by, **told)
    if form.prefix == "leave":
        return lambda: _leave(one, told, by)
    who = {
        "sign": lambda: Signatory.of_account(told["account"]),
        "unit": lambda: Signatory.of_unit(told["organisation"]),
        "person": lambda: Signatory.of_person(told["name"], told["title"]),
    }[form.prefix]()
    confirmed, signed_by = told.get("confirmed", who.name), told.get("signed_by", who.name)
    return lambda: actions.sign(convention=one, who=who, signed_by=signed_by, confirmed=confirmed, by=by)


def _leave(one: Convention, told: dict[str, Any], by: Any) -> object:
    last = queries.last_deeds(one).filter(number=told["number"].strip()).first()
    if last is None:
        raise PledgesError(_("There is no such certificate."), code="no_such_thing")
    who = Signatory(last.signatory, last.name, last.organisation, last.account)
    return actions.withdraw_signature(convention=one, who=who, reason=told["reason"], by=by)


def _breach_deed(request: DeskRequest, one: Breach, form: Any) -> Callable[[], object]:
    told = dict(form.cleaned_data)
    if form.prefix == "dismiss":
        told = {"reason": told["text"]}
    return lambda: getattr(actions, form.prefix)(breach=one, by=request.user, **told)


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Conventions"), reverse("pledges_desk:conventions")), *steps)

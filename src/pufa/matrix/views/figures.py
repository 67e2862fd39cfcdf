"""Figures at the desk: bringing a table, saying which column is which, deciding doubts; indices and credentials."""

import json
from base64 import b64decode, b64encode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import parcels
from pufa.lib import clock
from pufa.matrix import actions, deliveries, desk, figure_files, tasks
from pufa.matrix.actions import figures
from pufa.matrix.forms.figures import ConnectorForm, CredentialForm, FiguresForm, IndexForm, MappingForm, ReasonForm
from pufa.matrix.queries import access, register
from pufa.matrix.views.access import DeskRequest, account_of, attempt, room, writers

PER_PAGE = 50
PARCEL = "matrix-figures"


@room
@require_GET
def batches(request: DeskRequest) -> HttpResponse:
    """Deliveries of figures, those to be decided first."""
    found = deliveries.visible_to(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may_bring = register.is_office(request.user) or register.is_contact(request.user)
    context = {
        "title": _("Figures of the accounts"),
        "crumbs": desk.crumbs((_("Figures of the accounts"), "")),
        "page": page,
    }
    return render(request, "matrix/batches.html", {**context, "may_bring": may_bring})


@room
@require_http_methods(["GET", "POST"])
def batch(request: DeskRequest, pk: int) -> HttpResponse:
    """One delivery with its doubts; the office accepts or refuses by name."""
    found = get_object_or_404(deliveries.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        decide = figures.accept if request.POST.get("what") == "accept" else figures.refuse
        if attempt(form, lambda: decide(batch=found, reason=form.cleaned_data["reason"], by=request.user)):
            messages.success(request, _("Decided."))
            return redirect("matrix_desk:batch", pk=pk)
    context = {**deliveries.page(found), "form": form, "is_office": register.is_office(request.user)}
    return render(request, "matrix/batch.html", context)


@writers
@require_http_methods(["GET", "POST"])
def upload(request: DeskRequest) -> HttpResponse:
    """A table of figures: taken at once, or first asked which column is which."""
    form, problems = FiguresForm(request.POST or None, request.FILES or None, person=request.user), []
    if form.is_valid():
        try:
            return _take(request, form.cleaned_data["file"].read(), _told(form))
        except figure_files.FigureFileError as fault:
            problems = fault.problems
    context = {"title": _("Bring figures"), "form": form, "problems": problems, "crumbs": _crumbs()}
    return render(request, "matrix/figures_upload.html", context, status=400 if problems or form.errors else 200)


@writers
@require_POST
def mapping(request: DeskRequest) -> HttpResponse:
    """The same table once a person has said which column is which."""
    packed = request.POST.get("parcel", "")
    kept = json.loads(parcels.unpack(packed, kind=PARCEL, by=request.user, now=clock.now()))
    data = b64decode(kept.pop("data"))
    form, problems = MappingForm(request.POST, opened=figure_files.open_table(data)), []
    if form.is_valid():
        try:
            return _take(request, data, kept, form.roles())
        except figure_files.FigureFileError as fault:
            problems = fault.problems
    context = {"title": _("Which column is which?"), "form": form, "parcel": packed, "problems": problems}
    return render(request, "matrix/mapping.html", {**context, "crumbs": _crumbs()}, status=400)


@writers
@require_http_methods(["GET", "POST"])
def index(request: DeskRequest, pk: int) -> HttpResponse:
    """Reckons an index over some days; it informs and ranks nobody."""
    found, form = account_of(request, pk), IndexForm(request.POST or None, initial={"last_day": clock.today()})
    if form.is_valid() and attempt(
        form, lambda: actions.reckon_index(account=found, by=request.user, **form.cleaned_data)
    ):
        return redirect(f"{found.desk_url}?tab=figures")
    crumbs = desk.crumbs((found.name, f"{found.desk_url}?tab=figures"))
    context = {"title": _("Reckon an index"), "subtitle": _("Not for assessment"), "form": form, "crumbs": crumbs}
    return render(request, "matrix/form.html", {**context, "verb": _("Reckon")})


@writers
@require_http_methods(["GET", "POST"])
def connector(request: DeskRequest, pk: int) -> HttpResponse:
    """Chooses through what an account is reached."""
    found = account_of(request, pk)
    form = ConnectorForm(request.POST or None, account=found)
    if form.is_valid() and attempt(
        form, lambda: actions.choose_connector(account=found, by=request.user, **form.cleaned_data)
    ):
        return redirect("matrix_desk:credential", pk=pk)
    crumbs = desk.crumbs((found.name, found.desk_url))
    context = {"title": _("Connector"), "subtitle": str(found), "form": form, "crumbs": crumbs, "verb": _("Next")}
    return render(request, "matrix/form.html", context)


@writers
@require_http_methods(["GET", "POST"])
def credential(request: DeskRequest, pk: int) -> HttpResponse:
    """Enters what the platform asks for; it is tested in the background and never shown again."""
    found = account_of(request, pk)
    form = CredentialForm(request.POST or None, kind=access.kind_of(found))
    if form.is_valid() and attempt(form, lambda: _keep(request, pk, form)):
        messages.success(request, _("Sealed. It is being tested; the result stands on the account's page."))
        return redirect(found.desk_url)
    crumbs = desk.crumbs((found.name, found.desk_url))
    context = {"title": _("Credential"), "subtitle": str(found), "form": form, "crumbs": crumbs, "verb": _("Seal")}
    return render(request, "matrix/form.html", context)


@writers
@require_POST
def remove_credential(request: DeskRequest, pk: int) -> HttpResponse:
    """Forgets a credential."""
    found = account_of(request, pk)
    actions.remove_credential(account=found, by=request.user)
    messages.success(request, _("The credential is removed."))
    return redirect(found.desk_url)


def _keep(request: DeskRequest, pk: int, form: CredentialForm) -> None:
    day = form.cleaned_data.get("expires_on")
    expires_at = clock.start_of_day(day) if day else None
    account = account_of(request, pk)
    kept = actions.set_credential(account=account, values=form.values(), expires_at=expires_at, by=request.user)
    tasks.check_credential.enqueue(kept.pk)


def _take(request: DeskRequest, data: bytes, told: dict[str, str], roles: dict[int, str] | None = None) -> HttpResponse:
    opened = figure_files.open_table(data, roles=roles)
    if roles is None and not opened.is_clear:
        packed = json.dumps({**told, "data": b64encode(data).decode("ascii")}).encode()
        parcel = parcels.pack(packed, kind=PARCEL, by=request.user, now=clock.now())
        context = {"title": _("Which column is which?"), "form": MappingForm(opened=opened), "parcel": parcel}
        return render(request, "matrix/mapping.html", {**context, "crumbs": _crumbs()})
    outcome = deliveries.take(opened, told, request.user)
    messages.success(request, deliveries.said(outcome))
    return redirect("matrix_desk:batch", pk=outcome.batch.pk)


def _told(form: FiguresForm) -> dict[str, str]:
    account, platform = form.cleaned_data["account"], form.cleaned_data["platform"]
    name = form.cleaned_data["file"].name or ""
    return {
        "account": str(account.pk) if account else "", "platform": str(platform.pk) if platform else "", "name": name,
    }  # fmt: skip


def _crumbs() -> list[dict[str, str]]:
    return desk.crumbs((_("Figures of the accounts"), reverse("matrix_desk:batches")))

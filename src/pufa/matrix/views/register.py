"""The register at the desk: list, account pages, phone, picture, noticed changes, Excel in and out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import parcels
from pufa.accounts.actions import imports
from pufa.lib import clock, spreadsheet
from pufa.matrix import actions, desk, sheets
from pufa.matrix.actions import register_import
from pufa.matrix.forms.register import NoticeForm, PortraitForm, RegisterFilter, UploadForm
from pufa.matrix.queries import register
from pufa.matrix.views.access import DeskRequest, account_of, attempt, office, room, writers

PER_PAGE = 50
PARCEL = "matrix"


@room
@require_GET
def accounts(request: DeskRequest) -> HttpResponse:
    """The register with its filter."""
    form = RegisterFilter(request.GET)
    page = Paginator(register.listed(request.user, **form.arguments()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Accounts and forwarding"),
        "form": form,
        "page": page,
        "rows": register.with_alerts(page.object_list),
        "is_office": register.is_office(request.user),
        "may_file": register.is_office(request.user) or register.is_contact(request.user),
        **desk.kept_query(request.GET),
    }
    return render(request, "matrix/register.html", context)


@room
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """The list as an Excel file that can be imported again."""
    found = register.listed(request.user, **RegisterFilter(request.GET).arguments())
    actions.note_export(rows=found.count(), by=request.user)
    name = f"{_('Register of accounts')}-{clock.today():%Y%m%d}.xlsx"
    file = sheets.register(found)
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)


@room
@require_GET
def account(request: DeskRequest, pk: int) -> HttpResponse:
    """One account: what is filed, filings, figures, health."""
    found = account_of(request, pk)
    context = desk.account_page(found, request.user, request.GET.get("tab", ""))
    return render(request, "matrix/account.html", context)


@writers
@require_POST
def show_contact(request: DeskRequest, pk: int) -> HttpResponse:
    """The whole phone number, once; the audit trail notes it."""
    found = account_of(request, pk)
    phone = actions.show_contact(account=found, by=request.user)
    context = {"title": _("Contact phone"), "account": found, "phone": phone, "crumbs": _crumbs(found)}
    return render(request, "matrix/contact.html", context)


@writers
@require_http_methods(["GET", "POST"])
def portrait(request: DeskRequest, pk: int) -> HttpResponse:
    """The account's picture, for telling look-alikes."""
    found, form = account_of(request, pk), PortraitForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data["picture"].read()
        if attempt(form, lambda: actions.set_portrait(account=found, data=data, by=request.user), field="picture"):
            messages.success(request, _("Saved."))
            return redirect(found.desk_url)
    context = {"title": _("Picture of the account"), "form": form, "crumbs": _crumbs(found), "is_upload": True}
    return render(request, "matrix/form.html", {**context, "verb": _("Save")})


@office
@require_http_methods(["GET", "POST"])
def notice(request: DeskRequest, pk: int) -> HttpResponse:
    """Notes that the platform shows something else than the register."""
    found, form = account_of(request, pk), NoticeForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: actions.notice_change(account=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Noted; the unit has its days to file it."))
        return redirect(found.desk_url)
    context = {"title": _("A change was noticed"), "form": form, "crumbs": _crumbs(found), "verb": _("Note it")}
    return render(request, "matrix/form.html", context)


@office
@require_POST
def interaction(request: DeskRequest, pk: int) -> HttpResponse:
    """Notes whether readers can answer on the account."""
    found = account_of(request, pk)
    actions.note_interaction(account=found, has_interaction=request.POST.get("has") == "1", by=request.user)
    messages.success(request, _("Noted."))
    return redirect(f"{found.desk_url}?tab=health")


@office
@require_http_methods(["GET", "POST"])
def upload(request: DeskRequest) -> HttpResponse:
    """A table to take over: its preview, or all its problems."""
    form, problems = UploadForm(request.POST or None, request.FILES or None), []
    if form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            return _preview(request, data)
        except imports.ImportFaultError as fault:
            problems = fault.problems[: imports.MOST_PROBLEMS]
    context = {"title": _("Import accounts"), "form": form, "problems": problems, "columns": register_import.COLUMNS}
    status = 400 if problems or form.errors else 200
    return render(request, "matrix/import.html", {**context, "crumbs": desk.crumbs()}, status=status)


@office
@require_POST
def confirm(request: DeskRequest) -> HttpResponse:
    """Takes the previewed table over, whole or not at all."""
    data = parcels.unpack(request.POST.get("parcel", ""), kind=PARCEL, by=request.user, now=clock.now())
    counts = actions.import_register(data, by=request.user)
    said = _("Taken over: %(created)d new, %(changed)d changed, %(same)d unchanged.")
    messages.success(request, said % {"created": counts.created, "changed": counts.changed, "same": counts.same})
    return redirect("matrix_desk:register")


@office
@require_GET
def template(request: DeskRequest) -> HttpResponseBase:
    """The empty table to fill in."""
    file = imports.template(_("Register of accounts"), register_import.COLUMNS)
    return FileResponse(file, as_attachment=True, filename="accounts.xlsx", content_type=spreadsheet.EXCEL_TYPE)


def _preview(request: DeskRequest, data: bytes) -> HttpResponse:
    lines, counts = actions.plan_register(data)
    parcel = parcels.pack(data, kind=PARCEL, by=request.user, now=clock.now())
    columns = [column for column in register_import.COLUMNS if column.key != "contact"]
    shown = [(line.row, line.fate, [line.typed.get(column.key, "") for column in columns]) for line in lines[:200]]
    context = {"lines": shown, "counts": counts, "total": len(lines), "parcel": parcel, "columns": columns}
    context |= {"title": _("Preview"), "crumbs": desk.crumbs((_("Import accounts"), reverse("matrix_desk:import")))}
    return render(request, "matrix/import_preview.html", context)


def _crumbs(account: register.Account) -> list[dict[str, str]]:
    return desk.crumbs((account.name, account.desk_url))

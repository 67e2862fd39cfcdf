"""The organisations of the programme: everybody at the desk may look, the office writes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.accounts import actions, queries, sheets
from pufa.accounts.errors import AccountsError
from pufa.accounts.forms import OrganisationForm, OrganisationsFilter
from pufa.accounts.models import Organisation, Role
from pufa.accounts.views.access import DeskRequest, desk, office
from pufa.lib import spreadsheet

PER_PAGE = 50


@desk
@require_GET
def organisations(request: DeskRequest) -> HttpResponse:
    """The list with its filter."""
    form = OrganisationsFilter(request.GET)
    page = Paginator(queries.organisations(**form.arguments()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "may_write": request.user.has_role(Role.OFFICE),
        **sheets.kept_query(request),
    }
    return render(request, "accounts/organisations.html", context)


@desk
@require_GET
def export_organisations(request: DeskRequest) -> HttpResponseBase:
    """The filtered list as an Excel file that can be imported again."""
    rows = queries.organisations(**OrganisationsFilter(request.GET).arguments())
    actions.note_export(what="organisations", by=request.user)
    return FileResponse(
        sheets.organisations(rows),
        as_attachment=True,
        filename="organisations.xlsx",
        content_type=spreadsheet.EXCEL_TYPE,
    )


@office
@require_http_methods(["GET", "POST"])
def new_organisation(request: DeskRequest) -> HttpResponse:
    """Adds an organisation."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            actions.create_organisation(**form.cleaned_data, by=request.user)
        except AccountsError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:organisations")
    return render(request, "accounts/organisation.html", {"form": form})


@office
@require_http_methods(["GET", "POST"])
def organisation(request: DeskRequest, pk: int) -> HttpResponse:
    """Changes an organisation."""
    found = get_object_or_404(Organisation.objects.select_related("parent", "district"), pk=pk)
    known = {name: getattr(found, name) for name in ("name", "short_name", "kind", "district", "parent")}
    form = OrganisationForm(request.POST or None, organisation=found, initial=known)
    if form.is_valid():
        try:
            actions.change_organisation(organisation=found, by=request.user, **form.cleaned_data)
        except AccountsError as error:
            form.add_error("parent", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:organisations")
    return render(request, "accounts/organisation.html", {"form": form, "organisation": found})

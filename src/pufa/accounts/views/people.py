"""The people of the programme, for the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.accounts import actions, queries, sheets
from pufa.accounts.errors import AccountsError
from pufa.accounts.forms import ChangePersonForm, PeopleFilter, PersonForm
from pufa.accounts.models import User
from pufa.accounts.views.access import DeskRequest, office
from pufa.lib import spreadsheet

PER_PAGE = 50


@office
@require_GET
def people(request: DeskRequest) -> HttpResponse:
    """The list with its filter."""
    form = PeopleFilter(request.GET)
    page = Paginator(queries.people(**form.arguments()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, **sheets.kept_query(request)}
    return render(request, "accounts/people.html", context)


@office
@require_GET
def export_people(request: DeskRequest) -> HttpResponseBase:
    """The filtered list as an Excel file, without phone numbers."""
    rows = queries.people(**PeopleFilter(request.GET).arguments())
    actions.note_export(what="people", by=request.user)
    return FileResponse(
        sheets.people(rows), as_attachment=True, filename="people.xlsx", content_type=spreadsheet.EXCEL_TYPE
    )


@office
@require_http_methods(["GET", "POST"])
def new_person(request: DeskRequest) -> HttpResponse:
    """Takes somebody in and shows the link to send to them."""
    form = PersonForm(request.POST or None)
    if form.is_valid():
        try:
            person = actions.create_person(**form.cleaned_data, by=request.user)
        except AccountsError as error:
            form.add_error("username" if error.reason.startswith("username") else None, str(error))
        else:
            return _invited(request, person)
    return render(request, "accounts/new_person.html", {"form": form})


@office
@require_http_methods(["GET", "POST"])
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """One person: what is known, devices, second factor, invitation."""
    found = get_object_or_404(queries.people(), pk=pk)
    form = ChangePersonForm(request.POST or None, person=found)
    if form.is_valid():
        try:
            actions.change_person(user=found, by=request.user, **form.told(found))
        except AccountsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", pk=pk)
    return render(request, "accounts/person.html", {"form": form, "person": found, **_around(found)})


@office
@require_POST
def show_phone(request: DeskRequest, pk: int) -> HttpResponse:
    """The whole phone number, once; the audit trail notes it."""
    found = get_object_or_404(queries.people(), pk=pk)
    context = {"person": found, "phone": actions.show_phone(user=found, by=request.user)}
    return render(request, "accounts/phone.html", context)


@office
@require_POST
def invite(request: DeskRequest, pk: int) -> HttpResponse:
    """A new one-time link, or the end of the open one."""
    found = get_object_or_404(User, pk=pk)
    if request.POST.get("what") == "withdraw":
        actions.withdraw_invitations(user=found, by=request.user)
        messages.success(request, _("The link is withdrawn."))
        return redirect("accounts:person", pk=pk)
    return _invited(request, found)


@office
@require_POST
def act_on_person(request: DeskRequest, pk: int) -> HttpResponse:
    """Switches somebody off or on, signs their devices out, or takes a lost second factor away."""
    found, by = get_object_or_404(User, pk=pk), request.user
    match request.POST.get("what"):
        case "deactivate":
            actions.deactivate(user=found, by=by)
        case "reactivate":
            actions.reactivate(user=found, by=by)
        case "end_sessions":
            actions.end_other_sessions(user=found, keep=None, by=by)
        case "remove_second_factor" if found != by:
            actions.remove_second_factor(user=found, by=by)
    messages.success(request, _("Done."))
    return redirect("accounts:person", pk=pk)


def _invited(request: DeskRequest, person: User) -> HttpResponse:
    """The page that shows the link, this once."""
    token = actions.invite(user=person, by=request.user)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    return render(request, "accounts/invited.html", {"person": person, "link": link})


def _around(person: User) -> dict[str, object]:
    return {
        "sessions": person.desk_sessions.all(),
        "invitation": person.invitations.select_related("created_by").first(),
        "grants": person.grants.select_related("granted_by"),
    }

"""Filing and deciding at the desk."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.lib import clock
from pufa.matrix import actions, desk
from pufa.matrix.forms.register import AccountForm, CheckForm, ClosingForm, DecisionForm, HandOverForm
from pufa.matrix.models import Account, Filing
from pufa.matrix.queries import register
from pufa.matrix.views.access import DeskRequest, account_of, attempt, room, writers

PER_PAGE = 50
KINDS = {
    "change": (AccountForm, Filing.Kind.CHANGE),
    "hand-over": (HandOverForm, Filing.Kind.HAND_OVER),
    "check": (CheckForm, Filing.Kind.CHECK),
    "closing": (ClosingForm, Filing.Kind.CLOSING),
}


@room
@require_GET
def filings(request: DeskRequest) -> HttpResponse:
    """Filings that wait, or all that were decided."""
    view = "decided" if request.GET.get("view") == "decided" else "waiting"
    visible = Filing.objects.filter(account__in=register.visible_to(request.user)).select_related(
        "account__platform", "account__organisation", "submitted_by", "decided_by"
    )
    found = visible.waiting() if view == "waiting" else visible.exclude(state=Filing.State.SUBMITTED)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    names = {"waiting": _("Waiting for approval"), "decided": _("Decided at")}
    tabs = [{"label": names[name], "url": f"?view={name}", "current": name == view} for name in names]
    context = {"title": _("Filings"), "crumbs": desk.crumbs((_("Filings"), "")), "page": page, "tabs": tabs}
    return render(request, "matrix/filings.html", {**context, "view": view, "now": clock.now()})


@room
@require_http_methods(["GET", "POST"])
def filing(request: DeskRequest, pk: int) -> HttpResponse:
    """One filing; the office decides here."""
    found = _visible(request, pk)
    form = DecisionForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: _decide(request, found, form.cleaned_data["note"]), field="note"):
        messages.success(request, _("Decided."))
        return redirect("matrix_desk:filings")
    return render(request, "matrix/filing.html", {**_context(request, found), "form": form})


@writers
@require_POST
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes a filing back before it is decided."""
    found = _visible(request, pk)
    actions.withdraw(filing=found, by=request.user)
    messages.success(request, _("The filing is withdrawn."))
    return redirect("matrix_desk:filings")


@writers
@require_http_methods(["GET", "POST"])
def opening(request: DeskRequest) -> HttpResponse:
    """Files a new account."""
    form = AccountForm(request.POST or None, person=request.user)
    if form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("happened_on", "reason")}
        if attempt(form, lambda: actions.file_opening(fields=form.told(), by=request.user, **days)):
            messages.success(request, _("Filed; it stands in the register once the office approves."))
            return redirect("matrix_desk:filings")
    context = {"title": _("File a new account"), "form": form, "verb": _("File the notice"), "crumbs": desk.crumbs()}
    return render(request, "matrix/form.html", context)


@writers
@require_http_methods(["GET", "POST"])
def file(request: DeskRequest, pk: int, kind: str) -> HttpResponse:
    """Files a change, a hand-over, the annual check, or the closing of an account."""
    account, (form_class, what) = account_of(request, pk), KINDS[kind]
    given: dict[str, Any] = {"person": request.user, "account": account} if form_class is AccountForm else {}
    form = form_class(request.POST or None, **given)
    if form.is_valid() and attempt(form, lambda: _file(request, account, kind, form)):
        messages.success(request, _("Filed; the register changes once the office approves."))
        return redirect(f"{account.desk_url}?tab=filings")
    crumbs = desk.crumbs((account.name, account.desk_url))
    context = {
        "title": what.label,
        "subtitle": str(account),
        "form": form,
        "verb": _("File the notice"),
        "crumbs": crumbs,
    }
    return render(request, "matrix/form.html", context)


def _file(request: DeskRequest, account: Account, kind: str, form: django_forms.Form) -> object:
    told = dict(form.cleaned_data)
    by = request.user
    if isinstance(form, AccountForm):
        days = {name: told[name] for name in ("happened_on", "reason")}
        fields = form.told()
        if not fields.get("contact"):
            fields.pop("contact", None)
        return actions.file_change(account=account, fields=fields, by=by, **days)
    if kind == "hand-over":
        return actions.file_hand_over(account=account, by=by, **told)
    return (actions.file_check if kind == "check" else actions.file_closing)(account=account, by=by, **told)


def _decide(request: DeskRequest, found: Filing, note: str) -> None:
    if request.POST.get("what") == "approve":
        actions.approve(filing=found, note=note, by=request.user)
    else:
        actions.refuse(filing=found, note=note, by=request.user)


def _visible(request: DeskRequest, pk: int) -> Filing:
    found = Filing.objects.filter(account__in=register.visible_to(request.user))
    return get_object_or_404(found.select_related("account__platform", "account__organisation", "submitted_by"), pk=pk)


def _context(request: DeskRequest, found: Filing) -> dict[str, Any]:
    is_waiting = found.state == Filing.State.SUBMITTED
    return {
        "title": found.account.name,
        "subtitle": f"{found.get_kind_display()} · {found.account.platform} · {found.account.organisation}",
        "crumbs": desk.crumbs((_("Filings"), reverse("matrix_desk:filings")), (found.account.name, "")),
        "filing": found,
        "rows": desk.filing_rows(found),
        "may_decide": is_waiting and register.is_office(request.user),
        "may_withdraw": is_waiting and register.may_write(request.user, found.account.organisation),
    }

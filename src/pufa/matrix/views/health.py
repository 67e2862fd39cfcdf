"""Health at the desk: what fails or will fail, and the rules."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pufa.matrix import actions, desk
from pufa.matrix.forms.health import RuleForm
from pufa.matrix.models import HealthRule
from pufa.matrix.queries import alerts, register
from pufa.matrix.views.access import DeskRequest, attempt, office, room

PER_PAGE = 50


@room
@require_GET
def health(request: DeskRequest) -> HttpResponse:
    """Accounts that fail now, will fail soon, or want a look."""
    counts = alerts.counts(request.user)
    view = request.GET.get("view", "")
    view = view if view in counts else next((name for name, count in counts.items() if count), "foreseen")
    page = Paginator(alerts.visible_to(request.user, view), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"title": _("Health of the accounts"), "crumbs": desk.crumbs((_("Health"), ""))}
    rows = [desk.alert_words(alert) for alert in page.object_list]
    context |= {"page": page, "rows": rows, "view": view, "tabs": desk.alert_tabs(counts, view)}
    return render(request, "matrix/health.html", context)


@room
@require_GET
def rules(request: DeskRequest) -> HttpResponse:
    """The rules all accounts are checked by."""
    found = HealthRule.objects.select_related("platform")
    crumbs = desk.crumbs((_("Health"), reverse("matrix_desk:health")), (_("Rules"), ""))
    context = {"title": _("Health rules"), "rules": found, "crumbs": crumbs}
    return render(request, "matrix/rules.html", {**context, "is_office": register.is_office(request.user)})


@office
@require_http_methods(["GET", "POST"])
def rule(request: DeskRequest, pk: int = 0) -> HttpResponse:
    """Changes a rule, or adds one for a platform."""
    found = get_object_or_404(HealthRule, pk=pk) if pk else None
    names = ("kind", "platform", "days", "warn_days", "weight", "is_on")
    known = {name: getattr(found, name) for name in names} if found else {"warn_days": 3}
    form = RuleForm(request.POST or None, initial=known)
    if form.is_valid() and attempt(form, lambda: actions.change_rule(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved; it holds from the next round, within the hour."))
        return redirect("matrix_desk:rules")
    crumbs = desk.crumbs((_("Health rules"), reverse("matrix_desk:rules")))
    context = {"title": _("Health rule"), "form": form, "crumbs": crumbs, "verb": _("Save")}
    return render(request, "matrix/form.html", context)

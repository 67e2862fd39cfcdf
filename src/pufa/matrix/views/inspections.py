"""Quarterly checks at the desk: drawing, findings, answers, rulings, the report in Word."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.matrix import desk, report
from pufa.matrix.actions import inspections as deeds
from pufa.matrix.forms.health import AnswerForm, DrawForm, FindingForm, RulingForm
from pufa.matrix.models import Inspection, InspectionFinding, Sampled
from pufa.matrix.queries import inspections as found_in
from pufa.matrix.queries import register
from pufa.matrix.views.access import DeskRequest, attempt, office, room, writers
from pufa.ui import printing


@room
@require_GET
def inspections(request: DeskRequest) -> HttpResponse:
    """All quarterly checks."""
    context: dict[str, Any] = {"title": _("Quarterly checks"), "crumbs": desk.crumbs((_("Quarterly checks"), ""))}
    context |= {"rows": found_in.summaries(request.user), "is_office": register.is_office(request.user)}
    return render(request, "matrix/inspections.html", context)


@office
@require_http_methods(["GET", "POST"])
def draw(request: DeskRequest) -> HttpResponse:
    """Draws a quarter's sample."""
    form = DrawForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: deeds.draw(by=request.user, **_drawn(form))):
        messages.success(request, _("The sample is drawn; the seed is kept with it."))
        return redirect("matrix_desk:inspections")
    context = {"title": _("Draw the sample of a quarter"), "form": form, "verb": _("Draw"), "crumbs": _crumbs()}
    return render(request, "matrix/form.html", context)


@room
@require_GET
def inspection(request: DeskRequest, pk: int) -> HttpResponse:
    """One check: its sample, findings, answers."""
    found = get_object_or_404(Inspection.objects.select_related("drawn_by", "closed_by"), pk=pk)
    context = {
        "title": _("Quarterly check %(year)d, quarter %(quarter)d") % {"year": found.year, "quarter": found.quarter},
        "crumbs": _crumbs((str(found), "")),
        "inspection": found,
        "sample": found_in.sample(found, request.user),
        "population": sum(len(numbers) for numbers in found.population.values()),
        "is_office": register.is_office(request.user),
        "may_answer": register.is_contact(request.user) or register.is_office(request.user),
        "is_open": found.state == Inspection.State.OPEN,
    }
    return render(request, "matrix/inspection.html", context)


@office
@require_http_methods(["GET", "POST"])
def add_finding(request: DeskRequest, pk: int) -> HttpResponse:
    """Records something found at a sampled account."""
    sampled = get_object_or_404(Sampled.objects.select_related("account__platform", "inspection"), pk=pk)
    form = FindingForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: deeds.add_finding(sampled=sampled, by=request.user, **form.cleaned_data)
    ):
        return redirect("matrix_desk:inspection", pk=sampled.inspection_id)
    context = {
        "title": _("Record a finding"),
        "subtitle": str(sampled.account),
        "form": form,
        "verb": _("What was noted"),
    }
    return render(request, "matrix/form.html", {**context, "crumbs": _of(sampled)})


@office
@require_POST
def judge(request: DeskRequest, pk: int) -> HttpResponse:
    """Passes or fails a sampled account by its findings."""
    sampled = get_object_or_404(Sampled.objects.select_related("account", "inspection"), pk=pk)
    deeds.judge(sampled=sampled, by=request.user)
    return redirect(f"{reverse('matrix_desk:inspection', args=[sampled.inspection_id])}#s{sampled.pk}")


@writers
@require_http_methods(["GET", "POST"])
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    """The unit answers a finding."""
    finding, form = _finding(request, pk), AnswerForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: deeds.answer(finding=finding, text=form.cleaned_data["text"], by=request.user)
    ):
        messages.success(request, _("Answered; the office rules on it."))
        return redirect("matrix_desk:inspection", pk=finding.sampled.inspection_id)
    context = {"title": _("Answer a finding"), "subtitle": finding.evidence, "form": form, "verb": _("Answer")}
    return render(request, "matrix/form.html", {**context, "crumbs": _of(finding.sampled)})


@office
@require_http_methods(["GET", "POST"])
def rule(request: DeskRequest, pk: int) -> HttpResponse:
    """The office rules whether a finding stands."""
    finding, form = _finding(request, pk), RulingForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: deeds.rule(finding=finding, by=request.user, **form.cleaned_data)):
        return redirect("matrix_desk:inspection", pk=finding.sampled.inspection_id)
    context = {"title": _("Rule on a finding"), "subtitle": finding.answer or finding.evidence, "form": form}
    return render(request, "matrix/form.html", {**context, "verb": _("Rule"), "crumbs": _of(finding.sampled)})


@office
@require_POST
def close(request: DeskRequest, pk: int) -> HttpResponse:
    """Finishes a check."""
    deeds.close(inspection=get_object_or_404(Inspection, pk=pk), by=request.user)
    messages.success(request, _("The check is finished."))
    return redirect("matrix_desk:inspection", pk=pk)


@room
@require_GET
def word(request: DeskRequest, pk: int) -> HttpResponse:
    """The report in Word, for the office and who reads everything."""
    found = get_object_or_404(Inspection, pk=pk)
    response = HttpResponse(report.make(found, found_in.sample(found, request.user)), content_type=printing.WORD_TYPE)
    name = f"{_('Quarterly check report')}-{found.year}-{found.quarter}.docx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _drawn(form: DrawForm) -> dict[str, Any]:
    return {**form.cleaned_data, "quarter": int(form.cleaned_data["quarter"])}


def _finding(request: DeskRequest, pk: int) -> InspectionFinding:
    found = InspectionFinding.objects.select_related("sampled__inspection", "sampled__account__organisation")
    return get_object_or_404(found.filter(sampled__account__in=register.visible_to(request.user)), pk=pk)


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    return desk.crumbs((_("Quarterly checks"), reverse("matrix_desk:inspections")), *more)


def _of(sampled: Sampled) -> list[dict[str, str]]:
    return _crumbs((str(sampled.inspection), reverse("matrix_desk:inspection", args=[sampled.inspection_id])))

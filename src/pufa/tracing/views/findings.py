"""The work list, a copy side by side with its original, decisions, evidence and case files."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from pufa.accounts.models import User
from pufa.lib import clock, spreadsheet
from pufa.tracing import actions, cases, forms, lists, pages, queries, store, tasks
from pufa.tracing.models import Capture, Finding
from pufa.tracing.views import doors

PER_PAGE = 50
MOST_IN_A_CASE = 200


@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """The work list."""
    person, form = doors.reader(request), forms.ListForm(request.GET)
    asked = form.chosen()
    page = Paginator(queries.findings(asked), PER_PAGE).get_page(request.GET.get("page"))
    around = queries.findings({name: value for name, value in asked.items() if name != "state"})
    context = lists.context(around, form, request.GET, person)
    return render(request, "tracing/findings.html", context | {"page": page})


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same list as an Excel file."""
    doors.reader(request)
    found = queries.findings(forms.ListForm(request.GET).chosen())
    file = spreadsheet.excel(_("Reprints"), lists.header(), lists.export_rows(found), widths=lists.WIDTHS)
    name = f"{_('Reprints')}-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One copy, side by side with our piece."""
    return _show(request, _finding(pk), doors.reader(request))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Decides on one copy; refused, the page comes again with the reason and with what was typed."""
    person, one = doors.worker(request), _finding(pk)
    form = forms.MoveForm(request.POST, finding=one, by=person)
    if not form.run():
        return _show(request, _finding(pk), person, form)
    messages.success(request, _("Noted: %(state)s.") % {"state": one.get_state_display()})
    return redirect("tracing:finding", pk)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Decides on many copies: shows first what would happen, then does it."""
    form = forms.BulkForm(request.POST, by=doors.worker(request))
    if not form.is_valid():
        messages.error(request, _("Tick at least one copy, and choose what to do."))
        return redirect("tracing:findings")
    if "do" in request.POST and form.run() and form.batch:
        moved = form.batch.moved
        text = ngettext("%(count)d copy done.", "%(count)d copies done.", moved) % {"count": moved}
        messages.success(request, text)
        return redirect("tracing:findings")
    return render(request, "tracing/bulk.html", pages.bulk(form.looked(), form), status=409 if form.errors else 200)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes the last decision back."""
    by = doors.worker(request)
    try:
        count = actions.undo(batch=forms.UndoForm(request.POST).chosen(), by=by)
        text = ngettext("%(count)d copy is as before.", "%(count)d copies are as before.", count) % {"count": count}
        messages.success(request, text)
    except actions.TracingError as refusal:
        messages.error(request, str(refusal))
    return redirect("tracing:findings")


@require_POST
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the page fetched again now."""
    by, one = doors.worker(request), _finding(pk)
    try:
        gathering = actions.look_again(page=one.page, by=by)
    except actions.TracingError as refusal:
        messages.error(request, str(refusal))
        return redirect("tracing:finding", pk)
    tasks.work_off.enqueue(gathering.pk)
    return redirect("tracing:gathering", gathering.pk)


@require_POST
def rejudge(request: HttpRequest, pk: int) -> HttpResponse:
    """Judges what was kept of the page anew."""
    by, one = doors.worker(request), _finding(pk)
    actions.rejudge(page=one.page, by=by)
    messages.success(request, _("Judged anew, with the piece as it is today."))
    return redirect("tracing:finding", pk)


@require_GET
def evidence(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The original bytes of a capture, or its text, as a file to keep; never shown as a page of ours."""
    doors.reader(request)
    capture = get_object_or_404(Capture, pk=pk)
    data = store.read(capture.sha256) if form == "html" else capture.text.encode()
    return _file(data, f"{capture.sha256[:16]}.{form}", "application/octet-stream")


@require_GET
def case(request: HttpRequest, form: str, pk: int | None = None) -> HttpResponseBase:
    """The case file of one copy, or of those the filters choose, as Word or ZIP."""
    by = doors.worker(request)
    chosen = queries.findings({} if pk else forms.ListForm(request.GET).chosen())
    found = list((chosen.filter(pk=pk) if pk else chosen)[:MOST_IN_A_CASE])
    if not found:
        messages.error(request, _("No copy fits what you chose."))
        return redirect("tracing:findings")
    made = cases.make(found, form, now=clock.now())
    actions.note_case(findings=found, form=form, sha256=made.sha256, by=by)
    return _file(made.content, made.name, made.content_type)


def _finding(pk: int) -> Finding:
    return get_object_or_404(queries.findings(), pk=pk)


def _show(request: HttpRequest, one: Finding, person: User, bound: Any = None) -> HttpResponse:
    form = bound or forms.MoveForm(finding=one, by=person)
    context = pages.finding(one, person) | {"form": form, "choices": pages.choices(one)}
    return render(request, "tracing/finding.html", context, status=409 if bound else 200)


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

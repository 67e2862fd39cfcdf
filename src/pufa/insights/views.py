"""Figures for everybody, and the same at the desk with dates, charts and corrections."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.auth import require_admin_access

from pufa.accounts.models import Role, User
from pufa.edge.decorators import edge_public
from pufa.insights import charts, exports, pages, queries, rows
from pufa.insights import figures as definitions
from pufa.insights.forms import CorrectionForm, RowsForm, SpanForm
from pufa.lib import clock, spreadsheet
from pufa.reach import actions as reach_actions
from pufa.reach.hits import counts
from pufa.reach.models import Entry

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


def at_desk(view: View[Parameters]) -> View[Parameters]:
    """Lets in whoever may enter the desk; sends the rest to sign in."""
    admit: Callable[[View[Parameters]], View[Parameters]] = require_admin_access
    return admit(view)


@edge_public()
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What the programme did, in figures that open to their rows."""
    values = queries.figures()
    crumbs = [{"label": _("Home"), "url": "/"}, {"label": _("What we did")}]
    context = {"groups": pages.by_move(values), "values": values, "as_of": values[0].as_of, "crumbs": crumbs}
    return TemplateResponse(request, "insights/figures.html", context)


@edge_public()
@require_GET
def figure_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind one figure."""
    context = _rows(request, code, with_days=False)
    home, all_ = {"label": _("Home"), "url": "/"}, {"label": _("What we did"), "url": reverse("insights:figures")}
    context["crumbs"] = [home, all_, {"label": context["figure"].label}]
    return TemplateResponse(request, "insights/rows.html", context)


@require_GET
def rows_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The rows behind one figure as a file."""
    figure = _figure(code)
    asked = RowsForm(request.GET, figure=figure, with_days=True).asked()
    name = f"{code}-{clock.today():%Y%m%d}.{form}"
    if form == "xlsx":
        return _excel(exports.rows_excel(figure, asked), name)
    lines = spreadsheet.csv_lines(exports.header(), exports.lines(figure, asked))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, headers=headers, content_type=spreadsheet.CSV_TYPE)


@at_desk
@require_GET
def desk_figures(request: HttpRequest) -> HttpResponse:
    """Figures of a span of days, this year's first, with readers day by day."""
    form, asked = _span(request)
    days = counts.by_day(None, asked.since, asked.until)
    context = {
        "title": _("Figures and ledger"),
        "form": form,
        "saved": pages.saved_spans(request.path, form["since"].value(), form["until"].value()),
        "groups": pages.by_move(queries.figures(asked.since, asked.until), desk=True),
        "chart": charts.line(days),
        "days": list(reversed(days.items())),
        "query": request.GET.urlencode(),
    }
    return render(request, "insights/desk_figures.html", context)


@at_desk
@require_GET
def desk_figures_file(request: HttpRequest) -> HttpResponseBase:
    """The figures of a span as an Excel file."""
    _form, asked = _span(request)
    values = queries.figures(asked.since, asked.until)
    file = exports.figures_excel(values, asked.since, asked.until)
    return _excel(file, f"figures-{clock.today():%Y%m%d}.xlsx")


@at_desk
@require_GET
def desk_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind one figure, with evidence and who entered them."""
    context = _rows(request, code, with_days=True)
    context["title"] = context["figure"].label
    context["subtitle"] = context["figure"].note
    room = {"label": _("Figures and ledger"), "url": reverse("insights_desk:figures")}
    context["crumbs"] = [room, {"label": context["title"]}]
    context["may_correct"] = _is_office(request)
    return render(request, "insights/desk_rows.html", context)


@at_desk
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an entry back by a counter-entry, with a reason; for the programme office."""
    if not _is_office(request):
        raise PermissionDenied
    entry = get_object_or_404(Entry.objects.select_related("organisation", "district"), pk=pk)
    form = CorrectionForm(request.POST or None)
    if form.is_valid() and _take_back(request, entry, form):
        return redirect("insights_desk:rows", code=entry.metric)
    context = {"title": _("Take an entry back"), "entry": entry, "form": form, "figure": _figure(entry.metric)}
    context["amount"] = rows.plain(entry.amount)
    return render(request, "insights/correct.html", context)


def _rows(request: HttpRequest, code: str, *, with_days: bool) -> dict[str, Any]:
    figure = _figure(code)
    form = RowsForm(request.GET, figure=figure, with_days=with_days)
    return {**pages.rows_context(request.GET, figure, form.asked()), "form": form}


def _span(request: HttpRequest) -> tuple[SpanForm, rows.Asked]:
    form = SpanForm(request.GET if "since" in request.GET or "until" in request.GET else pages.this_year())
    return form, form.asked()


def _figure(code: str) -> definitions.Figure:
    try:
        return definitions.get(code)
    except LookupError:
        raise Http404(code) from None


def _is_office(request: HttpRequest) -> bool:
    return cast("User", request.user).has_role(Role.OFFICE)


def _take_back(request: HttpRequest, entry: Entry, form: CorrectionForm) -> bool:
    try:
        reach_actions.correct(entry=entry, reason=form.cleaned_data["reason"], by=cast("User", request.user))
    except reach_actions.LedgerError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The entry is taken back; both rows stay to be seen."))
    return True


def _excel(file: Any, name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheet.EXCEL_TYPE)

"""Public pages: conventions, who signed, certificates, reports of breach, the citizens' wall, open data."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from pufa.edge.decorators import edge_public
from pufa.lib import spreadsheet
from pufa.pledges import actions, badges, queries
from pufa.pledges.forms import BreachForm, SignatoryFilter, WallForm
from pufa.pledges.models import Breach, Convention, Edition, Promise, Signature
from pufa.ui.errors import Refusal
from pufa.ui.publicforms import PublicForm

PER_PAGE = 60
COLUMNS = ("name", "unit", "edition", "deed", "day", "number")


@edge_public()
@require_GET
def conventions(request: HttpRequest) -> HttpResponse:
    """All conventions, and reports that were founded."""
    rows = [(one, queries.signatories(one).count()) for one in queries.public()]
    context = {"rows": rows, "founded": list(queries.founded()[:50]), "wall": sum(queries.wall().values())}
    context |= {"page_title": _("Conventions"), "page_about": _("Who promised what, in public.")}
    return TemplateResponse(request, "pledges/conventions.html", context | {"crumbs": _crumbs()})


@edge_public()
@require_GET
def convention(request: HttpRequest, slug: str) -> HttpResponse:
    """One convention: its text, its signatories, its editions."""
    found = get_object_or_404(queries.public(), slug=slug)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    page = Paginator(queries.signatories(found, words), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "one": found, "told": found.published, "editions": list(found.editions.all()), "page": page,
        "form": SignatoryFilter(request.GET), "query": f"q={words}&" if words else "", "page_title": found.title,
        "crumbs": _crumbs(found.title), "total": queries.signatories(found).count(),
    }  # fmt: skip
    return TemplateResponse(request, "pledges/convention.html", context)


@edge_public()
@require_GET
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An older or the present text."""
    found = get_object_or_404(Edition.objects.select_related("convention"), convention__slug=slug, number=number)
    context = {"edition": found, "told": found.content, "page_title": str(found), "crumbs": _crumbs(str(found))}
    return TemplateResponse(request, "pledges/edition.html", context)


@require_GET
def open_data(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The signatories as CSV or JSON."""
    found = get_object_or_404(queries.public(), slug=slug)
    rows = list(_rows(found))
    if kind == "csv":
        lines = spreadsheet.csv_lines(COLUMNS, [list(row.values()) for row in rows])
        return StreamingHttpResponse(lines, content_type=spreadsheet.CSV_TYPE)
    return HttpResponse(json.dumps(rows, ensure_ascii=False), content_type="application/json; charset=utf-8")


@require_GET
def check(request: HttpRequest, number: str, mark: str) -> HttpResponse:
    """Whether a certificate is genuine and the signatory still stands by it."""
    found = Signature.objects.select_related("edition__convention", "organisation").filter(number=number).first()
    if found is None or not queries.is_genuine(found, mark):
        raise Http404(number)
    last = _standing(found)
    context = {"one": found, "last": last, "stands": last.deed in queries.STANDING}
    context |= {"page_title": _("Certificate %s") % number, "crumbs": _crumbs(_("Certificate"))}
    return TemplateResponse(request, "pledges/check.html", context)


@edge_public()
@require_GET
def badge(request: HttpRequest, number: str) -> HttpResponse:
    """The mark as a picture: what it says follows the signatory's last deed."""
    found = get_object_or_404(Signature.objects.select_related("edition__convention"), number=number)
    answer = HttpResponse(badges.svg(found, _standing(found)), content_type="image/svg+xml")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Reporting a signatory, without an account."""
    found = get_object_or_404(queries.public(), slug=slug)
    who = get_object_or_404(queries.signatories(found), number=number)
    form = BreachForm(request.POST or None, clauses=(found.published or {})["clauses"], about=number)
    if form.is_valid() and (made := _reported(form, found, who)) is not None:
        return redirect("pledges:reported", code=made.code)
    context = {
        "one": found,
        "who": who,
        "form": form,
        "page_title": _("Report a breach"),
        "crumbs": _crumbs(found.title),
    }
    return TemplateResponse(request, "pledges/report.html", context, status=400 if form.errors else 200)


@require_GET
def reported(request: HttpRequest, code: str) -> HttpResponse:
    """What came of a report; only the reporter knows the address."""
    found = get_object_or_404(Breach.objects.select_related("convention"), code=code)
    context = {"one": found, "page_title": _("Your report"), "crumbs": _crumbs(_("Your report"))}
    answer = TemplateResponse(request, "pledges/reported.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: HttpRequest) -> HttpResponse:
    """Citizens promise; only numbers grow."""
    form = WallForm(request.POST or None)
    is_done = form.is_valid() and _promised(form)
    counts = queries.wall()
    rows = [(one.label, counts.get(one.value, 0)) for one in Promise]
    context = {
        "form": form,
        "rows": rows,
        "total": sum(counts.values()),
        "is_done": is_done,
        "crumbs": _crumbs(_("The wall")),
    }
    context |= {"page_title": _("I promise"), "page_about": _("A number grows. Nobody knows who you are.")}
    return TemplateResponse(request, "pledges/wall.html", context)


def _promised(form: WallForm) -> bool:
    return _accepted(form, lambda: actions.promise(promises=form.cleaned_data["promises"])) is not None


def _reported(form: BreachForm, found: Convention, who: Signature) -> Breach | None:
    told = {name: form.cleaned_data[name] for name in ("clause", "text", "link", "contact")}
    made: Breach | None = _accepted(form, lambda: actions.report(convention=found, signatory=who, **told))
    return made


def _accepted(form: PublicForm, deed: Any) -> Any:
    try:
        form.accept()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    try:
        return deed()
    except Refusal as refusal:
        form.release()
        form.add_error(None, str(refusal))
        return None


def _standing(found: Signature) -> Signature:
    return queries.last_deeds(found.edition.convention).filter(signatory=found.signatory).first() or found


def _rows(found: Convention) -> Iterator[dict[str, Any]]:
    for one in queries.signatories(found):
        told = (
            one.name,
            str(one.organisation or ""),
            one.edition.number,
            str(one.get_deed_display()),
            f"{one.at:%Y-%m-%d}",
            one.number,
        )
        yield dict(zip(COLUMNS, told, strict=True))


def _crumbs(*names: str) -> list[dict[str, str]]:
    way = [{"label": _("Home"), "url": "/"}, {"label": _("Conventions"), "url": "/conventions/"}]
    return [*way, *({"label": name} for name in names)] if names else [way[0], {"label": way[1]["label"]}]

"""Public pages: the wall of works, one work with its player, awards, heritage and its stories, open data."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pufa.edge.decorators import edge_public
from pufa.lib import spreadsheet
from pufa.lib.playable import KINDS
from pufa.works import queries
from pufa.works.forms import WorkFilter
from pufa.works.models import Award
from pufa.works.queries import seen

COLUMNS = ("work", "unit", "contest", "level", "award", "year", "url")


@edge_public()
@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """The wall: works with their awards."""
    told = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "kind", "year")}
    rows = [(one, list(one.awards.filter(withdrawn_for=""))) for one in queries.sifted(queries.public(), told)[:200]]
    rows.sort(key=lambda row: not row[1])
    context = {"rows": rows, "form": WorkFilter(request.GET), "heritage": list(queries.heritage()), "crumbs": _crumbs()}
    context |= {"page_title": _("Hit works"), "page_about": _("Made here, and seen far beyond.")}
    return TemplateResponse(request, "works/works.html", context)


@edge_public()
@require_GET
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """One work."""
    found = get_object_or_404(queries.public(), slug=slug)
    told = found.published or {}
    context = {
        "one": found, "told": told, "player": _player(found.medium.kind) if found.medium else ("", ""),
        "awards": list(queries.awards().filter(work=found)), "page_title": told["title"],
        "crumbs": _crumbs(told["title"]), "places": seen.places(told["links"]), "hit_key": found.key,
        "versions": list(found.renditions.select_related("medium")),
    }  # fmt: skip
    return TemplateResponse(request, "works/work.html", context)


@edge_public()
@require_GET
def captions(request: HttpRequest, slug: str) -> HttpResponse:
    """The captions of a work."""
    found = get_object_or_404(queries.public(), slug=slug)
    if not found.captions:
        raise Http404(slug)
    return HttpResponse(found.captions, content_type="text/vtt; charset=utf-8")


@edge_public()
@require_GET
def awards(request: HttpRequest) -> HttpResponse:
    """All awards."""
    context = {"awards": list(queries.awards()), "page_title": _("Awards"), "crumbs": _crumbs(_("Awards"))}
    context |= {"page_about": _("Each with a picture of its certificate.")}
    return TemplateResponse(request, "works/awards.html", context)


@require_GET
def open_data(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All awards as CSV or JSON."""
    rows = list(_rows())
    if kind == "json":
        return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})
    lines = spreadsheet.csv_lines(COLUMNS, [list(row.values()) for row in rows])
    return StreamingHttpResponse(lines, content_type=spreadsheet.CSV_TYPE)


@edge_public()
@require_GET
def heritage(request: HttpRequest) -> HttpResponse:
    """All heritage."""
    context = {"rows": list(queries.heritage()), "page_title": _("Heritage"), "crumbs": _crumbs(_("Heritage"))}
    context |= {"page_about": _("Old crafts that tell new rules.")}
    return TemplateResponse(request, "works/heritage.html", context)


@edge_public()
@require_GET
def heritage_one(request: HttpRequest, slug: str) -> HttpResponse:
    """One story."""
    found = get_object_or_404(queries.heritage(), slug=slug)
    told = found.published or {}
    context = {"one": found, "told": told, "uses": list(found.uses.all()), "page_title": told["name"]}
    context |= {"page_about": told["form"], "crumbs": _crumbs(_("Heritage"), told["name"])}
    return TemplateResponse(request, "works/heritage_one.html", context)


def _player(kind: str) -> tuple[str, str]:
    return KINDS.get(kind, ("picture", ""))


def _rows() -> Iterator[dict[str, Any]]:
    for one in queries.awards():
        yield dict(zip(COLUMNS, _told(one), strict=True))


def _told(one: Award) -> tuple[Any, ...]:
    level = str(one.get_level_display())
    return (
        one.work.title,
        one.work.organisation.name,
        one.contest,
        level,
        one.rank,
        one.year,
        one.work.get_absolute_url(),
    )


def _crumbs(*names: str) -> list[dict[str, str]]:
    way = [{"label": _("Home"), "url": "/"}, {"label": _("Hit works"), "url": "/works/"}]
    return [*way, *({"label": name} for name in names)] if names else [way[0], {"label": way[1]["label"]}]

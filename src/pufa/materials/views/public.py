"""Public pages: what there is to read and take, and whether a receipt is genuine."""

from django.db.models import Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pufa.edge.decorators import edge_public
from pufa.lib import papers
from pufa.materials.models import Edition, Kind, Movement, Title
from pufa.materials.queries import orders as order_queries

HOME = {"url": "/"}


@edge_public()
@require_GET
def titles(request: HttpRequest) -> HttpResponse:
    """All titles."""
    handed = dict(
        Movement.objects.filter(kind=Kind.HANDED_OUT, reversal=None)
        .values_list("edition__title").annotate(total=Sum("count")).order_by()
    )  # fmt: skip
    rows = [(one, handed.get(one.pk, 0)) for one in Title.objects.prefetch_related("editions")]
    context = {"rows": rows, "total": sum(count for _title, count in rows), "crumbs": _crumbs()}
    context |= {"page_title": _("Booklets and leaflets"), "page_about": _("Printed for you, free, at every activity.")}
    return TemplateResponse(request, "materials/titles.html", context)


@edge_public()
@require_GET
def title(request: HttpRequest, slug: str) -> HttpResponse:
    """One title with its editions; a withdrawn one says so."""
    found = get_object_or_404(Title, slug=slug)
    handed = Movement.objects.filter(kind=Kind.HANDED_OUT, reversal=None, edition__title=found)
    context = {
        "found": found, "editions": list(found.editions.all()), "crumbs": _crumbs(found.name),
        "total": handed.aggregate(all=Sum("count"))["all"] or 0, "page_title": found.name,
    }  # fmt: skip
    return TemplateResponse(request, "materials/title.html", context)


@require_GET
def paper(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """An edition as PDF; a withdrawn one is not given out."""
    found = get_object_or_404(Edition.objects.select_related("title"), title__slug=slug, number=number)
    if not found.paper_url:
        raise Http404(slug)
    return FileResponse(found.paper.open("rb"), filename=f"{found}.pdf", content_type=papers.MIME["pdf"])


@require_GET
def receipt(request: HttpRequest, number: str, mark: str) -> HttpResponse:
    """Whether a receipt is genuine, and what it says."""
    order = order_queries.by_receipt(number, mark)
    if order is None:
        raise Http404(number)
    context = {"order": order, "crumbs": _crumbs(_("Receipt")), "page_title": _("Receipt %s") % number}
    return TemplateResponse(request, "materials/receipt.html", context)


def _crumbs(*names: str) -> list[dict[str, str]]:
    way = [{**HOME, "label": _("Home")}, {"label": _("Booklets and leaflets"), "url": "/materials/"}]
    return [*way, *({"label": name} for name in names)] if names else [way[0], {"label": way[1]["label"]}]

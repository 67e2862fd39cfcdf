"""Reports by piece and by site, and the watch list."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pufa.editorial.models import PiecePage
from pufa.tracing import actions, forms, pages, queries
from pufa.tracing.models import Watched, WebSite
from pufa.tracing.views import doors

PER_PAGE = 50
FORM_METHODS = require_http_methods(["GET", "POST"])


@require_GET
def pieces(request: HttpRequest) -> HttpResponse:
    """Pieces with their copies by kind."""
    doors.reader(request)
    page = Paginator(queries.pieces_with_counts(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracing/pieces.html", pages.piece_reports(page))


@require_GET
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece: where, when, how many readers."""
    doors.reader(request)
    one = get_object_or_404(PiecePage, pk=pk)
    page = Paginator(queries.findings({"piece": one}), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracing/piece.html", pages.piece_report(one) | {"page": page})


@require_GET
def sites(request: HttpRequest) -> HttpResponse:
    """Sites with their copies by kind."""
    doors.reader(request)
    page = Paginator(queries.sites_with_counts(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracing/sites.html", pages.site_reports(page))


@FORM_METHODS
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: what it carried, what it is called, and whose it is."""
    one = get_object_or_404(WebSite, pk=pk)
    person = doors.worker(request) if request.method == "POST" else doors.reader(request)
    form = forms.SiteForm(request.POST or None, instance=one, by=person)
    if request.method == "POST" and form.run():
        messages.success(request, _("Kept. Entries in the ledger made before stay as they are."))
        return redirect("tracing:site", pk)
    found = queries.findings().filter(page__site=one)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracing/site.html", pages.site_report(one, form, person) | {"page": page})


@require_GET
def watch_list(request: HttpRequest) -> HttpResponse:
    """The sources looked at again and again."""
    person = doors.reader(request)
    return render(request, "tracing/watch_list.html", pages.watch_list(queries.watched(), person))


@FORM_METHODS
def watched(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Puts a source on the list, or corrects it."""
    by, one = doors.worker(request), get_object_or_404(Watched, pk=pk) if pk else None
    form = forms.WatchedForm(request.POST or None, instance=one, by=by)
    if request.method == "POST" and form.run():
        messages.success(request, _("Kept. It is looked at within minutes."))
        return redirect("tracing:watch_list")
    return render(request, "tracing/watched.html", pages.watched(form, one), status=400 if form.is_bound else 200)


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops looking at a source, or begins again."""
    by, one = doors.worker(request), get_object_or_404(Watched, pk=pk)
    actions.switch_watched(watched=one, is_on=not one.is_on, by=by)
    messages.success(request, _("It is looked at again.") if one.is_on else _("It is no longer looked at."))
    return redirect("tracing:watch_list")

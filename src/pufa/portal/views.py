"""The public pages that are not Wagtail pages; the same for every reader, without cookies."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pufa.edge.decorators import edge_public
from pufa.portal import elders, frame, queries, sitemaps
from pufa.portal import feeds as feed_texts
from pufa.portal.forms import SearchForm

ABOUT = {"privacy": "portal/privacy.html", "accessibility": "portal/accessibility.html"}
STANDING_SECONDS = 300


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found for ?q=, with filters and pages; not kept ready-made, because every question differs."""
    form = SearchForm(request.GET)
    response = render(request, "portal/search.html", form.found())
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@edge_public(STANDING_SECONDS)
def series(request: HttpRequest) -> HttpResponse:
    """All brands with their series, and the topics."""
    return render(request, "portal/series.html", {"shelves": queries.shelves(), "topics": queries.topics()})


@require_safe
@edge_public(STANDING_SECONDS)
def feeds(request: HttpRequest) -> HttpResponse:
    """All feeds, and what a feed is."""
    return render(request, "portal/feeds.html", {"groups": feed_texts.groups()})


@require_safe
@edge_public(STANDING_SECONDS)
def atom_feed(request: HttpRequest, name: str) -> HttpResponse:
    """A feed in Atom. Raises Http404 for a name that is none."""
    return HttpResponse(feed_texts.atom(_feed(name)), content_type="application/atom+xml; charset=utf-8")


@require_safe
@edge_public(STANDING_SECONDS)
def json_feed(request: HttpRequest, name: str) -> HttpResponse:
    """A feed as JSON Feed 1.1. Raises Http404 for a name that is none."""
    return HttpResponse(feed_texts.json_feed(_feed(name)), content_type="application/feed+json; charset=utf-8")


def _feed(name: str) -> feed_texts.Feed:
    found = feed_texts.load(name)
    if found is None:
        raise Http404(name)
    return found


@require_safe
@edge_public(STANDING_SECONDS)
def about(request: HttpRequest, name: str) -> HttpResponse:
    """A standing page of ours."""
    return render(request, ABOUT[name])


@require_safe
@edge_public(STANDING_SECONDS)
def corrections(request: HttpRequest) -> HttpResponse:
    """What was withdrawn or corrected after publication."""
    return render(request, "portal/corrections.html", {"corrections": queries.corrections()})


@require_safe
@edge_public(STANDING_SECONDS)
def site_map_page(request: HttpRequest) -> HttpResponse:
    """All kinds of pages at a glance, for people."""
    return render(request, "portal/site_map.html", {"shelves": queries.shelves(), "frame": frame.current()})


@require_safe
@edge_public(STANDING_SECONDS)
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses, for search engines."""
    return HttpResponse(sitemaps.xml(), content_type="application/xml; charset=utf-8")


@require_safe
@edge_public(STANDING_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:
    """What robots should leave alone."""
    return HttpResponse(sitemaps.robots(), content_type="text/plain; charset=utf-8")


@require_safe
@edge_public(STANDING_SECONDS)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site on its home screen."""
    return JsonResponse(sitemaps.manifest(), content_type="application/manifest+json; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask for it unasked."""
    return HttpResponsePermanentRedirect(staticfiles_storage.url("ui/mark.svg"))


@require_safe
def elders_version(request: HttpRequest, look: str, path: str) -> HttpResponseBase:
    """The page at the same path in large letters. Raises Http404 where there is none."""
    variant = elders.VARIANTS[look]
    request.META[elders.ASKED] = variant
    if path == "/":
        return elders.adapt(_elders_home(request), variant)
    match = elders.target(path)
    return elders.adapt(match.func(request, *match.args, **match.kwargs), variant)


@edge_public(STANDING_SECONDS)
def _elders_home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/elders_home.html", queries.elders_home())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere."""
    request.META[elders.MISSING] = True
    return render(request, "portal/not_found.html", status=404)

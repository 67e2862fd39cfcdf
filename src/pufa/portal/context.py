"""What every public page shows of the site it belongs to: the context processor of the page frames."""

from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pufa.portal import elders, frame

Context = dict[str, Any]
LONGEST_QUERY: Final = 2_000  # characters; a question of 120 signs is about 1,100 when written in an address


def site(request: HttpRequest) -> Context:
    """Name, office, menus, foot, and where the other version of this page is. Sets no cookie; few queries."""
    now = frame.current()
    if request.path.startswith("/desk/"):
        return {"site": now.site}
    path = standard_path(request)
    variant = elders.variant_of(request)
    context = {
        "site": now.site,
        "nav": _nav(now, path),
        "footer_columns": _footer(now, _elders_url(request, path)),
        "canonical": settings.BASE_URL.rstrip("/") + path,
        "accessibility_url": "/about/accessibility/",
        "base_template": "ui/page.html",
    }
    return context | (_for_elders(request, variant, path) if variant else _for_all(request, path))


def standard_path(request: HttpRequest) -> str:
    """The path of this page in the standard version, as links carry it."""
    variant = elders.variant_of(request)
    return quote(request.path.removeprefix(variant.prefix) if variant else request.path, safe="/~")


def _query(request: HttpRequest) -> str:
    """What links to other looks carry on; a query no form of ours makes is left behind, or pages grow with it."""
    text = request.META.get("QUERY_STRING", "")
    return f"?{text}" if 0 < len(text) <= LONGEST_QUERY else ""


def _elders_url(request: HttpRequest, path: str) -> str:
    first = elders.PREFIXES[0]
    if request.META.get(elders.MISSING) or not elders.has_version(path):
        return f"{first}/"
    return first + path + _query(request)


def _for_all(request: HttpRequest, path: str) -> Context:
    url = _elders_url(request, path)
    feeds = [
        {"type": "application/atom+xml", "title": _("New pieces (Atom)"), "url": "/feeds/all.atom"},
        {"type": "application/feed+json", "title": _("New pieces (JSON Feed)"), "url": "/feeds/all.json"},
        {"type": "text/html", "title": _("Elders' version"), "url": url},
    ]
    return {"elders_url": url, "standard_url": path, "feeds": feeds}


def _for_elders(request: HttpRequest, variant: elders.Variant, path: str) -> Context:
    query = _query(request)
    standard = "/" if request.META.get(elders.MISSING) else path + query
    return {
        "base_template": elders.FRAME,
        "elders": elders.frame(variant, path + query),
        "elders_url": f"{variant.prefix}/",
        "standard_url": standard,
        "hit_channel": "elders",
        "feeds": [{"type": "text/html", "title": _("Standard version"), "url": standard}],
    }


def _nav(now: frame.Frame, path: str) -> list[Context]:
    links = [frame.Link(_("Look up a law"), frame.LAWS)] if now.has_laws else []
    links += [frame.Link(_("Topics and series"), "/series/"), *now.brands[:4]]
    if now.has_figures:
        links.append(frame.Link(_("What we did"), frame.FIGURES))
    return [{"label": link.label, "url": link.url, "current": path.startswith(link.url)} for link in links]


def _footer(now: frame.Frame, elders_url: str) -> list[Context]:
    figures = [_link(_("Where the figures come from"), frame.FIGURES)] if now.has_figures else []
    return [
        {
            "title": _("Easy to see, easy to hear"),
            "links": [
                _link(_("Elders' version (large letters, few steps)"), elders_url),
                _link(_("Accessibility and keys"), "/about/accessibility/"),
                _link(_("All pages at a glance"), "/about/site/"),
            ],
        },
        {"title": _("Come and take part"), "links": _last_mile()},
        {
            "title": _("Follow us"),
            "links": [
                _link(_("Genuine accounts"), frame.ACCOUNTS),
                _link(_("New pieces (Atom)"), "/feeds/all.atom"),
                _link(_("New pieces (JSON Feed)"), "/feeds/all.json"),
                _link(_("All feeds"), "/feeds/"),
                *([_link(_("Open interface"), "/api/")] if now.has_laws else []),
            ],
        },
        {
            "title": _("About us"),
            "links": [
                _link(_("What we do not collect"), "/about/privacy/"),
                *figures,
                _link(_("Corrections and withdrawals"), "/about/corrections/"),
                *({"label": page.label, "url": page.url} for page in now.pages),
            ],
        },
    ]


def _last_mile() -> list[Context]:
    return [
        _link(_("Find an activity"), "/activities/"),
        _link(_("Bench lectures"), "/lectures/"),
        _link(_("Booklets to read"), "/materials/"),
        _link(_("Forums and exhibitions"), "/forums/"),
        _link(_("Works and heritage"), "/works/"),
        _link(_("Conventions to sign"), "/conventions/"),
    ]


def _link(label: str, url: str) -> Context:
    return {"label": label, "url": url}

"""What stands on the home page and on its elders' version."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from pufa.editorial.models import Issue, PiecePage
from pufa.events import queries as events
from pufa.events.pages import activity_row
from pufa.lib import clock
from pufa.matrix.queries import directory
from pufa.portal import frame
from pufa.portal.models import Door, HomePage
from pufa.portal.queries import pieces, places
from pufa.reach import metrics
from pufa.reach import queries as reach_queries
from pufa.statutes import lookup

NEWS, PIECES, TITLES, FIGURES, NAMES, ACTIVITIES = 3, 4, 4, 6, 13, 3
# The figures that stand first on the home page; the others follow in their own order.
FIRST = (
    "activities_held", "booklets_handed_out", "issues_published", "visits_held", "posts_published", "page_reads",
)  # fmt: skip
Context = dict[str, Any]


def home(page: HomePage) -> Context:
    """Everything the home page shows beside its frame."""
    lead = _lead(page)
    issue = newest_issue()
    shown = [*([lead.id] if lead else []), *(title["id"] for title in (issue["titles"][1:] if issue else []))]
    news = pieces.newest(NEWS, leave_out=shown)
    shown += [piece.id for piece in news]
    return {
        "today": clock.today(),
        "as_of": clock.now(),
        "examples": examples(),
        "names_url": names_url(),
        "news": news,
        "doors": doors(page),
        "lead": lead,
        "issue": issue,
        "pieces": pieces.newest(PIECES, leave_out=shown),
        "figures": figures(),
        "accounts": accounts(),
        "activities": [activity_row(one) for one in events.coming(clock.now())[:ACTIVITIES]],
    }


def names_url() -> str:
    """Where the names of laws lie that the search box proposes; "" while no laws are held."""
    return reverse("statutes:names") if lookup.names() else ""


def examples() -> list[Context]:
    """The questions people often ask, as links."""
    return [
        {"label": question, "url": f"/search/?q={places.quote(question)}"}
        for question in frame.current().site.questions
    ]


def _lead(page: HomePage) -> pieces.Lead | None:
    public = places.published().prefetch_related("credits")
    chosen = public.filter(pk=page.lead_id).first() if page.lead_id else None
    piece = chosen or public.filter(lead_image__isnull=False).first() or public.first()
    return pieces.lead(piece) if piece else None


def newest_issue() -> Context | None:
    """The newest issue with published pieces; its titles, then those of the issues before it."""
    public = places.published()
    newest = (
        Issue.objects.filter(pieces__in=public.order_by().values("pk"))
        .select_related("brand", "series")
        .order_by("-published_on", "-number")
        .first()
    )
    if newest is None or not newest.brand.live:
        return None
    issues = Issue.objects.filter(brand=newest.brand, pieces__in=public.order_by().values("pk")).distinct()
    some = public.filter(issue__brand=newest.brand, issue__number__lte=newest.number).select_related("issue")
    some = some.order_by("-issue__number", "first_published_at")[:TITLES]
    brand_path = places.path_of(newest.brand)
    return {
        "series": newest.brand.title,
        "number": newest.number,
        "topic": newest.series.title if newest.series else newest.title,
        "date": newest.published_on,
        "titles": [{"id": piece.pk, "label": piece.title, "url": places.path_of(piece)} for piece in some],
        "url": f"{brand_path}issues/",
        "total": issues.count(),
    }


def doors(page: HomePage) -> list[Context]:
    """The three doors with the links that lead somewhere now."""
    texts = {
        Door.HEART: page.heart_text or _("Several brands, one and the same thing."),
        Door.NET: page.net_text or _("Many accounts pass one piece on."),
        Door.MILE: page.mile_text or _("A small bench, and it is told plainly."),
    }
    urls = {Door.HEART: "/series/", Door.NET: "/accounts/", Door.MILE: reverse("events:activities")}
    links: dict[str, list[Context]] = {
        Door.HEART: [{"label": brand.label, "url": brand.url} for brand in frame.current().brands],
        Door.NET: [
            {"label": _("Genuine accounts"), "url": "/accounts/"},
            {"label": _("Hit works"), "url": reverse("works:works")},
            {"label": _("Heritage"), "url": reverse("works:heritage")},
        ],
        Door.MILE: [
            {"label": _("Activities"), "url": reverse("events:activities")},
            {"label": _("Bench lectures"), "url": reverse("lectures:kits")},
            {"label": _("Conventions"), "url": reverse("pledges:conventions")},
        ],
    }
    public = set(
        Page.objects.live().public().filter(pk__in=page.door_links.values("page")).values_list("pk", flat=True)
    )
    for link in page.door_links.select_related("page"):
        if link.page_id in public:
            links[link.door].append({"label": link.label or link.page.title, "url": places.path_of(link.page)})
    return [{"title": door.label, "text": texts[door], "url": urls[door], "links": links[door]} for door in Door]


def figures() -> list[Context]:
    """What the programme did so far: each metric with entries, leading to its rows."""
    if not frame.current().has_figures:
        return []
    entered = reach_queries.totals()
    first = {code: place for place, code in enumerate(FIRST)}
    known = sorted(metrics.registered(), key=lambda metric: first.get(metric.code, len(first)))
    rows = (
        (metric, reach_queries.total(metric.code) if metric.is_counted else entered.get(metric.code, 0))
        for metric in known
    )
    return [
        {"amount": int(amount), "unit": metric.unit, "name": metric.label, "url": f"{frame.FIGURES}{metric.code}/"}
        for metric, amount in rows
        if amount > 0
    ][:FIGURES]


def accounts() -> Context | None:
    """The first names of the directory of genuine accounts; nothing as long as there are none."""
    names, total = directory.first_names(NAMES)
    if not total:
        return None
    links = [{"label": name, "url": reverse("matrix:account", args=[pk])} for name, pk in names]
    return {"names": links, "total": total}


def elders_home() -> Context:
    """The few choices of the elders' home page."""
    page = frame.home()
    newest = places.published().first()
    choices = [{"icon": "search", "title": _("Ask about something"), "text": _("Write a few words"), "url": "/search/"}]
    if newest is not None:
        choices.append(
            {"icon": "newspaper", "title": _("The newest piece"), "text": newest.title, "url": places.path_of(newest)}
        )
    count = PiecePage.objects.live().public().count()
    text = _("%(count)d pieces by topic") % {"count": count}
    choices.append({"icon": "library", "title": _("Look through everything"), "text": text, "url": "/series/"})
    return {"choices": choices, "hit_key": f"page:{page.pk}" if page else None}

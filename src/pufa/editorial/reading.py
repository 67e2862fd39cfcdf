"""What readers see around pieces, as plain data for the parts of the design system."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pufa.editorial import queries
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage
from pufa.review import queries as review_queries

ISSUES: Final = gettext_lazy("All issues")
READ_PER_MINUTE: Final = 400
LATEST_ISSUES: Final = 6
SITE_DEPTH: Final = 2
Data = dict[str, Any]


def path_of(page: Page) -> str:
    """A page's path in the standard version, as links carry it."""
    return urlsplit(page.url or "").path or "/"


def piece(page: PiecePage) -> Data:
    """Everything beside the text of a piece."""
    brand, series = page.brand, page.series
    shelf = series or brand
    record = review_queries.public_record(queries.KIND, str(page.pk))
    words = text_of(page)
    return {
        "brand": brand,
        "series": series,
        "crumbs": crumbs(brand, series, last=_issue_words(page.issue) or page.title),
        "label": [one.title for one in (brand, series) if one],
        "credits": _credits(page, record, words),
        "record": record,
        "issue": _issue_box(page.issue, series, page) if page.issue else None,
        "band": _band(page.issue, page) if page.issue else None,
        "related": rows(queries.related(page)),
        "feeds": feeds(*(one for one in (series, brand) if one)),
        "words": words,
        "share_url": settings.BASE_URL.rstrip("/") + quote(path_of(page), safe="/%~"),
        "shelf": {"title": shelf.title, "url": path_of(shelf)} if shelf else None,
        "keywords": [{"label": word, "url": f"/search/?q={quote(word)}"} for word in page.keyword_list()],
    }


def brand(page: BrandPage) -> Data:
    """Series, newest issues and feeds of a brand."""
    counts = queries.piece_counts(page)
    issues = queries.issues(page)
    return {
        "crumbs": crumbs(page),
        "series": [
            {"title": one.title, "url": path_of(one), "text": one.standfirst, "count": counts.get(one.path, 0)}
            for one in queries.series_of(page)
        ],
        "issues": list(issues[:LATEST_ISSUES]),
        "issue_total": issues.count(),
        "issues_url": f"{path_of(page)}issues/",
        "feeds": feeds(page),
    }


def series(page: SeriesPage) -> Data:
    """The way back and the feeds of a series."""
    above = BrandPage.objects.ancestor_of(page).first()
    return {
        "brand": above,
        "crumbs": crumbs(above, page),
        "feeds": feeds(page),
        "brand_url": path_of(above) if above else "",
    }


def issue(found: Issue) -> Data:
    """The pieces of an issue, and the issues before and after."""
    pieces = list(queries.issue_pieces(found))
    return {
        "crumbs": crumbs(found.brand, last=_issue_words(found)),
        "pieces": rows(pieces),
        "band": _band(found, None),
        "feeds": feeds(found.brand),
        "series": {"title": found.series.title, "url": path_of(found.series)} if found.series else None,
    }


def loose_pieces(page: BrandPage) -> PageQuerySet:
    """The public pieces right under a brand, newest first."""
    return queries.published().child_of(page)


def pieces_of(page: SeriesPage) -> PageQuerySet:
    """The public pieces of a series, newest first."""
    return queries.published().child_of(page)


def rows(pieces: Iterable[PiecePage]) -> list[Data]:
    """Pieces as lists show them."""
    return [
        {
            "url": path_of(one),
            "title": one.title,
            "text": one.standfirst,
            "source": _issue_words(one.issue),
            "date": one.first_published_at,
        }
        for one in pieces
    ]


def issue_rows(issues: list[Issue]) -> list[Data]:
    """Issues with the titles of their public pieces: one question for all."""
    titles: dict[int, list[Data]] = {}
    for one in queries.published().filter(issue__in=issues).order_by("first_published_at", "pk"):
        titles.setdefault(one.issue_id or 0, []).append({"label": one.title, "url": path_of(one)})
    return [
        {
            "number": one.number,
            "topic": one.series.title if one.series else "",
            "date": one.published_on,
            "url": issue_path(one),
            "titles": titles.get(one.pk, []),
        }
        for one in issues
    ]


def issue_path(found: Issue) -> str:
    """The path of an issue's page."""
    return f"{path_of(found.brand)}issues/{found.number}/"


def crumbs(*pages: Page | None, last: str = "") -> list[Data]:
    """The way back from the home page; the last has no link."""
    found = [{"label": _("Home"), "url": "/"}]
    found += [{"label": page.title, "url": path_of(page)} for page in pages if page is not None]
    if last:
        found.append({"label": last, "url": ""})
    else:
        found[-1]["url"] = ""
    return found


def feeds(*pages: BrandPage | SeriesPage) -> list[Data]:
    """The feeds of brands and series, for the page's head and for its readers."""
    found = []
    for page in pages:
        kind = "brand" if isinstance(page, BrandPage) else "series"
        for form, mime, name in (
            ("atom", "application/atom+xml", "Atom"),
            ("json", "application/feed+json", "JSON Feed"),
        ):
            title = f"{page.title} ({name})"
            found.append({"type": mime, "title": title, "url": f"/feeds/{kind}-{page.pk}.{form}", "name": name})
    return found


def text_of(page: PiecePage) -> str:
    """The plain text of a piece, to measure how long it takes."""
    parts = page.body.stream_block.get_searchable_content(page.body)
    return "\n".join(strip_tags(str(part)) for part in parts)


def _credits(page: PiecePage, record: review_queries.PublicRecord | None, words: str) -> Data:
    people = list(page.credits.all())
    units = list(dict.fromkeys(person.organisation for person in people if person.organisation))
    return {
        "people": [{"role": person.get_role_display(), "name": person.name} for person in people],
        "office": _("、").join(units),
        "date": page.first_published_at or page.latest_revision_created_at,
        "minutes": max(1, -(-len(words) // READ_PER_MINUTE)),
        "gates": [{"label": gate.label, "person": gate.name} for gate in record.gates] if record else [],
        "record_url": "#record",
    }


def _issue_words(found: Issue | None) -> str:
    return _("Issue %(number)d") % {"number": found.number} if found else ""


def _issue_box(found: Issue, shelf: SeriesPage | None, page: PiecePage) -> Data:
    total = queries.published().child_of(shelf).count() if shelf else 0
    return {
        "series": found.brand.title,
        "number": found.number,
        "topic": shelf.title if shelf else "",
        "total": total,
        "others": total - 1 if page.live else total,
        "url": path_of(shelf) if shelf else "",
    }


def _band(found: Issue, page: PiecePage | None) -> Data:
    before, after = queries.neighbours(found)
    return {
        "series": found.brand.title,
        "number": found.number,
        "total": queries.issues(found.brand).count(),
        "url": f"{path_of(found.brand)}issues/",
        "previous": _neighbour(before, is_piece=page is not None),
        "next": _neighbour(after, is_piece=page is not None),
    }


def _neighbour(found: PiecePage | None, *, is_piece: bool) -> Data | None:
    if found is None or found.issue is None:
        return None
    return {
        "number": found.issue.number,
        "title": found.title,
        "url": path_of(found) if is_piece else issue_path(found.issue),
    }

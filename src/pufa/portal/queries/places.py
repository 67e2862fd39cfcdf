"""Where pages are: their paths, the shelves of brands and series, the topics, and which pages show which.

A *plain path* is as readers type it (`/网络/`), a *path* as links carry it (percent signs). Both begin at the root of
the site.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from pufa.editorial.models import BrandPage, PiecePage, RelatedPiece, SeriesPage, Topic
from pufa.statutes.citations.hints import label
from pufa.statutes.models import Article, Law

BRAND_DEPTH: Final = 3
LATEST: Final = 4
KEYS_AT_ONCE: Final = 500
LONGEST_ID: Final = 18


@dataclass(frozen=True, slots=True)
class Address:
    """A public page's plain path, and when it last changed."""

    url_path: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece as lists show it; `source` is its series or brand."""

    id: int
    title: str
    path: str
    source: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class ShelfSeries:
    """A series with how many pieces are public."""

    id: int
    title: str
    path: str
    standfirst: str
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A brand with its series, how many pieces are public, and the newest of them."""

    id: int
    title: str
    path: str
    standfirst: str
    count: int
    series: tuple[ShelfSeries, ...]
    latest: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic with published pieces; `label` and `url` for the parts of the design system."""

    id: int
    title: str
    count: int

    @property
    def label(self) -> str:
        """Its name."""
        return self.title

    @property
    def url(self) -> str:
        """Where its pieces are listed."""
        return f"/search/?topic={self.id}"


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """What a feed is about."""

    title: str
    path: str


def plain_path_of(page: Page) -> str | None:
    """The plain path of a page; None for what is outside the site."""
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            return f"/{page.url_path[len(root.root_path) :]}"
    return None


def path_of(page: Page) -> str:
    """The path for links; the home page's for what is outside the site."""
    return quote(plain_path_of(page) or "/")


def public_addresses() -> list[Address]:
    """All public pages in the order of the tree."""
    pages = Page.objects.live().public().filter(depth__gt=1).order_by("path")
    found = ((plain_path_of(page), page.last_published_at) for page in pages.only("url_path", "last_published_at"))
    return [Address(path, at) for path, at in found if path]


def shelves() -> tuple[Shelf, ...]:
    """All public brands with their series."""
    brands = list(BrandPage.objects.live().public().order_by("path"))
    series = list(SeriesPage.objects.live().public().order_by("path"))
    counts = _counts(BRAND_DEPTH) | _counts(BRAND_DEPTH + 1)
    return tuple(
        Shelf(
            id=brand.pk,
            title=brand.title,
            path=path_of(brand),
            standfirst=brand.standfirst,
            count=counts.get(brand.path, 0),
            series=tuple(
                ShelfSeries(one.pk, one.title, path_of(one), one.standfirst, counts.get(one.path, 0))
                for one in series
                if one.path.startswith(brand.path)
            ),
            latest=listed(published().descendant_of(brand)[:LATEST]),
        )
        for brand in brands
    )


def _counts(depth: int) -> dict[str, int]:
    branch = Substr("path", 1, depth * Page.steplen)
    rows = PiecePage.objects.live().public().order_by().annotate(branch=branch).values("branch")
    return dict(rows.annotate(count=Count("pk")).values_list("branch", "count"))


def published() -> PageQuerySet:
    """Public pieces, newest first."""
    return PiecePage.objects.live().public().order_by("-first_published_at", "-pk")


def listed(pieces: Iterable[PiecePage]) -> tuple[Listed, ...]:
    """Pieces for a list, each with the name of what it stands under."""
    some = list(pieces)
    above = {piece.path[: -Page.steplen] for piece in some}
    known = dict(Page.objects.filter(path__in=above).values_list("path", "title"))
    return tuple(
        Listed(
            piece.pk, piece.title, path_of(piece), known.get(piece.path[: -Page.steplen], ""), piece.first_published_at
        )
        for piece in some
    )


def topics() -> tuple[TopicLink, ...]:
    """Topics with public pieces, those with most first."""
    ids = PiecePage.objects.live().public().order_by().values("pk")
    rows = (
        Topic.objects.filter(pieces__in=ids).annotate(count=Count("pieces", distinct=True)).order_by("-count", "name")
    )
    return tuple(TopicLink(topic.pk, topic.name, topic.count) for topic in rows)


def feed_names() -> list[str]:
    """The names of all feeds."""
    kinds: tuple[tuple[str, QuerySet[BrandPage] | QuerySet[SeriesPage]], ...] = (
        ("brand", BrandPage.objects.live().public()),
        ("series", SeriesPage.objects.live().public()),
    )
    pages = [f"{kind}-{pk}" for kind, rows in kinds for pk in rows.values_list("pk", flat=True)]
    return ["all", *pages, *(f"topic-{pk}" for pk in Topic.objects.values_list("pk", flat=True))]


def feed_place(kind: str, number: int) -> FeedPlace | None:
    """The brand, series or topic of a feed; None if it is not public."""
    if kind == "topic":
        topic = next((one for one in topics() if one.id == number), None)
        return FeedPlace(topic.title, topic.url) if topic else None
    pages = BrandPage.objects.all() if kind == "brand" else SeriesPage.objects.all()
    page = pages.live().public().filter(pk=number).first()
    return FeedPlace(page.title, path_of(page)) if page else None


def branch_path(page: Page) -> tuple[str, ...]:
    """The plain path of the brand a page stands under; nothing for other pages."""
    brand = Page.objects.filter(path=page.path[: BRAND_DEPTH * Page.steplen], depth=BRAND_DEPTH).first()
    path = plain_path_of(brand) if brand else None
    return (path,) if path and path != "/" else ()


def branch_ids(page: Page) -> list[int]:
    """A page and all below it."""
    return list(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))


def paths_below(plain_path: str) -> list[str]:
    """The plain paths of all public pages that begin so."""
    return [address.url_path for address in public_addresses() if address.url_path.startswith(plain_path)]


def paths_relating_to(page: Page) -> list[str]:
    """The plain paths of pieces that may name this one as related: by an editor's choice or by a common topic."""
    chosen = RelatedPiece.objects.filter(target_id=page.pk).values("piece_id")
    alike = PiecePage.objects.filter(topics__in=Topic.objects.filter(pieces=page.pk)).values("pk")
    pieces = PiecePage.objects.live().filter(pk__in=chosen) | PiecePage.objects.live().filter(pk__in=alike)
    return [path for piece in pieces.only("url_path").order_by() if (path := plain_path_of(piece))]


def existing_pages(keys: Collection[str]) -> set[str]:
    """Those object keys (`page:12`) that name a page there is, public or not."""
    ids = [int(digits) for digits in (key.partition(":")[2] for key in keys) if _is_id(digits)]
    found: set[str] = set()
    for start in range(0, len(ids), KEYS_AT_ONCE):
        some = Page.objects.filter(pk__in=ids[start : start + KEYS_AT_ONCE]).values_list("pk", flat=True)
        found.update(f"page:{pk}" for pk in some)
    return found.intersection(keys)


def _is_id(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_ID


def existing_laws(keys: Collection[str]) -> set[str]:
    """Those object keys that name a law (`law:wangluoanquanfa`) or an article any text of it has (`law:…:120-1`)."""
    slugs = {key.partition(":")[2].partition(":")[0] for key in keys}
    laws = set(Law.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    real = {f"law:{slug}" for slug in laws}
    if any(key.count(":") > 1 for key in keys):
        numbers = Article.objects.filter(version__law__slug__in=laws).values_list("version__law__slug", "number", "sub")
        for slug, number, sub in numbers.distinct().iterator():
            real.add(f"law:{slug}:{number}-{sub}" if sub else f"law:{slug}:{number}")
    return real.intersection(keys)


def titles_of_laws(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """What laws and articles are called, by object key, and where they are read."""
    laws = Law.objects.in_bulk({key.partition(":")[2].partition(":")[0] for key in keys}, field_name="slug")
    found = {}
    for key in existing_laws(keys):
        slug, _colon, place = key.partition(":")[2].partition(":")
        article, _dash, sub = place.partition("-")
        name = label(int(article), int(sub or 0)) if place else ""
        found[key] = (f"{laws[slug]}{name}", laws[slug].get_absolute_url() + (f"{place}/" if place else ""))
    return found

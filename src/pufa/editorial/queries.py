"""Reading brands, issues and pieces."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Length, Substr
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from pufa.editorial.errors import EditorialError
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage
from pufa.lib import clock
from pufa.reach.models.ledger import Entry

KIND = "page"
RELATED = 4


def published() -> PageQuerySet:
    """Public pieces, newest first, with what lists show of them."""
    return (
        PiecePage.objects.live()
        .public()
        .select_related("issue", "issue__brand", "issue__series", "lead_image")
        .order_by("-first_published_at", "-pk")
    )


def issues(brand: BrandPage) -> QuerySet[Issue]:
    """A brand's issues with at least one public piece, newest first."""
    return brand.published_issues()


def latest_issue(brand: BrandPage | None = None) -> Issue | None:
    """The newest issue of a brand, or of all."""
    found = Issue.objects.filter(pieces__live=True)
    if brand is not None:
        found = found.filter(brand=brand)
    return found.distinct().select_related("brand", "series").order_by("-published_on", "-number").first()


def shelves() -> PageQuerySet:
    """All brands and series in the order of the tree: where a piece can be put."""
    return Page.objects.type(BrandPage, SeriesPage).order_by("path")


def issues_between(first: date, last: date) -> Iterator[tuple[Issue, bool]]:
    """Issues dated from the first day to the last, and whether each has a public piece."""
    public = PiecePage.objects.filter(issue=OuterRef("pk"), live=True)
    found = Issue.objects.filter(published_on__range=(first, last)).annotate(is_public=Exists(public))
    for issue in found.select_related("brand").order_by("published_on", "number"):
        yield issue, issue.is_public


def scheduled_between(first: date, last: date) -> Iterator[tuple[datetime, str, int]]:
    """Approved pieces that come out by themselves in these days: when (Chinese clock), title, page id."""
    begin, end = clock.start_of_day(first), clock.day_bounds(last)[1]
    waiting = Revision.page_revisions.filter(approved_go_live_at__gte=begin, approved_go_live_at__lt=end)
    for revision in waiting.order_by("approved_go_live_at"):
        if revision.approved_go_live_at:
            at = clock.in_shanghai(revision.approved_go_live_at)
            yield at, str(revision.content["title"]), int(revision.object_id)


def issue_pieces(issue: Issue) -> QuerySet[PiecePage]:
    """The public pieces of an issue, in the order they came out."""
    return published().filter(issue=issue).order_by("first_published_at", "pk")


def neighbours(issue: Issue) -> tuple[PiecePage | None, PiecePage | None]:
    """A piece of the issue before and one of the issue after."""
    around = published().filter(issue__brand=issue.brand)
    before = around.filter(issue__number__lt=issue.number).order_by("-issue__number").first()
    after = around.filter(issue__number__gt=issue.number).order_by("issue__number").first()
    return before, after


def related(piece: PiecePage, limit: int = RELATED) -> list[PiecePage]:
    """What to read next: the editor's choice, then the same series, then the same topics; never the piece itself."""
    chosen = [row.target_id for row in piece.related_pieces.all()]
    found = list(published().filter(pk__in=chosen))
    found.sort(key=lambda one: chosen.index(one.pk))
    parent = piece.get_parent()
    for more in (
        published().child_of(parent),
        published().filter(topics__in=piece.topics.all()).distinct(),
    ):
        if len(found) >= limit:
            break
        known = [one.pk for one in found]
        found += list(more.exclude(pk__in=[piece.pk, *known])[: limit - len(found)])
    return found[:limit]


def brand_above(path: str) -> BrandPage | None:
    """The brand at or above a place in the tree, given by its path."""
    above = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
    return BrandPage.objects.filter(path__in=above).first()


def inbox() -> BrandPage:
    """Where imported pages wait until an editor files them: the first brand. Raises EditorialError no_brand."""
    brand = BrandPage.objects.order_by("path").first()
    if brand is None:
        raise EditorialError(_("There is no brand yet to put the draft under."), code="no_brand")
    return brand


def standing_entry(metric: str, key: str) -> Entry | None:
    """The ledger entry of this object that no counter-entry has taken back."""
    entries = Entry.objects.filter(metric=metric, source_key=key, correction_of__isnull=True)
    return entries.exclude(pk__in=Entry.objects.filter(correction_of__isnull=False).values("correction_of")).first()


def series_of(brand: BrandPage) -> QuerySet[SeriesPage]:
    """A brand's public series."""
    return SeriesPage.objects.live().public().child_of(brand).order_by("path")


def piece_counts(brand: BrandPage) -> dict[str, int]:
    """How many public pieces each series of a brand holds, by the series' path in the tree, with one question."""
    found = PiecePage.objects.live().public().descendant_of(brand).order_by()
    parents = found.annotate(above=Substr("path", 1, Length("path") - Page.steplen))
    return dict(parents.values("above").annotate(count=Count("pk")).values_list("above", "count"))


def is_shown_in_public(image: AbstractImage) -> bool:
    """Whether a piece that is public, or approved and waiting for its hour, shows this picture.

    Wagtail's index of references is filled by a task and may lag behind; the texts themselves do not.
    """
    mentions = Q(body_text__contains=f'"image": {image.pk},') | Q(body_text__contains=f'"image": {image.pk}}}')
    pieces = PiecePage.objects.annotate(body_text=Cast("body", TextField()))
    shown = pieces.filter(Q(lead_image_id=image.pk) | mentions)
    return shown.filter(Q(live=True) | Q(go_live_at__isnull=False)).exists()

"""The desk's list of pieces: which it shows, in which state each is, and its rows for Excel."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from pufa.accounts.models import User
from pufa.editorial.models import PiecePage
from pufa.editorial.queries import KIND
from pufa.lib import spreadsheet
from pufa.review import desk as review_desk
from pufa.review.models import OPEN, Review, State

WIDTHS: Final = (44, 22, 10, 14, 24, 14, 20, 20, 30)


class PieceState(TextChoices):
    """Where a piece is on its way."""

    DRAFT = "draft", gettext_lazy("Draft")
    FIRST = State.FIRST.value, State.FIRST.label
    SECOND = State.SECOND.value, State.SECOND.label
    FINAL = State.FINAL.value, State.FINAL.label
    SENT_BACK = State.SENT_BACK.value, State.SENT_BACK.label
    SCHEDULED = "scheduled", gettext_lazy("Waiting for its hour")
    PUBLISHED = "published", gettext_lazy("Published")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


@dataclass(frozen=True, slots=True)
class Row:
    """One piece in the list."""

    piece: PiecePage
    shelf: str
    state: PieceState
    gates: list[dict[str, str]]
    authors: str
    can_edit: bool


def pieces(filters: Mapping[str, Any]) -> PageQuerySet:
    """All pieces with `state` (a PieceState), the last touched first, filtered by q, shelf, state and author."""
    found = _with_state(PiecePage.objects.all())
    if words := filters.get("q"):
        found = found.filter(Q(draft_title__icontains=words) | Q(title__icontains=words) | Q(keywords__icontains=words))
    if shelf := filters.get("shelf"):
        found = found.filter(path__startswith=shelf.path)
    if state := filters.get("state"):
        found = found.filter(state=state)
    if author := filters.get("author"):
        found = found.filter(owner=author)
    loaded = found.select_related("owner", "issue", "issue__brand").prefetch_related("credits")
    return loaded.order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")


def count_by_state() -> dict[str, int]:
    """How many pieces are in each state."""
    states = _with_state(PiecePage.objects.all()).order_by().values_list("state", flat=True)
    counts = dict.fromkeys(PieceState.values, 0)
    for state in states:
        counts[state] += 1
    return counts


def rows(found: Iterable[PiecePage], person: User) -> list[Row]:
    """Rows for some pieces: three questions however many there are."""
    some = list(found)
    above = {piece.path[: -Page.steplen] for piece in some}
    shelves = dict(Page.objects.filter(path__in=above).values_list("path", "title"))
    latest = _latest_reviews([piece.pk for piece in some])
    return [
        Row(
            piece=piece,
            shelf=shelves.get(piece.path[: -Page.steplen], ""),
            state=PieceState(getattr(piece, "state", PieceState.DRAFT)),
            gates=_dots(latest.get(str(piece.pk))),
            authors=_("、").join(credit.name for credit in piece.credits.all()),
            can_edit=piece.permissions_for_user(person).can_edit(),
        )
        for piece in some
    ]


def header() -> list[str]:
    """The heads of the Excel file's columns."""
    return [
        _("Title"), _("Filed under"), _("Issue"), _("State"), _("Credits"), _("Editor"), _("Last changed"),
        _("First published"), _("Keywords"),
    ]  # fmt: skip


def export_rows(found: PageQuerySet, person: User) -> Iterator[list[spreadsheet.Value]]:
    """One row a piece."""
    for row in rows(found, person):
        piece = row.piece
        changed: datetime | None = piece.latest_revision_created_at
        yield [
            piece.draft_title or piece.title,
            row.shelf,
            piece.issue.number if piece.issue else None,
            str(row.state.label),
            row.authors,
            str(piece.owner or ""),
            changed,
            piece.first_published_at,
            piece.keywords,
        ]


def _with_state(found: PageQuerySet) -> PageQuerySet:
    reviews = Review.objects.filter(kind=KIND, key=Cast(OuterRef("pk"), CharField())).order_by("-pk")
    waiting = Revision.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    return found.annotate(review_state=Subquery(reviews.values("state")[:1]), is_waiting=Exists(waiting)).annotate(
        state=Case(
            When(review_state__in=[*OPEN, State.SENT_BACK], then=F("review_state")),
            When(is_waiting=True, then=Value(PieceState.SCHEDULED)),
            When(live=True, then=Value(PieceState.PUBLISHED)),
            When(first_published_at__isnull=False, then=Value(PieceState.WITHDRAWN)),
            default=Value(PieceState.DRAFT),
            output_field=CharField(),
        )
    )


def _latest_reviews(piece_ids: list[int]) -> dict[str, Review]:
    found = Review.objects.filter(kind=KIND, key__in=[str(pk) for pk in piece_ids]).prefetch_related("gates")
    return {review.key: review for review in found.order_by("pk")}


def _dots(review: Review | None) -> list[dict[str, str]]:
    return [] if review is None or review.state == State.CANCELLED else review_desk.gate_dots(review)

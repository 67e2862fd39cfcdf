"""Renditions of a piece: what there is, what may be used, and the approved text they come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Rendition, RenditionState, Shape
from pufa.distribution.models.renditions import RenditionQuerySet
from pufa.editorial.models import PiecePage
from pufa.editorial.queries import KIND
from pufa.review.drafts import Credit, Draft, ImageRef
from pufa.review.models import Review, State


@dataclass(frozen=True, slots=True)
class Approved:
    """The text the public reads: its approval, its words as reviewed, the piece in that revision."""

    review: Review
    draft: Draft
    piece: Any
    revision_id: int


def approved_text(piece: PiecePage) -> Approved:
    """The text of a public piece with the review that let it out. Raises DistributionError not_public."""
    if not piece.live or not piece.live_revision_id:
        raise DistributionError(_("Renditions are made of public pieces."), code="not_public")
    approvals = Review.objects.filter(kind=KIND, key=str(piece.pk), state=State.APPROVED)
    review = approvals.filter(revision_id=piece.live_revision_id).order_by("-pk").first()
    if review is None:
        raise DistributionError(_("The public text of this piece was approved by nobody."), code="not_approved")
    revision = Revision.objects.get(pk=piece.live_revision_id)
    return Approved(review, review.draft, revision.as_object(), revision.pk)


def of_piece(piece: PiecePage) -> RenditionQuerySet:
    """All renditions of a piece that still stand, by shape."""
    found = Rendition.objects.standing().filter(piece=piece)
    whole: RenditionQuerySet = found.select_related("made_by", "approval", "card", "video", "piece")
    return whole.order_by("shape", "pk")


def usable(piece: PiecePage) -> RenditionQuerySet:
    """Those that may be sent: approved, of the text the public reads."""
    return of_piece(piece).usable()


def by_shape(rows: Iterable[Rendition]) -> list[tuple[Shape, list[Rendition]]]:
    """Renditions under their shapes, every shape named, in the order of `Shape`."""
    groups: dict[str, list[Rendition]] = {shape.value: [] for shape in Shape}
    for row in rows:
        groups[row.shape].append(row)
    return [(Shape(value), members) for value, members in groups.items()]


def draft_of(row: Rendition) -> Draft:
    """A rendition as reviewers and machine checks read it."""
    source = approved_source(row)
    images = tuple(ImageRef(one["name"], one.get("alt") or "—") for one in row.pictures)
    return Draft(
        title=row.title or row.text[:40],
        standfirst=row.summary,
        paragraphs=tuple(line for line in row.text.splitlines() if line.strip()),
        credits=source.credits if source else (Credit("author", str(row.made_by)),),
        source=source.source if source else "",
        is_reprint=source.is_reprint if source else False,
        source_checked=source.source_checked if source else False,
        images=images,
        keywords=row.tag_list(),
    )


def approved_source(row: Rendition) -> Draft | None:
    """The approved text a rendition was made from, as it was reviewed."""
    approvals = Review.objects.filter(kind=KIND, key=str(row.piece_id), state=State.APPROVED)
    review = approvals.filter(revision_id=row.revision_id).order_by("-pk").first()
    return review.draft if review else None


def is_editable(row: Rendition) -> bool:
    """Whether it can be written: while it is a draft of the text the public reads."""
    return row.state == RenditionState.DRAFT

"""How review reaches a rendition."""

from typing import Final

from django.db import transaction

from pufa.accounts.models import User
from pufa.distribution.models import Rendition, RenditionState
from pufa.distribution.queries import renditions
from pufa.review.drafts import Draft

KIND: Final = "rendition"


class RenditionSubject:
    """The adapter between review and Rendition; see `review.registry.Subject`."""

    def load(self, key: str) -> Rendition:
        """The rendition. Raises LookupError."""
        row = Rendition.objects.filter(pk=key).select_related("piece", "made_by").first() if key.isdigit() else None
        if row is None:
            raise LookupError(f"there is no rendition {key}")
        return row

    def draft(self, obj: Rendition) -> Draft:
        """Its words."""
        return renditions.draft_of(obj)

    def author_ids(self, obj: Rendition) -> set[int]:
        """Whoever wrote at it."""
        written = set(obj.authors.values_list("pk", flat=True))
        return written | ({obj.made_by_id} if obj.made_by_id else set())

    def revision_id(self, obj: Rendition) -> int:
        """Its version."""
        return obj.version

    def edit_url(self, obj: Rendition) -> str:
        """Its page at the desk."""
        return obj.desk_url

    def public_url(self, obj: Rendition) -> str | None:
        """The piece it stands for, while that is public."""
        return obj.piece.url if obj.piece.live else None

    def lock(self, obj: Rendition, by: User) -> None:
        """Closes it while reviewers read."""
        self._move(obj, RenditionState.DRAFT, RenditionState.REVIEW)

    def unlock(self, obj: Rendition) -> None:
        """Opens it again; one whose text was replaced meanwhile stays closed."""
        self._move(obj, RenditionState.REVIEW, RenditionState.DRAFT)

    @transaction.atomic
    def _move(self, obj: Rendition, before: RenditionState, after: RenditionState) -> None:
        if Rendition.objects.filter(pk=obj.pk, state=before).update(state=after):
            obj.state = after

"""What every action on a review does: hold the row, note the deed, give the text back."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.review import registry
from pufa.review.errors import ReviewError
from pufa.review.models import MOVES, Review, State

log = logging.getLogger(__name__)


def hold(review: Review) -> Review:
    """The review's row, locked until the transaction ends.

    Raises ReviewError moved_on when somebody else decided since the caller read it.
    """
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.state != review.state:
        text = _("Somebody else was faster: the review is now “%(state)s”. Please look again.")
        raise ReviewError(text % {"state": held.get_state_display()}, code="moved_on")
    return held


def move(review: Review, to: State, now: datetime, **changes: object) -> None:
    """Moves a held review along the table of moves and saves it. Raises ReviewError wrong_state off the table."""
    if to not in MOVES[State(review.state)]:
        raise ReviewError(_("A review cannot go from here to there."), code="wrong_state")
    review.state = to
    if not MOVES[to]:
        changes |= {"due_at": None, "closed_at": now}
    for name, value in changes.items():
        setattr(review, name, value)
    review.save(update_fields=["state", *changes])


def note(review: Review, verb: str, *, by: User | None, now: datetime, detail: Mapping[str, Any] | None = None) -> None:
    """Adds the deed to the audit trail under the object's key."""
    facts = {"review": review.pk, "round": review.round, "revision": review.revision_id, **(detail or {})}
    audit_actions.record(by=by, verb=verb, key=review.object_key, title=review.title, detail=facts, now=now)


def release(review: Review) -> None:
    """Gives the text back to its authors; a text that is gone needs no releasing."""
    try:
        adapter = registry.subject(review.kind)
        obj = adapter.load(review.key)
    except LookupError:
        log.warning("review %s: %s is gone, nothing to unlock", review.pk, review.object_key)
        return
    adapter.unlock(obj)

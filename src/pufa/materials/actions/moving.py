"""Writing movements: the one place where copies come, go and change stores."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit.models import SYSTEM_ID
from pufa.materials import guards
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Edition, Movement, Place
from pufa.materials.queries import on_hand

MOST: Final = 10_000_000
CLOCK_TOLERANCE: Final = timedelta(days=1)


def write(movement: Movement) -> Movement:
    """Writes a movement; the database carries it into the balances. Raises MaterialsError: too_few, over_printed."""
    try:
        with transaction.atomic():
            movement.save()
    except IntegrityError as error:
        raise refused(movement, str(error)) from error
    return movement


def made(
    *, kind: str, edition: Edition, count: int, at: datetime, now: datetime, by: User | None, **more: Any
) -> Movement:
    """A movement not yet written. Raises MaterialsError: bad_count, bad_day."""
    if isinstance(count, bool) or not 0 < count <= MOST:
        raise MaterialsError(_("The number of copies must be a whole number above zero."), code="bad_count")
    if at.tzinfo is None or at > now + CLOCK_TOLERANCE:
        raise MaterialsError(_("The day has not come yet."), code="bad_day")
    return Movement(
        kind=kind, edition=edition, count=count, at=at, recorded_at=now,
        actor_id=SYSTEM_ID if by is None else str(by.pk), actor_name=SYSTEM_ID if by is None else by.name[:80], **more,
    )  # fmt: skip


def refused(movement: Movement, told: str) -> MaterialsError:
    """What the database's refusal means to people."""
    if guards.OVER_PRINTED in told:
        return MaterialsError(_("More would be delivered than this run printed."), code="over_printed")
    if guards.OTHER_EDITION in told:
        return MaterialsError(_("This run printed another edition."), code="over_printed")
    if guards.WRONG_WAY_BACK in told:
        return MaterialsError(_("Only what was handed out can be taken back, whole and once."), code="wrong_state")
    if "reverses" in told:
        return MaterialsError(_("This was taken back already."), code="already_taken_back")
    if movement.from_place is not None:
        return too_few(movement.edition, movement.from_place, movement.count)
    return MaterialsError(_("The stock does not allow this."), code="wrong_state")


def too_few(edition: Edition, place: Place, count: int) -> MaterialsError:
    """Says how many there are where too many were asked for."""
    words = _("%(place)s has %(there)d copies of %(edition)s; %(count)d are too many.") % {
        "place": place.name, "there": on_hand(edition, place), "edition": edition, "count": count,
    }  # fmt: skip
    return MaterialsError(words, code="too_few")

"""Ratings on slips of paper: a code on each, which counts once."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.lectures.errors import LecturesError
from pufa.lectures.models import Rating, Visit, VisitState
from pufa.lib import clock, privacy
from pufa.ui import marks

MOST_SLIPS: Final = 500
MARK_SIGNS: Final = 8


def code_of(visit: Visit, slip: int) -> str:
    """The code of a visit's slip: 12-7-1a2b3c4d; only this site can make one."""
    return f"{visit.pk}-{slip}-{marks.mark(_told(visit, slip), signs=MARK_SIGNS)}"


def visit_of(code: str) -> tuple[Visit, int]:
    """Which visit and slip a code is of. Raises LecturesError: no_such_thing."""
    parts = code.strip().split("-")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts[:2]):
        visit = Visit.objects.select_related("kit", "district").filter(pk=int(parts[0])).first()
        slip = int(parts[1])
        if (
            visit is not None
            and 1 <= slip <= MOST_SLIPS
            and marks.is_genuine(_told(visit, slip), parts[2], signs=MARK_SIGNS)
        ):
            return visit, slip
    raise LecturesError(_("There is no such slip."), code="no_such_thing")


def _told(visit: Visit, slip: int) -> str:
    return f"slip|{visit.pk}|{slip}"


def rate(*, code: str, smile: int, line: str = "", now: datetime | None = None) -> Rating:
    """Counts a slip once. Raises LecturesError: no_such_thing, used, personal_data, wrong_state."""
    visit, slip = visit_of(code)
    if visit.state in {VisitState.CALLED_OFF, VisitState.WITHDRAWN}:
        raise LecturesError(_("This visit did not take place."), code="wrong_state")
    if smile not in Rating.Smile.values:
        raise LecturesError(_("Choose one of the three faces."), code="no_such_thing")
    if privacy.find_personal_data(line):
        raise LecturesError(_("Leave names and numbers out of your line."), code="personal_data")
    try:
        with transaction.atomic():
            day = clock.shanghai_day(now or clock.now())
            return Rating.objects.create(visit=visit, slip=slip, smile=smile, line=line.strip()[:60], day=day)
    except IntegrityError as error:
        raise LecturesError(_("This slip was used already; thank you."), code="used") from error

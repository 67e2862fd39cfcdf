"""Visits: planned, called off, recorded once, taken out by counter-entries."""

import uuid as uuids
from datetime import date, datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import District, User
from pufa.audit import actions as audit_actions
from pufa.lectures.errors import LecturesError, NotAllowedError
from pufa.lectures.metrics import HELD, PEOPLE
from pufa.lectures.models import Counting, Kit, Visit, VisitPicture, VisitState
from pufa.lectures.queries import access
from pufa.lib import clock, pictures, privacy
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry
from pufa.ui.errors import in_words

MOST_PEOPLE, MOST_PICTURES = 100_000, 4
AHEAD: Final = timedelta(days=1)  # a phone's clock may run fast


def plan(
    *, kit: Kit, lecturer: User, district: District, place: str, day: date, by: User, now: datetime | None = None
) -> Visit:
    """Plans a visit. Raises NotAllowedError, LecturesError: not_public, bad_day, no_reason (no place)."""
    if not (access.is_office(by) or (access.is_lecturer(by) and lecturer.pk == by.pk)):
        raise NotAllowedError(_("Lecturers plan their own visits, the programme office all."))
    if not access.is_lecturer(lecturer):
        raise LecturesError(_("This person is no lecturer."), code="no_such_thing")
    if not kit.is_public:
        raise LecturesError(_("The kit is not approved."), code="not_public")
    if not place.strip():
        raise LecturesError(_("Say where it takes place."), code="no_reason")
    if not clock.FIRST_DAY <= day <= clock.LAST_DAY:
        raise LecturesError(_("There is no such day."), code="bad_day")
    with transaction.atomic():
        visit = Visit.objects.create(
            kit=kit, lecturer=lecturer, district=district, place=place.strip()[:60], day=day,
            created_at=now or clock.now(),
        )  # fmt: skip
        _tell(visit, "lectures.visit_planned", by, now)
    return visit


def call_off(*, visit: Visit, reason: str, by: User, now: datetime | None = None) -> Visit:
    """Says that it does not take place. Raises NotAllowedError, LecturesError: no_reason, wrong_state."""
    return _step(visit, VisitState.CALLED_OFF, reason, "lectures.visit_called_off", by, now)


def record(
    *,
    visit: Visit,
    people: int,
    counting: str,
    by: User,
    notes: str = "",
    report: uuids.UUID | None = None,
    is_offline: bool = False,
    now: datetime | None = None,
) -> Visit:
    """Records a visit, once: `report` names the report if it was written elsewhere.

    Raises NotAllowedError, LecturesError: wrong_state, bad_day, bad_count, personal_data.
    """
    if not access.may_report(by, visit):
        raise NotAllowedError(_("This visit is somebody else's."))
    moment = now or clock.now()
    check_report(people, counting, notes, visit.day, moment)
    with transaction.atomic():
        kept = (
            Visit.objects.select_for_update()
            .select_related("kit", "district", "lecturer__organisation")
            .get(pk=visit.pk)
        )
        if VisitState.RECORDED not in Visit.MOVES.get(kept.state, ()):
            raise LecturesError(_("This visit is recorded or called off already."), code="wrong_state")
        kept.state, kept.people, kept.counting, kept.notes = VisitState.RECORDED, people, counting, notes.strip()
        kept.recorded_at, kept.is_offline, kept.changed = moment, is_offline, kept.changed + 1
        kept.uuid = report or kept.uuid
        kept.save()
        _enter(kept, by, moment)
        _tell(kept, "lectures.visit_recorded", by, moment, people=people)
    visit.refresh_from_db()
    return visit


def withdraw(*, visit: Visit, reason: str, by: User, now: datetime | None = None) -> Visit:
    """Takes a recorded visit out of all figures. Raises NotAllowedError, LecturesError: no_reason, wrong_state."""
    with transaction.atomic():
        _step(visit, VisitState.WITHDRAWN, reason, "lectures.visit_withdrawn", by, now)
        entries = Entry.objects.filter(source_key=visit.key, correction_of=None, correction=None).order_by("pk")
        for entry in entries:
            reach_actions.correct(entry=entry, reason=reason, by=by, now=now)
    return visit


def add_picture(
    *, visit: Visit, data: bytes, by: User, is_sheet: bool = False, now: datetime | None = None
) -> VisitPicture:
    """Adds a picture, drawn anew; the same one again gives the first. Raises NotAllowedError, LecturesError."""
    if not access.may_report(by, visit):
        raise NotAllowedError(_("This visit is somebody else's."))
    try:
        made = pictures.safe_picture(data)
    except pictures.PictureError as error:
        raise LecturesError(in_words(error), code="bad_picture") from error
    with transaction.atomic():
        kept = Visit.objects.select_for_update().get(pk=visit.pk)
        known = kept.pictures.filter(sha256=made.sha256).first()
        if known is not None:
            return known
        if kept.pictures.count() >= MOST_PICTURES:
            raise LecturesError(_("Four pictures are enough."), code="bad_picture")
        picture = VisitPicture(visit=kept, is_sheet=is_sheet, sha256=made.sha256, added_at=now or clock.now())
        picture.file.save(f"{kept.pk}-{made.sha256[:16]}{made.suffix}", ContentFile(made.data), save=False)
        picture.save()
    return picture


def check_report(people: int, counting: str, notes: str, day: date, now: datetime) -> None:
    """Raises LecturesError: bad_count, bad_day, personal_data, when a report cannot be right."""
    if isinstance(people, bool) or not isinstance(people, int) or not 0 <= people <= MOST_PEOPLE:
        raise LecturesError(_("The number of listeners must be a whole number, nought or above."), code="bad_count")
    if counting not in Counting.values:
        raise LecturesError(_("Say how the listeners were counted."), code="bad_count")
    if not clock.FIRST_DAY <= day <= clock.shanghai_day(now + AHEAD):
        raise LecturesError(_("The day has not come yet."), code="bad_day")
    if found := privacy.find_personal_data(notes):
        words = _("The notes hold personal data (%s); leave it out.") % found[0].masked
        raise LecturesError(words, code="personal_data")


def _enter(kept: Visit, by: User, now: datetime) -> None:
    at = min(clock.start_of_day(kept.day) + timedelta(hours=9), now)
    for metric, amount in ((HELD, 1), (PEOPLE, kept.people or 0)):
        if amount:
            reach_actions.record(
                metric=metric, amount=amount, at=at, source_key=kept.key, source_title=str(kept),
                source_url=kept.kit.get_absolute_url(), organisation=kept.lecturer.organisation, district=kept.district,
                evidence={"links": [kept.desk_url], "note": str(Counting(kept.counting).label)},
                idempotency_key=f"visit:{kept.uuid}:{metric}", by=by, now=now,
            )  # fmt: skip


def _step(visit: Visit, state: str, reason: str, verb: str, by: User, now: datetime | None) -> Visit:
    if not access.may_report(by, visit):
        raise NotAllowedError(_("This visit is somebody else's."))
    if not reason.strip():
        raise LecturesError(_("Say why."), code="no_reason")
    with transaction.atomic():
        kept = Visit.objects.select_for_update().get(pk=visit.pk)
        if state not in Visit.MOVES.get(kept.state, ()):
            raise LecturesError(_("The visit is not in a state that allows this."), code="wrong_state")
        kept.state, kept.reason, kept.changed = state, reason.strip(), kept.changed + 1
        kept.save(update_fields=["state", "reason", "changed"])
        _tell(kept, verb, by, now, reason=kept.reason)
    visit.refresh_from_db()
    return visit


def _tell(visit: Visit, verb: str, by: User | None, now: datetime | None, **detail: object) -> None:
    audit_actions.record(by=by, verb=verb, key=visit.key, title=str(visit), detail=detail, now=now)

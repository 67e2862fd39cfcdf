"""The result sheet: what took place, entered once in the ledger, corrected by counter-entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.events import handouts
from pufa.events.actions.permissions import require_text, require_unit
from pufa.events.actions.planning import ROOM
from pufa.events.errors import EventsError
from pufa.events.handouts import Handed
from pufa.events.metrics import HELD, PEOPLE
from pufa.events.models import Activity, Counting, Picture, State
from pufa.lib import clock, pictures, privacy
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry
from pufa.ui.errors import in_words

MOST_PEOPLE, MOST_PICTURES, MOST_BYTES = 1_000_000, 3, 30 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """What took place: people and how they were counted, copies handed out, what people asked."""

    people: int
    counting: str
    handed: Sequence[Handed] = ()
    asked: str = ""


def record(
    *, activity: Activity, sheet: Sheet, by: User | None, now: datetime | None = None, note: str = ""
) -> Activity:
    """Records what took place, once: one activity held, so many people, so many copies out of stock.

    Raises NotAllowedError, EventsError: wrong_state, bad_day, bad_count, personal_data; MaterialsError of the stock.
    """
    require_unit(by, activity.organisation_id)
    moment = now or clock.now()
    asked = _checked(sheet)
    with transaction.atomic():
        kept = Activity.objects.select_for_update().get(pk=activity.pk)
        if State.RECORDED not in Activity.MOVES.get(kept.state, ()):
            raise EventsError(_("This activity is recorded or called off already."), code="wrong_state")
        if kept.starts_at > moment:
            raise EventsError(_("It has not taken place yet."), code="bad_day")
        _write(kept, sheet, asked, by, moment)
        _enter(kept, sheet, by, moment, note)
        _tell(kept, "events.recorded", by, moment, people=sheet.people)
    activity.refresh_from_db()
    return activity


def correct(*, activity: Activity, sheet: Sheet, reason: str, by: User | None, now: datetime | None = None) -> Activity:
    """Takes the sheet's entries back with a reason and enters the right ones. Raises as `record`, and no_reason."""
    require_unit(by, activity.organisation_id)
    words, moment = require_text(reason, _("Say what was wrong.")), now or clock.now()
    asked = _checked(sheet)
    with transaction.atomic():
        kept = Activity.objects.select_for_update().get(pk=activity.pk)
        if kept.state != State.RECORDED:
            raise EventsError(_("Only what is recorded can be corrected."), code="wrong_state")
        _take_back(kept, words, by, moment)
        _write(kept, sheet, asked, by, moment)
        _enter(kept, sheet, by, moment, "")
        _tell(kept, "events.corrected", by, moment, people=sheet.people, reason=words)
    activity.refresh_from_db()
    return activity


def withdraw(*, activity: Activity, reason: str, by: User | None, now: datetime | None = None) -> Activity:
    """Takes a recorded activity out: every figure it stood in goes down by a counter-entry with the reason.

    Raises NotAllowedError, EventsError: no_reason, wrong_state.
    """
    require_unit(by, activity.organisation_id)
    words, moment = require_text(reason, _("Say why it is taken out.")), now or clock.now()
    with transaction.atomic():
        kept = Activity.objects.select_for_update().get(pk=activity.pk)
        if kept.state != State.RECORDED:
            raise EventsError(_("Only what is recorded can be taken out."), code="wrong_state")
        _take_back(kept, words, by, moment)
        kept.state, kept.reason = State.WITHDRAWN, words
        kept.save(update_fields=["state", "reason"])
        _tell(kept, "events.withdrawn", by, moment, reason=words)
    activity.refresh_from_db()
    return activity


def add_picture(
    *,
    activity: Activity,
    data: bytes,
    by: User | None,
    words: str = "",
    hidden: Sequence[pictures.Box] = (),
    now: datetime | None = None,
) -> Picture:
    """Adds a picture, drawn anew; places in `hidden` (shares of width and height) are made unrecognisable.

    Raises NotAllowedError, EventsError: too_many, bad_picture, personal_data.
    """
    require_unit(by, activity.organisation_id)
    if len(data) > MOST_BYTES:
        raise EventsError(_("The picture is larger than 30 MB."), code="bad_picture")
    _refuse_personal_data(words)
    try:
        made = pictures.safe_picture(data, hidden=hidden)
    except pictures.PictureError as error:
        raise EventsError(in_words(error), code="bad_picture") from error
    with transaction.atomic():
        kept = Activity.objects.select_for_update().get(pk=activity.pk)
        if kept.pictures.count() >= MOST_PICTURES:
            raise EventsError(_("Three pictures are enough."), code="too_many")
        picture = Picture(
            activity=kept, words=words.strip()[:120], width=made.width, height=made.height,
            fingerprint=made.fingerprint, added_at=now or clock.now(), by=by,
        )  # fmt: skip
        picture.file.save(f"{kept.pk}-{made.sha256[:16]}{made.suffix}", ContentFile(made.data), save=False)
        picture.save()
        _tell(kept, "events.picture_added", by, now, picture=picture.pk)
    return picture


def remove_picture(*, picture: Picture, by: User | None, now: datetime | None = None) -> None:
    """Takes a picture away, file and all. Raises NotAllowedError."""
    activity = picture.activity
    require_unit(by, activity.organisation_id)
    with transaction.atomic():
        _tell(activity, "events.picture_removed", by, now, picture=picture.pk)
        file, storage = picture.file.name, picture.file.storage
        picture.delete()
        transaction.on_commit(lambda: storage.delete(str(file)))


def _write(kept: Activity, sheet: Sheet, asked: str, by: User | None, now: datetime) -> None:
    kept.state, kept.people, kept.counting, kept.asked = State.RECORDED, sheet.people, sheet.counting, asked
    kept.recorded_at, kept.recorded_by, kept.sheet = now, by, kept.sheet + 1
    kept.save()


def _enter(kept: Activity, sheet: Sheet, by: User | None, now: datetime, note: str) -> None:
    evidence = {"links": [kept.desk_url], "note": note or str(Counting(sheet.counting).label)}
    for metric, amount in ((HELD, 1), (PEOPLE, sheet.people)):
        if amount:
            reach_actions.record(
                metric=metric, amount=amount, at=kept.starts_at, source_key=kept.key, source_title=kept.title,
                source_url=kept.get_absolute_url(), organisation=kept.organisation, district=kept.district,
                evidence=evidence, idempotency_key=f"{kept.key}:{metric}:{kept.sheet}", by=by, now=now,
            )  # fmt: skip
    handouts.hand_out(kept, sheet.handed, by=by, now=now)


def _take_back(kept: Activity, reason: str, by: User | None, now: datetime) -> None:
    standing = Entry.objects.filter(source_key=kept.key, metric__in=(HELD, PEOPLE), correction_of=None, correction=None)
    for entry in standing.order_by("pk"):
        reach_actions.correct(entry=entry, reason=reason, by=by, now=now)
    handouts.take_back(kept, reason, by=by, now=now)


def _checked(sheet: Sheet) -> str:
    if isinstance(sheet.people, bool) or not 0 <= sheet.people <= MOST_PEOPLE:
        raise EventsError(_("The number of people must be a whole number, nought or above."), code="bad_count")
    if sheet.counting not in Counting.values:
        raise EventsError(_("Say how the people were counted."), code="empty")
    _refuse_personal_data(sheet.asked)
    return sheet.asked.strip()


def _refuse_personal_data(text: str) -> None:
    found = privacy.find_personal_data(text)
    if found:
        masked = found[0].masked
        raise EventsError(_("This holds personal data (%s); leave it out.") % masked, code="personal_data")


def _tell(kept: Activity, verb: str, by: User | None, now: datetime | None, **detail: object) -> None:
    audit_actions.record(by=by, verb=verb, key=kept.key, title=kept.title, detail=detail, now=now)
    purge.purge_prefix(ROOM)

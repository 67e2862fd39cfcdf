"""Campaigns, theme days, and activities up to the day they take place."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Organisation, User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.events.actions.permissions import require_office, require_text, require_unit
from pufa.events.errors import EventsError
from pufa.events.models import Activity, ActivityForm, Campaign, State, ThemeDay
from pufa.events.models.activities import sameness
from pufa.lib import clock

ROOM: Final = "/activities/"
FIELDS: Final = (
    "title", "form", "theme_day", "organisation", "partners", "district", "place", "starts_at", "ends_at", "audience",
    "about", "capacity", "has_sign_up",
)  # fmt: skip
MOST_SEATS: Final = 100_000


def add_campaign(
    *,
    slug: str,
    name: str,
    first_day: date,
    last_day: date,
    lead: Organisation,
    by: User | None,
    motto: str = "",
    about: str = "",
    now: datetime | None = None,
) -> Campaign:
    """Adds a campaign. Raises NotAllowedError, EventsError: bad_day, taken, no_reason (no name)."""
    require_office(by)
    words = require_text(name, _("A campaign needs a name."))
    if last_day < first_day or (last_day - first_day).days > 366:
        raise EventsError(_("The last day comes before the first, or the span is longer than a year."), code="bad_day")
    try:
        with transaction.atomic():
            made = Campaign.objects.create(
                slug=slug, name=words, motto=motto, first_day=first_day, last_day=last_day, lead=lead, about=about
            )
            _tell(made.key, made.name, "events.campaign_added", by, now)
    except IntegrityError as error:
        raise EventsError(_("There is a campaign of this address already."), code="taken") from error
    return made


def add_theme_day(
    *,
    campaign: Campaign,
    name: str,
    day: date,
    by: User | None,
    motto: str = "",
    lead: Organisation | None = None,
    now: datetime | None = None,
) -> ThemeDay:
    """Adds a theme day. Raises NotAllowedError, EventsError: bad_day, taken."""
    require_office(by)
    words = require_text(name, _("A theme day needs a name."))
    if not campaign.first_day <= day <= campaign.last_day:
        raise EventsError(_("The day lies outside of the campaign."), code="bad_day")
    try:
        with transaction.atomic():
            made = ThemeDay.objects.create(campaign=campaign, name=words, day=day, motto=motto, lead=lead)
            _tell(made.key, str(made), "events.theme_day_added", by, now)
    except IntegrityError as error:
        raise EventsError(_("The campaign has a day of this name already."), code="taken") from error
    return made


def plan(*, by: User | None, is_draft: bool = False, now: datetime | None = None, **fields: Any) -> Activity:
    """Plans an activity and announces it, or keeps it as a draft. Fields: FIELDS.

    Raises NotAllowedError, EventsError: bad_day, bad_count, empty.
    """
    moment = now or clock.now()
    told = _checked(fields)
    require_unit(by, told["organisation"].pk)
    with transaction.atomic():
        made = Activity(**told, created_at=moment, state=State.DRAFT if is_draft else State.PLANNED)
        made.sameness = sameness(made.organisation_id, made.starts_at, made.place)
        made.save()
        _tell(made.key, made.title, "events.planned", by, moment)
        purge.purge_prefix(ROOM)
    return made


def change(*, activity: Activity, by: User | None, now: datetime | None = None, **fields: Any) -> Activity:
    """Changes what is planned, not what is recorded. Raises NotAllowedError, EventsError."""
    require_unit(by, activity.organisation_id)
    told = _checked({name: getattr(activity, name) for name in FIELDS} | fields)
    require_unit(by, told["organisation"].pk)
    with transaction.atomic():
        kept = _locked(activity)
        if kept.state not in {State.DRAFT, State.PLANNED}:
            raise EventsError(_("Only what has not taken place can be changed."), code="wrong_state")
        if told["capacity"] is not None and told["capacity"] < kept.taken:
            raise EventsError(_("%d seats are taken already.") % kept.taken, code="bad_count")
        for name, value in told.items():
            setattr(kept, name, value)
        kept.sameness, kept.is_another = sameness(kept.organisation_id, kept.starts_at, kept.place), False
        kept.save()
        _tell(kept.key, kept.title, "events.changed", by, now)
        purge.purge_prefix(ROOM)
    activity.refresh_from_db()
    return activity


def announce(*, activity: Activity, by: User | None, now: datetime | None = None) -> Activity:
    """Makes a draft public. Raises NotAllowedError, EventsError: wrong_state."""
    return _step(activity, State.PLANNED, "events.announced", by, now)


def call_off(*, activity: Activity, reason: str, by: User | None, now: datetime | None = None) -> Activity:
    """Says that it does not take place. Raises NotAllowedError, EventsError: no_reason, wrong_state."""
    words = require_text(reason, _("Say why; people who signed up read it."))
    return _step(activity, State.CALLED_OFF, "events.called_off", by, now, reason=words)


def say_another(*, activity: Activity, by: User | None, now: datetime | None = None) -> None:
    """Notes that an activity that looks like a double is another one. Raises NotAllowedError."""
    require_office(by)
    with transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(is_another=True)
        _tell(activity.key, activity.title, "events.no_double", by, now)
    activity.refresh_from_db()


def _step(
    activity: Activity, state: str, verb: str, by: User | None, now: datetime | None, reason: str = ""
) -> Activity:
    require_unit(by, activity.organisation_id)
    with transaction.atomic():
        kept = _locked(activity)
        if state not in Activity.MOVES.get(kept.state, ()):
            raise EventsError(_("The activity is not in a state that allows this."), code="wrong_state")
        kept.state, kept.reason = state, reason
        kept.save(update_fields=["state", "reason"])
        _tell(kept.key, kept.title, verb, by, now, **({"reason": reason} if reason else {}))
        purge.purge_prefix(ROOM)
    activity.refresh_from_db()
    return activity


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: fields[name] for name in FIELDS if name in fields}
    for name, words in (("title", _("An activity needs a title.")), ("place", _("Say where it takes place."))):
        told[name] = require_text(str(told.get(name, "")), words)
    if told.get("form") not in ActivityForm.values:
        raise EventsError(_("There is no such form."), code="empty")
    start, end, seats = told["starts_at"], told.get("ends_at"), told.get("capacity")
    if start.tzinfo is None or not clock.FIRST_DAY <= clock.shanghai_day(start) <= clock.LAST_DAY:
        raise EventsError(_("There is no such day."), code="bad_day")
    if end is not None and end < start:
        raise EventsError(_("It ends before it begins."), code="bad_day")
    if seats is not None and not 0 < seats <= MOST_SEATS:
        raise EventsError(_("The number of seats must be above zero, or left empty."), code="bad_count")
    day = told.get("theme_day")
    if day is not None and abs((clock.shanghai_day(start) - day.day).days) > 7:
        raise EventsError(_("The activity is more than a week from its theme day."), code="bad_day")
    told.setdefault("capacity", None)
    return told


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update().get(pk=activity.pk)


def _tell(key: str, title: str, verb: str, by: User | None, now: datetime | None, **detail: object) -> None:
    audit_actions.record(by=by, verb=verb, key=key, title=title, detail=detail, now=now)

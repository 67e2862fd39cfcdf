"""Forums from plan to minutes."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.festivals import queries
from pufa.festivals.errors import FestivalsError, NotAllowedError
from pufa.festivals.metrics import HELD, PEOPLE
from pufa.festivals.models import Forum, Session
from pufa.lib import clock
from pufa.reach import actions as reach_actions
from pufa.reach.models import Entry


def plan(*, by: User, now: datetime | None = None, **fields: Any) -> Forum:
    """Plans a forum. Raises NotAllowedError, FestivalsError: no_reason (no name), bad_day, taken."""
    require_office(by)
    if not str(fields.get("name", "")).strip():
        raise FestivalsError(_("A forum needs a name."), code="no_reason")
    if fields["ends_at"] <= fields["starts_at"]:
        raise FestivalsError(_("It ends before it begins."), code="bad_day")
    try:
        with transaction.atomic():
            forum = Forum.objects.create(**fields)
            tell(forum, "festivals.planned", by, now)
    except IntegrityError as error:
        raise FestivalsError(_("There is a forum of this address already."), code="taken") from error
    return forum


def add_session(
    *, forum: Forum, title: str, starts_at: datetime, ends_at: datetime, by: User, room: str = "", speaker: str = "",
    speaker_title: str = "", now: datetime | None = None,
) -> Session:  # fmt: skip
    """Adds a session. Raises NotAllowedError, FestivalsError: bad_day, clash (room or speaker at the same time)."""
    require_office(by)
    if ends_at <= starts_at:
        raise FestivalsError(_("It ends before it begins."), code="bad_day")
    with transaction.atomic():
        kept = Forum.objects.select_for_update().get(pk=forum.pk)
        made = Session.objects.create(
            forum=kept, title=title.strip(), room=room, starts_at=starts_at, ends_at=ends_at, speaker=speaker,
            speaker_title=speaker_title,
        )  # fmt: skip
        clash = next((pair for pair in queries.clashes(kept) if made in pair), None)
        if clash is not None:
            other = clash[0] if clash[1] == made else clash[1]
            raise FestivalsError(
                _("At the same time, in the same room or with the same speaker: %s") % other, code="clash"
            )
        tell(kept, "festivals.session_added", by, now)
    return made


def announce(*, forum: Forum, by: User, now: datetime | None = None) -> Forum:
    """Makes a forum public. Raises NotAllowedError, FestivalsError: wrong_state."""
    return _step(forum, Forum.State.DRAFT, Forum.State.ANNOUNCED, "festivals.announced", by, now)


def call_off(*, forum: Forum, reason: str, by: User, now: datetime | None = None) -> Forum:
    """Says that it does not take place. Raises NotAllowedError, FestivalsError: no_reason, wrong_state."""
    if not reason.strip():
        raise FestivalsError(_("Say why."), code="no_reason")
    return _step(forum, Forum.State.ANNOUNCED, Forum.State.CALLED_OFF, "festivals.called_off", by, now, minutes=reason)


def close(*, forum: Forum, people: int, minutes: str, by: User, now: datetime | None = None) -> Forum:
    """Ends a forum with its minutes and how many came: both count. Raises NotAllowedError, FestivalsError."""
    moment = now or clock.now()
    if forum.starts_at > moment:
        raise FestivalsError(_("It has not taken place yet."), code="bad_day")
    if isinstance(people, bool) or not 0 <= people <= 100_000 or not minutes.strip():
        raise FestivalsError(_("Say how many came, and write the minutes."), code="no_reason")
    with transaction.atomic():
        kept = _step(
            forum, Forum.State.ANNOUNCED, Forum.State.CLOSED, "festivals.closed", by, moment, people=people,
            minutes=minutes.strip(),
        )  # fmt: skip
        round_ = Entry.objects.filter(source_key=kept.key, metric=HELD, correction_of=None).count() + 1
        for metric, amount in ((HELD, 1), (PEOPLE, people)):
            if amount:
                reach_actions.record(
                    metric=metric, amount=amount, at=kept.starts_at, source_key=kept.key, source_title=kept.name,
                    source_url=kept.get_absolute_url(), organisation=kept.host, district=kept.district, by=by,
                    now=moment,
                    evidence={"links": [kept.desk_url]}, idempotency_key=f"{kept.key}:{metric}:{round_}",
                )  # fmt: skip
    return kept


def reopen(*, forum: Forum, reason: str, by: User, now: datetime | None = None) -> Forum:
    """Takes a closing back: the figures go down by counter-entries. Raises NotAllowedError, FestivalsError."""
    if not reason.strip():
        raise FestivalsError(_("Say why."), code="no_reason")
    with transaction.atomic():
        kept = _step(forum, Forum.State.CLOSED, Forum.State.ANNOUNCED, "festivals.reopened", by, now)
        for entry in Entry.objects.filter(source_key=kept.key, correction_of=None, correction=None).order_by("pk"):
            reach_actions.correct(entry=entry, reason=reason, by=by, now=now)
    return kept


def require_office(by: User) -> None:
    """Raises NotAllowedError unless the office acts."""
    if not queries.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))


def tell(forum: Forum, verb: str, by: User, now: datetime | None) -> None:
    """Notes a deed, and takes old pages out of the store."""
    audit_actions.record(by=by, verb=verb, key=forum.key, title=forum.name, now=now)
    purge.purge_prefix("/forums/")


def _step(forum: Forum, before: str, after: str, verb: str, by: User, now: datetime | None, **values: Any) -> Forum:
    require_office(by)
    with transaction.atomic():
        kept = Forum.objects.select_for_update().get(pk=forum.pk)
        if kept.state != before:
            raise FestivalsError(_("The forum is not in a state that allows this."), code="wrong_state")
        kept.state = after
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save(update_fields=["state", *values])
        tell(kept, verb, by, now)
    forum.refresh_from_db()
    return kept

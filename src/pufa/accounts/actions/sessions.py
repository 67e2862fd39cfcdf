"""The devices somebody is signed in on: opened at sign-in, kept alive by use, ended by hand or by idleness."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.errors import NotAllowedError
from pufa.accounts.models import DeskSession, Role, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock

ROUNDED_TO = timedelta(minutes=1)


def open_session(*, user: User, agent: str = "", now: datetime | None = None) -> DeskSession:
    """Notes that somebody signed in; `agent` is the device in few words."""
    moment = now or clock.now()
    with transaction.atomic():
        session = DeskSession.objects.create(user=user, started_at=moment, last_seen_at=moment, agent=agent[:80])
        audit_actions.record(by=user, verb="accounts.signed_in", key=f"person:{user.pk}", title=str(user), now=moment)
    return session


def is_idle(session: DeskSession, *, now: datetime) -> bool:
    """Whether nobody clicked for IDLE_MINUTES, or the session is older than a working day (SESSION_COOKIE_AGE)."""
    too_old = now - session.started_at > timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return too_old or now - session.last_seen_at > timedelta(minutes=settings.IDLE_MINUTES)


def touch(*, session: DeskSession, now: datetime) -> bool:
    """Notes that the session is used, at most once a minute; True when it was written."""
    if now - session.last_seen_at < ROUNDED_TO:
        return False
    return DeskSession.objects.filter(pk=session.pk).update(last_seen_at=now) == 1


def end_session(*, session: DeskSession, by: User | None, why: str = "by_hand", now: datetime | None = None) -> None:
    """Ends a session; one that is over stays so. One's own, or anybody's for the office. Raises NotAllowedError."""
    if by is not None and by.pk != session.user_id and not by.has_role(Role.OFFICE):
        raise NotAllowedError(_("You can only end your own sessions."))
    with transaction.atomic():
        gone, _kinds = DeskSession.objects.filter(pk=session.pk).delete()
        if gone:
            audit_actions.record(
                by=by,
                verb="accounts.session_ended",
                key=f"person:{session.user_id}",
                title=str(session.user),
                detail={"why": why},
                now=now,
            )


def end_other_sessions(*, user: User, keep: DeskSession | None, by: User, now: datetime | None = None) -> int:
    """Ends all sessions of a person but one; gives how many.

    Raises NotAllowedError for another's without the office role.
    """
    with transaction.atomic():
        sessions = [session for session in user.desk_sessions.select_related("user") if session != keep]
        for session in sessions:
            end_session(session=session, by=by, why="all_others", now=now)
    return len(sessions)


def sweep(*, now: datetime) -> int:
    """Removes what is long over: desk sessions nobody used for a day, and stored cookies past their time."""
    gone, _kinds = DeskSession.objects.filter(last_seen_at__lt=now - timedelta(days=1)).delete()
    SessionStore.clear_expired()
    return gone

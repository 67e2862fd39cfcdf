"""Reading forums and exhibitions; who may do what."""

from datetime import datetime

from django.db.models import QuerySet

from pufa.accounts.models import Role, User
from pufa.festivals.models import Exhibition, Forum, Panel, Session


def is_office(person: User) -> bool:
    """Whether somebody keeps forums and exhibitions."""
    return person.has_role(Role.OFFICE)


def may_enter(person: User) -> bool:
    """Whether somebody has anything to see in these rooms."""
    return is_office(person) or person.has_role(Role.OBSERVER) or person.has_role(Role.EDITOR)


def public() -> QuerySet[Forum]:
    """Announced, called off and closed ones."""
    return Forum.objects.exclude(state=Forum.State.DRAFT).select_related("host", "district")


def on_now(forum: Forum, now: datetime) -> tuple[list[Session], list[Session]]:
    """What is on, and what comes next in each room."""
    current = list(forum.sessions.filter(starts_at__lte=now, ends_at__gt=now))
    following: dict[str, Session] = {}
    for one in forum.sessions.filter(starts_at__gt=now):
        following.setdefault(one.room, one)
    return current, list(following.values())


def panels(exhibition: Exhibition) -> QuerySet[Panel]:
    """The panels everybody sees, in their order."""
    return exhibition.panels.filter(published__isnull=False).exclude(stage=Panel.Stage.WITHDRAWN)


def clashes(forum: Forum) -> list[tuple[Session, Session]]:
    """Sessions at the same time in one room or with one speaker."""
    found, rows = [], list(forum.sessions.all())
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            same = (one.room and one.room == other.room) or (one.speaker and one.speaker == other.speaker)
            if same and one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                found.append((one, other))
    return found

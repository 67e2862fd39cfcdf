"""Mails to units about what they are to forward: one mail a person, however many accounts it is about."""

import logging
import smtplib
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role, User
from pufa.distribution.actions import forward_reminders
from pufa.distribution.models import Forward, Told

log = logging.getLogger(__name__)
BATCH = 200


def send_waiting(*, most: int = 2000) -> int:
    """Mails what waits, batch by batch; gives how many forwards were told."""
    count = 0
    while count < most:
        taken = forward_reminders.take_untold(most=BATCH)
        if not taken:
            break
        count += len(taken)
        _tell(taken)
    return count


def subject(kind: str, title: str) -> str:
    """The subject of a mail."""
    words: Mapping[str, str] = {
        Told.ASKED: _("Please forward: %(title)s"),
        Told.BEFORE: _("Due soon, please forward: %(title)s"),
        Told.AFTER: _("Overdue, please forward: %(title)s"),
        Told.AGAIN: _("Reminder, please forward: %(title)s"),
        Told.WITHDRAWN: _("Withdrawn, please delete the post: %(title)s"),
    }
    return words[kind] % {"title": title}


def body(kind: str, rows: list[Forward]) -> str:
    """The words of a mail about the forwards of one unit in one task."""
    context = {"kind": kind, "rows": rows, "task": rows[0].task, "base": settings.BASE_URL.rstrip("/")}
    return render_to_string("distribution/mail/forward.txt", context)


def _tell(taken: Iterable[Forward]) -> None:
    groups: dict[tuple[int, int, str], list[Forward]] = {}
    for row in taken:
        groups.setdefault((row.account.organisation_id, row.task_id, row.to_tell), []).append(row)
    contacts = _contacts({unit for unit, _task, _kind in groups})
    with translation.override(settings.LANGUAGE_CODE):
        for (unit, _task, kind), rows in groups.items():
            for person in contacts.get(unit, []):
                _send(person, subject(kind, rows[0].task.title), body(kind, rows))


def _contacts(units: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for person in accounts_queries.people_with_role(Role.UNIT_CONTACT).filter(organisation__in=units):
        if person.organisation_id is not None:
            found.setdefault(person.organisation_id, []).append(person)
    return found


def _send(person: User, title: str, text: str) -> None:
    if not person.email:
        return
    try:
        send_mail(title, text, None, [person.email])
    except (smtplib.SMTPException, OSError):
        log.exception("a mail about forwarding could not be sent")

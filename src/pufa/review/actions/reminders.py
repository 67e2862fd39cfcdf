"""Reminding reviewers of what is due: one row and one mail for each review, gate and reason, never two."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role, User
from pufa.review import deadlines, queries, registry
from pufa.review.actions import holding
from pufa.review.models import OPEN, ROLE_OF, Decision, Reminder, Review, Stage, Track

log = logging.getLogger(__name__)


def remind_overdue(*, now: datetime) -> list[Reminder]:
    """Reminds of every gate that is late or due soon and of every look-back due; gives the new reminders."""
    made = []
    for review, kind in [*_at_gates(now), *_look_backs(now)]:
        reminder = _remember(review, kind, now)
        if reminder is not None:
            _mail(reminder)
            made.append(reminder)
    return made


def _at_gates(now: datetime) -> Iterable[tuple[Review, Reminder.Kind]]:
    for review in Review.objects.filter(state__in=OPEN, due_at__lte=now + max(deadlines.SOON.values())):
        if review.is_overdue(now):
            yield review, Reminder.Kind.OVERDUE
        elif review.due_at is not None and review.due_at - now <= deadlines.SOON[Track(review.track)]:
            yield review, Reminder.Kind.DUE_SOON


def _look_backs(now: datetime) -> Iterable[tuple[Review, Reminder.Kind]]:
    for review in queries.look_backs_due(now).exclude(reminders__kind=Reminder.Kind.LOOK_BACK):
        if _is_public(review):
            yield review, Reminder.Kind.LOOK_BACK


def _is_public(review: Review) -> bool:
    try:
        adapter = registry.subject(review.kind)
        return adapter.public_url(adapter.load(review.key)) is not None
    except LookupError:
        return False


def _remember(review: Review, kind: Reminder.Kind, now: datetime) -> Reminder | None:
    stage = review.stage.value if review.stage else ""
    if Reminder.objects.filter(review=review, stage=stage, kind=kind).exists():
        return None
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(review=review, stage=stage, kind=kind, at=now)
            holding.note(review, "review.reminded", by=None, now=now, detail={"stage": stage, "kind": kind.value})
    except IntegrityError:
        return None
    return reminder


def recipients(review: Review) -> list[User]:
    """Who is to be reminded: those who may decide the present gate; after approval the office."""
    if review.stage is None:
        return list(accounts_queries.people_with_role(Role.OFFICE))
    own = {review.submitted_by_id, *review.authors.values_list("pk", flat=True)}
    decided = set(review.gates.filter(decision=Decision.APPROVE).values_list("by", flat=True))
    return [p for p in accounts_queries.people_with_role(ROLE_OF[review.stage]) if p.pk not in own | decided]


def _mail(reminder: Reminder) -> None:
    addresses = [person.email for person in recipients(reminder.review) if person.email]
    with translation.override(settings.LANGUAGE_CODE):
        facts = {
            "reminder": reminder,
            "review": reminder.review,
            "gate": Stage(reminder.stage).label if reminder.stage else "",
            "url": settings.BASE_URL + reverse("review:detail", args=[reminder.review_id]),
        }
        subject = _("%(kind)s: “%(title)s”") % {"kind": reminder.get_kind_display(), "title": reminder.review.title}
        text = render_to_string("review/mail/reminder.txt", facts)
    for address in addresses:
        try:
            reminder.mailed_to += send_mail(subject, text, None, [address])
        except (smtplib.SMTPException, OSError) as error:
            log.exception("reminder %s could not be mailed", reminder.pk)
            reminder.mail_error = str(error)[:200]
    reminder.save(update_fields=["mailed_to", "mail_error"])

"""Tells units and the office in time: alerts of accounts, filings that wait, each once and in one mail a person."""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.matrix.models import Alert, Filing

log = logging.getLogger(__name__)
TELL = (Alert.State.FORESEEN, Alert.State.FAILING)


def tell_units(*, now: datetime) -> int:
    """Mails each contact what their accounts fail or will fail, and the office the whole list; gives how many alerts.

    An alert is told again when it gets worse, not otherwise.
    """
    fresh = Alert.objects.filter(state__in=TELL).exclude(state=F("told_state"))
    alerts = list(fresh.select_related("account__platform", "account__organisation").order_by("fails_on", "pk"))
    if not alerts:
        return 0
    office = list(accounts_queries.people_with_role(Role.OFFICE))
    contacts = _contacts({alert.account.organisation_id for alert in alerts})
    told: dict[int, int] = {}
    for alert in alerts:
        told[alert.pk] = len({person.pk for person in [*contacts.get(alert.account.organisation_id, []), *office]})
        _note(alert, told[alert.pk], now)
    for organisation, people in contacts.items():
        own = [alert for alert in alerts if alert.account.organisation_id == organisation]
        _mail(people, own)
    _mail(office, alerts)
    return len(alerts)


def remind_filings(*, now: datetime) -> int:
    """Reminds the office once of each filing that waits longer than it should."""
    late = Filing.objects.waiting().filter(decide_by__lt=now, reminded_at=None).select_related("account")
    count = 0
    for filing in late:
        with transaction.atomic():
            if not Filing.objects.filter(pk=filing.pk, reminded_at=None).update(reminded_at=now):
                continue
            audit_actions.record(by=None, verb="matrix.filing_reminded", key=filing.account.key,
                                 title=filing.account.name, detail={"filing": filing.pk}, now=now)  # fmt: skip
        count += 1
    if count:
        with translation.override(settings.LANGUAGE_CODE):
            subject = ngettext("%(count)d filing waits too long", "%(count)d filings wait too long", count)
            text = _("Please decide: %(address)s") % {"address": f"{settings.BASE_URL}/desk/matrix/filings/"}
            _send(accounts_queries.people_with_role(Role.OFFICE), subject % {"count": count}, text)
    return count


def _note(alert: Alert, reached: int, now: datetime) -> None:
    with transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(told_state=alert.state, told_at=now, mailed_to=reached)
        audit_actions.record(by=None, verb="matrix.alert_told", key=alert.account.key, title=alert.account.name,
                             detail={"kind": alert.kind, "state": alert.state}, now=now)  # fmt: skip


def _contacts(organisations: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for person in accounts_queries.people_with_role(Role.UNIT_CONTACT).filter(organisation__in=organisations):
        if person.organisation_id is not None:
            found.setdefault(person.organisation_id, []).append(person)
    return found


def _mail(people: Iterable[User], alerts: list[Alert]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        count = len({alert.account_id for alert in alerts})
        subject = ngettext("%(count)d account needs care", "%(count)d accounts need care", count) % {"count": count}
        text = render_to_string("matrix/mail/alerts.txt", {"alerts": alerts, "base": settings.BASE_URL})
        _send(people, subject, text)


def _send(people: Iterable[User], subject: str, text: str) -> None:
    for address in [person.email for person in people if person.email]:
        try:
            send_mail(subject, text, None, [address])
        except (smtplib.SMTPException, OSError):
            log.exception("a mail about accounts could not be sent")

"""Asks units by mail to sign or to renew: one mail a person, with the address where it is done."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.pledges import queries
from pufa.pledges.errors import NotAllowedError, PledgesError
from pufa.pledges.models import Convention
from pufa.pledges.queries import access

log = logging.getLogger(__name__)
AGAIN_AFTER: Final = timedelta(days=3)
MOST_NAMES: Final = 20


@transaction.atomic
def invite(*, convention: Convention, by: User, now: datetime | None = None) -> int:
    """Has all units asked whose accounts have not signed the newest edition; gives how many people are mailed.

    Raises NotAllowedError; PledgesError: not_public, too_early (asked within three days), all_signed.
    """
    if not access.is_office(by):
        raise NotAllowedError(_("Only the programme office may do this."))
    moment = now or clock.now()
    held = Convention.objects.select_for_update().get(pk=convention.pk)
    if queries.edition_of(held) is None or not held.is_public or held.is_closed:
        raise PledgesError(_("This convention is not open for signing."), code="not_public")
    if held.invited_at is not None and moment - held.invited_at < AGAIN_AFTER:
        raise PledgesError(_("The units were asked within the last three days."), code="too_early")
    count = len(_people(owed(held)))
    if not count:
        raise PledgesError(_("Nobody is left to be asked by mail."), code="all_signed")
    held.invited_at = moment
    held.save(update_fields=["invited_at"])
    key, title = f"convention:{held.pk}", str(held)
    audit_actions.record(by=by, verb="pledges.invited", key=key, title=title, detail={"people": count}, now=moment)
    transaction.on_commit(lambda: mail_units.enqueue(held.pk))
    convention.refresh_from_db()
    return count


def owed(convention: Convention) -> dict[int, list[str]]:
    """By unit the names that have not signed the newest edition."""
    found: dict[int, list[str]] = {}
    for account in queries.not_yet(convention):
        found.setdefault(account.organisation_id, []).append(account.name)
    for signature in queries.to_renew(convention).exclude(organisation=None):
        if signature.organisation_id is not None:
            found.setdefault(signature.organisation_id, []).append(signature.name)
    return found


@task()
def mail_units(convention_id: int) -> None:
    """Mails the contacts; a mail that fails is logged and stops nothing."""
    convention = Convention.objects.get(pk=convention_id)
    names = owed(convention)
    with translation.override(settings.LANGUAGE_CODE):
        for person in _people(names):
            if person.organisation_id is not None:
                _send(person, convention, names[person.organisation_id])


def _people(names: dict[int, list[str]]) -> list[User]:
    found = accounts_queries.people_with_role(Role.UNIT_CONTACT).filter(organisation__in=names)
    return [person for person in found if person.email]


def _send(person: User, convention: Convention, names: list[str]) -> None:
    subject = _("Please sign: %s") % convention
    lines = [
        _("%(name)s, these names of your unit have not signed the newest edition:") % {"name": person.name},
        "、".join(names[:MOST_NAMES]),
        "",
        _("Read and sign it here:"),
        settings.BASE_URL.rstrip("/") + convention.desk_url,
    ]
    try:
        send_mail(subject, "\n".join(lines), None, [person.email])
    except (smtplib.SMTPException, OSError):
        log.exception("a mail about a convention could not be sent")

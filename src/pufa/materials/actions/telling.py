"""Tells the contacts of units whose stores still hold a withdrawn edition, in one mail a unit."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role
from pufa.materials import queries
from pufa.materials.models import Edition

log = logging.getLogger(__name__)


def tell_withdrawn(edition: Edition) -> None:
    """Mails after the transaction is through; a mail that fails is logged and stops nothing."""
    transaction.on_commit(lambda: _tell(edition))


def _tell(edition: Edition) -> None:
    lying: dict[int, list[str]] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for balance in queries.stock(edition=edition):
            line = _("%(store)s: %(count)d copies") % {"store": balance.place.name, "count": balance.count}
            lying.setdefault(balance.place.organisation_id, []).append(line)
        contacts = accounts_queries.people_with_role(Role.UNIT_CONTACT).filter(organisation__in=lying)
        for person in contacts:
            if person.email and person.organisation_id is not None:
                _send(person.email, edition, lying[person.organisation_id])


def _send(address: str, edition: Edition, lines: list[str]) -> None:
    subject = _("Withdrawn: %s") % edition
    words = _("Do not hand it out any more; return the copies to the office or write them off.")
    page = f"{settings.BASE_URL.rstrip('/')}/desk/materials/"
    try:
        send_mail(subject, "\n".join([words, "", *lines, "", edition.reason, "", page]), None, [address])
    except (smtplib.SMTPException, OSError):
        log.exception("a mail about a withdrawn edition could not be sent")

"""Mails to units whose account needs a person."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role
from pufa.matrix.models import Account

log = logging.getLogger(__name__)


def sign_in_broken(account: Account, reason: str) -> None:
    """Tells the contacts of the account's unit, once the transaction is through, that its sign-in no longer works."""
    people = accounts_queries.people_with_role(Role.UNIT_CONTACT).filter(organisation=account.organisation_id)
    addresses = [person.email for person in people if person.email]
    if addresses:
        transaction.on_commit(lambda: _mail(account, reason, addresses))


def _mail(account: Account, reason: str, addresses: list[str]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("“%(name)s” cannot post: sign in anew") % {"name": account.name}
        text = _(
            "The platform no longer accepts the sign-in of “%(name)s”:\n%(reason)s\n\n"
            "Nothing more is sent until it is entered anew:\n%(url)s"
        ) % {"name": account.name, "reason": reason, "url": settings.BASE_URL + account.desk_url}
    for address in addresses:
        try:
            send_mail(subject, text, None, [address])
        except (smtplib.SMTPException, OSError):
            log.exception("account %s: the unit could not be told by mail", account.pk)

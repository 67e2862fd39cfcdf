"""Around the register: showing a phone number, an account's picture, what somebody noticed, taking the list away."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix import pictures
from pufa.matrix.actions.permissions import require_office, require_unit
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, NoticedChange, Portrait

NOTICEABLE: Final = ("name", "handle", "certification", "address", "operator", "organisation", "supervisor")
SEEN_LENGTH: Final = 500


def show_contact(*, account: Account, by: User, now: datetime | None = None) -> str:
    """The whole phone number, for the office and the own unit; the audit trail keeps who looked."""
    require_unit(by, account.organisation)
    audit_actions.record(by=by, verb="matrix.contact_shown", key=account.key, title=account.name, now=now)
    return account.contact


def note_export(*, rows: int, by: User, now: datetime | None = None) -> None:
    """Notes that somebody took the register away as a file."""
    audit_actions.record(by=by, verb="matrix.exported", key="matrix:register", detail={"rows": rows}, now=now)


def keep_portrait(data: bytes, now: datetime) -> Portrait:
    """A picture drawn anew and kept. Raises MatrixError (bad_picture)."""
    try:
        drawn = pictures.draw(data)
    except pictures.PictureError as error:
        messages = {
            "too_large": _("The picture is too large: at most 3 MB and 16 million points."),
            "no_picture": _("This is no picture in PNG, JPEG, GIF or WebP, or it is damaged."),
        }
        raise MatrixError(messages[error.code], code="bad_picture") from error
    return Portrait.objects.create(png=drawn.png, fingerprint=drawn.fingerprint, taken_at=now)


def set_portrait(*, account: Account, data: bytes, by: User | None, now: datetime | None = None) -> Portrait:
    """Keeps an account's own picture, so that look-alikes can be told. Raises MatrixError (bad_picture)."""
    require_unit(by, account.organisation)
    moment = now or clock.now()
    with transaction.atomic():
        portrait = keep_portrait(data, moment)
        Account.objects.filter(pk=account.pk).update(portrait=portrait)
        audit_actions.record(by=by, verb="matrix.portrait_set", key=account.key, title=account.name, now=moment)
    account.portrait = portrait
    return portrait


def notice_change(
    *, account: Account, field: str, seen: str, by: User | None, now: datetime | None = None
) -> NoticedChange | None:
    """Notes that the platform shows something else than the register; None when it is the same.

    The unit has its days to file from the first time it was seen. Raises MatrixError: unknown_kind, empty, wrong_state.
    """
    require_office(by)
    moment, seen = now or clock.now(), seen.strip()[:SEEN_LENGTH]
    if field not in NOTICEABLE:
        raise MatrixError(_("There is no such field."), code="unknown_kind")
    if not seen:
        raise MatrixError(_("Say what the platform shows."), code="empty")
    registered = str(getattr(account, field) or "")
    if registered == seen:
        return None
    with transaction.atomic():
        kept, is_new = NoticedChange.objects.get_or_create(
            account=account,
            field=field,
            settled_at=None,
            defaults={"registered": registered, "seen": seen, "seen_at": moment, "seen_by": by},
        )
        if not is_new and kept.seen != seen:
            kept.seen = seen
            kept.save(update_fields=["seen"])
        if is_new:
            audit_actions.record(
                by=by, verb="matrix.change_noticed", key=account.key, title=account.name, detail={"field": field},
                now=moment,
            )  # fmt: skip
    return kept


def note_interaction(
    *, account: Account, has_interaction: bool, by: User | None, now: datetime | None = None
) -> Account:
    """Notes whether readers can answer on the account."""
    require_office(by)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(has_interaction=has_interaction)
        audit_actions.record(
            by=by, verb="matrix.interaction_noted", key=account.key, title=account.name,
            detail={"has_interaction": has_interaction}, now=now,
        )  # fmt: skip
    account.has_interaction = has_interaction
    return account

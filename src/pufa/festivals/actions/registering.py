"""Registering for a forum without an account, and letting people in."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.festivals.actions.forums import require_office
from pufa.festivals.errors import FestivalsError
from pufa.festivals.models import Forum, Registration
from pufa.lib import clock

LETTERS: Final = "ACDEFGHJKLMNPQRTUVWXY3479"
KEPT: Final = timedelta(days=30)


def register(*, forum: Forum, name: str, unit: str = "", now: datetime | None = None) -> Registration:
    """Takes a seat and gives the code for it. Raises FestivalsError: closed, full, no_reason (no name)."""
    moment = now or clock.now()
    if not name.strip():
        raise FestivalsError(_("Write the name that goes on the badge."), code="no_reason")
    with transaction.atomic():
        kept = Forum.objects.select_for_update().get(pk=forum.pk)
        if not kept.takes_registrations(moment):
            raise FestivalsError(_("Registration is closed."), code="closed")
        if kept.seats_left() == 0:
            raise FestivalsError(_("All seats are taken."), code="full")
        Forum.objects.filter(pk=kept.pk).update(taken=F("taken") + 1)
        code = "".join(secrets.choice(LETTERS) for _place in range(10))
        return Registration.objects.create(
            forum=kept, code=code, name=name.strip()[:20], unit=unit.strip()[:40], at=moment
        )


def cancel(*, registration: Registration, now: datetime | None = None) -> Registration:
    """Gives the seat back; twice does nothing more. Raises FestivalsError (closed) once it has begun."""
    with transaction.atomic():
        kept = Registration.objects.select_for_update().select_related("forum").get(pk=registration.pk)
        if not kept.is_cancelled:
            if kept.forum.starts_at <= (now or clock.now()):
                raise FestivalsError(_("It has begun already."), code="closed")
            kept.is_cancelled = True
            kept.save(update_fields=["is_cancelled"])
            Forum.objects.filter(pk=kept.forum_id).update(taken=F("taken") - 1)
    registration.refresh_from_db()
    return registration


def check_in(*, forum: Forum, code: str, by: User, now: datetime | None = None) -> Registration:
    """Lets in who shows a code. Raises NotAllowedError, FestivalsError: no_such_thing, wrong_state."""
    require_office(by)
    with transaction.atomic():
        plain = code.strip().rstrip("/").rsplit("/", 1)[-1].upper()
        found = Registration.objects.select_for_update().filter(forum=forum, code=plain).first()
        if found is None:
            raise FestivalsError(_("There is no such code for this forum."), code="no_such_thing")
        if found.came_at is not None or found.is_cancelled:
            raise FestivalsError(_("This code was used or cancelled."), code="wrong_state")
        found.came_at = now or clock.now()
        found.save(update_fields=["came_at"])
    return found


def forget(*, now: datetime) -> int:
    """Deletes who registered for what is over for 30 days; gives how many went."""
    deleted, _kinds = Registration.objects.filter(forum__ends_at__lt=now - KEPT).delete()
    return deleted

"""Signing up without an account, checking in, and forgetting who it was."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.edge import purge
from pufa.events.actions.permissions import require_text, require_unit
from pufa.events.actions.planning import ROOM
from pufa.events.errors import EventsError
from pufa.events.models import Activity, SignUp
from pufa.lib import clock

LETTERS: Final = "ACDEFGHJKLMNPQRTUVWXY3479"
MOST_SEATS: Final = 5
KEPT: Final = timedelta(days=30)


def sign_up(*, activity: Activity, name: str, seats: int = 1, now: datetime | None = None) -> SignUp:
    """Takes seats and gives the code for them. The last seat goes to one person only, however many ask at once.

    Raises EventsError: closed, full, bad_count, no_reason (no name).
    """
    moment = now or clock.now()
    called = require_text(name, _("Say how we may call you; it need not be your whole name."))[:20]
    if not 1 <= seats <= MOST_SEATS:
        raise EventsError(_("Sign up between one and %d people.") % MOST_SEATS, code="bad_count")
    with transaction.atomic():
        kept = Activity.objects.select_for_update().get(pk=activity.pk)
        if not kept.takes_sign_ups(moment):
            raise EventsError(_("Signing up is closed."), code="closed")
        left = kept.seats_left()
        if left is not None and left < seats:
            words = _("Only %d seats are left.") % left if left else _("All seats are taken.")
            raise EventsError(words, code="full")
        Activity.objects.filter(pk=kept.pk).update(taken=F("taken") + seats)
        purge.purge_prefix(ROOM)
        return SignUp.objects.create(activity=kept, code=_code(), name=called, seats=seats, at=moment)


def cancel(*, sign_up: SignUp, now: datetime | None = None) -> SignUp:
    """Gives the seats back; twice does nothing more. Raises EventsError (closed) once it has begun."""
    with transaction.atomic():
        kept = SignUp.objects.select_for_update().select_related("activity").get(pk=sign_up.pk)
        if kept.state == SignUp.State.WAITING:
            if kept.activity.is_over(now):
                raise EventsError(_("It has begun already."), code="closed")
            kept.state = SignUp.State.CANCELLED
            kept.save(update_fields=["state"])
            Activity.objects.filter(pk=kept.activity_id).update(taken=F("taken") - kept.seats)
            purge.purge_prefix(ROOM)
    sign_up.refresh_from_db()
    return sign_up


def check_in(*, activity: Activity, code: str, by: User, now: datetime | None = None) -> SignUp:
    """Lets in who shows a code of this activity. Raises NotAllowedError, EventsError: no_such_thing, wrong_state."""
    require_unit(by, activity.organisation_id)
    with transaction.atomic():
        plain = code.strip().upper().rsplit("/", 1)[-1]
        found = SignUp.objects.select_for_update().filter(activity=activity, code=plain).first()
        if found is None:
            raise EventsError(_("There is no such code for this activity."), code="no_such_thing")
        if found.state != SignUp.State.WAITING:
            raise EventsError(_("This code was used or cancelled."), code="wrong_state")
        found.state, found.came_at = SignUp.State.CAME, now or clock.now()
        found.save(update_fields=["state", "came_at"])
    return found


def forget(*, now: datetime) -> int:
    """Deletes who signed up for what began more than 30 days ago; gives how many went."""
    deleted, _kinds = SignUp.objects.filter(activity__starts_at__lt=now - KEPT).delete()
    return deleted


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(10))

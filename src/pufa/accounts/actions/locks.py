"""Counting failed tries, so that nobody can guess for long."""

import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import ngettext

from pufa.accounts.errors import SignInError
from pufa.accounts.models import Lock
from pufa.lib import sealing


def take_try(*, purpose: str, name: str, now: datetime) -> int:
    """Counts a try before it is looked at, so that parallel guesses count too; gives its number, from 1.

    Raises SignInError (`locked`) when all tries are used up; they come back LOCKOUT_MINUTES after the last one.
    """
    period = timedelta(minutes=settings.LOCKOUT_MINUTES)
    with transaction.atomic():
        Lock.objects.filter(last_try_at__lte=now - period).delete()
        Lock.objects.bulk_create([Lock(name_hash=_hash(purpose, name), last_try_at=now)], ignore_conflicts=True)
        lock = Lock.objects.select_for_update().get(name_hash=_hash(purpose, name))
        if lock.tries >= settings.LOCKOUT_TRIES:
            raise _locked(lock.last_try_at + period - now)
        lock.tries += 1
        lock.last_try_at = now
        lock.save(update_fields=["tries", "last_try_at"])
        return lock.tries


def forget(*, purpose: str, name: str) -> None:
    """Gives all tries back after one that was right."""
    Lock.objects.filter(name_hash=_hash(purpose, name)).delete()


def _hash(purpose: str, name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    return sealing.fingerprint(plain, key=settings.SECRET_KEY, purpose=f"lock {purpose}")


def _locked(left: timedelta) -> SignInError:
    minutes = max(1, -(-int(left.total_seconds()) // 60))
    message = ngettext(
        "Too many wrong tries. Try again in %(minutes)d minute, or ask the programme office.",
        "Too many wrong tries. Try again in %(minutes)d minutes, or ask the programme office.",
        minutes,
    )
    return SignInError(message % {"minutes": minutes}, code="locked")

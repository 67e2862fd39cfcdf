"""Sources that are looked at again and again for new pages."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.tracing import addresses
from pufa.tracing.actions import gatherings, permission
from pufa.tracing.errors import TracingError
from pufa.tracing.models import Gathering, GatheringState, Watched, WatchedKind


def watch(
    *, name: str, kind: str, address: str, every_hours: int, by: User | None, now: datetime | None = None
) -> Watched:
    """Puts a source on the list; it is looked at for the first time within minutes.

    Raises TracingError: not_allowed, bad_address, known_source.
    """
    moment = now or clock.now()
    watched = Watched(made_by=by, next_at=moment)
    return _write(watched, name, kind, address, every_hours, by, moment, "tracing.watched")


def change_watched(
    *,
    watched: Watched,
    name: str,
    kind: str,
    address: str,
    every_hours: int,
    by: User | None,
    now: datetime | None = None,
) -> Watched:
    """Corrects a source. Raises TracingError: not_allowed, bad_address, known_source."""
    return _write(watched, name, kind, address, every_hours, by, now or clock.now(), "tracing.watched_changed")


def switch_watched(*, watched: Watched, is_on: bool, by: User | None, now: datetime | None = None) -> Watched:
    """Stops looking at a source, or begins again. Raises TracingError not_allowed."""
    permission.check(by)
    moment = now or clock.now()
    with transaction.atomic():
        held = Watched.objects.select_for_update().get(pk=watched.pk)
        held.is_on, held.next_at = is_on, moment
        held.save(update_fields=["is_on", "next_at"])
        _tell(held, "tracing.watched_on" if is_on else "tracing.watched_off", by, moment)
    watched.refresh_from_db()
    return watched


def gather_watched(*, now: datetime) -> list[Gathering]:
    """Begins a gathering for each source whose time has come; one that is still under way is not begun again."""
    begun = []
    for watched in Watched.objects.filter(is_on=True, next_at__lte=now).order_by("next_at")[:50]:
        with transaction.atomic():
            following = now + timedelta(hours=watched.every_hours)
            mine = Watched.objects.filter(pk=watched.pk, next_at=watched.next_at).update(next_at=following)
            if mine and not watched.gatherings.filter(state=GatheringState.OPEN).exists():
                begun.append(
                    gatherings.ask(kind=watched.kind, address=watched.address, by=None, watched=watched, now=now)
                )
    return begun


def _write(
    watched: Watched, name: str, kind: str, address: str, every_hours: int, by: User | None, now: datetime, verb: str
) -> Watched:
    permission.check(by)
    plain = addresses.normal(address)
    if plain is None:
        raise TracingError(_("This is no web address. It begins with http:// or https://."), code="bad_address")
    watched.name, watched.kind = name.strip()[:80], WatchedKind(kind)
    watched.address, watched.key, watched.every_hours = plain, addresses.key_of(plain), every_hours
    try:
        with transaction.atomic():
            watched.save()
            _tell(watched, verb, by, now)
    except IntegrityError as error:
        raise TracingError(_("This source is on the list already."), code="known_source") from error
    return watched


def _tell(watched: Watched, verb: str, by: User | None, now: datetime) -> None:
    detail = {"address": watched.address, "every_hours": watched.every_hours}
    audit_actions.record(
        by=by, verb=verb, key=f"watched:{watched.pk}", title=watched.name[:200], detail=detail, now=now
    )

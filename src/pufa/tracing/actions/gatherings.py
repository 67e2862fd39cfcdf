"""Gatherings are asked for, stopped, and their failed pages tried again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock, weblists
from pufa.tracing import addresses, store
from pufa.tracing.actions import errands, permission
from pufa.tracing.errors import TracingError
from pufa.tracing.models import Errand, ErrandState, Gathering, GatheringKind, GatheringState, Task, Watched

MOST_PAGES = weblists.MOST_ADDRESSES
TASKS = {
    GatheringKind.PAGE: Task.PAGE,
    GatheringKind.FEED: Task.FEED,
    GatheringKind.SITEMAP: Task.SITEMAP,
    GatheringKind.LINKS: Task.LINKS,
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A saved page: its name among the others, and its bytes."""

    name: str
    data: bytes


def ask(
    *, kind: str, address: str, by: User | None, watched: Watched | None = None, now: datetime | None = None
) -> Gathering:
    """Asks for one page, a feed, a site map or a page of links; the worker does it with `work_off`.

    Raises TracingError: not_allowed, bad_address.
    """
    permission.check(by)
    plain = addresses.normal(address)
    if plain is None:
        raise TracingError(_("This is no web address. It begins with http:// or https://."), code="bad_address")
    moment = now or clock.now()
    with transaction.atomic():
        gathering = _begun(GatheringKind(kind), plain, by, moment, watched)
        errands.add(gathering, TASKS[GatheringKind(kind)], [plain], now=moment)
    return gathering


def ask_list(*, found: Sequence[str], source: str, by: User | None, now: datetime | None = None) -> Gathering:
    """Asks for many pages by their addresses. Raises TracingError: not_allowed, bad_address, empty_list, too_many."""
    permission.check(by)
    plain = []
    for number, address in enumerate(found, start=1):
        one = addresses.normal(address)
        if one is None:
            text = _("Line %(number)d is no web address: %(address)s") % {"number": number, "address": address[:80]}
            raise TracingError(text, code="bad_address")
        plain.append(one)
    if not plain:
        raise TracingError(_("The list names no address."), code="empty_list")
    if len(plain) > MOST_PAGES:
        raise TracingError(_("At most %(count)d pages at once.") % {"count": MOST_PAGES}, code="too_many")
    moment = now or clock.now()
    with transaction.atomic():
        gathering = _begun(GatheringKind.LIST, source, by, moment)
        errands.add(gathering, Task.PAGE, plain, now=moment)
    return gathering


def ask_files(*, files: Iterable[Upload], source: str, by: User | None, now: datetime | None = None) -> Gathering:
    """Asks for saved pages to be read; their bytes are on disk when it returns.

    Raises TracingError: not_allowed, no_files, and what the iterable raises.
    """
    permission.check(by)
    kept: dict[str, str] = {}
    for file in files:
        kept[file.name] = store.keep(file.data)
    if not kept:
        raise TracingError(_("There is no saved page in it."), code="no_files")
    moment = now or clock.now()
    with transaction.atomic():
        gathering = _begun(GatheringKind.FILES, source, by, moment)
        Errand.objects.bulk_create(
            [
                Errand(
                    gathering=gathering,
                    task=Task.FILE,
                    address=name[: addresses.LONGEST],
                    key=addresses.key_of(f"{addresses.FILE}{name}"),
                    blob=sha256,
                    due_at=moment,
                )
                for name, sha256 in kept.items()
            ],
            batch_size=errands.BATCH,
        )
    return gathering


def stop(*, gathering: Gathering, by: User | None, now: datetime | None = None) -> Gathering:
    """Ends a gathering; pages not yet fetched are left out. Raises TracingError: not_allowed, over."""
    permission.check(by)
    moment = now or clock.now()
    with transaction.atomic():
        held = Gathering.objects.select_for_update().get(pk=gathering.pk)
        if held.is_over:
            raise TracingError(_("This gathering is over already."), code="over")
        held.errands.filter(state=ErrandState.WAITING).update(state=ErrandState.LEFT, ended_at=moment)
        held.state, held.ended_at = GatheringState.STOPPED, moment
        held.save(update_fields=["state", "ended_at"])
        _tell(held, "tracing.stopped", by, moment)
    gathering.refresh_from_db()
    return gathering


def retry_failed(*, gathering: Gathering, by: User | None, now: datetime | None = None) -> int:
    """Tries the failed and left-out pages of a gathering again; how many. Raises TracingError not_allowed."""
    permission.check(by)
    moment = now or clock.now()
    with transaction.atomic():
        held = Gathering.objects.select_for_update().get(pk=gathering.pk)
        again = held.errands.filter(state__in=[ErrandState.FAILED, ErrandState.LEFT])
        count = again.update(state=ErrandState.WAITING, tries=0, due_at=moment, ended_at=None, claim="")
        if count:
            held.state, held.ended_at, held.worked_at = GatheringState.OPEN, None, None
            held.save(update_fields=["state", "ended_at", "worked_at"])
            _tell(held, "tracing.retried", by, moment, pages=count)
    gathering.refresh_from_db()
    return count


def _begun(
    kind: GatheringKind, source: str, by: User | None, now: datetime, watched: Watched | None = None
) -> Gathering:
    gathering = Gathering.objects.create(
        kind=kind, source=source[: addresses.LONGEST], asked_by=by, asked_at=now, watched=watched
    )
    _tell(gathering, "tracing.asked", by, now, kind=kind.value)
    return gathering


def _tell(gathering: Gathering, verb: str, by: User | None, now: datetime, **detail: object) -> None:
    key, title = f"gathering:{gathering.pk}", gathering.source[:200]
    audit_actions.record(by=by, verb=verb, key=key, title=title, detail=detail, now=now)

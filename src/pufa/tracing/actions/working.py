"""Works off a gathering: claims one errand after the other, fetches, reads, keeps, judges, writes it down.

The row is the unit of retry. A worker that dies leaves its errand claimed; after `LOST_AFTER` it is given out again,
and because captures are unique for an errand, nothing is kept twice.
"""

import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pufa.audit import actions as audit_actions
from pufa.lib import clock, savedpage, weblists
from pufa.lib.http import FetchError
from pufa.lib.weblists import ListError
from pufa.tracing import account_pages, addresses, reading, recognition, store, wording
from pufa.tracing.actions import asked_forwards, errands, evidence, rechecks, visiting
from pufa.tracing.errors import TracingError
from pufa.tracing.models import Errand, ErrandState, Gathering, GatheringState, How, Task

LOST_AFTER: Final = timedelta(minutes=5)
UNTOUCHED: Final = timedelta(seconds=45)
NAP: Final = 0.1
NEXT_SLICE: Final = 5.0
DEEPEST_MAPS: Final = 3
MOST_MAPS: Final = 500
LIST_BYTES: Final = weblists.LARGEST
HOLD_OFF: Final = {"least": 30.0, "most": 3600.0}


def work_off(*, gathering: Gathering, seconds: float, now: datetime | None = None) -> bool:
    """Works on a gathering for about so many seconds; whether there is more to do right away.

    With `now` given, the clock stands still: what is not due then is left. Two workers at once do no harm.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        moment = now or clock.now()
        Gathering.objects.filter(pk=gathering.pk).update(worked_at=moment)
        errand = _claim(gathering, moment)
        if errand is not None:
            _do(errand, moment)
            continue
        left = deadline - time.monotonic()
        if _is_over(gathering, moment) or now is not None or not _is_due(gathering, moment, within=left):
            return False
        time.sleep(NAP)
    return _is_due(gathering, now or clock.now(), within=NEXT_SLICE)


def release_lost(*, now: datetime) -> int:
    """Gives out again what workers that died had claimed; how many. What died with each try is given up.

    Whether a worker is dead or slow cannot be seen: the claim stays until another worker takes the errand.
    """
    lost = Errand.objects.filter(state=ErrandState.RUNNING, claimed_at__lt=now - _lost_after())
    reason = _("The program broke off at this page several times; it is left out.")
    given_up = lost.filter(tries__gte=errands.MOST_TRIES).update(
        state=ErrandState.FAILED, code=errands.INTERRUPTED, message=reason, ended_at=now
    )
    return given_up + lost.update(state=ErrandState.WAITING, due_at=now)


def unfinished(*, now: datetime) -> QuerySet[Gathering]:
    """Open gatherings nobody is working on although they have something to do, or only need to be ended."""
    idle = Q(worked_at__isnull=True) | Q(worked_at__lt=now - UNTOUCHED)
    due = Errand.objects.filter(state=ErrandState.WAITING, due_at__lte=now).values("gathering")
    busy = Errand.objects.filter(state__in=[ErrandState.WAITING, ErrandState.RUNNING]).values("gathering")
    has_work = Q(pk__in=due) | ~Q(pk__in=busy)
    return Gathering.objects.filter(idle, has_work, state=GatheringState.OPEN).order_by("pk")


def _lost_after() -> timedelta:
    return timedelta(seconds=settings.TRACING_LOST_AFTER)


def _claim(gathering: Gathering, now: datetime) -> Errand | None:
    """The next errand that is due at a site that may be asked, claimed for this worker."""
    free = Q(site__isnull=True) | Q(site__next_at__isnull=True) | Q(site__next_at__lte=now)
    waiting = Errand.objects.filter(free, gathering=gathering, state=ErrandState.WAITING, due_at__lte=now)
    for errand in waiting.select_related("site", "gathering").order_by("pk")[:5]:
        claim = secrets.token_hex(16)
        taken = Errand.objects.filter(pk=errand.pk, state=ErrandState.WAITING).update(
            state=ErrandState.RUNNING, claim=claim, claimed_at=clock.now(), tries=errand.tries + 1
        )
        if taken:
            errand.state, errand.claim, errand.tries = ErrandState.RUNNING, claim, errand.tries + 1
            return errand
    return None


def _is_due(gathering: Gathering, now: datetime, *, within: float) -> bool:
    """Whether something becomes due within so many seconds, at a site that may then be asked."""
    until = now + timedelta(seconds=max(0.0, within))
    free = Q(site__isnull=True) | Q(site__next_at__isnull=True) | Q(site__next_at__lte=until)
    return gathering.errands.filter(free, state=ErrandState.WAITING, due_at__lte=until).exists()


def _is_over(gathering: Gathering, now: datetime) -> bool:
    """Ends the gathering if every errand has ended; whether it is over."""
    open_errands = gathering.errands.filter(state__in=[ErrandState.WAITING, ErrandState.RUNNING])
    if open_errands.exists():
        return False
    with transaction.atomic():
        held = Gathering.objects.select_for_update().get(pk=gathering.pk)
        if held.state == GatheringState.OPEN and not open_errands.exists():
            held.state, held.ended_at = GatheringState.DONE, now
            held.save(update_fields=["state", "ended_at"])
            if held.account_id is not None:  # every hour for every account: what is found is in the trail by itself
                return True
            counts = {state.value: held.errands.filter(state=state).count() for state in ErrandState}
            key, title = f"gathering:{held.pk}", held.source[:200]
            audit_actions.record(by=None, verb="tracing.gathered", key=key, title=title, detail=counts, now=now)
    return True


def _do(errand: Errand, now: datetime) -> None:
    """Does one errand; whatever goes wrong with the page is written down beside it."""
    work: dict[str, Callable[[Errand, datetime], None]] = {
        Task.PAGE: _page,
        Task.FILE: _file,
        Task.FEED: _list,
        Task.SITEMAP: _list,
        Task.LINKS: _list,
    }
    try:
        work[errand.task](errand, now)
    except FetchError as error:
        _failed_fetch(errand, error, now)
    except ListError as error:
        _failed(errand, error.code, wording.of_error(error), now)
    except TracingError as error:
        _failed(errand, error.reason, str(error), now)


def _page(errand: Errand, now: datetime) -> None:
    if addresses.host_of(errand.address) in addresses.own_hosts():
        raise TracingError(_("This is a page of our own site."), code="own_page")
    fetched = visiting.visit(errand.address)
    text = reading.read(fetched.data, address=fetched.final_url, charset=fetched.charset)
    _keep(errand, evidence.Obtained.by_fetching(fetched, store.keep(fetched.data)), text, now)


def _file(errand: Errand, now: datetime) -> None:
    data = store.read(errand.blob)
    if len(data) > settings.IMPORT_MAX_BYTES:
        raise TracingError(wording.of_code("too_large"), code="too_large")
    saved = savedpage.open_saved(data)
    address = addresses.normal(saved.address) or f"{addresses.FILE}{errand.address}"
    text = reading.read(saved.data, address=address, charset=saved.charset)
    if text.fault in {"binary", "empty"}:
        raise TracingError(wording.of_code(text.fault), code=text.fault)
    obtained = evidence.Obtained(How.SAVED, errand.address, address, errand.blob, len(data))
    _keep(errand, obtained, text, now)


def _keep(errand: Errand, obtained: evidence.Obtained, text: reading.PageText, now: datetime) -> None:
    """Judges outside of the transaction, which is short and writes everything at once."""
    found = recognition.recognise(text.text)
    with transaction.atomic():
        held = errands.hold(errand)
        if held is not None:
            evidence.keep(errand=held, obtained=obtained, text=text, found=found, now=now)
            errands.finish(held, now=now, status=obtained.status)


def _list(errand: Errand, now: datetime) -> None:
    fetched = visiting.visit(errand.address, types=weblists.LIST_TYPES, max_bytes=LIST_BYTES)
    base = fetched.final_url
    if errand.gathering.account is not None:
        named = account_pages.named(errand.gathering.account, fetched)
    elif errand.task == Task.FEED:
        named = weblists.feed(fetched.data, base)
    elif errand.task == Task.SITEMAP:
        named = weblists.sitemap(fetched.data, base)
    else:
        named = weblists.links(fetched.data, base, fetched.charset)
    with transaction.atomic():
        held = errands.hold(errand)
        if held is not None:
            _add_named(held, named, now)
            errands.finish(held, now=now, status=fetched.status)


def _add_named(errand: Errand, named: weblists.Named, now: datetime) -> None:
    gathering = Gathering.objects.select_for_update().get(pk=errand.gathering_id)
    if gathering.is_over:
        return
    pages = [plain for one in named.pages if (plain := addresses.normal(one))]
    if gathering.watched_id is not None:
        pages = rechecks.without_known(pages)
    room = weblists.MOST_ADDRESSES - gathering.errands.count()
    errands.add(gathering, Task.PAGE, pages[: max(0, room)], now=now)
    if gathering.account_id is not None:
        asked_forwards.skip_known(gathering, now=now)
    deeper = errand.depth < DEEPEST_MAPS
    if deeper:
        maps = [plain for one in named.maps if (plain := addresses.normal(one))]
        errands.add(gathering, Task.SITEMAP, maps[:MOST_MAPS], now=now, depth=errand.depth + 1)
    if named.is_cut or len(pages) > room or len(named.maps) > (MOST_MAPS if deeper else 0):
        Gathering.objects.filter(pk=gathering.pk).update(is_cut=True)


def _failed_fetch(errand: Errand, error: FetchError, now: datetime) -> None:
    status = error.status or None
    again = wording.try_again(error.code, error.status, errand.tries)
    asked = error.headers.get("retry-after", "")
    if error.status in {429, 503} and errand.site is not None:
        seconds = float(asked) if asked.isdigit() and len(asked) < 6 else HOLD_OFF["least"]
        visiting.hold_off(errand.site, min(max(seconds, 1.0), HOLD_OFF["most"]), now)
    message = wording.of_error(error)
    with transaction.atomic():
        held = errands.hold(errand)
        if held is not None:
            errands.fail(held, error.code, message, now=now, again=again, status=status)
            if held.state == ErrandState.FAILED:
                rechecks.note_missing(errand=held, error=error, message=message, now=now)


def _failed(errand: Errand, code: str, message: str, now: datetime) -> None:
    with transaction.atomic():
        held = errands.hold(errand)
        if held is not None:
            errands.fail(held, code, message, now=now)

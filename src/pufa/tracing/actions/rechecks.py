"""Looks again whether a copy is still online; two looks in a row that miss it mean it is taken down."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.lib.http import FetchError
from pufa.tracing import addresses, forwards
from pufa.tracing.actions import errands, findings, permission
from pufa.tracing.errors import TracingError
from pufa.tracing.models import (
    Capture,
    Check,
    Errand,
    Finding,
    FindingState,
    Gathering,
    GatheringKind,
    Outcome,
    Task,
    WebPage,
)

MISSED: Final = (Outcome.GONE, Outcome.OTHER)
OPEN: Final = (FindingState.NEW, FindingState.CONFIRMED, FindingState.TOLERATED, FindingState.COMPLAINED)
GONE_STATUS: Final = frozenset({404, 410, 451})
AGAIN_AFTER: Final = timedelta(hours=1)
LEAST_APART: Final = timedelta(minutes=10)
WHEN_COMPLAINED: Final = timedelta(days=1)
WHEN_TAKEN_DOWN: Final = timedelta(days=30)
AT_ONCE: Final = 200


def look_again(*, page: WebPage, by: User | None, now: datetime | None = None) -> Gathering:
    """Asks for one page to be looked at now. Raises TracingError: not_allowed, no_address."""
    permission.check(by)
    if not page.is_online:
        raise TracingError(
            _("This page was handed in as a file without an address; it cannot be fetched."), code="no_address"
        )
    return _gathering([page], page.address, by, now or clock.now())


def recheck_due(*, now: datetime) -> Gathering | None:
    """Asks for the pages whose time has come to be looked at; None when there are none."""
    due = list(WebPage.objects.filter(next_check_at__lte=now, is_online=True).order_by("next_check_at")[:AT_ONCE])
    if not due:
        return None
    source = _("%(count)d pages whose turn it is") % {"count": len(due)}
    return _gathering(due, source, None, now)


def note_missing(*, errand: Errand, error: FetchError, message: str, now: datetime) -> None:
    """Writes down for each finding of a page that it could not be fetched, and why. In the errand's transaction."""
    page = WebPage.objects.filter(key=errand.key).first()
    if page is None:
        return
    is_gone = error.code == "http_status" and error.status in GONE_STATUS
    for finding in page.findings.select_for_update():
        note(
            finding=finding,
            errand=errand,
            outcome=Outcome.GONE if is_gone else Outcome.UNKNOWN,
            now=now,
            status=error.status or None,
            message=message,
            address=error.url,
            headers=error.headers,
        )
    plan(page=page, now=now)


def note(
    *,
    finding: Finding,
    errand: Errand,
    outcome: Outcome,
    now: datetime,
    capture: Capture | None = None,
    status: int | None = None,
    message: str = "",
    address: str = "",
    headers: dict[str, str] | None = None,
) -> Check:
    """Writes one second look down and draws its consequence. On a locked finding, in a transaction.

    An errand that a person had tried again makes a further look.
    """
    is_again = Check.objects.filter(finding=finding, errand=errand).exists()
    check = Check(
        finding=finding,
        errand=None if is_again else errand,
        at=now,
        outcome=outcome,
        status=status,
        message=message[:300],
        address=(address or (capture.final_address if capture else ""))[:2000],
        headers=headers or {},
        capture=capture,
    )
    check.save()
    audit_actions.record(
        by=None,
        verb="tracing.checked",
        key=finding.object_key,
        title=finding.original.title[:200],
        detail={"outcome": outcome.value, "status": status},
        now=now,
    )
    _conclude(finding, check, now)
    return check


def plan(*, page: WebPage, now: datetime) -> None:
    """Sets when the page is looked at next; never if nobody waits for it."""
    waits = [_wait(finding) for finding in page.findings.all()]
    soonest = min((wait for wait in waits if wait is not None), default=None)
    page.next_check_at = now + soonest if page.is_online and soonest is not None else None
    page.save(update_fields=["next_check_at"])


def without_known(found: Iterable[str]) -> list[str]:
    """The addresses of pages never captured, for sources that are looked at again and again."""
    keys = {addresses.key_of(address): address for address in found}
    known = set(WebPage.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    seen = set(
        Errand.objects.filter(key__in=keys, gathering__watched__isnull=False, task=Task.PAGE).values_list(
            "key", flat=True
        )
    )
    return [address for key, address in keys.items() if key not in known | seen]


def _wait(finding: Finding) -> timedelta | None:
    if finding.state == FindingState.TAKEN_DOWN:
        return WHEN_TAKEN_DOWN
    if finding.state not in OPEN:
        return None
    latest = finding.checks.order_by("-pk").first()
    if latest is not None and latest.outcome in MISSED:
        return AGAIN_AFTER
    if finding.state == FindingState.COMPLAINED:
        return WHEN_COMPLAINED
    return timedelta(days=settings.TRACING_RECHECK_DAYS)


def _conclude(finding: Finding, check: Check, now: datetime) -> None:
    if check.outcome == Outcome.THERE and finding.state == FindingState.TAKEN_DOWN:
        text = _("The copy is online again.")
        findings.shift(finding, FindingState.NEW, by=None, note=text, batch=uuid.uuid4(), now=now)
        forwards.found(finding)
        return
    if check.outcome not in MISSED or finding.state not in OPEN:
        return
    before = finding.checks.exclude(pk=check.pk).exclude(outcome=Outcome.UNKNOWN).order_by("-pk").first()
    if before is not None and before.outcome in MISSED and now - before.at >= LEAST_APART:
        text = _("Two looks in a row found it gone: %(what)s.") % {"what": check.get_outcome_display()}
        findings.shift(finding, FindingState.TAKEN_DOWN, by=None, note=text, batch=uuid.uuid4(), now=now)


def _gathering(pages: list[WebPage], source: str, by: User | None, now: datetime) -> Gathering:
    with transaction.atomic():
        gathering = Gathering.objects.create(
            kind=GatheringKind.RECHECK, source=source[: addresses.LONGEST], asked_by=by, asked_at=now
        )
        errands.add(gathering, Task.PAGE, [page.address for page in pages], now=now)
        WebPage.objects.filter(pk__in=[page.pk for page in pages]).update(next_check_at=now + WHEN_COMPLAINED)
        detail = {"kind": GatheringKind.RECHECK.value, "pages": len(pages)}
        audit_actions.record(
            by=by, verb="tracing.asked", key=f"gathering:{gathering.pk}", title=source[:200], detail=detail, now=now
        )
    return gathering

"""Reading findings, pages, sites and gatherings."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Max, Q, QuerySet, Sum, When

from pufa.accounts.models import Role, User
from pufa.audit import queries as audit_queries
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.review import queries as review_queries
from pufa.tracing.models import (
    Capture,
    Errand,
    ErrandState,
    Finding,
    FindingState,
    Gathering,
    Kind,
    Move,
    Watched,
    WebSite,
)

NEEDS_WORK = (Kind.DISTORTED, Kind.GARBLED)


def may_read(person: User) -> bool:
    """Whether somebody may see this room: whoever works on texts."""
    return review_queries.works_on_texts(person)


def may_work(person: User) -> bool:
    """Whether somebody may gather and decide."""
    return person.has_role(Role.OFFICE) or person.has_role(Role.EDITOR)


def findings(filters: Mapping[str, Any] | None = None) -> QuerySet[Finding]:
    """Findings with what lists show of them, the latest first, by q, kind, state, site, piece, since and until."""
    asked = filters or {}
    found = Finding.objects.select_related("page__site__organisation", "original", "capture", "piece")
    if words := asked.get("q"):
        found = found.filter(
            Q(original__title__icontains=words) | Q(page__title__icontains=words) | Q(page__address__icontains=words)
        )
    if site := asked.get("site"):
        found = found.filter(Q(page__site__host__icontains=site) | Q(page__site__name__icontains=site))
    for name in ("kind", "state", "piece"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    if since := asked.get("since"):
        found = found.filter(found_at__gte=clock.start_of_day(since))
    if until := asked.get("until"):
        found = found.filter(found_at__lt=clock.start_of_day(until + timedelta(days=1)))
    return found.order_by("-found_at", "-pk")


def counts_by_state(found: QuerySet[Finding]) -> dict[str, int]:
    """How many of some findings are in each state."""
    rows = found.order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(FindingState.values, 0) | dict(rows)


def counts_by_kind(found: QuerySet[Finding]) -> dict[str, int]:
    """How many of some findings are of each kind; those that are not ours left out."""
    rows = found.exclude(state=FindingState.DISMISSED).order_by().values_list("kind").annotate(count=Count("pk"))
    return dict.fromkeys(Kind.values, 0) | dict(rows)


def waiting() -> dict[str, int]:
    """How many new findings there are, and how many of them are garbled or distorted."""
    new = Finding.objects.filter(state=FindingState.NEW)
    return new.aggregate(total=Count("pk"), bad=Count("pk", filter=Q(kind__in=NEEDS_WORK)))


def worst_waiting(limit: int = 4) -> QuerySet[Finding]:
    """New findings, distorted and garbled ones first."""
    order = Case(When(kind=Kind.DISTORTED, then=0), When(kind=Kind.GARBLED, then=1), default=2)
    return findings({"state": FindingState.NEW}).order_by(order, "-found_at", "-pk")[:limit]


def traced_pieces() -> QuerySet[PiecePage]:
    """Pieces of which a copy was found, by title."""
    return PiecePage.objects.filter(pk__in=Finding.objects.order_by().values("piece")).order_by("title")


def pieces_with_counts() -> QuerySet[Any, Any]:
    """For each traced piece: copies by kind and readers they name, most copies first; rows of values."""
    standing = Finding.objects.exclude(state=FindingState.DISMISSED).order_by()
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Kind}
    rows: QuerySet[Any, Any] = standing.values("piece_id", "piece__title").annotate(
        total=Count("pk"), readers=Sum("capture__readers"), latest=Max("found_at"), **kinds
    )
    return rows.order_by("-latest", "piece_id")


def sites_with_counts() -> QuerySet[WebSite]:
    """Sites on which a copy was found, with their copies by kind, by host: no ranking."""
    standing = ~Q(pages__findings__state=FindingState.DISMISSED) & Q(pages__findings__isnull=False)
    kinds = {kind.value: Count("pages__findings", filter=standing & Q(pages__findings__kind=kind)) for kind in Kind}
    total = Count("pages__findings", filter=standing)
    found = WebSite.objects.select_related("organisation").annotate(total=total, **kinds)
    return found.filter(total__gt=0).order_by("host")


def gatherings() -> QuerySet[Gathering]:
    """All gatherings, the latest first, with how far each has come."""
    counts = {f"{state.value}_count": Count("errands", filter=Q(errands__state=state)) for state in ErrandState}
    return Gathering.objects.select_related("asked_by", "watched").annotate(**counts).order_by("-pk")


def errands(gathering: Gathering, state: str = "") -> QuerySet[Errand]:
    """The pages of a gathering in the order they were named, with what became of them."""
    found = gathering.errands.select_related("site", "capture__page")
    return (found.filter(state=state) if state in ErrandState.values else found).order_by("pk")


def kinds_of_pages(pages: Iterable[int]) -> dict[int, list[Finding]]:
    """The findings of some pages, by page."""
    found: dict[int, list[Finding]] = {}
    for finding in Finding.objects.filter(page__in=list(pages)).select_related("original").order_by("pk"):
        found.setdefault(finding.page_id, []).append(finding)
    return found


def watched() -> QuerySet[Watched]:
    """The watch list with the latest gathering of each."""
    return Watched.objects.annotate(latest=Max("gatherings__pk"), last_at=Max("gatherings__asked_at")).order_by(
        "name", "pk"
    )


def captures(finding: Finding) -> QuerySet[Capture]:
    """Everything kept of a finding's page, the latest first."""
    return Capture.objects.filter(page=finding.page).order_by("-at", "-pk")


def latest_batch(person: User, since: datetime) -> Move | None:
    """What this person decided last, if it was not long ago, so that it can be taken back."""
    made = Move.objects.filter(actor_id=str(person.pk), at__gte=since).order_by("-pk").first()
    is_latest = made is not None and not Move.objects.filter(finding_id=made.finding_id, pk__gt=made.pk).exists()
    return made if is_latest else None


def audit_marks(finding: Finding) -> list[dict[str, Any]]:
    """The audit entries of a finding and its capture: number, deed, time, hash, to be checked against the chain."""
    keys = (finding.object_key, f"capture:{finding.capture_id}")
    rows = [entry for key in keys for entry in audit_queries.entries(key=key)]
    return [
        {"number": one.seq, "deed": one.verb, "at": one.at.isoformat(), "hash": one.hash}
        for one in sorted(rows, key=lambda entry: entry.seq)
    ]

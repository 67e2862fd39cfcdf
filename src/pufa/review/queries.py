"""Reading reviews: who has to do what, what was decided, what the public may see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from pufa.accounts.models import Role, User
from pufa.lib import clock
from pufa.review.models import OPEN, ChecklistItem, Decision, Reminder, Review, ReviewQuerySet, Stage, State

READERS = (
    Role.OFFICE, Role.EDITOR, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER, Role.OBSERVER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PassedGate:
    """One gate as the public sees it."""

    label: str
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What a published page says about its review."""

    gates: tuple[PassedGate, ...]
    proof_passes: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reviews wait for a person, and how many of them are late or due today."""

    waiting: int
    overdue: int
    today: int


def queue(person: User) -> ReviewQuerySet:
    """The reviews this person may decide now, soonest due first."""
    return Review.objects.waiting_for(person)


def counts_for(person: User, *, now: datetime | None = None) -> Counts:
    """How much waits for this person."""
    moment = now or clock.now()
    end = clock.day_bounds(clock.shanghai_day(moment))[1]
    row = (
        queue(person)
        .order_by()
        .aggregate(
            waiting=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lt=moment)),
            today=Count("pk", filter=Q(due_at__gte=moment, due_at__lt=end)),
        )
    )
    return Counts(**row)


def sent_back_to(person: User) -> QuerySet[Review]:
    """Texts this person wrote or handed in that came back and were not handed in again, newest first."""
    own = Review.authors.through.objects.filter(user=person).values("review")
    returned = Review.objects.filter(state=State.SENT_BACK, following__isnull=True)
    return returned.filter(Q(submitted_by=person) | Q(pk__in=own)).order_by("-closed_at", "-pk")


def works_on_texts(person: User) -> bool:
    """Whether this person's roles let them read every review."""
    return any(person.has_role(role) for role in READERS)


def visible_to(person: User) -> QuerySet[Review]:
    """The reviews this person may read: all for office, editors, reviewers and observers, else the own ones."""
    if works_on_texts(person):
        return Review.objects.all()
    own = Review.authors.through.objects.filter(user=person).values("review")
    return Review.objects.filter(Q(submitted_by=person) | Q(pk__in=own))


def history(kind: str, key: str) -> QuerySet[Review]:
    """All reviews of one object with everything recorded, newest first."""
    return (
        Review.objects.of(kind, key)
        .select_related("submitted_by", "organisation", "look_back__by")
        .prefetch_related("gates__by", "proofs__by", "overrides__by", "reports")
    )


def latest_approved(kind: str, key: str) -> Review | None:
    """The review by which this object was last approved."""
    return Review.objects.of(kind, key).filter(state=State.APPROVED).first()


def open_review(kind: str, key: str) -> Review | None:
    """The review this object is in now."""
    return Review.objects.of(kind, key).filter(state__in=OPEN).first()


def public_record(kind: str, key: str) -> PublicRecord | None:
    """Who passed the three gates and how often it was proof-read; None if it was never approved."""
    review = latest_approved(kind, key)
    if review is None:
        return None
    passed = {
        gate.stage: PassedGate(str(Stage(gate.stage).label), str(gate.by), clock.shanghai_day(gate.at))
        for gate in review.gates.filter(decision=Decision.APPROVE).select_related("by")
    }
    return PublicRecord(tuple(passed[stage] for stage in Stage), review.proofs.count())


def checklist(stage: Stage) -> list[str]:
    """The questions of a gate's check list, in order."""
    return list(
        ChecklistItem.objects.filter(stage=stage, active=True).order_by("order", "pk").values_list("text", flat=True)
    )


def latest_findings(review: Review) -> list[dict[str, Any]]:
    """The rows of the latest check report."""
    report = review.reports.order_by("-pk").first()
    return list(report.findings) if report else []


def blocking(review: Review) -> list[dict[str, Any]]:
    """The blocking findings nobody has answered for."""
    answered = set(review.overrides.values_list("fingerprint", flat=True))
    return [row for row in latest_findings(review) if row["level"] == "block" and row["fingerprint"] not in answered]


def reminders_for(person: User) -> QuerySet[Reminder]:
    """Reminders still to be settled: of gates this person may decide, and, for the office, of look-backs."""
    found = Q(review__in=queue(person).order_by().values("pk"), stage=F("review__state"))
    if person.has_role(Role.OFFICE):
        found |= Q(kind=Reminder.Kind.LOOK_BACK, review__look_back__isnull=True)
    loaded = Reminder.objects.filter(found).select_related("review")
    return loaded.prefetch_related("review__gates", "review__authors").order_by("-at", "-pk")


def look_backs_due(now: datetime) -> QuerySet[Review]:
    """Approved texts whose look-back is due and which no later approval has replaced, oldest first."""
    due = Review.objects.filter(state=State.APPROVED, look_back_due_at__lte=now, look_back__isnull=True)
    return due.exclude(pk__in=_replaced()).order_by("look_back_due_at")


def _replaced() -> QuerySet[Any]:
    newest = Review.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"), state=State.APPROVED).order_by("-pk")
    older = Review.objects.filter(state=State.APPROVED).exclude(pk=Subquery(newest.values("pk")[:1]))
    return older.values("pk")

"""The live board of a sending: what stands where, account by account, grouped by kind of unit and never ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pufa.accounts.models import User
from pufa.distribution.models import Attempt, Delivery, DeliveryState, Hold, Plan
from pufa.distribution.models.sending import DeliveryQuerySet
from pufa.distribution.queries import work
from pufa.distribution.queries.versions import version_of
from pufa.lib import clock
from pufa.matrix.models import Sector
from pufa.matrix.queries import register

S = DeliveryState
BOXES: Final = {
    "done": (S.PUBLISHED, S.WITHDRAWN),
    "retry": (S.SENDING, S.PENDING, S.WAITING, S.UNSURE, S.WITHDRAWING),
    "missing": (S.REFUSED, S.TO_DELETE),
    "waiting": (S.PLANNED, S.DUE, S.BY_HAND, S.STOPPED),
}
LABELS: Final = {
    "done": gettext_lazy("Posted"),
    "retry": gettext_lazy("Under way"),
    "missing": gettext_lazy("Not posted"),
    "waiting": gettext_lazy("Still to come"),
}
RECALLED: Final = {
    "done": gettext_lazy("Taken back"),
    "retry": gettext_lazy("Being taken back"),
    "missing": gettext_lazy("To be deleted by hand"),
    "waiting": gettext_lazy("Called off"),
}
# What each kind of failure means, in words everybody reads; the platform's own words stand beside.
MEANING: Final = {
    "retry": gettext_lazy("The platform could not be reached or did not answer properly."),
    "reconnect": gettext_lazy("The platform no longer accepts the sign-in: enter it anew."),
    "rejected": gettext_lazy("The platform refused this post."),
    "limit": gettext_lazy("The platform asks us to slow down; it goes on by itself."),
}
OUTCOMES: Final = {
    "ready": gettext_lazy("posted"),
    "pending": gettext_lazy("taken, platform at work"),
    "gone": gettext_lazy("gone"),
    "absent": gettext_lazy("not there"),
    "retry": gettext_lazy("failed, tried again later"),
    "reconnect": gettext_lazy("sign-in refused"),
    "rejected": gettext_lazy("refused"),
    "limit": gettext_lazy("slowed down"),
}
ENDED: Final = (S.PUBLISHED, S.REFUSED, S.STOPPED, S.WITHDRAWN)
# Of very many accounts only these are shown one by one; the bar counts them all.
NEEDS_A_LOOK: Final = (S.REFUSED, S.TO_DELETE, S.WAITING, S.UNSURE, S.BY_HAND)
MOST_CELLS: Final = 400
BOX_OF: Final = {state: box for box, states in BOXES.items() for state in states}


@dataclass(frozen=True, slots=True)
class Cell:
    """One account on the board; `word` says in a few signs how it stands, `url` leads to the post."""

    delivery: Delivery
    box: str
    word: str
    at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows; `parts` for the progress bar, `version` changes whenever anything did."""

    parts: list[dict[str, Any]]
    groups: list[tuple[str, list[Cell]]]
    total: int
    is_over: bool
    is_partial: bool
    version: str


def board(plan: Plan, person: User | None = None) -> Board:
    """The board of a sending; a unit's contact sees the own unit's accounts in it."""
    found = visible(plan, person)
    summed = (
        found.order_by()
        .values("state")
        .annotate(count=Count("pk"), latest=Max("state_at"), recalled=Max("recalled_at"))
    )
    states = list(summed)
    total = sum(row["count"] for row in states)
    is_partial = total > MOST_CELLS
    sums = dict.fromkeys(BOXES, 0)
    for row in states:
        sums[BOX_OF[S(row["state"])]] += row["count"]
    cells = _cells(found.filter(state__in=NEEDS_A_LOOK) if is_partial else found)
    return Board(
        parts=_bar(sums, is_recalled=any(row["recalled"] for row in states)),
        groups=_groups(cells),
        total=total,
        is_over=all(row["state"] in ENDED for row in states),
        is_partial=is_partial,
        version=version_of(
            sorted((row["state"], row["count"], row["latest"]) for row in states),
            [(cell.delivery.pk, cell.delivery.state, cell.delivery.state_at, cell.word, cell.url) for cell in cells],
            list(holds_of(plan, person).values_list("pk", flat=True)),
            plan.called_off_at,
        ),
    )


def _cells(found: QuerySet[Delivery]) -> list[Cell]:
    whole = found.select_related("account__platform", "account__organisation", "rendition")
    order = ("account__sector", "account__organisation__code", "account__platform__position", "pk")
    return [_cell(row) for row in whole.order_by(*order)[:MOST_CELLS]]


def visible(plan: Plan, person: User | None) -> DeliveryQuerySet:
    """The deliveries of a sending somebody may see."""
    found: DeliveryQuerySet = Delivery.objects.filter(plan=plan)
    return found if person is None else found.filter(account__in=register.visible_to(person))


def counts(plan: Plan) -> dict[str, int]:
    """How many deliveries of a sending are in each state that occurs."""
    rows = Delivery.objects.filter(plan=plan).order_by().values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in rows}


def plans(person: User) -> QuerySet[Plan]:
    """The sendings somebody may see: a unit's contact those that go to the own accounts."""
    found = Plan.objects.select_related("created_by")
    own = Delivery.objects.filter(plan=OuterRef("pk"), account__in=register.visible_to(person))
    return found.filter(Exists(own))


def overview(plans: Iterable[Plan], person: User) -> list[dict[str, Any]]:
    """For a list of sendings their progress as somebody may see it, with one question for all of them."""
    some = list(plans)
    seen = Delivery.objects.filter(plan__in=some, account__in=register.visible_to(person))
    rows = seen.order_by().values("plan", "state")
    found = rows.annotate(count=Count("pk"), recalled=Max("recalled_at"))
    sums: dict[int, dict[str, int]] = {plan.pk: dict.fromkeys(BOXES, 0) for plan in some}
    recalled = set()
    for row in found:
        sums[row["plan"]][BOX_OF[S(row["state"])]] += row["count"]
        if row["recalled"]:
            recalled.add(row["plan"])
    return [
        {
            "plan": plan,
            "parts": _bar(sums[plan.pk], is_recalled=plan.pk in recalled),
            "total": sum(sums[plan.pk].values()),
        }
        for plan in some
    ]


def history(delivery: Delivery) -> QuerySet[Attempt]:
    """Every call made for a delivery, newest first."""
    return delivery.attempts.order_by("-number")


def outcome(attempt: Attempt) -> str:
    """How a call ended, in words; a call nobody knows the end of says so."""
    return str(OUTCOMES.get(attempt.outcome, attempt.outcome)) if attempt.outcome else _("no answer")


def holds_of(plan: Plan, person: User | None = None) -> QuerySet[Hold]:
    """The holds in force that keep this sending, or what somebody may see of it, from going on."""
    rows = visible(plan, person).order_by()
    touched = Q(plan=plan) | Q(connector__in=rows.values("connector")) | Q(account__in=rows.values("account"))
    return work.holds().filter(touched | Q(scope="everything"))


def _cell(row: Delivery) -> Cell:
    state = S(row.state)
    at = row.published_at if state == S.PUBLISHED else row.state_at
    return Cell(row, BOX_OF[state], _word(row), at, row.url if state in {S.PUBLISHED, S.TO_DELETE} else "")


def _word(row: Delivery) -> str:
    if row.error_kind == "reconnect":
        return _("sign in anew")
    if row.state == S.WAITING and row.error_kind == "limit":
        return _("platform slows us")
    if row.state == S.UNSURE and row.error_code == "needs_person":
        return _("please look")
    if row.state == S.PLANNED and row.slot_at is not None:
        return f"{clock.in_shanghai(row.slot_at):%m-%d %H:%M}"
    return str(S(row.state).label)


def _bar(sums: dict[str, int], *, is_recalled: bool) -> list[dict[str, Any]]:
    labels = RECALLED if is_recalled else LABELS
    return [{"state": box, "label": labels[box], "count": sums[box]} for box in BOXES]


def _groups(cells: list[Cell]) -> list[tuple[str, list[Cell]]]:
    groups: dict[str, list[Cell]] = {sector.value: [] for sector in Sector}
    for cell in cells:
        groups[cell.delivery.account.sector].append(cell)
    return [(str(Sector(value).label), members) for value, members in groups.items() if members]

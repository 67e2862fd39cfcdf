"""Everything the page of one review shows, gathered for its template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.review import desk, diffs, queries, registry, rules
from pufa.review.errors import ReviewError
from pufa.review.models import Decision, Review, Stage

FOLD_FROM = 3
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a review; `kind` picks its icon."""

    at: datetime
    who: str
    what: str
    text: str = ""
    kind: str = "note"


def detail(review: Review, person: User, now: datetime, *, against: str) -> Context:
    """The context of the page, but for its forms."""
    rounds = list(queries.history(review.kind, review.key))
    review = next(one for one in rounds if one.pk == review.pk)
    return {
        "title": review.title,
        "crumbs": [
            {"label": _("Three reviews, three proofs"), "url": reverse("review:work_list")},
            {"label": review.title, "url": ""},
        ],
        "review": review,
        "gates": desk.gate_dots(review),
        "due": desk.due(review, now),
        "refusals": refusals(review, person),
        "findings": findings(review),
        "report": max(review.reports.all(), key=lambda report: report.pk, default=None),
        "proof_passes": settings.REVIEW["proof_passes"],
        "rounds": [(one, steps(one)) for one in rounds],
        **_text(review, against),
        **_addresses(review),
        **_neighbours(review, person),
    }


def refusals(review: Review, person: User) -> dict[str, str]:
    """For each deed the reason why this person cannot do it now; empty if it can be done."""

    def approve() -> None:
        if rules.may_decide(review, person) == Stage.FINAL:
            rules.ready_to_publish(review)

    return {
        "approve": _why_not(approve),
        "send_back": _why_not(lambda: rules.may_decide(review, person)),
        "proof": _why_not(lambda: rules.may_proof(review, person)),
        "override": _why_not(lambda: rules.may_override(review, person)),
        "recheck": _why_not(lambda: rules.may_recheck(review, person)),
        "cancel": _why_not(lambda: rules.may_cancel(review, person)),
        "look_back": _why_not(lambda: rules.may_look_back(review, person)),
    }


def findings(review: Review) -> list[Context]:
    """The rows of the latest report, each with the override that lets it pass, if any."""
    answered = {one.fingerprint: one for one in review.overrides.all()}
    return [{**row, "override": answered.get(row["fingerprint"])} for row in queries.latest_findings(review)]


def steps(review: Review) -> list[Step]:
    """What happened in one round, oldest first."""
    found = [Step(review.submitted_at, str(review.submitted_by), _("submitted"), kind="send")]
    found += [Step(gate.at, str(gate.by), str(gate), gate.comment, _icon(gate.decision)) for gate in review.gates.all()]
    found += [
        Step(one.at, str(one.by), _proof_words(one.number, one.corrections), one.note, "text-search")
        for one in review.proofs.all()
    ]
    found += [
        Step(one.at, str(one.by), _("let a finding pass"), f"{one.finding['message']} {one.reason}", "shield-alert")
        for one in review.overrides.all()
    ]
    if review.cancelled_by is not None and review.closed_at is not None:
        found.append(
            Step(review.closed_at, str(review.cancelled_by), _("handed in and taken back"), review.cancel_reason, "x")
        )
    if hasattr(review, "look_back"):
        back = review.look_back
        found.append(Step(back.at, str(back.by), f"{_('look-back')} · {back.get_verdict_display()}", back.note, "eye"))
    return sorted(found, key=lambda step: step.at)


def _proof_words(number: int, corrections: int) -> str:
    return _("proof pass %(number)d, %(corrections)d corrections") % {"number": number, "corrections": corrections}


def _icon(decision: str) -> str:
    return "check" if decision == Decision.APPROVE else "undo-2"


def _why_not(rule: Callable[[], object]) -> str:
    try:
        rule()
    except ReviewError as error:
        return str(error)
    return ""


def _text(review: Review, against: str) -> Context:
    """The text with its changes against what was last approved, against the round before, or plainly."""
    choices = {"approved": review.compared_with, "previous": review.previous, "nothing": None}
    possible = [name for name, old in choices.items() if old is not None or name == "nothing"]
    chosen = against if against in possible else possible[0]
    old = choices[chosen]
    changes = diffs.compare(old.draft if old else None, review.draft)
    labels = {
        "approved": _("Changes since last approved"),
        "previous": _("Changes since the round before"),
        "nothing": _("Whole text"),
    }
    tabs = [{"label": labels[name], "url": f"?against={name}", "current": name == chosen} for name in possible]
    return {
        "against": chosen,
        "text_tabs": tabs if len(tabs) > 1 else [],
        "blocks": _blocks(changes, fold=old is not None),
        "has_changes": diffs.has_changes(changes),
        "draft": review.draft,
    }


def _blocks(changes: Iterable[diffs.Change], *, fold: bool) -> list[Context]:
    """Runs of paragraphs; a long run of unchanged ones is folded away."""
    blocks: list[Context] = []
    for is_same, run in groupby(changes, key=lambda change: change.kind == "same"):
        members = list(run)
        blocks.append({"changes": members, "folded": fold and is_same and len(members) >= FOLD_FROM})
    return blocks


def _addresses(review: Review) -> Context:
    try:
        adapter = registry.subject(review.kind)
        obj = adapter.load(review.key)
    except LookupError:
        return {"edit_url": "", "public_url": ""}
    return {"edit_url": adapter.edit_url(obj), "public_url": adapter.public_url(obj) or ""}


def _neighbours(review: Review, person: User) -> Context:
    """The reviews before and after this one in the person's queue, for the keys j and k."""
    waiting = list(queries.queue(person).values_list("pk", flat=True))
    if review.pk not in waiting:
        return {"before": None, "after": waiting[0] if waiting else None}
    place = waiting.index(review.pk)
    return {
        "before": waiting[place - 1] if place else None,
        "after": waiting[place + 1] if place + 1 < len(waiting) else None,
    }

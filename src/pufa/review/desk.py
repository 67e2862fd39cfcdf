"""What the desk shows of reviews, as plain data for the parts of the design system."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pufa.accounts.models import User
from pufa.lib import clock
from pufa.review.models import ROLE_OF, Decision, Review, Stage


@dataclass(frozen=True, slots=True)
class Row:
    """One review in a list."""

    review: Review
    gates: list[dict[str, str]]
    due: dict[str, Any] | None
    machine: dict[str, str]
    since: str
    verb: str


def rows(reviews: Iterable[Review], person: User, now: datetime) -> list[Row]:
    """Rows for reviews whose gates and reports are loaded."""
    return [
        Row(
            review,
            gate_dots(review),
            due(review, now),
            machine_summary(review),
            waiting_since(review, now),
            verb_for(review, person),
        )
        for review in reviews
    ]


def gate_dots(review: Review) -> list[dict[str, str]]:
    """The three gates as dots: done, now, waiting, or returned."""
    letters = {
        Stage.FIRST: pgettext("gate dot", "1"),
        Stage.SECOND: pgettext("gate dot", "2"),
        Stage.FINAL: pgettext("gate dot", "3"),
    }
    decided = {gate.stage: gate.decision for gate in review.gates.all()}
    return [
        {
            "label": letters[stage],
            "name": str(stage.label),
            "state": _dot(decided.get(stage.value), review.stage == stage),
        }
        for stage in Stage
    ]


def _dot(decision: str | None, is_now: bool) -> str:
    if decision == Decision.APPROVE:
        return "done"
    if decision == Decision.SEND_BACK:
        return "returned"
    return "now" if is_now else "waiting"


def due(review: Review, now: datetime) -> dict[str, Any] | None:
    """The present gate's due date in words; None when the review is over."""
    return due_words(review.due_at, now) if review.due_at else None


def due_words(moment: datetime, now: datetime) -> dict[str, Any]:
    """A due date in words, as the part `ui/parts/due.html` wants it."""
    at, today = clock.in_shanghai(moment), clock.shanghai_day(now)
    days = (at.date() - today).days
    if moment < now:
        return {"state": "late", "text": _late(now - moment), "at": at}
    if days == 0:
        return {"state": "soon", "text": _("today %(time)s") % {"time": f"{at:%H:%M}"}, "at": at}
    if days == 1:
        return {"state": "soon", "text": _("tomorrow %(time)s") % {"time": f"{at:%H:%M}"}, "at": at}
    text = _("%(month)d/%(day)d") % {"month": at.month, "day": at.day}
    return {"state": "later", "text": text, "at": at}


def _late(by: timedelta) -> str:
    if by >= timedelta(days=1):
        return ngettext("%(count)d day late", "%(count)d days late", by.days) % {"count": by.days}
    hours = max(1, round(by.total_seconds() / 3600))
    return ngettext("%(count)d hour late", "%(count)d hours late", hours) % {"count": hours}


def waiting_since(review: Review, now: datetime) -> str:
    """How long the text has been at its present gate, in words."""
    if review.stage is None:
        return ""
    passed = [gate.at for gate in review.gates.all()]
    days = (now - max(passed, default=review.submitted_at)).days
    if days < 1:
        return _("since today")
    return ngettext("waiting %(count)d day", "waiting %(count)d days", days) % {"count": days}


def machine_summary(review: Review) -> dict[str, str]:
    """What the latest check report says, in a few words: {level, text}."""
    reports = sorted(review.reports.all(), key=lambda report: report.pk)
    found = reports[-1].findings if reports else []
    count = {level: sum(1 for row in found if row["level"] == level) for level in ("block", "warn", "note")}
    if count["block"]:
        text = ngettext("%(count)d must be settled", "%(count)d must be settled", count["block"])
        return {"level": "block", "text": text % {"count": count["block"]}}
    if count["warn"]:
        text = ngettext("%(count)d to look at", "%(count)d to look at", count["warn"])
        return {"level": "warn", "text": text % {"count": count["warn"]}}
    if count["note"]:
        text = ngettext("%(count)d hint", "%(count)d hints", count["note"])
        return {"level": "note", "text": text % {"count": count["note"]}}
    return {"level": "clean", "text": _("nothing found")}


def verb_for(review: Review, person: User) -> str:
    """The button's word: what this person can do here."""
    words = {
        Stage.FIRST: _("Do the first review"),
        Stage.SECOND: _("Do the second review"),
        Stage.FINAL: _("Do the final review"),
    }
    stage = review.stage
    if stage is not None and person.has_role(ROLE_OF[stage]) and not _has_part_in(review, person):
        return words[stage]
    return _("Have a look")


def _has_part_in(review: Review, person: User) -> bool:
    passed = any(gate.by_id == person.pk and gate.decision == Decision.APPROVE for gate in review.gates.all())
    return passed or review.submitted_by_id == person.pk or any(one.pk == person.pk for one in review.authors.all())

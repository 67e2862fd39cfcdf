"""What stands on the approval form, as plain texts in reading order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pufa.lib import clock
from pufa.review import queries
from pufa.review.models import Review, Stage, Verdict

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file."""

    content: bytes
    content_type: str


def gather(review: Review, *, now: datetime | None = None) -> Facts:
    """Everything recorded about one review, as texts, with the form's words under `words`."""
    draft = review.draft
    return {
        "words": words(),
        "number": str(review.pk),
        "title": review.title,
        "unit": str(review.organisation or ""),
        "authors": "、".join(credit.name for credit in draft.credits),
        "source": draft.source,
        "submitted_by": str(review.submitted_by),
        "submitted_at": _time(review.submitted_at),
        "track": review.get_track_display(),
        "round": str(review.round),
        "publish_at": _time(review.publish_at),
        "state": review.get_state_display(),
        "gates": [_gate(review, stage) for stage in Stage],
        "proofs": [
            {
                "number": str(one.number),
                "name": str(one.by),
                "time": _time(one.at),
                "corrections": str(one.corrections),
                "note": one.note,
            }
            for one in review.proofs.select_related("by")
        ],
        "report": _report(review),
        "overrides": [
            {"finding": one.finding["message"], "name": str(one.by), "time": _time(one.at), "reason": one.reason}
            for one in review.overrides.select_related("by")
        ],
        "look_back": _look_back(review),
        "made_at": _time(now or clock.now()),
    }


def words() -> dict[str, str]:
    """The form's own words."""
    return {
        "heading": _("Approval form for three reviews and three proofs"),
        "number": _("No."),
        "title": _("Title"),
        "unit": _("Unit"),
        "authors": _("Author"),
        "source": _("Source"),
        "submitted_by": _("Submitted by"),
        "submitted_at": _("Submitted at"),
        "track": _("Track"),
        "round": _("Round"),
        "publish_at": _("To be published"),
        "state": _("State"),
        "checklist": _("Check list"),
        "comment": pgettext("reviewer", "Comment"),
        "signed": _("Signed"),
        "time": _("Time"),
        "proofs": _("Proof passes"),
        "pass": pgettext("proof", "Pass"),
        "name": pgettext("person", "Name"),
        "corrections": _("Corrections"),
        "note": _("Note"),
        "report": _("Machine check"),
        "overrides": _("Let pass by name"),
        "finding": _("Finding"),
        "reason": _("Reason"),
        "look_back": _("Look-back"),
        "look_back_due": _("to be done by"),
        "none": _("none"),
        "made_at": _("Printed from the system at"),
    }


def _gate(review: Review, stage: Stage) -> Facts:
    decided = review.gates.filter(stage=stage).select_related("by").first()
    if decided is None:
        items = [{"mark": "□", "text": text} for text in queries.checklist(stage)]
        return {"label": str(stage.label), "decision": "", "items": items, "comment": "", "name": "", "time": ""}
    return {
        "label": str(stage.label),
        "decision": decided.get_decision_display(),
        "items": [{"mark": "☑" if ticked else "□", "text": text} for text, ticked in decided.checklist],
        "comment": decided.comment,
        "name": str(decided.by),
        "time": _time(decided.at),
    }


def _report(review: Review) -> Facts:
    report = review.reports.order_by("-pk").first()
    if report is None:
        return {"time": "", "verdict": "", "findings": []}
    return {
        "time": _time(report.at),
        "verdict": report.get_verdict_display(),
        "findings": [
            {
                "level": str(Verdict(row["level"]).label),
                "message": row["message"],
                "excerpt": row["excerpt"],
                "place": _("paragraph %(number)d") % {"number": row["paragraph"]} if row["paragraph"] else "",
            }
            for row in report.findings
        ],
    }


def _look_back(review: Review) -> Facts:
    if not hasattr(review, "look_back"):
        return {"name": "", "time": "", "verdict": "", "note": "", "due": _time(review.look_back_due_at)}
    back = review.look_back
    return {
        "name": str(back.by),
        "time": _time(back.at),
        "verdict": back.get_verdict_display(),
        "note": back.note,
        "due": _time(review.look_back_due_at),
    }


def _time(moment: datetime | None) -> str:
    return f"{clock.in_shanghai(moment):%Y-%m-%d %H:%M}" if moment else ""

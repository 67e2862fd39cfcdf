"""The work list: which reviews it shows, its tabs, and its rows for Excel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.lib import clock, spreadsheet
from pufa.review import desk, queries
from pufa.review.models import OPEN, Decision, Review, Stage

VIEWS = ("mine", "own", "all", "look_back", "done")
WARNINGS = 3
WIDTHS = (40, 12, 8, 12, 20, 18, 16, 18, 10, 10, 10, 10, 20)


@dataclass(frozen=True, slots=True)
class Found:
    """The chosen view of the list and its reviews."""

    view: str
    reviews: QuerySet[Review]


def find(person: User, view: str, filters: Mapping[str, Any]) -> Found:
    """The reviews of a view (mine, own, all, done; default: mine if anything waits, else all), filtered."""
    chosen = view if view in VIEWS else _first_view(person)
    reviews = _views(person)[chosen]
    if "q" in filters:
        reviews = reviews.filter(title__icontains=filters["q"])
    if "state" in filters:
        reviews = reviews.filter(state=filters["state"])
    if "track" in filters:
        reviews = reviews.filter(track=filters["track"])
    if "late" in filters:
        reviews = reviews.filter(due_at__lt=clock.now())
    loaded = reviews.select_related("submitted_by", "organisation").prefetch_related("gates__by", "reports", "authors")
    return Found(chosen, loaded)


def context(found: Found, query: QueryDict, person: User) -> dict[str, Any]:
    """What stands around the rows."""
    kept = query.copy()
    kept.pop("page", None)
    kept["view"] = found.view
    address = kept.urlencode()
    return {
        "title": _("Three reviews, three proofs"),
        "subtitle": _("One person, one gate; three gates, three people."),
        "tabs": _tabs(found.view, person),
        "view": found.view,
        "page_query": f"{address}&",
        "export_url": f"{reverse('review:export')}?{address}",
        "empty": _empty(found.view),
        "warnings": _warnings(person),
        "can_change_checklists": person.has_role(Role.OFFICE),
    }


def header() -> list[str]:
    """The heads of the Excel file's columns."""
    return [
        _("Title"), _("Track"), _("Round"), _("Submitted by"), _("Unit"), _("Submitted at"), _("Gate or result"),
        _("Due at"),
        *(str(stage.label) for stage in Stage), _("Proof passes"), _("Machine check"),
    ]  # fmt: skip


def export_rows(reviews: QuerySet[Review]) -> Iterator[list[spreadsheet.Value]]:
    """One row a review, read in portions."""
    for review in reviews.prefetch_related("proofs").iterator(chunk_size=200):
        passed = {gate.stage: str(gate.by) for gate in review.gates.all() if gate.decision == Decision.APPROVE}
        yield [
            review.title,
            review.get_track_display(),
            review.round,
            str(review.submitted_by),
            str(review.organisation or ""),
            review.submitted_at,
            review.get_state_display(),
            review.due_at,
            *(passed.get(stage.value, "") for stage in Stage),
            len(review.proofs.all()),
            desk.machine_summary(review)["text"],
        ]


def _views(person: User) -> dict[str, QuerySet[Review]]:
    visible = queries.visible_to(person)
    own = Review.authors.through.objects.filter(user=person).values("review")
    return {
        "mine": queries.queue(person),
        "own": visible.filter(Q(submitted_by=person) | Q(pk__in=own)).order_by("-submitted_at", "-pk"),
        "all": visible.filter(state__in=OPEN).order_by("due_at", "pk"),
        "look_back": queries.look_backs_due(clock.now()).filter(pk__in=visible.values("pk")),
        "done": visible.exclude(state__in=OPEN).order_by("-closed_at", "-pk"),
    }


def _first_view(person: User) -> str:
    return "mine" if queries.queue(person).exists() else "all"


def _tabs(view: str, person: User) -> list[dict[str, Any]]:
    labels = {
        "mine": _("Waiting for me"),
        "own": _("Handed in by me"),
        "all": _("All open"),
        "look_back": _("To look back at"),
        "done": _("Finished reviews"),
    }
    counted = ("mine", "all", "look_back")
    views = _views(person)
    return [
        {
            "label": label,
            "count": views[name].count() if name in counted else "",
            "url": f"?view={name}",
            "current": name == view,
        }
        for name, label in labels.items()
    ]


def _warnings(person: User) -> list[dict[str, str]]:
    """The reminders that concern this person and are not settled yet, the latest first."""
    return [
        {
            "title": reminder.get_kind_display(),
            "text": reminder.review.title,
            "verb": desk.verb_for(reminder.review, person),
            "url": reverse("review:detail", args=[reminder.review_id]),
        }
        for reminder in queries.reminders_for(person)[:WARNINGS]
    ]


def _empty(view: str) -> dict[str, str]:
    if view == "mine":
        text = _("When a text reaches your gate it stands here, the most urgent first.")
        return {"icon": "circle-check", "title": _("Nothing waits for you"), "text": text}
    if view == "own":
        text = _("Open a text, and choose “Submit for review”.")
        return {"icon": "file-text", "title": _("You have not handed in anything yet"), "text": text}
    return {"icon": "inbox", "title": _("Nothing here"), "text": _("No review fits what you chose.")}

"""The work list: its tabs, its rows for Excel, and what stands around it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pufa.accounts.models import User
from pufa.lib import clock, spreadsheet
from pufa.tracing import labels, queries
from pufa.tracing.models import BY_HAND, Finding, FindingState

WIDTHS: Final = (36, 18, 10, 24, 36, 48, 20, 20, 12, 12, 30, 30, 20)
UNDO_WITHIN: Final = timedelta(minutes=30)
Context = dict[str, Any]


def context(found: QuerySet[Finding], form: Any, query: QueryDict, person: User) -> Context:
    """What stands around the rows; `found` is filtered by all but the state."""
    kept = query.copy()
    kept.pop("page", None)
    chosen = {name: value for name, value in form.chosen().items() if name != "state"}
    can_work = queries.may_work(person)
    return {
        "title": _("Reprint tracing"),
        "subtitle": _("Who carried our pieces, who garbled or distorted them, and what became of it."),
        "form": form,
        "tabs": _tabs(queries.counts_by_state(found), kept),
        "is_filtered": bool(chosen),
        "page_query": f"{kept.urlencode()}&" if kept else "",
        "export_url": f"{reverse('tracing:export')}?{kept.urlencode()}",
        "can_work": can_work,
        "choices": [(state.value, words) for state, words in BY_HAND.items()],
        "undo": queries.latest_batch(person, clock.now() - UNDO_WITHIN) if can_work else None,
        "empty": {
            "icon": "scan-search",
            "title": _("Nothing here"),
            "text": _("Gather pages: one address, a list, a feed, a site map or saved pages. Copies found stand here."),
            "verb": _("Gather pages"),
            "url": reverse("tracing:gather") if can_work else "",
        },
    }


def _tabs(counts: dict[str, int], query: QueryDict) -> list[Context]:
    chosen = query.get("state", "")
    states = [("", _("All"), sum(counts.values()))]
    states += [(state.value, str(state.label), counts[state.value]) for state in FindingState]
    tabs = []
    for value, label, count in states:
        address = query.copy()
        address["state"] = value
        tabs.append({"label": label, "count": count, "url": f"?{address.urlencode()}", "current": value == chosen})
    return tabs


def header() -> list[str]:
    """The heads of the Excel file's columns."""
    return [
        pgettext("reprint", "Piece"), _("Kind of copy"), _("Agreement"), _("Site"), _("Title of the page"), _("Address"),
        _("Found at"), _("Published there"), _("Readers it names"), _("State"), _("Differences"), _("Disguises"),
        _("Fingerprint of the original"),
    ]  # fmt: skip


def export_rows(found: QuerySet[Finding]) -> Iterator[list[spreadsheet.Value]]:
    """One row a finding, read in portions."""
    for one in found.iterator(chunk_size=500):
        yield [
            one.original.title,
            one.get_kind_display(),
            f"{one.score:.0%}",
            str(one.page.site),
            one.page.title,
            one.page.address,
            one.found_at,
            one.capture.published_words,
            one.capture.readers,
            one.get_state_display(),
            "；".join(f"{labels.difference(row['kind'])} {row['original']}→{row['page']}" for row in one.differences),
            "；".join(f"{labels.disguise(row['kind'])} {row['count']}" for row in one.disguises),
            one.capture.sha256,
        ]


def public_address(piece: Any) -> str:
    """The whole address of a piece, for papers that leave the house."""
    return f"{settings.BASE_URL.rstrip('/')}{piece.url or ''}"

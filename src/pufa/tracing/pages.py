"""What the pages of the tracing room show, gathered for their templates."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pufa.accounts.models import User
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.tracing import labels, queries, sidebyside, wording
from pufa.tracing.models import (
    BY_HAND,
    MOVES,
    Errand,
    ErrandState,
    Finding,
    FindingState,
    Gathering,
    Kind,
    Watched,
    WebSite,
)

Context = dict[str, Any]
EXAMPLES = 24
FILLS = {"done": "done", "running": "retry", "failed": "missing", "waiting": "waiting", "left": "waiting"}


def crumbs(*more: tuple[str, str]) -> list[Context]:
    """The way back to the work list."""
    head = (_("Reprint tracing"), reverse("tracing:findings"))
    return [{"label": label, "url": url} for label, url in (head, *more)]


def finding(one: Finding, person: User) -> Context:
    """One copy, side by side with our piece."""
    checks = list(one.checks.select_related("capture"))
    moves = list(one.moves.all())
    return {
        "title": one.original.title,
        "subtitle": _("On %(site)s: %(title)s") % {"site": one.page.site, "title": one.page.title or one.page.address},
        "crumbs": crumbs((one.original.title, "")),
        "finding": one,
        "page": one.page,
        "capture": one.capture,
        "rows": sidebyside.rows(one),
        "direction": labels.direction(one.direction),
        "differences": [{**row, "label": labels.difference(row["kind"])} for row in one.differences],
        "disguises": [_disguise(row) for row in one.disguises],
        "others": [other for other in queries.kinds_of_pages([one.page_id]).get(one.page_id, []) if other.pk != one.pk],
        "captures": list(queries.captures(one)[:10]),
        "past": _past(one, moves, checks),
        "can_work": queries.may_work(person),
        "can_undo": bool(moves) and moves[-1].actor_id == str(person.pk),
        "last_move": moves[-1] if moves else None,
        "covered": round(one.covered * 100),
    }


def choices(one: Finding) -> list[Context]:
    """Where a person may bring a finding, the likeliest as the main button: state, word, is_main."""
    allowed = MOVES[FindingState(one.state)]
    likeliest = FindingState.COMPLAINED if one.kind in queries.NEEDS_WORK else FindingState.CONFIRMED
    return [
        {"state": state.value, "words": words, "is_main": state == likeliest and one.state == FindingState.NEW}
        for state, words in BY_HAND.items()
        if state in allowed
    ]


def _disguise(row: Context) -> Context:
    examples = row["examples"]
    return {
        "label": labels.disguise(row["kind"]),
        "count": row["count"],
        "examples": examples[:EXAMPLES],
        "more": examples[EXAMPLES:],
    }


def _past(one: Finding, moves: list[Any], checks: list[Any]) -> list[Context]:
    found = [{"at": one.found_at, "icon": "scan-search", "what": _("Found by the system"), "who": "", "note": ""}]
    found += [
        {
            "at": move.at,
            "icon": "arrow-right",
            "what": f"{move.get_before_display()} → {move.get_after_display()}",
            "who": move.actor_name or _("the system"),
            "note": move.note,
        }
        for move in moves
    ]
    found += [
        {
            "at": check.at,
            "icon": "eye",
            "what": _("Looked again: %(what)s") % {"what": check.get_outcome_display()},
            "who": "",
            "note": check.message,
        }
        for check in checks
    ]
    return sorted(found, key=lambda step: step["at"])


def bulk(looked: Any, form: Any) -> Context:
    """What a bulk move would do."""
    title = _("Look before you do it")
    return {
        "title": title,
        "subtitle": form.words(),
        "crumbs": crumbs((title, "")),
        "looked": looked,
        "form": form,
    }


def piece_reports(page: ListPage[Any]) -> Context:
    """All traced pieces, the latest found first."""
    title = _("By piece")
    subtitle = _("Each piece of which a copy was found: where, when, and how many readers the pages name.")
    rows = [{"row": row, "cells": [row[kind.value] for kind in Kind]} for row in page.object_list]
    return {
        "title": title,
        "subtitle": subtitle,
        "crumbs": crumbs((title, "")),
        "heads": _heads(),
        "page": page,
        "rows": rows,
    }


def site_reports(page: ListPage[WebSite]) -> Context:
    """All sites with copies, by host."""
    title = _("By site")
    subtitle = _("Each site on which a copy was found, in the order of addresses: no ranking.")
    rows = [{"site": site, "cells": [getattr(site, kind.value) for kind in Kind]} for site in page.object_list]
    return {
        "title": title,
        "subtitle": subtitle,
        "crumbs": crumbs((title, "")),
        "heads": _heads(),
        "page": page,
        "rows": rows,
    }


def _heads() -> list[str]:
    return [str(kind.label) for kind in Kind]


def report(found: QuerySet[Finding], list_query: str) -> Context:
    """The figures of a piece or a site: copies by kind, and the readers the pages name."""
    standing = found.exclude(state=FindingState.DISMISSED)
    counts = queries.counts_by_kind(found)
    readers = [one.capture.readers for one in standing if one.capture.readers is not None]
    list_url = reverse("tracing:findings")
    return {
        "figures": [
            {
                "amount": counts[kind.value],
                "unit": pgettext("reprint", "pages"),
                "name": str(kind.label),
                "url": f"{list_url}?{list_query}&kind={kind.value}",
            }
            for kind in Kind
        ],
        "total": sum(counts.values()),
        "readers": sum(readers) if readers else None,
        "readers_of": len(readers),
        "as_of": clock.now(),
        "list_query": list_query,
        "export_url": f"{reverse('tracing:export')}?{list_query}",
    }


def piece_report(piece: PiecePage) -> Context:
    """One piece: where and when it was carried."""
    base = {"title": piece.title, "crumbs": crumbs((_("By piece"), reverse("tracing:pieces")), (piece.title, ""))}
    return base | {"piece": piece} | report(queries.findings({"piece": piece}), f"piece={piece.pk}")


def site_report(site: WebSite, form: Any, person: User) -> Context:
    """One site: what it carried of ours, and whose it is."""
    base = {
        "title": str(site),
        "subtitle": site.host if site.name else "",
        "crumbs": crumbs((_("By site"), reverse("tracing:sites")), (str(site), "")),
        "site": site,
        "form": form,
        "can_work": queries.may_work(person),
    }
    return base | report(queries.findings().filter(page__site=site), f"site={site.host}")


def gatherings(page: ListPage[Gathering], person: User) -> Context:
    """All gatherings."""
    title, can_work = _("Gatherings"), queries.may_work(person)
    return {
        "title": title,
        "subtitle": _("Each run over pages: what was asked for, how far it has come, what could not be read."),
        "crumbs": crumbs((title, "")),
        "page": page,
        "can_work": can_work,
        "empty": {
            "icon": "download",
            "title": _("No gathering yet"),
            "text": _("Gather pages: one address, a list, a feed, a site map or saved pages. Copies found stand here."),
            "verb": _("Gather pages"),
            "url": reverse("tracing:gather") if can_work else "",
        },
    }


def gather(form: Any) -> Context:
    """The form that begins a gathering."""
    title = _("Gather pages")
    subtitle = _(
        "Pages are fetched politely in the background, kept as evidence and compared with everything published."
    )
    return {
        "title": title,
        "subtitle": subtitle,
        "crumbs": crumbs((_("Gatherings"), reverse("tracing:gatherings")), (title, "")),
        "form": form,
    }


def gathering(one: Gathering, person: User, state: str) -> Context:
    """How far a gathering has come."""
    counts = {each.value: getattr(one, f"{each.value}_count") for each in ErrandState}
    tabs = [{"label": _("All"), "count": sum(counts.values()), "url": "?", "current": not state}]
    tabs += [
        {
            "label": str(each.label),
            "count": counts[each.value],
            "url": f"?state={each.value}",
            "current": state == each.value,
        }
        for each in ErrandState
        if counts[each.value]
    ]
    title = _("Gathering %(number)d") % {"number": one.pk}
    return {
        "title": title,
        "subtitle": f"{one.get_kind_display()} · {one.source}",
        "crumbs": crumbs((_("Gatherings"), reverse("tracing:gatherings")), (title, "")),
        "gathering": one,
        "parts": _parts(counts),
        "left": counts["waiting"] + counts["running"],
        "total": sum(counts.values()),
        "failed": counts["failed"] + counts["left"],
        "tabs": tabs,
        "page_query": f"state={state}&" if state else "",
        "can_work": queries.may_work(person),
    }


def _parts(counts: dict[str, int]) -> list[Context]:
    return [
        {"state": FILLS[state.value], "label": str(state.label), "count": counts[state.value]}
        for state in ErrandState
        if counts[state.value]
    ]


def errand_rows(found: list[Errand]) -> list[Context]:
    """The pages of a gathering: what each became."""
    pages = [one.capture.page_id for one in found if hasattr(one, "capture")]
    known = queries.kinds_of_pages(pages)
    return [_errand_row(one, known) for one in found]


def _errand_row(one: Errand, known: dict[int, list[Finding]]) -> Context:
    capture = getattr(one, "capture", None)
    copies = known.get(capture.page_id, []) if capture else []
    fault = wording.of_code(capture.fault) if capture else ""
    return {"errand": one, "capture": capture, "copies": copies, "fault": fault}


def watch_list(rows: QuerySet[Watched], person: User) -> Context:
    """The sources that are looked at again and again."""
    title = _("Watch list")
    return {
        "title": title,
        "subtitle": _(
            "Feeds, site maps and account pages that the system looks at by itself; only new pages are fetched."
        ),
        "crumbs": crumbs((title, "")),
        "rows": rows,
        "can_work": queries.may_work(person),
        "empty": {
            "icon": "rss",
            "title": _("No source yet"),
            "text": _("Put the feed, the site map or the account page of a unit or a medium here."),
            "verb": _("Add a source"),
            "url": reverse("tracing:watch_new") if queries.may_work(person) else "",
        },
    }


def watched(form: Any, one: Watched | None) -> Context:
    """The form of one source."""
    title = one.name if one else _("Add a source")
    back = (_("Watch list"), reverse("tracing:watch_list"))
    return {"title": title, "crumbs": crumbs(back, (title, "")), "form": form, "watched": one}

"""Two texts of a law side by side."""

from datetime import date
from itertools import groupby

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.statutes import comparison, queries
from pufa.statutes.models import Article, Law
from pufa.statutes.pages.head import Context, base_url, breakable, law_crumbs
from pufa.statutes.pages.matching import keyed


def compare(one: Law, old_day: date, new_day: date, today: date) -> Context:
    """Two texts with what changed. Raises Http404 for texts that are not held or twice the same."""
    texts = {text.promulgated_on: text for text in queries.versions(one)}
    if old_day not in texts or new_day not in texts or old_day == new_day:
        raise Http404(f"{old_day} {new_day}")
    old, new = texts[old_day], texts[new_day]
    before, after = queries.articles(old), queries.articles(new)
    rows = []
    for pair in comparison.align(keyed(before), keyed(after)):
        was = before[pair.old] if pair.old is not None else None
        now = after[pair.new] if pair.new is not None else None
        rows.append(_compared(was, now))
    changed = [row for row in rows if row["kind"] != "same"]
    return law_crumbs(one, {"label": _("Compare")}) | {
        "law": one,
        "title": breakable(one),
        "old": old,
        "new": new,
        "old_url": base_url(old, today),
        "new_url": base_url(new, today),
        "rows": _folded(rows),
        "changed": len(changed),
        "summary": _summary(rows),
    }


def _compared(was: Article | None, now: Article | None) -> Context:
    old_text, new_text = was.text if was else "", now.text if now else ""
    kind = "same" if old_text == new_text else "changed"
    kind = "added" if was is None else "gone" if now is None else kind
    shown = now or was
    renumbered = was is not None and now is not None and was.label != now.label
    return {
        "kind": kind,
        "label": shown.label if shown else "",
        "was": was.label if was is not None and renumbered else "",
        "anchor": f"c{now.place}" if now else f"g{was.place if was else ''}",
        "lines": comparison.lines_of(comparison.difference(old_text, new_text)) if kind != "same" else [],
    }


def _folded(rows: list[Context]) -> list[Context]:
    """Runs of articles that stayed as they were become one line."""
    folded: list[Context] = []
    for kind, run in groupby(rows, key=lambda row: row["kind"] == "same"):
        listed = list(run)
        folded += [{"kind": "run", "first": listed[0], "last": listed[-1], "count": len(listed)}] if kind else listed
    return folded


def _summary(rows: list[Context]) -> list[str]:
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in ("changed", "added", "gone", "same")}
    words = {
        "changed": ngettext("%d article changed", "%d articles changed", counts["changed"]),
        "added": ngettext("%d article new", "%d articles new", counts["added"]),
        "gone": ngettext("%d article dropped", "%d articles dropped", counts["gone"]),
        "same": ngettext("%d article as before", "%d articles as before", counts["same"]),
    }
    return [words[kind] % count for kind, count in counts.items() if count]

"""The library as plain data for the programmers' interface; addresses of pages are whole."""

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.lib import clock
from pufa.statutes import catalogue, citations, comparison, lookup, queries, search
from pufa.statutes.citations import hints
from pufa.statutes.converters import Place, PlaceConverter
from pufa.statutes.lookup import Name
from pufa.statutes.models import Article, Law, Version
from pufa.statutes.pages.article import point_url, point_words, quoted_text
from pufa.statutes.pages.contents import contents_of
from pufa.statutes.pages.matching import keyed
from pufa.ui.errors import Refusal

Data = dict[str, Any]
Point = tuple[int, int, int]
WHOLE: Point = (0, 0, 0)


class NotHeldError(Refusal):
    """The library has no such law, text, article, paragraph or item."""

    code = "not_found"
    status = 404


class TextTooLongError(Refusal):
    """A text is too long to be checked at once."""

    code = "too_long"
    status = 413


def absolute(path: str) -> str:
    """The whole address of a page of this site."""
    return settings.BASE_URL.rstrip("/") + path


def paged(rows: Sequence[Any], page: int, per_page: int) -> tuple[Data, Sequence[Any]]:
    """How many rows and pages there are, and the rows of one page; a page behind the last is empty."""
    head = {"total": len(rows), "page": page, "pages": max(1, math.ceil(len(rows) / per_page))}
    return head, rows[(page - 1) * per_page : page * per_page]


def laws(*, q: str, field: str, kind: str, state: str) -> list[Name]:
    """The laws asked for: by name without a question, else the likeliest first."""
    found = lookup.matching(q, limit=10_000) if q.strip() else list(lookup.names())
    wanted = {"field": field, "kind": kind, "state": state}
    return [one for one in found if all(not value or getattr(one, name) == value for name, value in wanted.items())]


def law_row(one: Name) -> Data:
    """A law in a list."""
    return {
        "slug": one.slug, "name": one.name, "short_name": one.short_name, "kind": one.kind, "field": one.field,
        "state": one.state, "last_article": one.last, "url": absolute(one.url),
    }  # fmt: skip


def law(slug: str, on: date | None) -> Data:
    """A law with its texts, and the contents of the one in force on a day. Raises NotHeldError."""
    one, day = _law(slug), on or clock.today()
    version = queries.shown_version(one, day)
    name = next(name for name in lookup.names() if name.slug == slug)
    rows = queries.articles(version) if version else []
    above = one.repealed_by
    return law_row(name) | {
        "state": version.state_on(day) if version else name.state,
        "also_called": one.abbreviations,
        "issuer": one.issuer,
        "note": one.note,
        "repealed_on": one.repealed_on,
        "repealed_by": {"slug": above.slug, "name": above.name} if above else None,
        "versions": [text(text_, day) for text_ in queries.versions(one)],
        "contents": _contents(version, rows, day) if version else [],
    }


def _contents(version: Version, rows: list[Article], day: date) -> list[Data]:
    entries = contents_of(version, rows, day, None)
    spans = [entry.span.partition("–") for entry in entries]
    return [
        {"level": entry.level, "title": entry.text, "first": first, "last": last or first}
        for entry, (first, _dash, last) in zip(entries, spans, strict=True)
    ]


def text(version: Version, day: date) -> Data:
    """One text of a law."""
    return {
        "promulgated_on": version.promulgated_on,
        "in_force_from": version.in_force_from,
        "in_force_to": version.in_force_to,
        "is_day_checked": not version.is_day_assumed,
        "state": version.state_on(day),
        "source": version.source,
        "url": absolute(version.get_absolute_url()),
    }


def articles(slug: str, on: date | None) -> list[Article]:
    """All articles of a law as in force on a day. Raises NotHeldError."""
    return queries.articles(_version(_law(slug), on))


def article(slug: str, place: str, point: Point, on: date | None) -> Data:
    """An article, or one paragraph or item of it, as in force on a day. Raises NotHeldError."""
    version = _version(_law(slug), on)
    where = _place(place)
    try:
        row = queries.article(version, where.number, where.sub)
    except Article.DoesNotExist as error:
        words = {"law": f"《{version.law.short_name}》", "article": hints.label(where.number, where.sub)}
        raise NotHeldError(_("%(law)s has no %(article)s on that day.") % words) from error
    return article_data(row, point, on)


def article_data(row: Article, point: Point = WHOLE, on: date | None = None) -> Data:
    """An article with its lines, or those of one paragraph or item. Raises NotHeldError for one it does not have."""
    lines = row.lines()
    kept = [line for line in lines if all(want in (0, have) for want, have in zip(point, _point(line), strict=True))]
    if point != WHOLE and not any(_point(line) == point for line in kept if line.role not in {"more", "annex"}):
        raise NotHeldError(_("The article has no such paragraph or item."))
    one, day = row.version.law, on or clock.today()
    previous, following = queries.neighbours(row)
    return {
        "law": one.name,
        "slug": one.slug,
        "place": row.place,
        "citation": f"《{one.short_name}》{point_words(row, lines, point)}",
        "heading": str(row.division) if row.division else "",
        "text": quoted_text(lines, point, between="\n") or row.text,
        "lines": [
            {
                "role": line.role,
                "paragraph": line.paragraph,
                "item": line.item,
                "subitem": line.subitem,
                "text": line.text,
            }
            for line in kept
        ],
        "version": text(row.version, day),
        "previous": previous.place if previous else None,
        "next": following.place if following else None,
        "url": absolute(point_url(row, point)),
    }


def _point(line: Any) -> Point:
    return (line.paragraph, line.item, line.subitem)


def compare(slug: str, old_day: date, new_day: date) -> Data:
    """Two texts of a law with the articles that differ. Raises NotHeldError."""
    one, today = _law(slug), clock.today()
    texts = {version.promulgated_on: version for version in queries.versions(one)}
    if old_day not in texts or new_day not in texts or old_day == new_day:
        held = "、".join(str(day) for day in texts)
        raise NotHeldError(_("Name two different texts by the days they were promulgated: %(held)s.") % {"held": held})
    old, new = texts[old_day], texts[new_day]
    before, after = queries.articles(old), queries.articles(new)
    pairs = comparison.align(keyed(before), keyed(after))
    rows = [
        _compared(before[pair.old] if pair.old is not None else None, after[pair.new] if pair.new is not None else None)
        for pair in pairs
    ]
    changed = [row for row in rows if row["kind"] != "same"]
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in ("same", "changed", "added", "gone")}
    url = absolute(reverse("statutes:compare", args=[slug, old_day, new_day]))
    head = {"law": one.name, "slug": slug, "old": text(old, today), "new": text(new, today), "url": url}
    return head | counts | {"articles": changed}


def _compared(was: Article | None, now: Article | None) -> Data:
    old_text, new_text = was.text if was else "", now.text if now else ""
    kind = "same" if old_text == new_text else "changed"
    kind = "added" if was is None else "gone" if now is None else kind
    pieces = comparison.difference(old_text, new_text) if kind != "same" else []
    return {
        "kind": kind,
        "old": was.place if was else None,
        "new": now.place if now else None,
        "pieces": [{"mark": piece.mark, "text": piece.text} for piece in pieces],
    }


def found(*, q: str, law: str, field: str, limit: int, on: date | None) -> Data:
    """The articles that answer a question. Raises NotHeldError for a law that is none, search.IndexBusyError."""
    only = _law(law).name if law else None
    slugs = {one.name: one.slug for one in lookup.names()}
    pointed = lookup.pointed(q)
    hits = search.find(q, limit=limit, law=only, field=field or None, on=on)
    return {
        "question": q,
        "named": f"{pointed.law.slug}/{_place_words(pointed.place)}" if pointed and pointed.place else None,
        "results": [
            {
                "law": hit.law,
                "slug": slugs.get(hit.law, ""),
                "place": f"{hit.article}-{hit.sub}" if hit.sub else str(hit.article),
                "citation": f"《{hit.short_name}》{hit.label}",
                "snippet": "".join(words for words, _is_asked in hit.snippet),
                "score": round(hit.score, 4),
                "url": absolute(hit.url),
            }
            for hit in hits
        ],
    }


def _place_words(place: citations.MentionedPlace) -> str:
    return f"{place.article}-{place.sub}" if place.sub else str(place.article)


def checked(text: str, on: date | None, most_bytes: int) -> Data:
    """Every citation of a text with its verdict. Raises TextTooLongError."""
    if len(text.encode("utf-8", "surrogatepass")) > most_bytes:
        words = {"most": most_bytes // 1024}
        raise TextTooLongError(_("A text may have at most %(most)d KB; send longer ones in parts.") % words)
    return citations.as_json(citations.check(text, catalogue.catalogue(), on=on))


def changes(since: date, until: date | None) -> list[Data]:
    """What happened to laws from a day on: promulgated, in force, repealed; the earliest first."""
    last = until or date.max
    span = (since, last)
    rows: list[Data] = []
    texts = Version.objects.select_related("law").filter(Q(promulgated_on__range=span) | Q(in_force_from__range=span))
    for version in texts:
        days = {"promulgated": version.promulgated_on, "in_force": version.in_force_from}
        rows += [_change(day, event, version.law, version) for event, day in days.items() if since <= day <= last]
    repealed = Law.objects.filter(repealed_on__range=span)
    rows += [_change(one.repealed_on, "repealed", one, None) for one in repealed]
    return sorted(rows, key=lambda row: (row["on"], row["slug"], row["event"]))


def _change(day: date | None, event: str, one: Law, version: Version | None) -> Data:
    return {
        "on": day, "event": event, "law": one.name, "slug": one.slug,
        "version": version.promulgated_on if version else None,
        "url": absolute(version.get_absolute_url() if version else one.get_absolute_url()),
    }  # fmt: skip


def _law(slug: str) -> Law:
    try:
        return queries.law(slug)
    except Law.DoesNotExist as error:
        raise NotHeldError(_("There is no law at this address: %(slug)s.") % {"slug": slug[:60]}) from error


def _version(one: Law, on: date | None) -> Version:
    found = queries.version_on(one, on) if on else queries.shown_version(one, clock.today())
    if found is None:
        raise NotHeldError(_("No text of %(law)s in force on that day is held.") % {"law": f"《{one.short_name}》"})
    found.law = one
    return found


def _place(words: str) -> Place:
    if not re.fullmatch(PlaceConverter.regex, words):
        raise NotHeldError(_("An article is written 44, or 120-1 for 之一: %(place)s.") % {"place": words[:20]})
    return PlaceConverter().to_python(words)

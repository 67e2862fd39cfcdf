"""Reading the library: lists, texts by day, articles, the catalogue that citations are checked against, the export."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length

from pufa.statutes.models import Article, Import, Law, Version

SHORTEST_INITIALS = 2


def epoch() -> int:
    """Rises with every import that changed something; 0 before the first."""
    last = Import.objects.filter(Q(created__gt=0) | Q(changed__gt=0)).order_by("-pk").values_list("pk", flat=True)
    return last.first() or 0


def state() -> tuple[int, datetime | None]:
    """The epoch and when it began; unlike the number alone, this never comes again after a backup was put back."""
    last = Import.objects.filter(Q(created__gt=0) | Q(changed__gt=0)).order_by("-pk").values_list("pk", "at").first()
    return last or (0, None)


def laws(*, text: str = "", field: str = "", kind: str = "") -> "QuerySet[Law]":
    """Laws by name, also by short form and initials (grxxbhf; shortest name first), those of one field or kind."""
    found = Law.objects.prefetch_related("versions").select_related("repealed_by").order_by("name")
    if field:
        found = found.filter(field=field)
    if kind:
        found = found.filter(kind=kind)
    words = text.strip().strip("《》")
    if not words:
        return found
    wanted = Q(name__contains=words) | Q(short_name__contains=words) | Q(abbreviations__icontains=_as_kept(words))
    letters = words.lower().replace(" ", "")
    if letters.isascii() and letters.isalpha() and len(letters) >= SHORTEST_INITIALS:
        wanted |= _spelled(letters)
    return found.filter(wanted).order_by(Length("short_name"), "name")


def _as_kept(words: str) -> str:
    """The words as they stand in a JSON column."""
    return json.dumps(words)[1:-1]


def _spelled(letters: str) -> Q:
    """Laws whose initials hold these letters in order: gxb finds 个人信息保护法 (grxxbhf)."""
    return Q(initials__contains=letters) | Q(initials__regex=".*".join(letters))


def fields() -> list[tuple[str, int]]:
    """Fields of law with the number of laws of each, largest first."""
    rows = Law.objects.with_text().exclude(field="").values_list("field").annotate(total=Count("pk", distinct=True))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def law(slug: str) -> Law:
    """One law with its texts. Raises Law.DoesNotExist."""
    return Law.objects.select_related("repealed_by").prefetch_related("versions").get(slug=slug)


def versions(one: Law) -> list[Version]:
    """Its texts, oldest first, each knowing its law."""
    found = sorted(one.versions.all(), key=lambda version: (version.in_force_from, version.promulgated_on))
    for version in found:
        version.law = one
    return found


def version_on(one: Law, day: date) -> Version | None:
    """The text in force on a day, None before the first."""
    return next((version for version in reversed(versions(one)) if version.in_force_from <= day), None)


def shown_version(one: Law, day: date) -> Version | None:
    """The text a reader wants on a day: the one in force, before the first the first to come; None without any text."""
    return version_on(one, day) or next(iter(versions(one)), None)


def articles(version: Version) -> list[Article]:
    """All its articles in order, each knowing its division and text."""
    found = list(version.articles.select_related("division").order_by("order"))
    for article in found:
        article.version = version
    return found


def article(version: Version, number: int, sub: int) -> Article:
    """One article. Raises Article.DoesNotExist."""
    found = version.articles.select_related("division").get(number=number, sub=sub)
    found.version = version
    return found


def neighbours(one: Article) -> tuple[Article | None, Article | None]:
    """The articles before and after."""
    near = {found.order: found for found in one.version.articles.filter(order__in=(one.order - 1, one.order + 1))}
    return near.get(one.order - 1), near.get(one.order + 1)


def export() -> Iterator[bytes]:
    """The whole library in one canonical form, one law a line: the same laws give the same bytes."""
    all_laws = Law.objects.select_related("repealed_by").prefetch_related("versions").order_by("name")
    for one in all_laws.iterator(chunk_size=50):
        yield _canonical(_law_data(one))


def _law_data(one: Law) -> dict[str, object]:
    return {
        "name": one.name, "slug": one.slug, "short_name": one.short_name, "abbreviations": one.abbreviations,
        "kind": one.kind, "field": one.field, "issuer": one.issuer, "note": one.note,
        "is_repealed": one.is_repealed, "repealed_on": one.repealed_on and one.repealed_on.isoformat(),
        "repealed_by": one.repealed_by.name if one.repealed_by else "",
        "versions": [_version_data(version) for version in versions(one)],
    }  # fmt: skip


def _version_data(version: Version) -> dict[str, object]:
    return {
        "promulgated_on": version.promulgated_on.isoformat(),
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_to": version.in_force_to and version.in_force_to.isoformat(),
        "is_day_assumed": version.is_day_assumed,
        "preamble": version.preamble,
        "source": version.source,
        "divisions": [[one.level, one.mark, one.title] for one in version.divisions.order_by("order")],
        "articles": [
            [one.number, one.sub, one.label, one.text, one.outline, one.division and one.division.order]
            for one in articles(version)
        ],
    }


def _canonical(data: dict[str, object]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def export_digest() -> str:
    """SHA-256 of the export."""
    digest = hashlib.sha256()
    for line in export():
        digest.update(line)
    return digest.hexdigest()

"""What the index is told: every article of every text a law had, with its headings and how often laws point to it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pufa.statutes.models import Article, Division, Version
from pufa.statutes.numerals import number_of

FOREVER: Final = date.max.isoformat()
_NAMED = re.compile(r"《([^《》]{2,60})》")
_OWN = re.compile(r"本法第([一二三四五六七八九十百千零〇]{1,9})条")
_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Document:
    """One article of one text; `first` and `last` are the days (ISO) on which that text holds."""

    pk: int
    law: str
    short_name: str
    field: str
    number: int
    sub: int
    promulgated: str
    first: str
    last: str
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Pointers:
    """How often articles of other laws name a law, and how often its own articles point to one of them."""

    laws: Counter[str]
    articles: Counter[tuple[str, str, int]]


def of_library() -> Iterator[Document]:
    """Every article of every text, law by law in order."""
    headings = dict(_headings())
    texts = {version.pk: version for version in Version.objects.select_related("law")}
    rows = Article.objects.order_by("version__law__name", "version__in_force_from", "version_id", "order")
    columns = ("pk", "version_id", "division_id", "number", "sub", "text")
    for pk, version_id, division_id, number, sub, text in rows.values_list(*columns).iterator(chunk_size=5000):
        version = texts[version_id]
        yield Document(
            pk=pk,
            law=version.law.name,
            short_name=version.law.short_name,
            field=version.law.field,
            number=number,
            sub=sub,
            promulgated=version.promulgated_on.isoformat(),
            first=version.in_force_from.isoformat(),
            last=_last_day(version),
            headings=headings.get(division_id, ()),
            text=text,
        )


def _last_day(version: Version) -> str:
    """The last day it holds, "" for a text whose law was repealed on an unknown day: it is never found."""
    if version.in_force_to:
        return version.in_force_to.isoformat()
    return "" if version.law.is_repealed else FOREVER


def _headings() -> Iterator[tuple[int, tuple[str, ...]]]:
    """The titles above each division and its own, by its key."""
    above: list[tuple[int, str]] = []
    text = 0
    for one in Division.objects.order_by("version_id", "order"):
        if one.version_id != text:
            above, text = [], one.version_id
        above = [(level, title) for level, title in above if level < one.level] + [(one.level, one.title)]
        yield one.pk, tuple(title for _, title in above)


def pointers(documents: list[Document]) -> Pointers:
    """Counts what laws say of each other and of themselves."""
    laws: Counter[str] = Counter()
    articles: Counter[tuple[str, str, int]] = Counter()
    for document in documents:
        laws.update({name.removeprefix(_STATE) for name in _NAMED.findall(document.text)} - {document.short_name})
        for numeral in set(_OWN.findall(document.text)):
            articles[document.law, document.first, number_of(numeral)] += 1
    return Pointers(laws, articles)

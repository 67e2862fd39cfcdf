"""Laws by what people type: characters of a name, a short form, first letters of pinyin; with a number, an article.

The names of all laws are kept in memory, made again after an import: a few hundred rows, searched in well under 1 ms.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Max

from pufa.lib import clock
from pufa.statutes import queries
from pufa.statutes.citations import MentionedPlace, find
from pufa.statutes.models import Article, Kind, Law, State
from pufa.statutes.numerals import number_of

LONGEST: Final = 60  # characters of a name typed
EXACT, BEGINS, HOLDS, SPELLED = range(4)
SHORTEST_SPELLED: Final = 2
_NUMBER: Final = r"[0-9零〇一二三四五六七八九十百千]{1,9}"
_PLACE: Final = re.compile(
    rf"(?P<name>.*?[^第0-9零〇一二三四五六七八九十百千])第?(?P<article>{_NUMBER})条?(?:[之-](?P<sub>{_NUMBER}))?"
    rf"(?:第?(?P<paragraph>{_NUMBER})款)?(?:第?[（(]?(?P<item>{_NUMBER})[）)]?项)?"
)
_SIGNS: Final = re.compile(r"[\s《》〈〉“”\"'·,，。、:：]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A law as it is looked up; `last` is the highest article number of the text shown today, 0 without a text."""

    pk: int
    slug: str
    name: str
    short_name: str
    called: tuple[str, ...]
    initials: str
    kind: str
    field: str
    state: str
    last: int
    url: str

    @property
    def is_law(self) -> bool:
        """Whether it is a law that people look for, not a decision about one."""
        return self.kind in {Kind.CONSTITUTION, Kind.LAW, Kind.REGULATION}


@dataclass(frozen=True, slots=True)
class Pointed:
    """A law somebody named, and the article if a number stood behind it; `is_all` if nothing else was asked."""

    law: Name
    place: MentionedPlace | None = None
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A law with everything it may be typed as."""

    law: Name
    forms: tuple[str, ...]
    letters: tuple[str, ...]


class _Kept:
    """The names of this process, and the state of the library and day they were made for."""

    entries: tuple[_Entry, ...] = ()
    made_for: tuple[int, date] | None = None


def names() -> tuple[Name, ...]:
    """Every law, those known only as repealed included, in order of their names."""
    return tuple(entry.law for entry in _entries())


def _entries() -> tuple[_Entry, ...]:
    made_for = (queries.epoch(), clock.today())
    if _Kept.made_for == made_for and not connection.in_atomic_block:
        return _Kept.entries
    found = tuple(_entry(law) for law in _read(made_for[1]))
    if not connection.in_atomic_block:
        _Kept.entries, _Kept.made_for = found, made_for
    return found


def _entry(law: Name) -> _Entry:
    forms = tuple(dict.fromkeys(_folded(form) for form in (law.short_name, law.name, *law.called)))
    return _Entry(law, forms, (law.initials, law.initials.removesuffix("f"), law.slug))


def _read(day: date) -> Iterator[Name]:
    laws = Law.objects.prefetch_related("versions").order_by("name")
    texts = {law.pk: queries.shown_version(law, day) for law in laws}
    last = Article.objects.order_by().values_list("version_id").annotate(last=Max("number"))
    highest = dict(last)
    for law in laws:
        version = texts[law.pk]
        state = version.state_on(day) if version else State.REPEALED if law.is_repealed else State.FUTURE
        yield Name(
            law.pk, law.slug, law.name, law.short_name, tuple(law.abbreviations), law.initials, law.kind, law.field,
            str(state), highest.get(version.pk, 0) if version else 0, law.get_absolute_url(),
        )  # fmt: skip


def matching(typed: str, limit: int = 8) -> list[Name]:
    """Laws of that name, beginning or containing it, or spelled so (gxb → 个人信息保护法), the likeliest first."""
    return [law for _tier, law in _ranked(typed)][:limit]


def named(typed: str) -> Name | None:
    """The one law meant by a name, short form or initials; None when what was typed is no more than part of a name."""
    return next((law for tier, law in _ranked(typed) if tier == EXACT), None)


def _ranked(typed: str) -> list[tuple[int, Name]]:
    wanted = _folded(typed)[:LONGEST]
    if not wanted:
        return []
    found = [(tier, entry.law) for entry in _entries() if (tier := _tier(entry, wanted)) is not None]
    return sorted(found, key=lambda pair: (_rank(*pair), len(pair[1].short_name), pair[1].name))


def _rank(tier: int, law: Name) -> int:
    """Laws before decisions about laws, and what holds before what is past."""
    return tier + (0 if law.is_law else 4) + (0 if law.state == State.IN_FORCE or tier == EXACT else 2)


def _tier(entry: _Entry, wanted: str) -> int | None:
    is_letters = wanted.isascii() and wanted.isalpha()
    own = (*entry.forms, *entry.letters) if is_letters else entry.forms
    if wanted in own:
        return EXACT
    if any(form.startswith(wanted) for form in own):
        return BEGINS
    if any(wanted in form for form in entry.forms) or (is_letters and wanted in entry.law.initials):
        return HOLDS
    is_long_enough = is_letters and len(wanted) >= SHORTEST_SPELLED and entry.law.is_law
    return SPELLED if is_long_enough and _holds_in_order(entry.law.initials, wanted) else None


def _holds_in_order(letters: str, wanted: str) -> bool:
    rest = iter(letters)
    return all(letter in rest for letter in wanted)


def _folded(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).lower()


def pointed(question: str) -> Pointed | None:
    """What a question names outright: 个人信息保护法第13条, 民法典1254, gxb 13, or a law alone; None for others."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", question))[: 2 * LONGEST]
    if (alone := named(plain)) is not None:
        return Pointed(alone)
    if (found := _PLACE.fullmatch(plain)) is not None:
        law, place = _likeliest(found["name"]), _place(found)
        if law is not None and place is not None:
            return Pointed(law, place)
    return _mentioned(question)


def _mentioned(question: str) -> Pointed | None:
    """An article cited within a question: 民法典第1254条讲的是什么."""
    for mention in find(question):
        if not mention.places or not mention.places[0].article:
            continue
        for start in range(len(mention.name)):
            if (law := named(mention.name[start:])) is not None:
                return Pointed(law, mention.places[0], is_all=False)
    return None


def _likeliest(typed: str) -> Name | None:
    """The law somebody means who writes a number behind a beginning of its name, or behind letters that spell it."""
    ranked = _ranked(typed)
    if not ranked:
        return None
    tier, law = ranked[0]
    is_sure = tier <= BEGINS or typed.isascii() or len(ranked) == 1
    return law if is_sure else None


def _place(found: re.Match[str]) -> MentionedPlace | None:
    """The numbers as numbers; None for what is none, such as 1千."""
    try:
        article, sub, paragraph, item = (_number(found[name]) for name in ("article", "sub", "paragraph", "item"))
    except ValueError:
        return None
    return MentionedPlace(article, sub, paragraph or None, item or None) if article else None


def _number(text: str | None) -> int:
    return 0 if not text else int(text) if text.isdecimal() else number_of(text)

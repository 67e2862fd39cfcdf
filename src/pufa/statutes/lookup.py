"""Laws by what people type: characters of a name, a short form, first letters of pinyin; with a number, an article.

The names of all laws are kept in memory, made again after an import: a few hundred rows, searched in well under 1 ms.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Book:
    """The names of all laws as they were at one state of the library, ready to be looked up."""

    entries: tuple[_Entry, ...]
    exact: Mapping[str, Name]  # whatever a law may be typed as, folded -> the law meant by it

    @property
    def names(self) -> tuple[Name, ...]:
        """Every law, those known only as repealed included, in order of their names."""
        return tuple(entry.law for entry in self.entries)


class _Kept:
    """The names of this process, and the state of the library and day they were made for."""

    book: Book | None = None
    made_for: tuple[int, datetime | None, date] | None = None


def book() -> Book:
    """The names, read once after each import and each day; the only question asked before is which state this is."""
    made_for = (*queries.state(), clock.today())
    if _Kept.book is None or _Kept.made_for != made_for:
        _Kept.book, _Kept.made_for = _bound(tuple(_entry(law) for law in _read(made_for[-1]))), made_for
    return _Kept.book


def forget() -> None:
    """Reads the names anew next time: for whoever puts another database under a running process, as tests do."""
    _Kept.book = None


def _bound(entries: tuple[_Entry, ...]) -> Book:
    exact: dict[str, tuple[tuple[int, int, str], Name]] = {}
    for entry in entries:
        order = _order(EXACT, entry.law)
        for form in (*entry.forms, *filter(_is_letters, entry.letters)):
            if form and (form not in exact or order < exact[form][0]):
                exact[form] = (order, entry.law)
    return Book(entries, {form: law for form, (_order_, law) in exact.items()})


def names() -> tuple[Name, ...]:
    """Every law, those known only as repealed included, in order of their names."""
    return book().names


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


def matching(typed: str, limit: int = 8, held: Book | None = None) -> list[Name]:
    """Laws of that name, beginning or containing it, or spelled so (gxb → 个人信息保护法), the likeliest first.

    Who asks several things of one question reads the `book()` once and hands it in as `held`.
    """
    return [law for _tier, law in _ranked(held or book(), typed)][:limit]


def named(typed: str) -> Name | None:
    """The one law meant by a name, short form or initials; None when what was typed is no more than part of a name."""
    return _named(book(), typed)


def _named(names: Book, typed: str) -> Name | None:
    return names.exact.get(_folded(typed)[:LONGEST])


def _ranked(names: Book, typed: str) -> list[tuple[int, Name]]:
    wanted = _folded(typed)[:LONGEST]
    if not wanted:
        return []
    found = [(tier, entry.law) for entry in names.entries if (tier := _tier(entry, wanted)) is not None]
    return sorted(found, key=lambda pair: _order(*pair))


def _order(tier: int, law: Name) -> tuple[int, int, str]:
    return (_rank(tier, law), len(law.short_name), law.name)


def _is_letters(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _rank(tier: int, law: Name) -> int:
    """Laws before decisions about laws, and what holds before what is past."""
    return tier + (0 if law.is_law else 4) + (0 if law.state == State.IN_FORCE or tier == EXACT else 2)


def _tier(entry: _Entry, wanted: str) -> int | None:
    is_letters = _is_letters(wanted)
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


def pointed(question: str, held: Book | None = None) -> Pointed | None:
    """What a question names outright: 个人信息保护法第13条, 民法典1254, gxb 13, or a law alone; None for others."""
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", question))[: 2 * LONGEST]
    held = held or book()
    if (alone := _named(held, plain)) is not None:
        return Pointed(alone)
    if (found := _PLACE.fullmatch(plain)) is not None:
        law, place = _likeliest(held, found["name"]), _place(found)
        if law is not None and place is not None:
            return Pointed(law, place)
    return _mentioned(held, question)


def _mentioned(held: Book, question: str) -> Pointed | None:
    """An article cited within a question: 民法典第1254条讲的是什么."""
    for mention in find(question):
        if not mention.places or not mention.places[0].article:
            continue
        for start in range(len(mention.name)):
            if (law := _named(held, mention.name[start:])) is not None:
                return Pointed(law, mention.places[0], is_all=False)
    return None


def _likeliest(held: Book, typed: str) -> Name | None:
    """The law somebody means who writes a number behind a beginning of its name, or behind letters that spell it."""
    ranked = _ranked(held, typed)
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

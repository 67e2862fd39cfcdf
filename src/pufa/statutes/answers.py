"""What a question finds among the laws, as pages show it: the best article, further ones, the laws they are of.

A question that names an article (民法典1254) leads straight to it. Ranking is the work of `search`; here its order is
cut off where articles no longer fit, and each article gets its telling words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.lib import clock
from pufa.statutes import citing, lookup, queries, search, telling
from pufa.statutes.citations import MentionedPlace, hints
from pufa.statutes.lookup import Name, Pointed
from pufa.statutes.models import Article, Law
from pufa.statutes.pages.article import point_url, point_words, quoted_text
from pufa.statutes.search import colloquial
from pufa.statutes.search.index import Fact
from pufa.statutes.search.words import tidy

MOST: Final = 30
KEPT_SHARE: Final = 0.7  # of the best score; what scores less no longer answers the question
BEST_LENGTH, FURTHER_LENGTH = 200, 96  # characters of an article shown
MOST_LAWS, MOST_FACETS, MOST_TERMS = 3, 8, 6
LONGEST_NAME: Final = 14  # characters of a question that may be the beginning of a law's name


@dataclass(frozen=True, slots=True)
class Answer:
    """An article as `ui/parts/result_article.html` wants it; `state` is in_force, amended, repealed or future."""

    law: str
    full_name: str
    article: str
    quote: SafeString
    url: str
    state: str
    key: tuple[int, int, int]  # id of the law, number and 之N of the article
    from_day: date  # the first day its text holds
    more: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A law or a field of law that some of the answers are of."""

    label: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was found; `best` stands alone, `rows` are the page, `notice` says why a named place is not there."""

    total: int = 0
    best: Answer | None = None
    rows: tuple[Answer, ...] = ()
    laws: tuple[Name, ...] = ()
    by_law: tuple[Facet, ...] = ()
    by_field: tuple[Facet, ...] = ()
    terms: tuple[str, ...] = ()
    notice: str = ""
    notice_url: str = ""
    is_unavailable: bool = False


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Only one law (its address) or one field of law."""

    law: str = ""
    field: str = ""


def answers(question: str, narrowed: Narrowed | None = None, *, start: int = 0, count: int = 10) -> Answers:
    """`count` articles from `start` on that answer a question; on the first page the best of them stands apart."""
    asked, only = tidy(question), narrowed or Narrowed()
    held = lookup.book()
    slugs = {one.slug: one for one in held.names}
    if not asked or not slugs or (only.law and only.law not in slugs):
        return Answers()
    pointed = lookup.pointed(asked, held)
    place = _place(pointed) if pointed and pointed.place else None
    try:
        is_answered = pointed is not None and pointed.is_all
        facts = [] if is_answered else _kept(asked, slugs[only.law].name if only.law else "", only.field)
        is_unavailable = False
    except search.IndexBusyError:
        facts, is_unavailable = [], True
    meant = colloquial.meant_by(asked)
    keys = ([place.pk] if place and place.pk else []) + [fact.pk for fact in facts if not place or fact.pk != place.pk]
    shown = _shown(keys[start : start + count], " ".join((asked, *meant.terms)), place, has_best=not start)
    by_name = {one.name: one for one in slugs.values()}
    laws = Counter(fact.law for fact in facts if fact.law in by_name)
    return Answers(
        total=len(keys),
        best=shown[0] if shown and not start else None,
        rows=shown if start else shown[1:],
        laws=_laws(asked, pointed, held),
        by_law=tuple(
            Facet(by_name[name].short_name, by_name[name].slug, number)
            for name, number in laws.most_common(MOST_FACETS)
        ),
        by_field=tuple(
            Facet(field, field, number)
            for field, number in Counter(fact.field for fact in facts if fact.field).most_common(MOST_FACETS)
        ),
        terms=meant.terms[:MOST_TERMS] if facts else (),
        notice=place.notice if place else "",
        notice_url=pointed.law.url if pointed and place and place.notice else "",
        is_unavailable=is_unavailable,
    )


def _kept(asked: str, law: str, field: str) -> list[Fact]:
    """The articles whose score is not far below the best."""
    ranked = search.ranked(asked, limit=MOST, law=law or None, field=field or None)
    least = max((score for _, score in ranked), default=0.0) * KEPT_SHARE
    return [fact for fact, score in ranked if score >= least > 0]


@dataclass(frozen=True, slots=True)
class _Place:
    """The article a question names: its key, 0 if there is none and `notice` says why."""

    pk: int = 0
    place: MentionedPlace | None = None
    notice: str = ""


def _place(pointed: Pointed) -> _Place:
    """Where the named article stands in the text in force, or of a repealed law in its last text."""
    law, place = pointed.law, pointed.place
    version = queries.shown_version(Law.objects.prefetch_related("versions").get(pk=law.pk), clock.today())
    words = {"law": f"《{law.short_name}》"}
    if version is None or place is None:
        return _Place(notice=_("%(law)s was repealed; its text is not held here.") % words)
    row = Article.objects.filter(version=version, number=place.article, sub=place.sub).first()
    if row is None:
        words |= {"article": hints.label(place.article, place.sub), "last": hints.label(law.last, 0)}
        return _Place(notice=_("%(law)s has no %(article)s; its last article is %(last)s.") % words)
    return _Place(row.pk, place)


def _shown(keys: Sequence[int], wanted: str, place: _Place | None, *, has_best: bool) -> tuple[Answer, ...]:
    rows = Article.objects.select_related("version__law", "division").in_bulk(keys)
    return tuple(
        _answer(rows[key], wanted, is_best=has_best and not number, place=place if place and place.pk == key else None)
        for number, key in enumerate(keys)
        if key in rows
    )


def _answer(row: Article, wanted: str, *, is_best: bool, place: _Place | None) -> Answer:
    law, lines = row.version.law, row.lines()
    point = place.place if place else None
    numbers = (point.paragraph or (1 if point.item else 0), point.item or 0, 0) if point else (0, 0, 0)
    has_point = bool(numbers[0]) and any((line.paragraph, line.item, line.subitem) == numbers for line in lines)
    numbers = numbers if has_point else (0, 0, 0)
    text = quoted_text(lines, numbers, between="\n") or row.text
    length = BEST_LENGTH if is_best else FURTHER_LENGTH
    return Answer(
        law=f"《{law.short_name}》",
        full_name=law.name,
        article=point_words(row, lines, numbers),
        quote=telling.beginning(text, length) if place else telling.telling(text, wanted, length),
        url=point_url(row, numbers),
        state=str(row.version.state_on(clock.today())),
        key=(law.pk, row.number, row.sub),
        from_day=row.version.in_force_from,
        more=_more(law, row) if is_best else "",
    )


def _more(law: Law, row: Article) -> str:
    """What the link under the best answer says."""
    citing_it = citing.count(law.name, row.number, row.sub)
    if not citing_it:
        return _("Read the whole article")
    return (
        ngettext(
            "Read the whole article and %d text that cites it",
            "Read the whole article and %d texts that cite it",
            citing_it,
        )
        % citing_it
    )


def _laws(asked: str, pointed: Pointed | None, held: lookup.Book) -> tuple[Name, ...]:
    """Laws whose name was typed, or part of it."""
    if pointed is not None:
        return () if pointed.place else (pointed.law,)
    if len(asked) > LONGEST_NAME:
        return ()
    return tuple(law for law in lookup.matching(asked, MOST_LAWS, held) if law.is_law)

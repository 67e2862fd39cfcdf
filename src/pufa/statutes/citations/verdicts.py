"""Judges one cited place against the texts of its law."""

from collections.abc import Iterator
from datetime import date

from pufa.statutes.citations import hints, quoting
from pufa.statutes.citations.catalogue import Article, LawText, Paragraph, Version
from pufa.statutes.citations.names import Edition
from pufa.statutes.citations.places import Place
from pufa.statutes.citations.quoting import Quote
from pufa.statutes.citations.resolving import Reference
from pufa.statutes.citations.results import Verdict

Judgement = tuple[Verdict, str]
# How alike an old and a new article must be to count as the same under another number.
SAME_ARTICLE = 0.5
SAME_QUOTE = 0.85
# From where on words are taken for a quotation of the article although nothing says so.
NEARLY_QUOTED = 0.7
FINE: Judgement = (Verdict.OK, "")


def judge(reference: Reference, place: Place, quote: Quote | None, current: Version | Judgement) -> Judgement:
    """The verdict on one place and the hint to the editor; without a quotation only the place is looked at.

    `current` is the text by which to judge, or the verdict on every place of a law without one (`text_on`).
    """
    law = reference.law
    if not isinstance(current, Version):
        return current
    if law is None:
        raise ValueError("a text without its law")
    note = _version_note(law, current, reference.edition, place)
    if note is not None and note[0] is not Verdict.OK:
        return note
    found = _judge_place(law, current, place, quote)
    return found if found[0] is not Verdict.OK or note is None else note


def text_on(law: LawText, on: date) -> Version | Judgement:
    """The text of a law by which citations are judged on a day; a verdict where there is none."""
    if law.is_repealed_on(on):
        return Verdict.REPEALED, hints.repealed(law.repealed_on, law.replaced_by)
    return law.version_on(on) or _without_text(law, on)


def _without_text(law: LawText, on: date) -> Judgement:
    """The verdict where no text of the day is held: the law may be younger, or only its text of then is missing."""
    first = law.first_in_force_on or (law.versions[0].in_force_from if law.versions else None)
    if first is None or first <= on:
        return Verdict.OK, hints.text_not_held()
    return Verdict.NOT_IN_FORCE, hints.not_yet(first)


def _version_note(law: LawText, current: Version, edition: Edition | None, place: Place) -> Judgement | None:
    """What to say of a version named beside the law; None if it is the one in force."""
    if edition is None or not current.years:
        return None
    latest = max(current.years)
    if edition.year is None:
        return Verdict.NOT_IN_FORCE, hints.old_version(latest, _now(current, place))
    if edition.year in current.years:
        return None
    named = law.version_of(edition.year)
    if named is not None or edition.year < min(current.years):
        return Verdict.NOT_IN_FORCE, hints.other_version(edition.year, latest)
    return (Verdict.OK, hints.unknown_version(edition.year)) if edition.is_certain else None


def _now(current: Version, place: Place) -> int:
    """The number an article of the text before has now; 0 if it is the same or not known."""
    return 0 if place.sub else current.renumbered.get(place.article, 0)


def _judge_place(law: LawText, current: Version, place: Place, quote: Quote | None) -> Judgement:
    article = current.articles.get((place.article, place.sub))
    if article is None:
        return _missing(law, current, place)
    wrong = _wrong_part(article, place)
    if wrong is not None:
        now = current.articles.get((_now(current, place), 0))
        is_there = now is not None and _wrong_part(now, place) is None
        return (wrong[0], wrong[1] + hints.perhaps_renumbered(_now(current, place))) if is_there else wrong
    if quote is None or quoting.is_in(quote.text, _quotable(article, place)):
        return FINE
    if quote.is_loose and quoting.likeness(quote.text, article.text) < NEARLY_QUOTED:
        return FINE
    return _misquoted(law, current, place, article, quote.text)


def _missing(law: LawText, current: Version, place: Place) -> Judgement:
    key = (place.article, place.sub)
    for old in _older(law, current):
        if (article := old.articles.get(key)) is not None:
            now = _most_alike(current, article.text)
            if now is not None:
                return Verdict.RENUMBERED, hints.renumbered(*now)
    if place.sub and (place.article, 0) in current.articles:
        subs = sum(1 for article, sub in current.articles if article == place.article and sub)
        return Verdict.NO_SUCH_ARTICLE, hints.no_such_sub(place.article, subs)
    last = max((article for article, _ in current.articles), default=0)
    return Verdict.NO_SUCH_ARTICLE, hints.no_such_article(last)


def _wrong_part(article: Article, place: Place) -> Judgement | None:
    paragraphs = article.paragraphs
    if place.paragraph is not None:
        if not 1 <= place.paragraph <= len(paragraphs):
            return Verdict.NO_SUCH_PARAGRAPH, hints.no_such_paragraph(len(paragraphs))
        paragraphs = (paragraphs[place.paragraph - 1],)
    if place.item is not None and not any(place.item in paragraph.items for paragraph in paragraphs):
        return Verdict.NO_SUCH_ITEM, hints.no_such_item(max(len(paragraph.items) for paragraph in paragraphs))
    return None


def _quotable(article: Article, place: Place) -> Iterator[str]:
    """The texts a quotation may come from: the item, its paragraph's opening with it, the paragraph, the article."""
    paragraphs = article.paragraphs
    if place.paragraph is not None:
        paragraphs = (paragraphs[place.paragraph - 1],)
    if place.item is None:
        yield "\n".join(paragraph.text for paragraph in paragraphs)
        return
    for paragraph in paragraphs:
        if (item := paragraph.items.get(place.item)) is not None:
            yield f"{_opening(paragraph)}\n{item}"
            yield f"{_opening(paragraph)}\n{item.partition('）')[2]}"


def _opening(paragraph: Paragraph) -> str:
    return paragraph.text.partition("\n")[0]


def _misquoted(law: LawText, current: Version, place: Place, article: Article, quote: str) -> Judgement:
    key = (place.article, place.sub)
    before = [old.articles[key].text for old in _older(law, current) if key in old.articles]
    was_so = quoting.is_in(quote, before)
    pieces = quoting.pieces_of(quote)
    if (moved := current.articles.get((_now(current, place), 0))) is not None and (
        quoting.holds(moved.plain, pieces) or quoting.likeness(quote, moved.text) >= SAME_QUOTE
    ):
        return Verdict.RENUMBERED, hints.renumbered(_now(current, place), 0)
    elsewhere = next((other for other, one in current.articles.items() if quoting.holds(one.plain, pieces)), None)
    if was_so:
        now = elsewhere or _most_like_quote(current, quote)
        if now is not None and now != key:
            return Verdict.RENUMBERED, hints.renumbered(*now)
        return Verdict.MISQUOTED, hints.old_text(quoting.difference(quote, article.text))
    if elsewhere == key:
        return Verdict.MISQUOTED, hints.misquoted(None, _part_with(article, quote))
    if elsewhere is not None:
        return Verdict.MISQUOTED, hints.misquoted(None, hints.label(*elsewhere))
    return Verdict.MISQUOTED, hints.misquoted(quoting.difference(quote, article.text), "")


def _part_with(article: Article, quote: str) -> str:
    for number, paragraph in enumerate(article.paragraphs, start=1):
        for item, text in paragraph.items.items():
            if quoting.is_in(quote, (text,)):
                return f"该条第{hints.chinese(number)}款第{hints.chinese(item)}项"
        if quoting.is_in(quote, (paragraph.text,)):
            return f"该条第{hints.chinese(number)}款"
    return "该条其他部分"


def _older(law: LawText, current: Version) -> Iterator[Version]:
    """The texts before the one in force, latest first."""
    index = next(number for number, one in enumerate(law.versions) if one is current)
    yield from reversed(law.versions[:index])


def _most_alike(current: Version, text: str) -> tuple[int, int] | None:
    scored = [(quoting.alike(one.text, text), key) for key, one in current.articles.items()]
    score, key = max(scored, default=(0.0, (0, 0)))
    return key if score >= SAME_ARTICLE else None


def _most_like_quote(current: Version, quote: str) -> tuple[int, int] | None:
    scored = [(quoting.likeness(quote, one.text), key) for key, one in current.articles.items()]
    score, key = max(scored, default=(0.0, (0, 0)))
    return key if score >= SAME_QUOTE else None

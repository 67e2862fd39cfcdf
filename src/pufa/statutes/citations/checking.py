"""Checks every citation in a text against the laws: is there such an article, paragraph, item; is it quoted right."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pufa.lib import clock
from pufa.statutes.citations import hints
from pufa.statutes.citations.catalogue import Catalogue, Version
from pufa.statutes.citations.cleaning import clean, fold
from pufa.statutes.citations.finding import Found, scan
from pufa.statutes.citations.places import Place
from pufa.statutes.citations.quoting import quote_before
from pufa.statutes.citations.resolving import Reference, Resolver, law_amended_by
from pufa.statutes.citations.results import Citation, Verdict
from pufa.statutes.citations.surroundings import Surroundings, same_place
from pufa.statutes.citations.verdicts import Judgement, judge, text_on

_MANY: Final = {"两": 2, "二": 2, "三": 3}


def check(
    text: str,
    catalogue: Catalogue,
    on: date | None = None,
    own_law: str | None = None,
    own_article: tuple[int, int] | None = None,
) -> tuple[Citation, ...]:
    """Every citation in a text with its verdict, in order; a range or list gives one for each place it names.

    `on` is the day by which the law is judged (default today in China). `own_law` names the law the text itself belongs
    to: then 本法, numbers without a name and 前款 refer to it; `own_article` is the article (number, sub) the text is,
    where it does not begin with its number. Regulations, contracts and other papers the catalogue does not hold are no
    citations here; a title that ends in 法 and is none of the laws is `no_such_law`.
    """
    return tuple(_Check(text, catalogue, on or clock.today(), own_law, own_article).run())


@dataclass(slots=True)
class _Check:
    raw: str
    catalogue: Catalogue
    on: date
    own_law: str | None
    own_article: tuple[int, int] | None
    around: Surroundings = field(init=False)
    resolver: Resolver = field(init=False)
    last: Place | None = None
    is_amending: bool = False
    texts: dict[str, Version | Judgement] = field(default_factory=dict)
    known: dict[tuple[object, ...], Judgement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cleaned = clean(self.raw)
        own = None
        if self.own_law is not None:
            amended = law_amended_by(fold(self.own_law))
            self.is_amending = amended is not None
            name = amended or self.own_law
            law = self.catalogue.lookup(name)
            own = Reference(law, law.name if law else name, 0)
        self.around = Surroundings(self.raw, cleaned, self.own_article)
        self.resolver = Resolver(cleaned.text, self.catalogue, own, self.around.is_in_quotation)

    def run(self) -> Iterator[Citation]:
        end = 0  # of a quotation: what an article quoted refers to itself is no citation of this text
        for found in scan(self.around.cleaned, is_law=self.own_law is not None):
            if found.start < end:
                continue
            if found.before.kind == "relative":
                reference, places = self._relative(found)
            else:
                reference, places = self.resolver.reference(found), found.places
            if reference is not None and places:
                end = found.quote.end if found.quote is not None and not found.quote.is_loose else 0
                yield from self._citations(found, reference, places)

    def _citations(self, found: Found, reference: Reference, places: tuple[Place, ...]) -> Iterator[Citation]:
        named: int | None = min(reference.start, places[0].start)
        for place, (verdict, hint) in zip(places, self._judgements(found, reference, places), strict=True):
            begin, end = self.around.cleaned.span(place.start if named is None else named, place.end)
            yield Citation(
                self.raw[begin:end], begin, end, reference.name,
                place.article, place.sub, place.paragraph, place.item, verdict, hint,
            )  # fmt: skip
            named = None
        self.resolver.remember(reference, found.end)
        self.last = places[-1]

    def _judgements(self, found: Found, reference: Reference, places: tuple[Place, ...]) -> list[Judgement]:
        """The verdict on each place; a quotation belongs to one place, or to whichever of several it is taken from."""
        quote = found.quote
        if quote is None and len(places) == 1:
            quote = quote_before(self.resolver.text, min(reference.start, places[0].start))
        if quote is None:
            return [self._judge(reference, place) for place in places]
        quoted = [judge(reference, place, quote, self._text(reference)) for place in places]
        if len(places) == 1:
            return quoted
        judgements = [self._judge(reference, place) for place in places]
        if all(verdict is not Verdict.OK for verdict, _ in quoted):
            judgements[-1] = quoted[-1]
        return judgements

    def _judge(self, reference: Reference, place: Place) -> Judgement:
        """The verdict on a place that is not quoted; the same place is looked up once in a text."""
        key = (reference.name, reference.edition, *place[:4])
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = judge(reference, place, None, self._text(reference))
        return found

    def _text(self, reference: Reference) -> Version | Judgement:
        """The text of a law to judge by, or what is to be said where there is none; looked up once for each law."""
        found = self.texts.get(reference.name)
        if found is None:
            if reference.law is None:
                found = Verdict.NO_SUCH_LAW, hints.no_such_law(self.catalogue.nearest(reference.name))
            else:
                found = text_on(reference.law, self.on)
            self.texts[reference.name] = found
        return found

    def _relative(self, found: Found) -> tuple[Reference | None, tuple[Place, ...]]:
        """What 该条第二款, 前款第一项, 前条 or 第二款 alone mean."""
        word, start = found.relative, found.start
        if word in ("该条", "同条") or self.resolver.own is None:
            return self._of_last(found)
        key, own = self.around.article_at(start), self.resolver.own_at(start)
        if key is None or own is None or self.is_amending:
            return None, ()
        return own, self._of_own(found, own, key)

    def _of_own(self, found: Found, own: Reference, key: tuple[int, int]) -> tuple[Place, ...]:
        """What such a word means in the article `key` of the text's own law."""
        word, start = found.relative, found.start
        if word == "":
            return self._clear(found, own, key)
        if word == "本条":
            return _filled(found.places, *key)
        if word == "本款":
            return _before(found.places, key, self.around.paragraph_at(start) + 1, 1)
        many = _MANY.get(word[1:2], 1)
        if word.endswith("款"):
            return _before(found.places, key, self.around.paragraph_at(start), many)
        return self._articles_before(found.places, key, many)

    def _clear(self, found: Found, own: Reference, key: tuple[int, int]) -> tuple[Place, ...]:
        """第二款 or 第二项 alone: of this article if it has such a part, else of the one just cited, else unclear."""
        readings = [_filled(found.places, *key)]
        if self.last is not None and self.resolver.is_same_sentence(found.start):
            readings.append(_filled(found.places, self.last.article, self.last.sub))
        for places in readings:
            if all(self._judge(own, place)[0] is Verdict.OK for place in places):
                return places
        return ()

    def _of_last(self, found: Found) -> tuple[Reference | None, tuple[Place, ...]]:
        """In running text such words mean the article cited last; without a clear sense they are no citation."""
        last, reference = self.last, self.resolver.last
        if last is None or reference is None:
            return None, ()
        if found.relative not in ("该条", "同条") and self.around.article_at(found.start) is not None:
            return None, ()  # the text has articles of its own: 前款 means one of theirs
        moved = reference._replace(start=found.start)
        if found.relative == "前款":
            return moved, _before(found.places, (last.article, last.sub), last.paragraph or 0, 1)
        is_bare = found.relative == ""
        if found.relative.startswith("前") or found.relative == "本款" or (is_bare and not self._may_go_on(found)):
            return None, ()
        return moved, _filled(found.places, last.article, last.sub)

    def _may_go_on(self, found: Found) -> bool:
        """Whether 第二款 alone goes on with the citation before it in the same sentence."""
        return found.places[0].paragraph is not None and self.resolver.is_same_sentence(found.start)

    def _articles_before(self, places: tuple[Place, ...], key: tuple[int, int], many: int) -> tuple[Place, ...]:
        own = self.resolver.own
        version = own.law.version_on(self.on) if own is not None and own.law is not None else None
        keys = sorted(version.articles) if version is not None else []
        if key not in keys or keys.index(key) < many:
            return ()
        first = keys.index(key) - many
        return tuple(
            same_place(place, *before, place.paragraph) for before in keys[first : first + many] for place in places
        )


def _filled(places: tuple[Place, ...], article: int, sub: int) -> tuple[Place, ...]:
    return tuple(place if place.article else same_place(place, article, sub, place.paragraph) for place in places)


def _before(places: tuple[Place, ...], key: tuple[int, int], paragraph: int, many: int) -> tuple[Place, ...]:
    """The paragraphs before the one a text stands in: 前款, 前两款."""
    if paragraph <= many:
        return ()
    return tuple(
        place if place.article else same_place(place, *key, number)
        for number in range(paragraph - many, paragraph)
        for place in places
    )

"""Where in a law's own text a place stands: in which article, in which paragraph, inside a quotation or not."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from pufa.statutes.citations.cleaning import Cleaned
from pufa.statutes.citations.places import Place, read_places
from pufa.statutes.parsing import outline

_REACH: Final = 3000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One text; `first` is the article it begins in, for a text that is one article without its number."""

    raw: str
    cleaned: Cleaned
    first: tuple[int, int] | None = None

    def article_at(self, place: int) -> tuple[int, int] | None:
        """The article (number, sub) in which a place of the cleaned text stands; None outside any."""
        heading = self._heading(place)
        if heading is None:
            return self.first
        places, _ = read_places(self.cleaned.text, heading)
        return (places[0].article, places[0].sub) if places else None

    def paragraph_at(self, place: int) -> int:
        """The paragraph (款) in which a place stands, counted from 1; 0 if that cannot be told."""
        heading = self._heading(place)
        start = self.cleaned.origin(heading) if heading is not None else 0
        lines = outline(self.raw[start : self.cleaned.origin(place) + 1])
        return lines[-1].paragraph if lines else 0

    def is_in_quotation(self, place: int) -> bool:
        """Whether a place stands inside quotation marks."""
        start = max(self._heading(place) or 0, place - _REACH)
        text = self.cleaned.text
        if text.count("“", start, place) > text.count("”", start, place):
            return True
        return text.count('"', start, place) % 2 == 1

    def _heading(self, place: int) -> int | None:
        index = bisect_right(self.cleaned.headings, place)
        return self.cleaned.headings[index - 1] if index else None


def same_place(one: Place, article: int, sub: int, paragraph: int | None) -> Place:
    """A place told relative to an article, with the article filled in."""
    return Place(article, sub, paragraph, one.item, one.start, one.end)

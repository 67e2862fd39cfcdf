"""Citations in texts of several paragraphs, checked against the library."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pufa.statutes import catalogue
from pufa.statutes.citations import Catalogue, Citation, check, find
from pufa.statutes.models import Law


@dataclass(frozen=True, slots=True)
class Found:
    """A checked citation; `text` counts the texts given from 0, `start` and `end` count within that text."""

    text: int
    start: int
    end: int
    citation: Citation


def seems_to_cite(texts: Sequence[str]) -> bool:
    """Whether some text names a law and an article of it; asks no library."""
    return any(mention.name for mention in find("\n".join(texts)))


def in_texts(texts: Sequence[str], on: date | None = None, laws: Catalogue | None = None) -> Iterator[Found]:
    """Every citation in texts that follow each other, so that 该法 may refer to a law named in the text before.

    `on` is the day by which the law is judged (default today in China); `laws` saves reading the library again for
    each of many texts. Gives nothing while no laws are held.
    """
    whole = "\n".join(texts)
    if not find(whole) or not Law.objects.exists():
        return
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    for citation in check(whole, laws or catalogue.catalogue(), on=on):
        number = min(bisect_right(starts, citation.start), len(texts)) - 1
        length, begin = len(texts[number]), starts[number]
        yield Found(number, citation.start - begin, min(citation.end - begin, length), citation)


def cited_articles(texts: Sequence[str]) -> Iterator[str]:
    """The words, as of every text of the law, of each article that texts cite; nothing while no laws are held."""
    given: set[str] = set()
    laws = None
    for found in in_texts(texts):
        laws = laws or catalogue.catalogue()
        law = laws.lookup(found.citation.law)
        for version in law.versions if law else ():
            article = version.articles.get((found.citation.article, found.citation.sub))
            if article is not None and article.text not in given:
                given.add(article.text)
                yield article.text

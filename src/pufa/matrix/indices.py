"""WCI and BCI, indices of an account's articles, with formula and version. They inform, they rank nobody.

Sources: WCI V14.2 as its maker published the coefficients; BCI in the variant with posts, reposts, comments and likes.
Both are reckoned only from counts that were recorded; a third index in use (DCI) is left out, as its coefficients
could not be verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import log
from typing import Final

WCI_VERSION: Final = "V14.2"
WCI_FORMULA: Final = (
    "WCI = (0.6·O + 0.2·A + 0.1·H + 0.1·P)² × 1.2 × 10; "
    "f(r,z,l,e) = 0.70·ln(r+1) + 0.09·ln(10z+1) + 0.06·ln(10l+1) + 0.15·ln(10e+1); "
    "O = f(totals/d), A = f(totals/n), H = f(headlines/d), P = f(maxima)"
)
BCI_VERSION: Final = "posts-reposts-comments-likes"
BCI_FORMULA: Final = "BCI = (0.2·ln(x+1) + 0.8·(0.4·ln(reposts+1) + 0.4·ln(comments+1) + 0.2·ln(likes+1))) × 160"
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Counts:
    """What one article, or several together, drew: reads, 在看 (looks), likes, shares."""

    reads: int = 0
    looks: int = 0
    likes: int = 0
    shares: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            self.reads + other.reads, self.looks + other.looks, self.likes + other.likes, self.shares + other.shares
        )

    def largest(self, other: "Counts") -> "Counts":
        """The larger of each."""
        return Counts(
            max(self.reads, other.reads),
            max(self.looks, other.looks),
            max(self.likes, other.likes),
            max(self.shares, other.shares),
        )


@dataclass(frozen=True, slots=True)
class Article:
    """One article's counts, and whether it stood first in its issue."""

    counts: Counts
    is_headline: bool = False


def wci(*, totals: Counts, articles: int, days: int, headlines: Counts, maxima: Counts) -> Decimal:
    """The index from sums, to two places. Raises ValueError for no article, no day or a negative count."""
    if articles < 1 or days < 1:
        raise ValueError("an index needs at least one article and one day")
    total = 0.6 * _f(totals, days) + 0.2 * _f(totals, articles) + 0.1 * _f(headlines, days) + 0.1 * _f(maxima, 1)
    return _rounded(total**2 * 1.2 * 10)


def wci_of(articles: Sequence[Article], *, days: int) -> tuple[Decimal, dict[str, object]]:
    """The index of some articles over so many days, and the inputs it was reckoned from. Raises ValueError as `wci`."""
    totals = headlines = maxima = Counts()
    for article in articles:
        totals, maxima = totals + article.counts, maxima.largest(article.counts)
        if article.is_headline:
            headlines += article.counts
    value = wci(totals=totals, articles=len(articles), days=days, headlines=headlines, maxima=maxima)
    inputs = {
        "articles": len(articles),
        "days": days,
        "totals": _listed(totals),
        "headlines": _listed(headlines),
        "maxima": _listed(maxima),
    }
    return value, inputs


def bci(*, posts: int, reposts: int, comments: int, likes: int) -> Decimal:
    """The index from sums, to two places. Raises ValueError for a negative count."""
    if min(posts, reposts, comments, likes) < 0:
        raise ValueError("counts are not below zero")
    answers = 0.4 * log(reposts + 1) + 0.4 * log(comments + 1) + 0.2 * log(likes + 1)
    return _rounded((0.2 * log(posts + 1) + 0.8 * answers) * 160)


def _f(counts: Counts, share: int) -> float:
    if min(counts.reads, counts.looks, counts.likes, counts.shares) < 0:
        raise ValueError("counts are not below zero")
    return (
        0.70 * log(counts.reads / share + 1)
        + 0.09 * log(10 * counts.looks / share + 1)
        + 0.06 * log(10 * counts.likes / share + 1)
        + 0.15 * log(10 * counts.shares / share + 1)
    )


def _listed(counts: Counts) -> dict[str, int]:
    return {"reads": counts.reads, "looks": counts.looks, "likes": counts.likes, "shares": counts.shares}


def _rounded(value: float) -> Decimal:
    return Decimal(value).quantize(_CENT, ROUND_HALF_UP)

"""Differences that lie beside what two texts share: at the ends of passages, and in points that are not read aloud."""

import re
import unicodedata
from typing import Final

import numpy as np

from pufa.tracing.fingerprints.folding import Folded
from pufa.tracing.fingerprints.pairing import Hunk, Pairs

Span = tuple[int, int]
# Signs of a sentence's rest beyond a passage that are looked at.
_LONGEST: Final = 16
_SENTENCE_END: Final = re.compile("[。！？!?；;\n]")
_CHANGEABLE: Final = re.compile("[0-9零〇一二两三四五六七八九十百千万亿不未无没勿非]")
_DECIMAL: Final = re.compile(r"(?<![\d.．])\d{1,9}[.．]\d{1,4}(?![\d.．])")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_STOPS: Final = re.compile("[，。、；：,;:]")
# A page with fewer stops than this share of the original's was stripped of them, and of its decimal points.
_KEPT: Final = 0.5


def hunks(ours: Folded, theirs: Folded, sure: Pairs) -> list[Hunk]:
    """Sentences that begin or end beyond a passage, if nothing but numbers and negations in them differs."""
    if not len(sure.ours):
        return []
    lasts = np.flatnonzero(np.append(np.diff(sure.passage) != 0, True)).tolist()
    firsts = [0, *(at + 1 for at in lasts[:-1])]
    found = []
    for first, last in zip(firsts, lasts, strict=True):
        before = _before(ours, int(sure.ours[first])), _before(theirs, int(sure.theirs[first]))
        after = _after(ours, int(sure.ours[last]) + 1), _after(theirs, int(sure.theirs[last]) + 1)
        found += [_trimmed(ours, theirs, mine, other) for mine, other in (before, after)]
    return [one for one in found if one is not None]


def shifted_points(ours: Folded, theirs: Folded, sure: Pairs) -> list[tuple[Span, Span]]:
    """Numbers of the same digits whose decimal point is gone, new or moved: places in both texts."""
    stops, others = len(_STOPS.findall(ours.text)), len(_STOPS.findall(theirs.text))
    if others * len(ours.signs) < _KEPT * stops * len(theirs.signs):
        return []
    forth = dict(zip(sure.ours.tolist(), sure.theirs.tolist(), strict=True))
    back = {other: mine for mine, other in forth.items()}
    found = _shifted(ours, theirs, forth)
    found |= {(mine, other) for other, mine in _shifted(theirs, ours, back)}
    return sorted(found, key=lambda spans: spans[1])


def _shifted(one: Folded, other: Folded, pairs: dict[int, int]) -> set[tuple[Span, Span]]:
    """The decimal numbers of one text that stand in the other with another value."""
    found = set()
    places = one.places
    for match in _DECIMAL.finditer(one.text):
        signs = np.flatnonzero((places >= match.start()) & (places < match.end())).tolist()
        paired = [pairs.get(sign, -1) for sign in signs]
        if not paired or paired[0] < 0 or paired != list(range(paired[0], paired[0] + len(paired))):
            continue
        if (np.diff(places[signs]) <= 0).any() or (np.diff(other.places[paired]) <= 0).any():
            continue  # the page is written backwards or in columns: points stand on the other side
        span = _whole(other, paired[0], paired[-1])
        mine, theirs = _plain(match.group()), _plain(other.text[slice(*span)])
        is_same = mine.replace(".", "") == theirs.replace(".", "")
        if is_same and _PLAIN.fullmatch(theirs) and float(mine) != float(theirs):
            found.add((match.span(), span))
    return found


def _whole(side: Folded, first: int, last: int) -> Span:
    """Where the number stands of which these are signs, with digits before and after."""
    start, end = int(side.places[first]), int(side.places[last]) + 1
    while start > 0 and (side.text[start - 1].isdecimal() or side.text[start - 1] in ".．"):
        start -= 1
    while end < len(side.text) and side.text[end].isdecimal():
        end += 1
    return start, end


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _after(side: Folded, start: int) -> Span:
    """The signs from here to the end of the sentence; those of a longer rest are not given."""
    for end in range(start, min(len(side.signs), start + _LONGEST) + 1):
        if end == len(side.signs) or _is_parted(side, end):
            return start, end
    return start, start


def _before(side: Folded, end: int) -> Span:
    """The signs from the beginning of the sentence to here."""
    for start in range(end, max(0, end - _LONGEST) - 1, -1):
        if start == 0 or _is_parted(side, start):
            return start, end
    return end, end


def _is_parted(side: Folded, at: int) -> bool:
    """Whether a sentence ends before this sign."""
    if not 0 < at < len(side.signs):
        return True
    return bool(_SENTENCE_END.search(side.text, int(side.places[at - 1]) + 1, int(side.places[at])))


def _trimmed(ours: Folded, theirs: Folded, mine: Span, other: Span) -> Hunk | None:
    """Only what differs, if all else is the same once numbers and negations are left out."""
    words, others = _words(ours, mine), _words(theirs, other)
    rest = _CHANGEABLE.sub("", words)
    if words == others or rest != _CHANGEABLE.sub("", others) or not (rest or (words and others)):
        return None
    shortest = min(len(words), len(others))
    head = next((at for at in range(shortest) if words[at] != others[at]), shortest)
    longest = shortest - head
    tail = next((at for at in range(longest) if words[-1 - at] != others[-1 - at]), longest)
    return Hunk((mine[0] + head, mine[1] - tail), (other[0] + head, other[1] - tail))


def _words(side: Folded, span: Span) -> str:
    return "".join(map(chr, side.signs[slice(*span)].tolist()))

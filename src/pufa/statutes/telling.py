"""The telling words of an article: some sentences of it, with the one that answers the question marked."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from pufa.statutes.search.words import fold_signs, pairs, words

LEFT_OUT: Final = "……"
LONGEST_MARK: Final = 60  # characters; of a longer sentence only the part between commas is marked
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_CLAUSE = re.compile(r"[^，：]+[，：]?")


def telling(text: str, wanted: str, length: int) -> SafeString:
    """About so many characters of a text around the sentence with most of the words wanted; that one in <mark>."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
    for pattern in _patterns(wanted):
        best = _best(sentences, pattern)
        if best is not None:
            return _shown(sentences, best, pattern, length)
    return beginning(text, length)


def _shown(sentences: Sequence[str], best: int, pattern: "re.Pattern[str]", length: int) -> SafeString:
    """The best sentence, marked, with those around it that fit."""
    first, last = _around(sentences, best, length)
    before, after = "".join(sentences[first:best]), "".join(sentences[best + 1 : last])
    return format_html(
        "{}{}{}{}{}",
        LEFT_OUT if first else "",
        before,
        _marked(sentences[best], pattern, length),
        after,
        LEFT_OUT if last < len(sentences) and not after.endswith(LEFT_OUT) else "",
    )


def _patterns(wanted: str) -> "Iterator[re.Pattern[str]]":
    """What to look for: the words of the question, and if none is there, its pairs of characters."""
    for asked in ({word for word in words(wanted) if len(word) > 1}, set(pairs(wanted))):
        if asked:
            yield re.compile("|".join(map(re.escape, sorted(asked, key=len, reverse=True))))


def _best(parts: Sequence[str], pattern: "re.Pattern[str]") -> int | None:
    """The place of the part with most different words asked for, the earlier of equals; None without any."""
    counts = [sum(map(len, set(pattern.findall(fold_signs(part))))) for part in parts]
    return counts.index(max(counts)) if any(counts) else None


def _around(sentences: Sequence[str], best: int, length: int) -> tuple[int, int]:
    """From where to where sentences are shown: those before the best first, as they say whom it is about."""
    first, last, size = best, best + 1, len(sentences[best])
    while first and size + len(sentences[first - 1]) <= length:
        first -= 1
        size += len(sentences[first])
    while last < len(sentences) and size + len(sentences[last]) <= length:
        size += len(sentences[last])
        last += 1
    return first, last


def _marked(sentence: str, pattern: "re.Pattern[str]", length: int) -> SafeString:
    if len(sentence) <= LONGEST_MARK:
        return format_html("<mark>{}</mark>", sentence)
    clauses = _CLAUSE.findall(sentence)
    best = _best(clauses, pattern) or 0
    first, last = _around(clauses, best, length)
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        LEFT_OUT if first else "",
        "".join(clauses[first:best]),
        clauses[best],
        "".join(clauses[best + 1 : last]),
        LEFT_OUT if last < len(clauses) else "",
    )


def beginning(text: str, length: int) -> SafeString:
    """The first so many characters of a text in one line."""
    plain = "".join(text.split("\n"))
    return conditional_escape(plain if len(plain) <= length else plain[:length] + LEFT_OUT)

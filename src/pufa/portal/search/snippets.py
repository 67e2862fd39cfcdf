"""Cuts the telling passage out of a text and marks the words asked for; everything else is escaped."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from pufa.portal.search.words import pairs, words

LENGTH: Final = 78  # characters, about two lines
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")


@lru_cache(maxsize=64)
def _pattern(question: str) -> re.Pattern[str] | None:
    found = sorted(set(words(question)) or set(pairs(question)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found)), re.IGNORECASE) if found else None


def marked(text: str, question: str) -> SafeString:
    """The text with each word of the question in <mark>."""
    pattern, parts, at = _pattern(question), [], 0
    folded = _same_length_fold(text)
    for match in pattern.finditer(folded) if pattern else ():
        parts += [escape(text[at : match.start()]), f"<mark>{escape(text[match.start() : match.end()])}</mark>"]
        at = match.end()
    joined = "".join([*parts, escape(text[at:])]).replace("</mark><mark>", "")
    return SafeString(joined)  # every piece of text was escaped above; only our own marks are added


def snippet(text: str, question: str, otherwise: str = "") -> SafeString:
    """The sentences with most words of the question; `otherwise`, or the beginning, if there is none."""
    pattern = _pattern(question)
    best, most = "", 0
    sentences = _SENTENCE.findall(text)
    for at, sentence in enumerate(sentences):
        count = len(set(pattern.findall(_same_length_fold(sentence)))) if pattern else 0
        if count > most:
            best, most = "".join(sentences[at : at + 3]), count
    chosen = _shortened(best or otherwise or text, pattern)
    return marked(chosen, question)


def _shortened(text: str, pattern: re.Pattern[str] | None) -> str:
    plain = " ".join(text.split())
    if len(plain) <= LENGTH:
        return plain
    match = pattern.search(_same_length_fold(plain)) if pattern else None
    start = max(0, match.start() - LENGTH // 3) if match and match.start() > LENGTH * 2 // 3 else 0
    end = start + LENGTH
    return ("……" if start else "") + plain[start:end] + ("……" if end < len(plain) else "")


def _same_length_fold(text: str) -> str:
    """Full-width and capital letters as plain small ones where that is one character for one."""
    folded = (unicodedata.normalize("NFKC", char).lower() for char in text)
    return "".join(new if len(new) == 1 else char for char, new in zip(text, folded, strict=True))

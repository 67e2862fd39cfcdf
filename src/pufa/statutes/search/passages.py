"""What of an article is turned into a vector: the law's short name, the headings above it, and its text."""

from typing import Final

LONGEST_TEXT: Final = 500  # characters, about what the model reads at once


def passage(place: str, text: str) -> str:
    """The passage of an article; `place` is the law's short name and the headings, joined by slashes."""
    return f"{place.replace('/', ' ')}：{' '.join(text.split())[:LONGEST_TEXT]}"

"""How many messages an SMS text becomes."""

from dataclasses import dataclass
from typing import Final

# GSM 03.38 basic table without the Greek capitals no Chinese office uses; these count two: ^{}\[~]|€.
BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà_"
)
DOUBLE: Final = frozenset("^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Segments:
    """`length` in units of the alphabet, `count` messages, `left` units free in the last; `is_wide`: UCS-2."""

    length: int
    count: int
    left: int
    is_wide: bool


def count(text: str) -> Segments:
    """Segments of a text: 70 characters of UCS-2 in one, 67 each when split; 160 and 153 for plain Latin.

    Source: 3GPP TS 23.038 (alphabets) and TS 23.040 (six bytes of header in each part of a split message).
    """
    is_wide = not set(text) <= BASIC | DOUBLE
    length = len(text.encode("utf-16-le")) // 2 if is_wide else len(text) + sum(sign in DOUBLE for sign in text)
    single, part = (70, 67) if is_wide else (160, 153)
    if length <= single:
        return Segments(length, 1 if length else 0, single - length, is_wide)
    number = -(-length // part)
    return Segments(length, number, number * part - length, is_wide)

"""What each sign stands for: its folded sign, the letters it is read with, and which disguise it may be. Made once."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints import lookalikes
from pufa.tracing.fingerprints.results import DisguiseKind

SIZE: Final = 0x323B0
LONGEST_READING: Final = 6
BOPOMOFO: Final = range(0x3105, 0x3130)
_HAN: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, SIZE - 1))
# Blocks whose signs are looked at one by one; Chinese characters stand for themselves, the rest is not read.
_SPECIAL: Final = (
    range(0x3400), range(0xA000, 0xA4D0), range(0xD800, 0xE000), range(0xF900, 0x10000), range(0x1D400, 0x1D800),
    range(0x1F100, 0x1F200), range(0x2F800, 0x2FA20),
)  # fmt: skip
_DIGITS: Final = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_INVISIBLE: Final = frozenset({"Cf", "Cc", "Mn", "Me", "Cn", "Co", "Cs"})
_BLANK: Final = frozenset("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85")
_PLAIN: Final = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹvɡɑ", "aaaaeeeeiiiioooouuuuuuuuunnnuga")
# Order of the codes in `Tables.disguise`; 0 is none.
COUNTED: Final = (
    DisguiseKind.ZERO_WIDTH,
    DisguiseKind.FULL_WIDTH,
    DisguiseKind.VARIANTS,
    DisguiseKind.TRADITIONAL,
    DisguiseKind.LOOK_ALIKES,
    DisguiseKind.TONE_MARKS,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Arrays by code point (the last row serves all beyond).

    ``folded``: the sign it is taken for, 0 for signs that are not read (punctuation, pictures, blanks). ``visible``:
    whether the sign parts what stands beside it. ``disguise``: place in COUNTED plus one. ``letters`` and ``length``:
    the toneless reading of a folded sign. ``readings``: all toneless readings by character.
    """

    folded: NDArray[np.uint32]
    visible: NDArray[np.bool_]
    disguise: NDArray[np.uint8]
    letters: NDArray[np.uint8]
    length: NDArray[np.uint8]
    readings: dict[int, frozenset[str]]
    syllables: frozenset[str]


@cache
def tables() -> Tables:
    """The tables; the first call reads the dictionaries of pypinyin and OpenCC (below a second)."""
    visible = np.ones(SIZE, np.bool_)
    folded = np.zeros(SIZE, np.uint32)
    disguise = np.zeros(SIZE, np.uint8)
    for block in _HAN:
        folded[block.start : block.stop] = np.arange(block.start, block.stop)
    simple = _simplified()
    special = {ord(sign) for sign in (*simple, *lookalikes.HAN)}
    for code in sorted(special.union(*_SPECIAL)):
        sign = chr(code)
        target, kind = _fold(sign, simple)
        folded[code] = ord(target) if target else 0
        disguise[code] = COUNTED.index(kind) + 1 if kind else 0
        visible[code] = not (unicodedata.category(sign) in _INVISIBLE and sign not in _BLANK) or bool(target)
    visible[SIZE - 1], folded[SIZE - 1], disguise[SIZE - 1] = False, 0, 0
    readings = _readings()
    letters, length = _letters(readings)
    every = frozenset(word for words in readings.values() for word in words)
    return Tables(folded, visible, disguise, letters, length, readings, every)


def is_han(code: int) -> bool:
    """Whether a folded sign is a Chinese character."""
    return any(code in block for block in _HAN) or code == 0x3007


def spell(reading: str) -> str:
    """A reading in plain letters without tone; ü, v and u are written alike, as keyboards do."""
    bare = reading.translate(_PLAIN)
    return bare if bare.isascii() and bare.islower() and bare.isalpha() else _spell_oddly(bare)


def _spell_oddly(reading: str) -> str:
    bare = unicodedata.normalize("NFKD", reading).lower().translate(_PLAIN)
    return "".join(sign for sign in bare if "a" <= sign <= "z")


def _fold(sign: str, simple: dict[str, str]) -> tuple[str, DisguiseKind | None]:
    """The sign taken for this one ("" if it is not read) and what it may be a disguise of."""
    category = unicodedata.category(sign)
    if category in _INVISIBLE:
        hidden = category == "Cf" or 0xFE00 <= ord(sign) <= 0xFE0F
        return "", DisguiseKind.ZERO_WIDTH if hidden else None
    if ord(sign) in BOPOMOFO:
        return sign, None
    if sign in lookalikes.LATIN:
        return lookalikes.LATIN[sign], DisguiseKind.LOOK_ALIKES
    plain = next((one for one in unicodedata.normalize("NFKD", sign).lower() if _is_read(one)), "")
    if not plain:
        return "", None
    kind = None
    if plain != sign.lower() and not (is_ascii := sign.isascii()):
        kind = DisguiseKind.FULL_WIDTH if 0xFF00 <= ord(sign) <= 0xFF5E else DisguiseKind.VARIANTS
        kind = DisguiseKind.TONE_MARKS if not is_ascii and 0xC0 <= ord(sign) <= 0x24F else kind
    known = lookalikes.RADICALS.get(plain, plain)
    if known != plain:
        kind = DisguiseKind.VARIANTS
    alike = lookalikes.HAN.get(known, known)
    if alike != known and known in lookalikes.ODD:
        kind = DisguiseKind.LOOK_ALIKES
    target = simple.get(alike, alike)
    if target != alike and not _in_simplified_set(alike):
        kind = DisguiseKind.TRADITIONAL
    return lookalikes.HAN.get(target, target), kind


def _is_read(sign: str) -> bool:
    return is_han(ord(sign)) or sign in lookalikes.RADICALS or (sign.isascii() and sign.isalnum())


def _in_simplified_set(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _simplified() -> dict[str, str]:
    """Traditional, Hong Kong, Taiwan and Japanese forms to simplified ones."""
    folder = resources.files("opencc") / "dictionary"
    simple = {one: targets[0] for one, targets in _rows((folder / "TSCharacters.txt").read_text(encoding="utf-8"))}
    for name in ("TWVariants", "HKVariants", "JPVariants"):
        for standard, variants in _rows((folder / f"{name}.txt").read_text(encoding="utf-8")):
            for variant in variants:
                if not _in_simplified_set(variant):
                    simple.setdefault(variant, simple.get(standard, standard))
    return simple


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        name, tab, targets = line.partition("\t")
        if tab and len(name) == 1 and all(len(one) == 1 for one in targets.split()):
            yield name, targets.split()


def _readings() -> dict[int, frozenset[str]]:
    """Toneless readings by character; the first listed is the usual one and is kept apart in `_letters`."""
    from pypinyin.constants import PINYIN_DICT  # loaded when first needed: it is large

    return {code: frozenset(spell(one) for one in listed.split(",")) - {""} for code, listed in PINYIN_DICT.items()}


def _letters(readings: dict[int, frozenset[str]]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    from pypinyin.constants import PINYIN_DICT

    letters = np.zeros((SIZE, LONGEST_READING), np.uint8)
    length = np.zeros(SIZE, np.uint8)
    usual = {code: spell(PINYIN_DICT[code].partition(",")[0]) for code in readings}
    usual |= {ord(sign): "u" if sign == "v" else sign for sign in "abcdefghijklmnopqrstuvwxyz"}
    usual |= {ord(str(value)): word for value, word in enumerate(_DIGITS)} | {0x3007: "ling"}
    for code, word in usual.items():
        if code < SIZE:
            kept = word[:LONGEST_READING].encode("ascii")
            letters[code, : len(kept)] = np.frombuffer(kept, np.uint8)
            length[code] = len(kept)
    return letters, length

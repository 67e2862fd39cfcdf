"""Looks closely at Chinese text: planted readings, doubled punctuation, traditional among simplified characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby
from typing import Final

HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
BRACKETS: Final = {"(": ")", "\uff08": "\uff09", "[": "]", "\uff3b": "\uff3d", "\u3010": "\u3011", "\u3014": "\u3015"}
# A reading is at most six letters (zhuang); room is left for accents, a tone number and blanks.
BRACKETED: Final = re.compile(
    r"(?P<open>[(\uff08\[\uff3b\u3010\u3014])(?P<inside>[^()\uff08\uff09\[\]\uff3b\uff3d\u3010\u3011\u3014\u3015\n]{1,16})(?P<close>[)\uff09\]\uff3d\u3011\u3015])"
)
HAN_SIGN: Final = re.compile(f"[{HAN}]")
FRAGMENT: Final = re.compile(f"[{HAN}]+")
LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]")
TONE_MARKS: Final = frozenset("\u0300\u0301\u0304\u030c\u0306")
SPELLING: Final = re.compile(r"[a-z\u00fc\u00ea]{1,6}[0-5]?")
# ASCII full stops are left out: they stand in numbers, addresses and "...".
DOUBLED: Final = re.compile(r"[，。、；：,;][ \u3000]?[，。、；：！？,;]+|[！？][ \u3000]?[，。、；：]+")
# Signs so frequent that nobody explains how they are read: their being annotated gives planted noise away.
PLAIN: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行"
    "学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其"
)
# Of those, ones with a single reading that every child can read: nobody writes their tones out in running text.
TRIVIAL: Final = frozenset("是在我他她你们这有个人国也到年以之用来出年动同工理生面")
# The rule's limits, chosen so that each hostile kind in the tests stays on its side with room to spare.
FEWEST: Final = 6
FEWEST_CHARACTERS: Final = 4
FEWEST_TONED: Final = 16
FEWEST_TRIVIAL: Final = 5
FEWEST_UNREPEATED: Final = 24
FULL_COVER: Final = 0.7
PLAIN_SHARE: Final = 0.1
COMMON_SHARE: Final = 0.7
SINGLE_SHARE: Final = 0.6
REPEATED: Final = 1.5
REPEATED_TONED: Final = 1.6
ONE_STYLE: Final = 0.8
POLYPHONE_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class NoiseReport:
    """The text without planted readings; ``readings`` holds (character, reading as written, how often)."""

    text: str
    removed: int = 0
    characters: int = 0
    readings: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text: characters ``start`` up to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """One bracket that holds a valid reading of the character before it."""

    start: int
    end: int
    character: str
    written: str
    is_toned: bool | None
    is_upper: bool

    def has_style(self, style: tuple[bool | None, bool]) -> bool:
        """Whether it is written like the others; a neutral tone (的 de) is written the same with and without tones."""
        return self.is_upper == style[1] and (self.is_toned is None or self.is_toned == style[0])


def remove_noise(text: str | Sequence[str]) -> NoiseReport:
    """Takes out readings planted after characters, ``株(zhu)洲``, if the page as a whole is noisy with them.

    Paragraphs are joined by newlines, and none is added or lost. A bracket goes only if it holds a reading of the one
    character before it, and only where the page uses readings as noise (see ``is_noise``). Glosses, textbooks and
    foreign words stay. Doing it twice changes nothing.
    """
    current = text if isinstance(text, str) else "\n".join(text)
    gone: list[_Reading] = []
    while doomed := _noise_in(current):
        gone.extend(doomed)
        pieces, position = [], 0
        for reading in doomed:
            pieces.append(current[position : reading.start])
            position = reading.end
        current = "".join(pieces) + current[position:]
    counted = Counter((reading.character, reading.written) for reading in gone)
    rows = tuple((character, written, n) for (character, written), n in counted.most_common())
    return NoiseReport(current, len(gone), len({reading.character for reading in gone}), rows)


@lru_cache(maxsize=8192)
def is_reading(character: str, written: str) -> bool:
    """Whether a spelling is one of the readings of a character: with tone mark, tone number or without tone."""
    spelling = _spelling(written)
    if spelling is None:
        return False
    toned, plain = _readings(character)
    if spelling in plain:
        return True
    if spelling[-1].isdigit():
        return spelling in toned or (spelling[-1] in "05" and spelling[:-1] in plain)
    return _numbered(spelling) in toned


def mixed_script(text: str) -> tuple[Spot, ...]:
    """Traditional characters in a mainly simplified text; nothing if the text is mainly traditional.

    Only characters are reported that OpenCC's table would change and that the mainland's set GB 2312 lacks: 著 in 著名
    and 乾 in 乾坤 are right in simplified text too.
    """
    traditional, simplified = _script_tables()
    odd = [Spot(place, place + 1, sign) for place, sign in enumerate(text) if sign in traditional]
    return tuple(odd) if len(odd) < sum(1 for sign in text if sign in simplified) else ()


def double_punctuation(text: str) -> tuple[Spot, ...]:
    """Places where punctuation was typed twice (，， 。， 、。); ……, ——, ！！！, ？！ and ”， are left alone."""
    return tuple(Spot(found.start(), found.end(), found.group()) for found in DOUBLED.finditer(text))


def is_noise(text: str) -> bool:
    """Whether the bracketed readings of a page are planted noise rather than help for its readers.

    Noise: several different and mostly everyday characters, among them ones nobody needs explained, are annotated again
    and again, mid-sentence, one character a bracket. Not noise: whole sentences annotated (textbook), each
    character explained once (gloss, poem), tone marks without much repetition, drills of characters with two readings.
    """
    return bool(_noise_in(text))


def _noise_in(text: str) -> list[_Reading]:
    """The readings to take out now, in order: those of the page's usual style if it is noise, else none."""
    found, foreign = _find(text)
    if len(found) < FEWEST:
        return []
    styles = Counter((reading.is_toned, reading.is_upper) for reading in found if reading.is_toned is not None)
    usual = styles.most_common(1)[0][0] if styles else (None, False)
    alike = [reading for reading in found if reading.has_style(usual)]
    if len(alike) >= len(found) * ONE_STYLE:
        found = alike
    characters = {reading.character for reading in found}
    if len(found) < FEWEST or len(characters) < FEWEST_CHARACTERS:
        return []
    if len(found) < SINGLE_SHARE * (len(found) + foreign):
        return []
    return found if _everyday(found) and _again_and_again(found) and not _taught(text, found) else []


def _find(text: str) -> tuple[list[_Reading], int]:
    """Every bracketed reading, and how many other brackets after a character hold Latin letters."""
    found: list[_Reading] = []
    foreign = 0
    for match in BRACKETED.finditer(text):
        place = found[-1] if found and found[-1].end == match.start() else None
        character = place.character if place else text[match.start() - 1 : match.start()]
        if not HAN_SIGN.fullmatch(character):
            continue
        inside = match["inside"]
        if BRACKETS[match["open"]] == match["close"] and is_reading(character, inside):
            found.append(_Reading(match.start(), match.end(), character, inside.strip(), *_style(character, inside)))
        elif LATIN.search(inside):
            foreign += 1
    return found, foreign


@lru_cache(maxsize=8192)
def _style(character: str, inside: str) -> tuple[bool | None, bool]:
    """Does a reading show its tone (None: it has none to show), and is it in upper case?"""
    letters = unicodedata.normalize("NFKD", inside)
    is_upper = any(sign.isupper() for sign in letters)
    if any(sign in TONE_MARKS or sign.isdigit() for sign in letters):
        return True, is_upper
    return (None if _toneless(inside) in _readings(character)[0] else False), is_upper


def _everyday(found: list[_Reading]) -> bool:
    plain = sum(1 for reading in found if reading.character in PLAIN)
    common = sum(1 for reading in found if _is_common(reading.character))
    return plain >= len(found) * PLAIN_SHARE and common >= len(found) * COMMON_SHARE


def _again_and_again(found: list[_Reading]) -> bool:
    """Repetition; a page that does not repeat itself is given away by several characters nobody needs explained."""
    repeated = len(found) / len({reading.character for reading in found})
    toned = sum(1 for reading in found if reading.is_toned)
    if toned > len(found) / 2:
        trivial = {reading.character for reading in found if reading.character in TRIVIAL}
        is_scattered = len(found) >= FEWEST_UNREPEATED and len(trivial) >= FEWEST_TRIVIAL
        is_repeated = len(found) >= FEWEST_TONED and repeated >= REPEATED_TONED and len(trivial) > 1
        return is_scattered or is_repeated
    plain = {reading.character for reading in found if reading.character in PLAIN}
    return repeated >= REPEATED or len(plain) >= FEWEST_CHARACTERS


def _taught(text: str, found: list[_Reading]) -> bool:
    """Whether the page teaches reading: most annotated characters stand in stretches annotated throughout."""
    spellings: dict[str, set[str]] = {}
    for reading in found:
        spellings.setdefault(reading.character, set()).add(_toneless(reading.written))
    several = sum(1 for kinds in spellings.values() if len(kinds) > 1)
    if several >= max(2, len(spellings) * POLYPHONE_SHARE):
        return True
    marked = _marked(text, found)
    annotated = covered = 0
    for stretch in _stretches(marked):
        hits = sum(stretch)
        annotated += hits
        if hits >= len(stretch) * FULL_COVER:
            covered += hits
    return covered > annotated / 2


def _marked(text: str, found: list[_Reading]) -> Iterator[bool | None]:
    """Each character in turn: is it annotated? None stands between stretches."""
    position = 0
    for reading in found:
        before = text[position : reading.start]
        for sign in before[:-1]:
            yield False if HAN_SIGN.match(sign) else None
        if before:
            yield True
        position = reading.end
    for sign in text[position:]:
        yield False if HAN_SIGN.match(sign) else None


def _stretches(marks: Iterator[bool | None]) -> Iterator[list[bool]]:
    for is_han, group in groupby(marks, key=lambda mark: mark is not None):
        if is_han:
            yield [bool(mark) for mark in group]


def _spelling(written: str) -> str | None:
    """A reading as written, in lower case and plain letters (full-width folded, v and u: as ü); None if it is none."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", written).strip().lower())
    folded = folded.replace("u:", "ü").replace("v", "ü").replace("ɡ", "g").replace("ɑ", "a")
    bare = "".join(sign for sign in unicodedata.normalize("NFD", folded) if sign not in TONE_MARKS)
    return folded if SPELLING.fullmatch(unicodedata.normalize("NFC", bare)) else None


@lru_cache(maxsize=8192)
def _toneless(written: str) -> str:
    return _numbered(_spelling(written) or written).rstrip("012345")


def _numbered(spelling: str) -> str:
    """zhōng → zhong1; without a tone mark the spelling stays."""
    tone = ""
    letters = []
    for sign in unicodedata.normalize("NFD", spelling):
        if sign in TONE_MARKS:
            tone = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}[sign]
        else:
            letters.append(sign)
    return unicodedata.normalize("NFC", "".join(letters)) + tone


@cache
def _readings(character: str) -> tuple[frozenset[str], frozenset[str]]:
    """All readings of a character: with tone numbers, and without tones (ü also written u, as keyboards do)."""
    from pypinyin.constants import PINYIN_DICT  # loaded when first needed: it is large

    listed = str(PINYIN_DICT.get(ord(character), "")) if len(character) == 1 else ""
    toned = {_numbered(reading) for reading in listed.split(",") if reading}
    plain = {reading.rstrip("1234") for reading in toned}
    plain |= {reading.replace("ü", "u") for reading in plain}
    return frozenset(toned), frozenset(plain)


def _is_common(character: str) -> bool:
    """Whether a character belongs to the 3,755 everyday ones (first level of GB 2312, rows 16 to 55)."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= code[0] <= 0xD7


@cache
def _script_tables() -> tuple[frozenset[str], frozenset[str]]:
    """Characters only traditional text holds, and characters only simplified text holds, by OpenCC's tables."""
    folder = resources.files("opencc") / "dictionary"
    to_simplified = _table((folder / "TSCharacters.txt").read_text(encoding="utf-8"))
    to_traditional = _table((folder / "STCharacters.txt").read_text(encoding="utf-8"))
    traditional = {sign for sign, targets in to_simplified.items() if sign not in targets}
    simplified = {sign for sign, targets in to_traditional.items() if sign not in targets}
    reached = {target for targets in to_simplified.values() for target in targets}
    return (
        frozenset(sign for sign in traditional if sign not in reached and not _in_simplified_set(sign)),
        frozenset(simplified - traditional),
    )


def _in_simplified_set(sign: str) -> bool:
    """GB 2312 is the mainland's set: what it holds may stand in simplified text (著, 乾, 瞭)."""
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _table(text: str) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {row[0]: row[1].split() for row in rows if len(row[0]) == 1}

"""The laws that citations are checked against, as plain data, and how a name is looked up among them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from pufa.statutes.citations.cleaning import fold
from pufa.statutes.citations.known import ABBREVIATIONS, KNOWN_REPEALED
from pufa.statutes.citations.names import CODE_PARTS
from pufa.statutes.citations.quoting import pairs_of, plain_words
from pufa.statutes.parsing import outline

STATE: Final = "中华人民共和国"
# Names longer than this are not proposed for a wrong one; the share of common pairs of characters that counts as close.
LONGEST_LIKE: Final = 30
CLOSE: Final = 0.5
# What may stand in brackets behind a name without changing which law is meant: 2018年第二次修正, 2016年版, 2021.
_VERSION: Final = re.compile(
    r"\((?:(?:[\d.年月日自起版本新旧，、；]|施行|生效|第[一二三四五六七八九十]次|修正|修订|修改|公布|通过|现行|有效|文本)+"
    r"|[^()]{0,10}(?:19|20)\d\d年[^()]{0,50}(?:通过|公布|修[订正]|施行))\)$"
)
# 新公司法, 公司法2023年修订: said of the same law.
_EDITION: Final = re.compile(
    r"^(?:新版|最新|现行|新修[订正]的?|新|\d{4}年?(?:版|修[订正]的?)?)|\d{4}年?(?:版|修[订正])?$"
)
# 民法典婚姻家庭编, 民法典·物权编: a part of the code is cited by the numbers of the whole.
_PART: Final = re.compile(rf"[·-]?(?:{CODE_PARTS})编$")
_NUMBERED: Final = re.compile(r"\((?P<number>[一二三四五六七八九十]+)\)$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph (款): its opening text and its items (项) by number; `text` holds the items too."""

    text: str
    items: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Article:
    """One article as paragraphs in order."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The whole article, one paragraph after another."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @cached_property
    def plain(self) -> str:
        """The whole article without signs, as quotations are compared."""
        return plain_words(self.text)

    @classmethod
    def from_text(cls, text: str) -> "Article":
        """Take a printed article apart: lines that begin with （一） are items of the paragraph before them."""
        lines: dict[int, list[str]] = {}
        items: dict[int, dict[int, str]] = {}
        for line in outline(text):
            if line.role == "annex":
                continue
            lines.setdefault(line.paragraph, []).append(line.text)
            if line.item:
                known = items.setdefault(line.paragraph, {})
                known[line.item] = f"{known[line.item]}\n{line.text}" if line.item in known else line.text
        return cls(tuple(Paragraph("\n".join(lines[number]), items.get(number, {})) for number in sorted(lines)))


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a law; in force from the first day to the last day inclusive, `None` = unknown or still in force.

    `renumbered` leads from the numbers of the text before it to those of this one, where they changed and it is known.
    """

    articles: Mapping[tuple[int, int], Article]
    in_force_from: date | None = None
    in_force_to: date | None = None
    passed_on: date | None = None
    renumbered: Mapping[int, int] = field(default_factory=dict)

    def is_in_force(self, day: date) -> bool:
        """Whether this text was in force on a day."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )

    @property
    def years(self) -> set[int]:
        """The years by which people name this text: that of passing and that of coming into force."""
        return {day.year for day in (self.passed_on, self.in_force_from) if day is not None}


@dataclass(frozen=True, slots=True)
class LawText:
    """One law with its texts, oldest first; `repealed_on` is the first day on which it is no longer in force.

    `first_in_force_on` is the law's own first day, which may lie before the first text held.
    """

    name: str
    short_names: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    repealed_on: date | None = None
    replaced_by: str = ""
    is_repealed: bool = False
    first_in_force_on: date | None = None

    def is_repealed_on(self, day: date) -> bool:
        """Whether the law has been repealed by a day; without a known date a repealed law counts as repealed."""
        return day >= self.repealed_on if self.repealed_on is not None else self.is_repealed

    def version_on(self, day: date) -> Version | None:
        """The text in force on a day, the latest where several are; None before the first."""
        return next((one for one in reversed(self.versions) if one.is_in_force(day)), None)

    def version_of(self, year: int) -> Version | None:
        """The text named by a year, as in （2018年修正）; None if no text of that year is held."""
        return next((one for one in reversed(self.versions) if year in one.years), None)


class Catalogue:
    """All laws, found by full name, by name without 中华人民共和国, and by customary short names.

    The laws the 民法典 repealed, and others known only by name, are added unless a law of that name is given.
    A short name that two laws share finds neither, unless it is the full name or plain short name of one.
    """

    def __init__(self, laws: Iterable[LawText]) -> None:
        by_full = {fold(law.name): law for law in laws}
        for name, day, successor in KNOWN_REPEALED:
            by_full.setdefault(STATE + name, LawText(STATE + name, (), (), day, STATE + successor, is_repealed=True))
        self.laws: tuple[LawText, ...] = tuple(by_full.values())
        self._names = dict(by_full)
        for name, law in by_full.items():
            self._names.setdefault(name.removeprefix(STATE), law)
            self._names.setdefault(_NUMBERED.sub(r"\g<number>", name.removeprefix(STATE)), law)
        self._add_short_names(by_full)
        self._lengths = self._lengths_by_ending()

    def _add_short_names(self, by_full: Mapping[str, LawText]) -> None:
        claims: dict[str, set[str]] = {}
        for law in by_full.values():
            for short in law.short_names:
                claims.setdefault(fold(short), set()).add(fold(law.name))
        for full, shorts in ABBREVIATIONS.items():
            for short in shorts:
                if STATE + full in by_full:
                    claims.setdefault(short, set()).add(STATE + full)
        for short, owners in claims.items():
            if len(owners) == 1 and short:
                self._names.setdefault(short, by_full[next(iter(owners))])

    def _lengths_by_ending(self) -> dict[str, list[int]]:
        """How long the names are that end in the same two signs, longest first."""
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[-2:], set()).add(len(name))
        return {ending: sorted(found, reverse=True) for ending, found in lengths.items()}

    def lookup(self, name: str) -> LawText | None:
        """The law of a name as people write it; a version in brackets behind it is overlooked."""
        if (known := self._names.get(name)) is not None:
            return known
        plain = fold(name).strip("《》〈〉")
        for form in (plain, _VERSION.sub("", plain), _EDITION.sub("", plain), _PART.sub("", plain)):
            found = self._names.get(form) or self._names.get(form.removeprefix(STATE))
            if found is not None:
                return found
        return None

    def suffix(self, text: str, end: int | None = None) -> tuple[LawText, int] | None:
        """The law with the longest name that ends the (cleaned) text at `end`, and where that name starts."""
        stop = len(text) if end is None else end
        for length in self._lengths.get(text[max(0, stop - 2) : stop], ()):
            if length <= stop and (law := self._names.get(text[stop - length : stop])) is not None:
                start = stop - length
                return law, start - len(STATE) if text.endswith(STATE, 0, start) else start
        return None

    def nearest(self, name: str) -> str:
        """The name in the catalogue most like a wrong one; empty if none is close."""
        pairs = pairs_of(fold(name).removeprefix(STATE)[:LONGEST_LIKE])
        best, score = "", CLOSE
        for law, others in self._pairs:
            if (share := 2 * len(pairs & others) / (len(pairs) + len(others) or 1)) > score:
                best, score = law, share
        return best

    @cached_property
    def _pairs(self) -> list[tuple[str, set[str]]]:
        names = ((law.name, fold(law.name).removeprefix(STATE)) for law in self.laws)
        return [(full, pairs_of(plain)) for full, plain in names if len(plain) <= LONGEST_LIKE]

"""Text as the grammar reads it: no breaks inside words, one form of each sign, and the way back to the original."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from importlib import resources
from typing import Final

# 廿, 卅 and the forms of cheques stand in stamps, seals and older papers.
NUMERALS: Final = "一二三四五六七八九十百千零〇廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER: Final = rf"[\d{NUMERALS}]{{1,9}}+"
# Stands for the end of a paragraph: no citation reaches across it.
BREAK: Final = "\n"


def _simplified() -> dict[int, str]:
    """Traditional signs that simplified writing never uses, with their simplified forms."""
    lines = (resources.files("opencc") / "dictionary/TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split()[:2] for line in lines if "\t" in line)
    return {ord(sign): form for sign, form in pairs if len(sign) == len(form) == 1 and not _is_in_gb2312(sign)}


def _is_in_gb2312(sign: str) -> bool:
    try:
        return bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return False


# Radicals that some PDF files give in place of characters (⼆ for 二): U+2F00 to U+2FD5.
_RADICALS: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_SIGNS: Final = (
    _simplified()
    | _RADICALS
    | {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９", "0123456789", strict=True)}
    | {ord(sign): "(" for sign in "（〔［【﹙["}
    | {ord(sign): ")" for sign in "）〕］】﹚]"}
    | {ord(sign): "-" for sign in "－—–―─~～〜﹣‐‑"}
    | {ord(sign): "〇" for sign in "○◯"}
    | {ord(sign): number for sign, number in zip("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "一二三四五六七八九十", strict=True)}
    | {ord(sign): number for sign, number in zip("⑴⑵⑶⑷⑸⑹⑺⑻⑼①②③④⑤⑥⑦⑧⑨", "123456789123456789", strict=True)}
    | {ord(","): "，", ord(":"): "：", ord(";"): "；", ord("﹑"): "、", ord("笫"): "第"}
)
# Blanks, breaks, marks of bold type and signs of no width.
_BLANK: Final = re.compile(r"[\s*\u200b-\u200f\u2060\ufeff\xad]++")
_HEADING: Final = re.compile(
    r"第[\d０-９一二三四五六七八九十百千零〇○]{1,9}+[条條](?:之[\d一二三四五六七八九十]{1,3}+)?\**(?:[ \t\u3000]|\n|$)"
)
# A line that ends so is not over: what follows goes on with a citation and begins no article.
_UNFINISHED: Final = re.compile(
    r"[》、，和及与或至到]\Z|(?:[依根]据|[依按参]照|违反|适用|参?见)[\u4e00-\u9fff]{2,30}法典?\Z"
)
_LONGEST_NAME: Final = 40
# A dash typed or read in place of 一: 第—条, 第—款, 第—百二十条.
_DASHED: Final = tuple((f"第-{unit}", f"第一{unit}") for unit in "条款项百千")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text; `headings` are the places in it where an article of a law begins (第三条 and a blank)."""

    text: str
    headings: tuple[int, ...]
    _places: tuple[int, ...]
    _origins: tuple[int, ...]

    def origin(self, place: int) -> int:
        """Where in the original the sign at this place stands."""
        index = bisect_right(self._places, place) - 1
        return self._origins[index] + place - self._places[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the original of a piece of the cleaned text that is not empty."""
        return self.origin(start), self.origin(end - 1) + 1


def fold(name: str) -> str:
    """A name or another short text in the form in which the grammar compares: one form of each sign, no blanks."""
    return _BLANK.sub("", one_form(name))


def one_form(text: str) -> str:
    """Text with one form of each sign: narrow digits and brackets, simplified characters; as long as before."""
    return text.translate(_SIGNS)


def clean(raw: str) -> Cleaned:
    """Take out blanks and breaks inside a paragraph; keep the ends of paragraphs and note where articles begin."""
    folded = one_form(raw)
    if "第-" in folded:
        for wrong, right in _DASHED:
            folded = folded.replace(wrong, right)
    pieces: list[str] = []
    places, origins, headings = [0], [0], []
    last, length = 0, 0
    if _HEADING.match(raw):
        headings.append(0)
    for blank in _BLANK.finditer(folded):
        start, end = blank.span()
        if start > last:
            pieces.append(folded[last:start])
            length += start - last
        is_heading = _begins_line(folded, blank[0], start) and _HEADING.match(raw, end) is not None
        if length and (is_heading or blank[0].count("\n") > 1):
            pieces.append(BREAK)
            places.append(length)
            origins.append(start)
            length += 1
        if is_heading:
            headings.append(length)
        places.append(length)
        origins.append(end)
        last = end
    pieces.append(folded[last:])
    return Cleaned("".join(pieces), tuple(headings), tuple(places), tuple(origins))


def _begins_line(text: str, blank: str, start: int) -> bool:
    """Whether a line of its own begins behind a blank; one more line of an unfinished one does not count."""
    if start == 0:
        return True
    breaks = blank.count("\n")
    return breaks > 1 or (breaks == 1 and not _UNFINISHED.search(text, max(0, start - _LONGEST_NAME), start))

"""A text for the ear: numbers as they are spoken, no signs nobody can say; and how long reading it takes."""

import re
from typing import Final

from pufa.ui.chinese_text import SPEAK_PER_MINUTE

DIGITS: Final = "零一二三四五六七八九"
CALLED: Final = "零幺二三四五六七八九"  # one by one, as telephone numbers are said
UNITS: Final = ("", "十", "百", "千")
GROUPS: Final = ("", "万", "亿")
_YEAR: Final = re.compile(r"(?<!\d)(\d{4})(?=年)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_DECIMAL: Final = re.compile(r"(?<!\d)(\d+)\.(\d+)(?![\d.])")
_CALLED: Final = re.compile(r"(?<![\d.])(?:\d{3,4}-\d{7,8}|\d{5,})(?![\d.])(?!\s*[元年月日个人次场万亿条款项])")
_SHORT_CODE: Final = re.compile(r"(?<![\d.])(1[012]\d)(?=[。，、；！？”）\s]|电话|热线|报警|$)")
_NUMBER: Final = re.compile(r"(?<![\dA-Za-z])(\d{1,12})(?![\dA-Za-z])")
_BRACKET: Final = re.compile(r"[（(]([^（()）]*)[）)]")
_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+")


def spoken(text: str) -> str:
    """The text as an announcer reads it aloud."""
    said = _ADDRESS.sub("", text)
    said = _BRACKET.sub(lambda found: f"，{found[1]}，" if found[1].strip() else "", said)
    said = said.replace("《", "").replace("》", "").replace("“", "").replace("”", "")
    said = _YEAR.sub(lambda found: one_by_one(found[1], DIGITS), said)
    said = _PERCENT.sub(lambda found: "百分之" + _decimal(found[1]), said)
    said = _DECIMAL.sub(lambda found: _decimal(found[0]), said)
    said = _CALLED.sub(lambda found: one_by_one(found[0], CALLED), said)
    said = _SHORT_CODE.sub(lambda found: one_by_one(found[1], CALLED), said)
    said = _NUMBER.sub(lambda found: number(int(found[1])), said)
    said = re.sub(r"，([，。！？；：、])", r"\1", said)
    return re.sub(r"([，。！？；：、])，", r"\1", said).strip()


def seconds(text: str) -> int:
    """How many seconds reading it aloud takes, at the pace the site reads with."""
    return round(sum(1 for sign in text if sign.isalnum()) / SPEAK_PER_MINUTE * 60)


def one_by_one(digits: str, words: str) -> str:
    """Digits said one after the other; other signs are left out."""
    return "".join(words[int(sign)] for sign in digits if sign.isdigit())


def number(value: int) -> str:
    """A whole number below a trillion in words: 10 is 十, 105 is 一百零五."""
    if value == 0:
        return DIGITS[0]
    parts: list[str] = []
    needs_zero = False
    for place in range(len(GROUPS) - 1, -1, -1):
        group = value // 10_000**place % 10_000
        if group:
            gap = DIGITS[0] if parts and (needs_zero or group < 1000) else ""
            parts.append(gap + _group(group) + GROUPS[place])
            needs_zero = False
        elif parts:
            needs_zero = True
    said = "".join(parts)
    return said[1:] if said.startswith("一十") else said


def _group(value: int) -> str:
    said = ""
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            said += DIGITS[digit] + UNITS[place]
        elif said and value % 10**place and not said.endswith(DIGITS[0]):
            said += DIGITS[0]
    return said


def _decimal(text: str) -> str:
    whole, _dot, rest = text.partition(".")
    return number(int(whole)) + (f"点{one_by_one(rest, DIGITS)}" if rest else "")

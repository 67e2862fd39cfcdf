"""Finds personal data in text before it is published: numbers of telephones, identity, cards, cars; accounts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

SEPARATOR: Final = r"[\s\-－—–·.]"
# Numbers that are published on purpose: government, emergency and service lines.
HOTLINES: Final = frozenset(
    "110 119 120 122 10000 10010 10086 10099 12110 12119 12121 12122 12123 12306 12309 "
    "12313 12315 12316 12317 12318 12320 12321 12329"
    " 12333 12338 12339 12340 12343 12345 12348 12350 12355 12356 12358 12360 12361 12363 "
    "12366 12367 12368 12369 12371 12377"
    " 12378 12379 12380 12381 12386 12388 12389 12393 12395 12396 95110 96110".split()
)
PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PROVINCE_CODES: Final = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS: Final = "10X98765432"
ACCOUNT_WORD: Final = r"(?:微信号?|微信\s?ID|[vV]信|威信|薇信|WeChat|wechat)"
MAINLAND: Final = rf"(?:(?:\+|00)?86{SEPARATOR}?)?"
PATTERNS: Final = (
    (
        "id_number",
        (
            rf"(?<![\dA-Za-z])[1-9]\d{{5}}{SEPARATOR}?(?:18|19|20)\d{{2}}{SEPARATOR}?\d{{4}}{SEPARATOR}?\d{{3}}[\dXx]"
            r"(?![\dA-Za-z])"
        ),
    ),
    ("id_number", r"(?<=身份证)(?:号码?)?[是为:： ]{0,3}(?P<value>[1-9]\d{14})(?!\d)"),
    (
        "mobile",
        rf"(?<![\dA-Za-z.]){MAINLAND}1[3-9]\d{SEPARATOR}?\d{{4}}{SEPARATOR}?\d{{4}}(?![\dA-Za-z])",
    ),
    ("mobile", rf"(?<![\dA-Za-z.])1[3-9]\d{{2}}{SEPARATOR}\d{{3}}{SEPARATOR}\d{{4}}(?!\d)"),
    ("bank_card", r"(?<![\dA-Za-z.])(?:62|4|5[1-5]|35|9[0-9]|60|3[47])\d(?:[\s-]?\d){11,16}(?![\dA-Za-z])"),
    (
        "landline",
        r"(?<![\d-])(?:[(（]0\d{2,3}[)）]|0(?:10|2\d|[3-9]\d{2})[\s-])\s?[2-9]\d{6,7}(?:-\d{1,5})?(?!\d)",
    ),
    ("landline", r"(?<![\dA-Za-z.])0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}(?!\d)"),
    (
        "email",
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9])",
    ),
    (
        "plate",
        (
            rf"(?<![{PROVINCES}])[{PROVINCES}][A-HJ-NP-Z][·•\s]?(?:[DF][A-HJ-NP-Z0-9]\d{{4}}|\d{{5}}[DF]"
            r"|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
        ),
    ),
    (
        "wechat",
        (
            rf"{ACCOUNT_WORD}(?:号|账号|帐号)?[是为:：\s（(]{{1,3}}(?P<value>[A-Za-z][A-Za-z0-9_-]{{5,19}})"
            r"(?![A-Za-z0-9_-])"
        ),
    ),
    ("qq", r"(?:QQ|qq|扣扣)(?:号码?|账号)?[是为:：\s（(]{1,3}(?P<value>[1-9]\d{4,10})(?!\d)"),
)
COMPILED: Final = tuple((kind, re.compile(pattern)) for kind, pattern in PATTERNS)
DOUBLE_FAMILY_NAMES: Final = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 端木 长孙 宇文 轩辕".split()
)
ORDER: Final = {"certain": 0, "likely": 1, "weak": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One find: ``kind`` (mobile, landline, id_number, bank_card, email, plate, wechat, qq), its place, masked form.

    ``certainty`` is ``certain`` (a check digit agrees, or the shape allows nothing else), ``likely`` or ``weak``
    (may well be an office's published number).
    """

    kind: str
    start: int
    end: int
    text: str
    masked: str
    certainty: str


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """Personal data in a text, in order, without overlaps; where two kinds overlap the more certain one stays."""
    folded = _folded(text)
    found = sorted(_all(folded, text), key=lambda item: (ORDER[item.certainty], -(item.end - item.start), item.start))
    kept: list[Finding] = []
    taken = bytearray(len(text))
    for item in found:
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            kept.append(item)
    return tuple(sorted(kept, key=lambda item: item.start))


def mask_phone(number: str) -> str:
    """A telephone number with its middle hidden: 138****5678, 010-****5678; other signs stay where they are."""
    digits = sum(sign.isdigit() for sign in number)
    if digits < 7:
        return _mask(number, 0, 0)
    return _mask(number, max(0, digits - 8), 4) if digits >= 11 else _mask(number, 0, 4)


def mask_id(number: str) -> str:
    """An identity number with only its first three and last two signs."""
    return _mask(number, 3, 2)


def mask_name(name: str) -> str:
    """A personal name with only the family name: 王某, 欧阳某某; a name with · keeps its first part's first sign."""
    name = name.strip()
    if not name:
        return ""
    family = 2 if len(name) >= 3 and name[:2] in DOUBLE_FAMILY_NAMES else 1
    if "·" in name:
        return name[0] + "某某"
    return name[:family] + "某" * max(1, min(2, len(name) - family))


def is_id_number(number: str) -> bool:
    """Whether 18 signs are a resident's identity number: province, day of birth and check digit agree (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in PROVINCE_CODES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(sign) * weight for sign, weight in zip(number, WEIGHTS, strict=False))
    return born.year >= 1850 and CHECK_SIGNS[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Whether 13 to 19 digits have the check digit of a bank card (Luhn, ISO/IEC 7812)."""
    if not re.fullmatch(r"\d{13,19}", number) or len(set(number)) == 1:
        return False
    values = [int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in values) % 10 == 0


def _all(folded: str, original: str) -> Iterator[Finding]:
    for kind, pattern in COMPILED:
        for match in pattern.finditer(folded):
            group = "value" if "value" in pattern.groupindex else 0
            start, end = match.span(group)
            certainty = _certainty(kind, match.group(group), folded, start)
            if certainty:
                text = original[start:end]
                yield Finding(kind, start, end, text, _masked(kind, text), certainty)


def _certainty(kind: str, text: str, whole: str, start: int) -> str:
    """How sure a find is; empty if it is none."""
    signs = re.sub(r"[^\dXx]", "", text)
    if kind == "id_number":
        return "certain" if is_id_number(signs) else _likely_id(signs, whole, start)
    if kind == "bank_card":
        if not is_card_number(signs) or is_id_number(signs):
            return ""
        return "certain" if re.search(r"卡|账|户|银行|转", whole[max(0, start - 20) : start]) else "likely"
    if kind == "landline":
        return "" if signs in HOTLINES else "weak"
    return "likely" if kind in {"plate", "qq"} else "certain"


def _likely_id(signs: str, whole: str, start: int) -> str:
    if len(signs) == 15:
        return "likely"
    plausible = signs[:2] in PROVINCE_CODES and "01" <= signs[10:12] <= "12" and "01" <= signs[12:14] <= "31"
    return "likely" if plausible or "身份证" in whole[max(0, start - 12) : start] else ""


def _masked(kind: str, text: str) -> str:
    if kind in {"mobile", "landline"}:
        return mask_phone(text)
    if kind == "id_number":
        return mask_id(text)
    if kind == "email":
        name, _, host = text.partition("@")
        return f"{name[:1]}***@{host}"
    return _mask(text, 2 if kind == "plate" else 0, 4 if kind == "bank_card" else 1)


def _mask(text: str, first: int, last: int) -> str:
    """Letters and digits hidden but for the first and last few."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    shown = set(places[:first]) | set(places[len(places) - last :] if last else ())
    return "".join(sign if place in shown or not sign.isalnum() else "*" for place, sign in enumerate(text))


def _folded(text: str) -> str:
    """Full-width digits and letters as plain ones; every sign stays at its place."""
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    if sign < "\u0080":
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isalnum() else {"＠": "@", "．": ".", "＋": "+"}.get(sign, sign)

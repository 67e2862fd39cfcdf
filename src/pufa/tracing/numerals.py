"""The values of numbers in a text, however written: 1,200 · 十二万 · 3.5% · 百分之三点五 · 二〇二四."""

import re
from typing import Final

from pufa.statutes.numerals import number_of

_SMALL: Final = "零〇一二两三四五六七八九十百千"
_NUMBER: Final = re.compile(
    rf"(?P<percent>百分之)?(?:(?P<digits>\d[\d,，]*(?:\.\d+)?)|(?P<chinese>[{_SMALL}]+)(?:点(?P<rest>[{_SMALL}]+))?)"
    r"(?P<units>[百千]?[万亿]{0,2})(?P<sign>%|％|‰)?"
)
_TIMES: Final = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def values(text: str) -> list[float]:
    """The numbers of a text in order. 12万3千 gives 123000; words such as 一定 count as the number they begin with."""
    found: list[float] = []
    end, last_unit = -1, 0.0
    for match in _NUMBER.finditer(text):
        number = _value(match)
        if number is None:
            continue
        scale = _scale(match["units"])
        if match.start() == end and 0 < number * scale < last_unit and found:
            found[-1] += number * scale
        else:
            found.append(number * scale / (100 if match["percent"] or match["sign"] in ("%", "％") else 1))
        end, last_unit = match.end(), float(scale if scale > 1 else 0)
    return [round(one, 9) for one in found]


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return float(re.sub("[,，]", "", match["digits"]))
    try:
        whole = float(number_of(match["chinese"]))
        return whole + float(f"0.{number_of(match['rest'])}") if match["rest"] else whole
    except ValueError:
        return None


def _scale(units: str) -> int:
    scale = 1
    for unit in units:
        scale *= _TIMES[unit]
    return scale

"""Numbers as laws write them: 一百二十, 一千二百六十, 二〇二五."""

from typing import Final

NUMERAL: Final = "[零〇一二三四五六七八九十百千两]+"
_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def number_of(text: str) -> int:
    """The value of a Chinese number below 10,000, or of digits read one by one. Raises ValueError for anything else."""
    if not text or any(sign not in _DIGITS and sign not in _UNITS for sign in text):
        raise ValueError(f"no Chinese number: {text!r}")
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + digit

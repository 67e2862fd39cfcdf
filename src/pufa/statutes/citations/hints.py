"""What the check says to an editor, in Chinese."""

from datetime import date
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below 10,000 as laws write it: 1165 is 一千一百六十五."""
    text, is_gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if is_gap and text else "") + _DIGITS[digit] + unit
            is_gap = False
        else:
            is_gap = True
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def label(article: int, sub: int = 0) -> str:
    """An article as laws write it: 第二百八十六条之一."""
    return f"第{chinese(article)}条" + (f"之{chinese(sub)}" if sub else "")


def no_such_law(nearest: str) -> str:
    """No law of that name; perhaps another is meant."""
    return f"没有这部法律，是否指《{nearest}》？" if nearest else "没有这部法律。"


def no_such_article(last: int) -> str:
    """The law has no such article."""
    return f"没有这一条，该法共{last}条。" if last else "没有这一条。"


def no_such_sub(article: int, subs: int) -> str:
    """The article has no such 之N."""
    return (
        f"{label(article)}只有之一至之{chinese(subs)}。"
        if subs > 1
        else (f"{label(article)}只有之一。" if subs else f"{label(article)}没有“之几”条。")
    )


def no_such_paragraph(count: int) -> str:
    """The article has fewer paragraphs."""
    return f"该条只有{chinese(count)}款。"


def no_such_item(count: int) -> str:
    """The paragraph has fewer items, or none."""
    return f"此处只有{chinese(count)}项。" if count else "此处没有分项。"


def repealed(day: date | None, successor: str) -> str:
    """Repealed, when and by what."""
    when = f"已于{day.year}年{day.month}月{day.day}日废止" if day else "已废止"
    return f"{when}，由《{successor}》取代。" if successor else f"{when}。"


def not_yet(day: date | None) -> str:
    """Not in force on the day asked for."""
    return f"自{day.year}年{day.month}月{day.day}日起施行，所查日期尚未生效。" if day else "该日期没有生效的文本。"


def other_version(year: int, current: int) -> str:
    """The citation names a text that is not the one in force."""
    return f"所引为{year}年的文本，该日期有效的是{current}年的文本。"


def old_version(current: int, now: int) -> str:
    """The citation says that it names a text that no longer holds; where its article stands now, if known."""
    where = f"，该条现为{label(now)}" if now else ""
    return f"所引为修改前的文本，该日期有效的是{current}年的文本{where}。"


def unknown_version(year: int) -> str:
    """The version named is not in the library, the text in force was used."""
    return f"法律库没有{year}年的文本，已按该日期有效的文本核对。"


def text_not_held() -> str:
    """The law is known by name only."""
    return "法律库没有这部法律的条文，未核对条文内容。"


def misquoted(pair: tuple[str, str] | None, elsewhere: str) -> str:
    """Where the quotation departs from the law, or where its words stand."""
    if elsewhere:
        return f"引文与该条不符，这段文字见于{elsewhere}。"
    return f"引文与原文不符：引文“{pair[0]}”，原文“{pair[1]}”。" if pair else "引文不是该条的文字。"


def perhaps_renumbered(article: int) -> str:
    """Added where a part is not there, but was in the article that bore this number before."""
    return f"修改前的该条现为{label(article)}，请核对条号。"


def renumbered(article: int, sub: int) -> str:
    """The article has another number in the text in force."""
    return f"所引为旧条号，现为{label(article, sub)}。"


def old_text(pair: tuple[str, str] | None) -> str:
    """The quotation is from an older text of the same article."""
    return "引文为修改前的旧文字" + (f"：引文“{pair[0]}”，现为“{pair[1]}”。" if pair else "，该条现已修改。")

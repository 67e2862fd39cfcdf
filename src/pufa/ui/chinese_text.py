"""How numbers, dates and titles are written in Chinese on our pages; the template filters call these functions."""

import datetime as dt
import re
from functools import lru_cache
from typing import Final

from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WEEKDAYS: Final = "一二三四五六日"
DIGITS: Final = "零一二三四五六七八九"
READ_PER_MINUTE: Final = 400  # characters an adult reads silently in a minute
SPEAK_PER_MINUTE: Final = 240  # characters a calm speaking voice reads aloud in a minute
NOWRAP_LIMIT: Final = 9  # characters; a longer phrase may not fit a small phone's title line
LAW_NAME_LIMIT: Final = 18  # a law's name longer than this does not fit a phone's text line

_LAW = re.compile(r"《[^《》]{1,80}》")
_STOPS = "，。；：？！、—\u200b"
_PHRASE = re.compile(f"《[^《》]{{1,16}}》[{_STOPS}]*|[^《{_STOPS}]*[{_STOPS}]+[”’》）]*|[^《{_STOPS}]+|《")
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_RUN = re.compile(r"[㐀-䶿一-鿿]+|[^㐀-䶿一-鿿]+")
_TAG = re.compile(r"<[^>]*>")


def local_date(value: object) -> dt.date | dt.datetime | None:
    """Give a date or a local time for a date, a time or ISO text; None for anything else."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value) if len(value) > 10 else dt.date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, dt.datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value if isinstance(value, dt.date) else None


def written_date(value: object, form: str = "") -> str:
    """Write 2026年11月20日; form `short` leaves the year out, `time` adds 09:05, `short-time` does both."""
    day = local_date(value)
    if day is None:
        return ""
    text = f"{day.month}月{day.day}日"
    if not form.startswith("short"):
        text = f"{day.year}年{text}"
    if form.endswith("time") and isinstance(day, dt.datetime):
        text = f"{text} {day:%H:%M}"
    return text


def weekday(value: object, form: str = "") -> str:
    """Write 星期一, or 周一 with form `short`."""
    day = local_date(value)
    if day is None:
        return ""
    return ("周" if form == "short" else "星期") + WEEKDAYS[day.weekday()]


def grouped_number(value: object, form: str = "") -> str:
    """Write 634,210; with form `wan` in round units as spoken: 103万, 1.2亿."""
    try:
        number = int(str(value))
    except ValueError:
        return "" if value is None else str(value)
    if form == "wan":
        for size, unit in ((100_000_000, "亿"), (10_000, "万")):
            if abs(number) >= size:
                shown = (
                    f"{number / size:.0f}" if abs(number) >= 10 * size else f"{number / size:.1f}".removesuffix(".0")
                )
                return f"{shown}{unit}"
    return f"{number:,}"


def chinese_numeral(number: int) -> str:
    """Write 0–99,999 in Chinese characters as laws count their articles: 276 is 二百七十六, 12 is 十二."""
    if not 0 <= number < 100_000:
        return str(number)
    text, gap = "", False
    for size, unit in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + unit
            gap = False
        elif text and number:
            gap = True
    return (text.removeprefix("一") if text.startswith("一十") else text) or DIGITS[0]


def plain_length(text: object) -> int:
    """Count the characters a reader reads: Han characters, and Latin words as two each; markup does not count."""
    plain = _TAG.sub("", str(text))
    return len(_HAN.findall(plain)) + 2 * len(re.findall(r"[A-Za-z0-9]+", plain))


def nowrap_laws(text: object) -> SafeString:
    """Keep each law's name in 《》 on one line, unless it is too long for a phone. Escapes what is not safe."""
    safe = conditional_escape(text if isinstance(text, SafeString) else str(text))

    def held(match: re.Match[str]) -> str:
        kind = "law" if len(match[0]) <= LAW_NAME_LIMIT else "law long"
        return f'<span class="{kind}">{match[0]}</span>'

    return mark_safe(_LAW.sub(held, safe))  # the text was escaped above; the match adds only our own span


def break_title(text: object) -> SafeString:
    """Let a title break after its punctuation first, then between words, never inside one. Escapes; loses no character.

    An author may put a zero-width space (U+200B) where a line may end. Phrases are inline blocks, so that a phrase
    moves to the next line whole when it fits there.
    """
    phrases = _PHRASE.findall(str(text))
    return format_html_join("", "{}", ((_phrase(phrase, alone=len(phrases) == 1),) for phrase in phrases))


def _phrase(phrase: str, *, alone: bool) -> SafeString:
    """Set one phrase of a title."""
    if len(phrase) <= NOWRAP_LIMIT or phrase.startswith("《"):
        return format_html('<span class="nb">{}</span>', phrase)
    words = format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="nb">{}</span>', word) if 1 < len(word) <= NOWRAP_LIMIT else word,)
            for word in _words(phrase)
        ),
    )
    return words if alone else format_html('<span class="phrase">{}</span>', words)


def _words(phrase: str) -> list[str]:
    """Cut a long phrase into words; closing punctuation stays with the word before it, opening with the one after."""
    import rjieba  # loaded when first needed: it is large

    words: list[str] = []
    for word in rjieba.cut(phrase):
        joined = words and (word[0] in "，。；：？！、”’》）—" or words[-1][-1] in "《（“‘")
        if joined:
            words[-1] += word
        else:
            words.append(word)
    return words if "".join(words) == phrase else [phrase]


@lru_cache(maxsize=512)
def readings_over(text: str) -> SafeString:
    """Set the pinyin over each Han character with <ruby>; other text stays as it is. Escapes."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>", piece, sound) if sound else piece,)
            for run in _RUN.findall(text)
            for piece, sound in _sounded(run)
        ),
    )


def _sounded(run: str) -> list[tuple[str, str]]:
    """Pair each character of a run of Han with its reading; a run of other signs stays one piece without a reading."""
    if not _HAN.match(run):
        return [(run, "")]
    import pypinyin  # loaded when first needed: it is large

    sounds = [found[0] for found in pypinyin.pinyin(run)]
    if len(sounds) != len(run):
        return [(run, "")]
    return [(char, sound if sound != char else "") for char, sound in zip(run, sounds, strict=True)]

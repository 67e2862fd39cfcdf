"""Dates, numbers and titles are written as readers expect, and nothing of a text is lost or left unescaped."""

import datetime as dt
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.ui import chinese_text
from pufa.ui.templatetags import ui

TITLES = st.text(
    alphabet=st.sampled_from("修把伞凭什么要登记我的生日网络安全法《》“”（），。？！：；、—<>&\"'a1 \u200b"),
    max_size=60,
)


def plain(html: str) -> str:
    """What a reader sees of our markup."""
    return unescape(re.sub(r"</?(?:span|ruby)[^>]*>|<rp>.*?</rp>|<rt>.*?</rt>", "", html))


@given(TITLES)
def test_title_breaks_lose_nothing_and_escape(text: str) -> None:
    html = chinese_text.break_title(text)
    assert plain(html) == text
    assert not re.sub(r'<span class="(?:nb|phrase)">|</span>', "", html).count("<")


@given(TITLES)
def test_law_names_lose_nothing_and_escape(text: str) -> None:
    html = chinese_text.nowrap_laws(text)
    assert plain(html) == text
    assert not re.sub(r'<span class="law(?: long)?">|</span>', "", html).count("<")


@given(TITLES)
def test_pinyin_loses_nothing_and_escapes(text: str) -> None:
    html = chinese_text.readings_over(text)
    assert plain(html) == text
    assert "<" not in re.sub(r"</?(?:ruby|rp|rt)>", "", html)


def test_a_title_breaks_after_its_comma_and_between_words() -> None:
    html = chinese_text.break_title("修把伞，凭什么要登记我的生日？")
    assert html.startswith('<span class="nb">修把伞，</span><span class="phrase">')
    assert '<span class="nb">登记</span>' in html
    assert '<span class="nb">生日？</span>' in html


def test_a_law_in_a_title_stays_whole() -> None:
    assert '<span class="nb">《网络安全法》</span>' in chinese_text.break_title(
        "转发《网络安全法》解读之前先看看这一篇"
    )


def test_a_very_long_law_name_may_wrap() -> None:
    name = f"《{'长' * 30}》"
    assert chinese_text.nowrap_laws(name) == f'<span class="law long">{name}</span>'


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (dt.date(2026, 11, 20), "", "2026年11月20日"),
        (dt.date(2026, 1, 5), "short", "1月5日"),
        (dt.datetime(2026, 11, 20, 16, 5, tzinfo=dt.UTC), "time", "2026年11月21日 00:05"),
        (dt.datetime(2026, 11, 20, 1, 5, tzinfo=dt.UTC), "short-time", "11月20日 09:05"),
        ("2026-11-20", "", "2026年11月20日"),
        ("yesterday", "", ""),
        (None, "", ""),
    ],
)
def test_dates_in_the_citys_time(value: object, form: str, written: str) -> None:
    assert ui.cn_date(value, form) == written


def test_weekdays() -> None:
    assert ui.cn_weekday(dt.date(2026, 11, 23)) == "星期一"
    assert ui.cn_weekday(dt.date(2026, 11, 29), "short") == "周日"
    assert ui.cn_weekday("") == ""


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (634210, "", "634,210"),
        (1034210, "wan", "103万"),
        (15600, "wan", "1.6万"),
        (20000, "wan", "2万"),
        (120_000_000, "wan", "1.2亿"),
        (9999, "wan", "9,999"),
        ("52/52", "", "52/52"),
        (None, "", ""),
    ],
)
def test_big_numbers(value: object, form: str, written: str) -> None:
    assert ui.big_number(value, form) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (40, "四十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (276, "二百七十六"),
        (1005, "一千零五"),
        (1260, "一千二百六十"),
        (10010, "一万零一十"),
    ],
)
def test_numerals_as_laws_write_them(number: int, written: str) -> None:
    assert chinese_text.chinese_numeral(number) == written


def test_ordinals() -> None:
    assert ui.cn_ordinal(42, "条") == "第四十二条"
    assert ui.cn_ordinal("x", "条") == "x"


@given(st.integers(min_value=1, max_value=99_999))
def test_numerals_are_all_different_in_length_and_order(number: int) -> None:
    assert chinese_text.chinese_numeral(number) != chinese_text.chinese_numeral(number - 1)


def test_reading_times_ignore_markup() -> None:
    assert ui.reading_minutes("<p class='x'>" + "字" * 800 + "</p>") == 2
    assert ui.reading_minutes("") == 1
    assert chinese_text.plain_length("<b>普法</b> 2026 year") == 6

"""Time, source, place and number of an article, read from the lines around it and from what the page declares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pufa.lib.newspage import moments, people
from pufa.lib.newspage.blocks import Block
from pufa.lib.newspage.embedded import Declared
from pufa.lib.newspage.wording import NOT_A_SOURCE, OUTLET_ENDING

LABELLED_SOURCE: Final = re.compile(
    r"(?:(?:信息|文章|稿件|新闻|内容|资料|本文|原文)?\s?(?<!图片)(?<!图)(?<!数据)(?:来\s{0,4}源于?|"
    r"来\s?自|出处|稿\s?源|转自|转载自)|供稿单位|发布机构|发布单位|发文机关)\s?[:：]\s*(?P<value>"
    r"[^\n]{1,60})"
)
NEXT_LABEL: Final = re.compile(
    r"\s*(?:(?:作\s?者|记\s?者|编\s?辑|责\s?编|责任编辑|摄影|供稿|审核|日\s?期|时\s?间|"
    r"来源|更新|发布|发表|浏览|阅读|点击|人气)\s?(?:[:：]|时间|日期|于|量|次数|数)|"
    r"(?<=\s)\d|(?<=\s)(?:作者|记者|编辑|责编|责任编辑|评论|分享|关注|浏览|阅读|点击|打印|收藏|字[体号]|"
    r"举报|订阅|参与)|字\s?[体号]|参与(?:互动|评论)|手机看|原创稿|我要|"
    r"(?:评论|分享|收藏|阅读|浏览)\s?[\d(（]|分享到|分享至|【|\[|\||｜|\d{4}\s?[-年/.]|文\s?[/／])"
)
LABELLED_AUTHOR: Final = re.compile(r"(?:作\s{0,4}者|撰稿|撰文|供稿人)\s?[:：]\s?(?P<value>[^\n|｜:：]{2,30})")
NAMED_SOURCE: Final = re.compile(
    r"source|origin|media|laiyuan|(?:^|[\s_-])(?:from|author|account|pgc|writer|profile|nickname|name|user)",
    re.IGNORECASE,
)
PLACE: Final = re.compile(r"(?:发布于|IP属地)\s?[:：]?\s?(?P<place>[\u4e00-\u9fff]{2,10}?)(?:$|[\s|,，。])")
COPYRIGHT: Final = re.compile(r"版权号\s?[:：]\s?(?P<number>[\w-]{4,40})")
AUTHOR_SLASH_OUTLET: Final = re.compile(
    r"^(?P<author>[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4}){0,3})\s?[/／|]\s?(?P<outlet>"
    r"[\u4e00-\u9fffA-Za-z]{2,14})$"
)
BAD_VALUE: Final = re.compile(r"^(?:原创|本站|本网|未知|佚名|转载|其他|admin)$", re.IGNORECASE)
LONGEST_SOURCE: Final = 26


@dataclass(frozen=True, slots=True)
class Around:
    """A page's lines by where they stand: between headline and body, above the headline, in the body, below it.

    ``year`` is the year most often printed on the page, for times printed without one.
    """

    head: Sequence[Block]
    above: Sequence[Block]
    body: Sequence[str]
    tail: Sequence[Block]
    year: int | None = None


def published(around: Around, declared: Declared, address: str) -> datetime | date | None:
    """When the piece appeared.

    In this order: printed above the body; declared; printed above the headline; in its address; printed below the
    body; declared as its last change.
    """
    declared_times = [when for when in map(moments.in_value, declared.times) if when is not None]
    updates = [when for when in map(moments.in_value, declared.updates) if when is not None]
    in_addresses = [day for day in map(moments.in_address, [address, *declared.addresses]) if day is not None]
    year = next((when.year for when in [*declared_times, *in_addresses, *updates]), around.year)
    candidates: list[datetime | date | None] = [
        _printed(around.head, year),
        *declared_times,
        _printed(around.above, year),
        *in_addresses,
        _printed(around.tail[:12], year),
        *updates,
    ]
    known = [when for when in candidates if when is not None]
    if not known:
        return None
    # the hour may stand elsewhere for the same day
    return next((when for when in known if isinstance(when, datetime) and when.date() == known[0]), known[0])


def _printed(lines: Sequence[Block], year: int | None) -> datetime | date | None:
    """The time printed in short lines; dates inside sentences do not count, times of an update only if alone."""
    found: list[moments.Moment] = []
    texts = [
        block.spaced
        for block in lines
        if len(block.text) <= 160 and "今天是" not in block.text and not (block.is_prose and len(block.text) > 60)
    ]
    for text in texts:
        moment = moments.in_line(text, year)
        if moment and (not re.search(r"[\u4e00-\u9fff]{12}", text[: moment.start]) or "发布" in text):
            found.append(moment)
    if not found:
        joined = moments.in_line(" ".join(text for text in texts if len(text) <= 12), year)
        found = [joined] if joined else []
    fresh = [moment for moment in found if not moment.is_update] or found
    fresh.sort(key=lambda moment: not moment.is_issue)
    with_hour = [moment for moment in fresh if isinstance(moment.when, datetime) and moment.day == fresh[0].day]
    return (with_hour or fresh)[0].when if fresh else None


def source(around: Around, declared: Declared, extra: str) -> str:
    """The outlet the piece names: by label above or below it, by byline, by declaration, by the shape of the head."""
    bylines = [line for line in [*around.body[:3], *around.body[-2:]] if people.is_byline(line)]
    for value in (
        _labelled([*around.head, *around.above]),
        _labelled(around.tail[:8]),
        next((value for value in map(tidy_source, declared.sources) if value), ""),
        _beside_time(around.head),
        next((outlet for outlet in map(people.outlet_in, bylines) if outlet), ""),
        _by_shape(around.head, least=1),
        _by_shape(around.above, least=4),
        tidy_source(extra),
        people.agency_in(around.body[0]) if around.body else "",
        next((outlet for outlet in map(people.outlet_in, around.body[:1]) if outlet), ""),
        next((value for value in map(tidy_source, declared.authors) if OUTLET_ENDING.search(value)), ""),
        next((value for value in map(tidy_source, declared.sites) if value), ""),
    ):
        if value:
            return value
    return _site_in_title(declared.titles)


def authors(around: Around, declared: Declared) -> list[str]:
    """Personal names after 作者： near the body, in front of a slash, or declared."""
    names: list[str] = []
    for block in [*around.head, *around.above, *around.tail[:6]]:
        for found in LABELLED_AUTHOR.finditer(block.spaced):
            names.extend(people.names_in(_until_label(found["value"])))
        if slash := AUTHOR_SLASH_OUTLET.match(block.spaced):
            names.extend(people.names_in(slash["author"]))
    if not names:
        names.extend(
            name for value in declared.authors if not OUTLET_ENDING.search(value) for name in people.names_in(value)
        )
    return list(dict.fromkeys(names))


def place_of_issue(lines: Sequence[Block]) -> str:
    """The province or city a platform prints (发布于：湖南省, IP属地：湖南)."""
    return next((found["place"] for block in lines if len(block.text) < 40 and (found := PLACE.search(block.text))), "")


def copyright_number(lines: Sequence[Block]) -> str:
    """The number a platform prints behind 版权号."""
    return next((found["number"] for block in lines if (found := COPYRIGHT.search(block.text))), "")


def tidy_source(value: str) -> str:
    """An outlet's name without label and what is glued behind it; empty if it is no name."""
    value = re.sub(r"^\s*(?:来源|来自|转自)\s*[:：]?\s*", "", value)
    value = _until_label(value).strip(" 　\"'“”《》()（）[]【】:：|,，。;；-·")
    if "://" in value or "@" in value or re.fullmatch(r"[\d\W_]*", value) or len(value) > LONGEST_SOURCE:
        return ""
    first, _, second = value.partition(" ")
    if people.looks_like_name(second) and len(first) >= 2:
        value = first
    if BAD_VALUE.match(value) or len(value) < 2:
        return ""
    return value


def _until_label(value: str) -> str:
    found = NEXT_LABEL.search(value, 1)
    return (value[: found.start()] if found else value).strip()


def _labelled(lines: Sequence[Block]) -> str:
    texts = [block.spaced for block in lines if len(block.text) < 200]
    for position, text in enumerate(texts):
        found = LABELLED_SOURCE.search(text)
        if found and (value := tidy_source(found["value"])):
            return value
        if re.search(r"来\s{0,4}源\s?[:：]\s*$", text) and position + 1 < len(texts):
            value = tidy_source(texts[position + 1])
            if value and not NOT_A_SOURCE.search(value):
                return value
    return ""


def _beside_time(lines: Sequence[Block]) -> str:
    """A short name beside the time: 2019年09月07日 04:04 北京日报."""
    for block in lines:
        moment = moments.in_line(block.spaced)
        if moment is None or len(block.text) > 80:
            continue
        after = _until_label(" " + block.spaced[moment.end :]).strip(" |·/丨")
        before = block.spaced[: moment.start].strip(" |·/丨")
        for part in (after.split(" ")[0], before.split(" ")[-1] if before else ""):
            value = tidy_source(part)
            if value and not NOT_A_SOURCE.search(value) and re.search(r"[\u4e00-\u9fff]|[A-Za-z]{3}", value):
                return value
    return ""


def _by_shape(lines: Sequence[Block], least: int) -> str:
    """A short line of the head that is shaped or named like an outlet or account."""
    best, best_score = "", least - 1
    for block in lines:
        if slash := AUTHOR_SLASH_OUTLET.match(block.spaced):
            return slash["outlet"]
        if block.is_outside or people.is_byline(block.text):
            continue
        parts = block.spaced.split(" ") if len(block.text) <= 40 else []
        for part in parts or [block.text]:
            score = _outlet_score(part, block.names)
            if score > best_score:
                best, best_score = tidy_source(part), score
    return best


def _outlet_score(text: str, names: str) -> int:
    """How much a short text looks like the name of an outlet or account; 0: it is none."""
    value = tidy_source(text)
    if not value or len(value) > 16 or value != text.strip() or re.search(r"[:：\d>»/，。]", text):
        return 0
    if NOT_A_SOURCE.search(value) or not re.search(r"[\u4e00-\u9fff]|^[A-Za-z]{3,}", value):
        return 0
    is_person = people.looks_like_name(value)
    return 2 + 2 * bool(NAMED_SOURCE.search(names)) + 2 * bool(OUTLET_ENDING.search(value)) - is_person


def _site_in_title(titles: Sequence[str]) -> str:
    for title in titles[:1]:
        last = re.split(r"[_|｜—–-]+", title)[-1].strip()
        if last != title and 2 <= len(last) <= 14 and OUTLET_ENDING.search(last):
            return last
    return ""

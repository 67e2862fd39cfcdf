"""What a news page gives: the article, who made it, where it came from; and how reading can fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from pufa.lib.chinese import NoiseReport

LARGEST: Final = 5 * 1024 * 1024
MESSAGES_ZH: Final = {
    "empty": "文件是空的，没有可读的文字。",
    "too_large": "文件太大，无法作为新闻页面读取。",
    "binary": "文件不是网页或文本（可能是图片、文档或压缩包）。",
    "broken": "文件中的文字已损坏，无法正常解码。",
    "not_a_page": "内容类型不是网页或文本。",
    "no_body": "页面中没有找到文章正文。",
    "too_complex": "页面结构过于复杂，已停止读取。",
}


class PageError(ValueError):
    """The file is no readable news page. ``code`` is one of MESSAGES_ZH; ``message_zh`` says it in Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_zh = MESSAGES_ZH[code]


@dataclass(frozen=True, slots=True)
class Credits:
    """Names as printed: who reported, photographed, helped, wrote and edited."""

    reporters: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    trainees: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsPage:
    """One article. ``published_at`` has the zone +08:00, or is a date if the page names only the day.

    ``as_written`` is the body before planted readings and unseen signs were taken out of it.
    """

    title: str
    published_at: datetime | date | None
    dateline: str
    credits: Credits
    source: str
    place: str
    copyright: str
    keywords: tuple[str, ...]
    body: tuple[str, ...]
    noise: NoiseReport
    encoding: str
    as_written: tuple[str, ...] = field(default=())
    warnings: tuple[str, ...] = field(default=())

"""Checks a rendition against a platform's limits without asking the platform, so that it is mended before review."""

import math
from dataclasses import dataclass
from typing import Final

from pufa.matrix.connector import FormLimits, Limits, Media, Rendition

MESSAGES: Final = {
    "form": ("this platform does not take this kind of rendition", "该平台不支持这种稿件形式"),
    "title_missing": ("a title is needed", "需要标题"),
    "title_long": ("the title has {found} characters, at most {most} are allowed", "标题 {found} 字，最多 {most} 字"),
    "summary_long": ("{found} characters of summary, at most {most} are allowed", "摘要 {found} 字，最多 {most} 字"),
    "text_missing": ("there is no text", "没有正文"),
    "text_long": ("the text has {found} characters, at most {most} are allowed", "正文 {found} 字，最多 {most} 字"),
    "text_short": ("{found} characters of text, at least {most} are needed", "正文 {found} 字，至少需要 {most} 字"),
    "author_long": ("the author has {found} characters, at most {most} are allowed", "作者 {found} 字，最多 {most} 字"),
    "html_large": ("the body has {found} bytes, at most {most} are allowed", "正文代码 {found} 字节，最多 {most} 字节"),
    "link_missing": ("a link is needed", "需要链接"),
    "pictures_few": ("{found} pictures, at least {most} are needed", "图片 {found} 张，至少需要 {most} 张"),
    "pictures_many": ("{found} pictures, at most {most} are allowed", "图片 {found} 张，最多 {most} 张"),
    "videos_few": ("a video is needed", "需要视频"),
    "videos_many": ("{found} videos, at most {most} are allowed", "视频 {found} 个，最多 {most} 个"),
    "file_large": ("{name} has {found} bytes, at most {most} are taken", "{name} 大小 {found} 字节，最多 {most} 字节"),
    "file_type": ("{name}: files of type {kind} are not taken", "{name}：不支持 {kind} 格式"),
    "file_empty": ("{name} is empty", "{name} 是空文件"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a platform will not take. `most` is the limit (for `…_few` the least), `found` what there is."""

    code: str
    most: int = 0
    found: int = 0
    name: str = ""
    kind: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self._say(0)

    @property
    def message_zh(self) -> str:
        """What is wrong, in Chinese."""
        return self._say(1)

    def _say(self, language: int) -> str:
        words = MESSAGES[self.code][language]
        return words.format(most=self.most, found=self.found, name=self.name, kind=self.kind)


def length(text: str, *, counts_halves: bool = False) -> int:
    """Characters of a text; with `counts_halves` two characters of ASCII count as one, as Weibo counts."""
    if not counts_halves:
        return len(text)
    return math.ceil(sum(1 if sign.isascii() else 2 for sign in text) / 2)


def cut(text: str, most: int, *, counts_halves: bool = False) -> str:
    """The text if it fits, or its beginning with an ellipsis, cut behind a sentence or clause where one ends near."""
    if length(text, counts_halves=counts_halves) <= most:
        return text
    kept = text
    while kept and length(kept, counts_halves=counts_halves) > most - 1:
        kept = kept[:-1]
    for signs, least in (("。！？!?\n", 0.6), ("，；、,; ", 0.85)):
        end = max(kept.rfind(sign) for sign in signs)
        if end >= len(kept) * least:
            return kept[:end].rstrip() + "…"
    return kept.rstrip() + "…"


def problems(limits: Limits, rendition: Rendition) -> tuple[Problem, ...]:
    """Everything a platform would refuse about a rendition; empty if it fits."""
    form = limits.of(rendition.form)
    if form is None:
        return (Problem("form"),)
    return (*_words(form, rendition), *_media(form, rendition))


def _words(form: FormLimits, rendition: Rendition) -> list[Problem]:
    found = []
    if form.is_title_needed and not rendition.title.strip():
        found.append(Problem("title_missing"))
    if not (rendition.text.strip() or rendition.html.strip()):
        found.append(Problem("text_missing"))
    elif len(rendition.text) < form.text_least:
        found.append(Problem("text_short", form.text_least, len(rendition.text)))
    if form.is_link_needed and not rendition.link:
        found.append(Problem("link_missing"))
    link = form.link_counts if rendition.link else 0
    counted = (
        ("title_long", rendition.title, form.title, 0),
        ("summary_long", rendition.summary, form.summary, 0),
        ("author_long", rendition.author, form.author, 0),
        ("text_long", rendition.text, form.text, link),
    )
    for code, text, most, more in counted:
        size = length(text, counts_halves=form.counts_halves) + more
        if most is not None and size > most:
            found.append(Problem(code, most, size))
    size = len(rendition.html.encode())
    if form.html_bytes is not None and size > form.html_bytes:
        found.append(Problem("html_large", form.html_bytes, size))
    return found


def _media(form: FormLimits, rendition: Rendition) -> list[Problem]:
    videos = tuple(item for item in rendition.media if item.is_video)
    found = []
    for word, items, (least, most) in (
        ("pictures", rendition.pictures, form.pictures),
        ("videos", videos, form.videos),
    ):
        if len(items) < least:
            found.append(Problem(f"{word}_few", least, len(items)))
        if len(items) > most:
            found.append(Problem(f"{word}_many", most, len(items)))
    for item in rendition.media:
        types, most_bytes = (
            (form.video_types, form.video_bytes) if item.is_video else (form.picture_types, form.picture_bytes)
        )
        found.extend(_file(item, types, most_bytes))
    return found


def _file(item: Media, types: tuple[str, ...], most: int | None) -> list[Problem]:
    if item.content_type not in types:
        return [Problem("file_type", name=item.name, kind=item.content_type)]
    if item.size == 0:
        return [Problem("file_empty", name=item.name)]
    if most is not None and item.size > most:
        return [Problem("file_large", most, item.size, item.name)]
    return []

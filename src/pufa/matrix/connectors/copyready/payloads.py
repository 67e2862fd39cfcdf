"""Builds the pack: text, HTML, caption, pictures, link and QR code, cut to the platform's lengths."""

import html
import io
import re
from dataclasses import dataclass
from typing import Final

import segno

from pufa.matrix import limits
from pufa.matrix.connector import Media, Pack, Rendition


@dataclass(frozen=True, slots=True)
class Lengths:
    """What fits on a platform when a person posts there; None: no limit known."""

    label: str
    title: int | None
    text: int | None
    caption: int | None
    counts_halves: bool = False


# As the platforms' own editors say, read 2026-11-25; none could be verified from here: see README.md.
PLATFORMS: Final = {
    "wechat": Lengths("微信公众号", 64, None, 120),
    "moments": Lengths("微信朋友圈", None, 1500, 1500),
    "channels": Lengths("微信视频号", 16, 1000, 1000),
    "weibo": Lengths("微博", 30, 2000, 140, counts_halves=True),
    "douyin": Lengths("抖音", 30, 1000, 1000),
    "kuaishou": Lengths("快手", None, 500, 500),
    "xiaohongshu": Lengths("小红书", 20, 1000, 1000),
    "bilibili": Lengths("哔哩哔哩", 80, 2000, 250),
    "toutiao": Lengths("今日头条", 30, None, 2000),
    "other": Lengths("其他平台", None, None, None),
}
_PICTURE: Final = re.compile(r"<img[^>]*>")
_PLACED: Final = re.compile(r'<img[^>]*src="media:([^"]+)"[^>]*>')


def pack_of(rendition: Rendition, *, platform: str) -> Pack:
    """The pack of a rendition; `notes` says in Chinese what was shortened and where pictures go."""
    lengths = PLATFORMS.get(platform, PLATFORMS["other"])
    notes: list[str] = []
    title = _cut(rendition.title, lengths.title, lengths, "标题", notes)
    text = _cut(rendition.text.strip(), lengths.text, lengths, "正文", notes)
    caption = _caption(rendition, lengths, notes)
    body = rendition.html or "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line)
    if _PLACED.search(body):
        body = _PLACED.sub(lambda found: f"<p>［此处插入图片：{html.escape(found.group(1))}］</p>", body)
        notes.append("正文中标出了每张图片的位置")
    body = _PICTURE.sub("", body)
    files = [
        _file("标题.txt", title),
        _file("正文.txt", "\n\n".join(part for part in (text, rendition.link) if part)),
        _file("短文案.txt", caption),
        Media("正文.html", "text/html", _page(title, body, rendition.link).encode()),
        *rendition.media,
    ]
    svg = ""
    if rendition.link:
        svg, png = qr_codes(rendition.link)
        files += [Media("二维码.svg", "image/svg+xml", svg.encode()), Media("二维码.png", "image/png", png)]
    return Pack(title, text, body, caption, rendition.link, svg, tuple(files), tuple(notes))


def qr_codes(link: str) -> tuple[str, bytes]:
    """The link as QR code: inline SVG and PNG of about 600 points."""
    code = segno.make(link, error="m", micro=False)
    png = io.BytesIO()
    code.save(png, kind="png", scale=max(4, 600 // code.symbol_size()[0]), border=4)
    return code.svg_inline(scale=4, border=4), png.getvalue()


def _caption(rendition: Rendition, lengths: Lengths, notes: list[str]) -> str:
    """A short text with topics: the summary, or else the beginning of the text."""
    tags = " ".join(f"#{tag}#" if lengths.label == "微博" else f"#{tag}" for tag in rendition.tags)
    words = rendition.summary.strip() or rendition.text.strip()
    room = lengths.caption
    if room is not None:
        taken = limits.length(f"\n{tags}\n{rendition.link}", counts_halves=lengths.counts_halves)
        words = _cut(words, max(20, room - taken), lengths, "短文案", notes)
    return "\n".join(part for part in (words, tags, rendition.link) if part)


def _cut(text: str, most: int | None, lengths: Lengths, what: str, notes: list[str]) -> str:
    if most is None:
        return text
    kept = limits.cut(text, most, counts_halves=lengths.counts_halves)
    if kept != text:
        notes.append(f"{what}按{lengths.label}的长度截短为 {most} 字以内，请过目")
    return kept


def _file(name: str, text: str) -> Media:
    # Windows' editor takes a file without this mark for GBK.
    return Media(name, "text/plain; charset=utf-8", text.encode("utf-8-sig"))


def _page(title: str, body: str, link: str) -> str:
    source = f'<p>原文：<a href="{html.escape(link)}">{html.escape(link)}</a></p>' if link else ""
    head = f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{html.escape(title)}</title>'
    return f"{head}<h1>{html.escape(title)}</h1>{body}{source}</html>"

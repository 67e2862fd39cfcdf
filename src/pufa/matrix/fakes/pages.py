"""The pages of sample platforms that people see; each says at the top that it is a sample."""

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape

from pufa.lib import clock
from pufa.matrix.fakes.platform import SamplePost

STYLE = (
    "body{font:1rem/1.7 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem;color:#1c2430;background:#fff}"
    ".sample{border:1px solid #b45309;background:#fffbeb;color:#7c2d12;padding:.5rem .75rem;border-radius:.5rem}"
    "h1{font-size:1.4rem;line-height:1.35}a{color:#1d4ed8}.when{color:#4b5563;font-size:.875rem}"
    "li{margin:.5rem 0}p{white-space:pre-wrap}"
)
NOTICE = "示例平台：仅供演示和测试，不是真实平台，内容没有对外发布。"


def post_page(label: str, post: SamplePost) -> bytes:
    """One post."""
    words = _plain(post.text)
    heading = post.title or words[:30]
    when = clock.in_shanghai(post.at).strftime("%Y-%m-%d %H:%M")
    text = f'<p class="when">{escape(post.account)}　{when}</p><p>{escape(words)}</p>'
    return _page(label, heading, text)


def account_page(label: str, name: str, posts: Sequence[SamplePost]) -> bytes:
    """An account with its posts, the newest first."""
    rows = [
        f'<li><a href="{escape(post.url)}">{escape(post.title or _plain(post.text)[:40])}</a> '
        f'<span class="when">{clock.in_shanghai(post.at):%Y-%m-%d}</span></li>'
        for post in posts
    ]
    return _page(label, name, f'<ul id="posts">{"".join(rows)}</ul>' if rows else "<p>还没有内容。</p>")


def index_page(labels: Mapping[str, str]) -> bytes:
    """The sample platforms of this server."""
    rows = "".join(f"<li>{escape(label)}（/{escape(kind)}）</li>" for kind, label in labels.items())
    return _page("示例平台", "示例平台", f"<ul>{rows}</ul>")


def missing_page(label: str) -> bytes:
    """What is not there, or no longer."""
    return _page(label, "内容不存在", "<p>该内容不存在或已删除。</p>")


def _plain(text: str) -> str:
    """The words of a post; what looks like markup of an article goes, its paragraphs stay."""
    lines = re.sub(r"</(?:p|h[1-6]|li)>|<br */?>", "\n", text)
    return unescape(re.sub(r"<[^<>]{0,2000}>", "", lines)).strip()


def _page(label: str, heading: str, body: str) -> bytes:
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(heading)} - {escape(label)}</title><style>{STYLE}</style>"
        f'<p class="sample">{NOTICE}</p><main><h1>{escape(heading)}</h1>{body}</main></html>'
    ).encode()

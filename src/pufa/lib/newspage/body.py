"""Finds the article among a page's lines, and cuts off what the site put before, between and behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from pufa.lib.newspage import moments
from pufa.lib.newspage.blocks import Block, names_of
from pufa.lib.newspage.headline import squeezed
from pufa.lib.newspage.wording import AROUND, ENDING, FINAL, GLUED, MAIN, NEVER_MAIN, PASSING, SITE_TALK, SOFT

MAIN_BONUS: Final = 1.25
SMALLEST_BODY: Final = 15
OVERWHELMING: Final = 0.5
LINKED_RUN: Final = 4
GRAM: Final = 6
REPEATED: Final = 0.7
ENDING_REACH: Final = 90
COUNTED: Final = re.compile(r"^\d{1,3}\s?/\s?\d{1,3}\s+(?=\S)")
LABEL: Final = re.compile(
    r"(?:来源|作者|记者|编辑|责编|浏览|阅读|点击|时间|日期|字号|字体|评论|人气|次数|摄影)\s?[:：]"
)
LEGAL: Final = re.compile(
    r"ICP|公网安备|版权所有|违法和不良信息|增值电信|经营许可证|举报电话|技术支持|Copyright|网站标识码"
)


def mark_outside(blocks: Sequence[Block], headline_place: int) -> None:
    """Marks lines in comments, menus, lists of other articles.

    Those are boxes named so, unless they hold the headline or most of the text.
    """
    prose = sum(len(block.text) for block in blocks if block.is_prose)
    inside: dict[HtmlElement, int] = {}
    kept: set[HtmlElement] = set()
    chains: list[list[HtmlElement]] = []
    for block in blocks:
        chain = _ancestors(block.element)
        chains.append(chain)
        if block.is_prose:
            for element in chain:
                inside[element] = inside.get(element, 0) + len(block.text)
        if block.place == headline_place:
            kept.update(chain)
    verdicts: dict[HtmlElement, bool] = {}
    for block, chain in zip(blocks, chains, strict=True):
        block.is_outside = any(
            _is_around(element, verdicts)
            and element not in kept
            and (inside.get(element, 0) <= prose * OVERWHELMING or bool(NEVER_MAIN.search(names_of(element))))
            for element in chain
        )


def find(blocks: Sequence[Block], headline_place: int, title: str) -> list[Block]:
    """The article's lines in order, trimmed; empty if the page holds none."""
    values = [_value(block, headline_place) for block in blocks]
    totals: dict[HtmlElement, float] = {}
    depths: dict[HtmlElement, int] = {}
    for block, value in zip(blocks, values, strict=True):
        for height, element in enumerate(chain := _ancestors(block.element)):
            totals[element] = totals.get(element, 0.0) + value
            depths[element] = len(chain) - height
    best = max(totals, key=lambda element: (_weighted(element, totals[element]), depths[element]), default=None)
    if best is None or totals[best] <= 0:
        return []
    chosen = [block for block in blocks if best in set(_ancestors(block.element))]
    return trim(chosen, headline_place, title)


def trim(chosen: Sequence[Block], headline_place: int, title: str) -> list[Block]:
    """The lines of an article without what stands before its first and behind its last paragraph."""
    after = [block for block in chosen if block.place > headline_place and not block.is_outside]
    kept: list[Block] = []
    begun = False
    linked = 0
    for position, block in enumerate(after):
        if begun and ends_article(block, kept, after[position + 1 :]):
            break
        linked = linked + 1 if block.is_linked and not block.is_prose else 0
        if begun and linked >= LINKED_RUN and not _goes_on(kept, after[position + 1 :]):
            break
        if not (_passes(block, title) or (not begun and (is_fact(block.spaced) or _is_label(block)))):
            begun = begun or block.is_prose or len(block.text) >= SMALLEST_BODY
            kept.append(block)
    kept = _without_abstract(_without_rags(kept))
    for block in kept:
        block.text = COUNTED.sub("", block.text)
    while kept and (match := GLUED.search(kept[-1].text)):
        kept[-1].text = kept[-1].text[: match.start()].strip()
        if not kept[-1].text:
            kept.pop()
    return kept


def ends_article(block: Block, before: Sequence[Block], behind: Sequence[Block]) -> bool:
    """Whether a line behind the first paragraph belongs to the site: editor, disclaimer, recommendations.

    Such a line in the midst of the article (most of the text follows in the same box) ends nothing, unless its words
    are final. A long sentence that merely begins with such words is text.
    """
    if not ENDING.match(block.text):
        return False
    if FINAL.match(block.text) and not (block.is_prose and len(block.text) > ENDING_REACH * 2):
        return True
    if (
        SOFT.match(block.text)
        and block.is_prose
        and block.text.endswith(("。", "！"))
        and not SITE_TALK.search(block.text)
    ):
        return False
    if len(block.text) > ENDING_REACH and block.is_prose:
        return sum(len(b.text) for b in behind if b.is_prose) < len(block.text) * 2
    return not _goes_on(before, behind)


def _goes_on(before: Sequence[Block], behind: Sequence[Block]) -> bool:
    """Whether at least as much text as so far follows in the same box."""
    box = before[-1].element if before else None
    parent = box.getparent() if box is not None and box.tag == "p" else box
    following = sum(len(b.text) for b in behind if b.is_prose and not b.is_outside and _is_in(b, parent))
    return following >= max(60, sum(len(b.text) for b in before))


def _is_in(block: Block, box: HtmlElement | None) -> bool:
    """Whether a line stands directly in a box or in a paragraph of it; lines of plain text all do."""
    element = block.element
    return element is box or (element is not None and element.getparent() is box)


def is_fact(line: str) -> bool:
    """Whether a line only gives time, source and the like, without being text."""
    if len(line) > ENDING_REACH or re.search(r"[。！？；，]", line):
        return False
    labels = len(LABEL.findall(line))
    moment = moments.in_line(line)
    if moment is None:
        return labels >= 2
    return labels >= 1 or moment.end - moment.start >= len(line) * 0.3


def _is_label(block: Block) -> bool:
    """Before the article has begun, what would end it is a label of its head (编辑：, 分享到)."""
    return len(block.text) <= ENDING_REACH and bool(ENDING.match(block.text))


def _passes(block: Block, title: str) -> bool:
    if PASSING.match(block.text) and len(block.text) <= ENDING_REACH:
        return True
    if block.is_linked and not block.is_prose:
        return True
    return squeezed(block.text) == squeezed(title) or bool(LEGAL.search(block.text) and len(block.text) < ENDING_REACH)


def _without_rags(kept: list[Block]) -> list[Block]:
    """Short lines before the first sentence are labels unless they are headings, captions or a standfirst."""
    first = next((place for place, block in enumerate(kept) if block.is_prose), None)
    if first is None:
        return kept
    rest = kept[first:]
    lead = [
        block
        for block in kept[:first]
        if len(block.text) >= SMALLEST_BODY or _ends_sentence(block.text) or _is_sibling(block, rest[0])
    ]
    while len(rest) > 1 and _is_rag(rest[-1]):
        rest.pop()
    return lead + rest


def _without_abstract(kept: list[Block]) -> list[Block]:
    """The lines without a summary in a box of its own above the text that only repeats sentences of it."""
    if len(kept) < 4 or kept[0].element is None or kept[1].element is None:
        return kept
    mine, theirs = kept[0].element, kept[1].element
    if mine is theirs or (mine.tag == theirs.tag and mine.getparent() is theirs.getparent()):
        return kept
    rest = "".join(block.text for block in kept[1:])
    pieces = [kept[0].text[place : place + GRAM] for place in range(len(kept[0].text) - GRAM + 1)]
    repeated = sum(1 for piece in pieces if piece in rest)
    return kept[1:] if pieces and repeated >= len(pieces) * REPEATED else kept


def _is_rag(block: Block) -> bool:
    """A last line too short to be a sentence and without its marks; a signature in brackets is none."""
    text = block.text
    return (
        len(text) < 8
        and not _ends_sentence(text)
        and not re.search(r"记者|通讯员|[年月日]|文/|图/|[（(）)]|局|委|办|院|府", text)
    )


def _is_sibling(block: Block, paragraph: Block) -> bool:
    """Whether a line belongs to the text beginning with another one: same box, or half a sentence."""
    mine, theirs = block.element, paragraph.element
    if block.links or len(block.text) < 2 or mine is None or theirs is None:
        return False
    if block.text.endswith(("，", "、", "；")):
        return True
    return mine.tag == theirs.tag == "p" and mine.getparent() is theirs.getparent()


def _ends_sentence(text: str) -> bool:
    return text.endswith(("。", "！", "？", "”", "…", "：", "）", ")", "；", ".", "!", "?", "」"))


def _value(block: Block, headline_place: int) -> float:
    size = len(block.text)
    if LEGAL.search(block.text):
        return -30.0
    if block.is_outside:
        return -5.0
    if block.is_prose:
        gain = float(size - block.links)
        return gain if block.place > headline_place else gain * -0.1
    if block.is_linked:
        return -10.0 - size * 0.5
    if ENDING.match(block.text) or PASSING.match(block.text):
        return -12.0
    return -2.0 if size < SMALLEST_BODY else size * 0.2


def _weighted(element: HtmlElement, total: float) -> float:
    if total > 0 and element.tag != "body" and MAIN.search(names_of(element)):
        return total * MAIN_BONUS
    return total


def _is_around(element: HtmlElement, verdicts: dict[HtmlElement, bool]) -> bool:
    if element not in verdicts:
        names = names_of(element)
        hidden = "display:none" in (element.get("style") or "").replace(" ", "").lower()
        verdicts[element] = element.tag in {"nav", "footer", "aside"} or hidden or bool(names and AROUND.search(names))
    return verdicts[element]


def _ancestors(element: HtmlElement | None) -> list[HtmlElement]:
    chain: list[HtmlElement] = []
    while element is not None:
        chain.append(element)
        element = element.getparent()
    return chain

"""Finds an article's headline: the line of the page that agrees with what the page calls itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pufa.lib.newspage.blocks import Block

IGNORED: Final = re.compile(r"[\W_]+")
STRONG_SEPARATOR: Final = re.compile(r"[_|｜]|\s[-–—－]+\s|-{2,}")
WEAK_SEPARATOR: Final = re.compile(r"[-–—－](?=[^-–—－]{2,20}$)")
SITE_WORDS: Final = re.compile(
    r"网|新闻|频道|日报|晚报|政府|门户|首页|客户端|头条|中心|官方|快讯|财经|娱乐|社区|"
    r"论坛|com|News|Paper|在线|号$|委员会|局$|厅$|办公室|资讯|科技$"
)
TITLE_NAMES: Final = re.compile(r"title|headline|biaoti|bt\b|tit\b|(?:^|[\s_-])h-?title", re.IGNORECASE)
NOT_TITLE_NAMES: Final = re.compile(r"sub|small|second|site|list|nav|other|share|comment", re.IGNORECASE)
SHORTEST: Final = 4
LONGEST: Final = 160
KEYWORDS: Final = re.compile(r"(?P<title>.{8,}?)(?P<words>(?:,[^\s,，。！？；：:]{1,8}){2,12})")


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, and the place of its line on the page (-1: it is in no line)."""

    text: str
    place: int


def find(blocks: Sequence[Block], named: Sequence[str]) -> Headline:
    """The headline, given what the page says about itself (``<title>``, og:title and the like, best first)."""
    own = [text for text in named if text]
    best: tuple[float, Block] | None = None
    for block in blocks:
        score = _score(block, own)
        if score > 0 and (best is None or score > best[0] + 0.01):
            best = (score, block)
    if best is None:
        return Headline(without_site(own[0]) if own else "", -1)
    return Headline(_agreed(best[1].text, own), best[1].place)


def without_site(title: str) -> str:
    """A ``<title>`` without the names of channel and site behind it."""
    first = next(
        (part.strip() for part in STRONG_SEPARATOR.split(title) if len(part.strip()) >= SHORTEST), title.strip()
    )
    while (
        (found := WEAK_SEPARATOR.search(first))
        and SITE_WORDS.search(first[found.end() :])
        and found.start() >= SHORTEST
    ):
        first = first[: found.start()].strip()
    return first


def without_keywords(title: str) -> tuple[str, tuple[str, ...]]:
    """A title that content farms repeat with its keywords behind it: ``标题,宣传,活动`` → the title, the keywords."""
    found = KEYWORDS.fullmatch(title)
    if found is None:
        return title, ()
    words = tuple(found["words"].strip(",").split(","))
    if len(found["title"]) < 2 * max(map(len, words)):
        return title, ()
    return found["title"], words


def squeezed(text: str) -> str:
    """Letters, digits and characters only: for comparing."""
    return IGNORED.sub("", text).lower()


def _score(block: Block, own: list[str]) -> float:
    text = block.text
    if not SHORTEST <= len(text) <= LONGEST:
        return 0.0
    agreement = max((_agreement(text, name) for name in own), default=0.0)
    is_named = bool(TITLE_NAMES.search(block.names)) and not NOT_TITLE_NAMES.search(block.names)
    shape = {1: 0.5, 2: 0.3, 3: 0.2}.get(block.level, 0.05 if block.level else 0.0) + (0.2 if is_named else 0.0)
    if block.is_outside:
        shape -= 0.3
    if block.links:
        shape -= 0.2
    if own and agreement < 0.5:
        # no agreement: a first-level heading or a line named title may still be it, below any agreeing line
        is_bare = not block.links and not block.is_outside and len(text) >= 8
        return shape if is_bare and (block.level == 1 or is_named) else 0.0
    if not own:
        return shape if shape > 0.15 and len(text) >= 6 else 0.0
    return 1.0 + agreement + shape


def _agreement(line: str, name: str) -> float:
    """1 if the line is the page's name or the name's first part; less for partly equal texts; 0 below half."""
    mine, theirs = squeezed(line), squeezed(name)
    first = squeezed(without_site(name))
    if len(mine) < SHORTEST or not theirs:
        return 0.0
    if mine == first or (mine in theirs and len(mine) >= max(6, len(first) * 0.6)):
        return 1.0
    if len(first) >= 8 and first in mine and len(first) >= len(mine) * 0.6:
        return 0.95
    if min(len(mine), len(first)) < 8 or not (set(mine) & set(first)):
        return 0.0
    ratio = SequenceMatcher(None, mine, first, autojunk=False).ratio()
    return ratio if ratio >= 0.6 else 0.0


def _agreed(line: str, own: list[str]) -> str:
    """The line without labels glued to it (``原创`` before, ``+关注`` behind) if the page's own name is inside it."""
    for name in own:
        first = without_site(name)
        if len(first) >= 8 and first != line and first in line and len(line) - len(first) <= 8:
            return first
    return line

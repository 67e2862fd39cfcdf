"""Turns a page's markup into lines of text in reading order, each remembering where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pufa.lib.newspage.page import PageError

SKIPPED: Final = frozenset(
    "script style noscript template textarea select option button iframe object embed svg canvas video audio map head"
    " input title link meta".split()
)
BREAKING: Final = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1"
    " h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
CELLS: Final = frozenset({"td", "th"})
HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLANKS: Final = re.compile(r"[\s\u00a0\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]+")
# The same without signs nobody sees: what is planted between characters stays in the text as written.
SEEN_BLANKS: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u2028-\u202f\u205f\u3000]+")
# Old pages set paragraphs apart only by two wide blanks after a full stop.
INDENT: Final = re.compile(r"(?<=[。！？”…])(?:\u3000{2}|\u00a0{4})")
MOST_ELEMENTS: Final = 200_000
DEEPEST: Final = 300
MOST_LINES: Final = 30_000
SENTENCE: Final = re.compile(r"[。！？；，,!?;：]")


@dataclass(slots=True, eq=False)
class Block:
    """One line of the page. ``links`` counts its characters inside links; ``level`` is 1–6 for headings, else 0.

    ``spaced`` is the text with a blank wherever an inline element begins or ends: labels set apart only by style
    (``<span>2023-11-06</span><span>09:24</span>``) can be told apart there. ``before`` is the text before planted
    readings and unseen signs were taken out of it, empty if there were none.
    """

    text: str
    place: int
    links: int = 0
    level: int = 0
    element: HtmlElement | None = None
    names: str = ""
    is_outside: bool = False
    spaced: str = ""
    before: str = ""

    @property
    def is_linked(self) -> bool:
        """Whether the line is mostly link text."""
        return self.links * 2 > len(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether the line reads like a sentence of an article."""
        own = len(self.text) - self.links
        if self.is_linked or own < 12:
            return False
        marks = len(SENTENCE.findall(self.text))
        return marks >= 2 or (marks == 1 and own >= 16) or own >= 50


def parse(markup: str) -> HtmlElement:
    """The page's tree, however careless its markup. Raises PageError: empty, too_complex."""
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = document_fromstring(markup.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise PageError("empty", "the page holds no text") from error
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise PageError("too_complex", f"the page nests deeper than {DEEPEST} or has over {MOST_ELEMENTS} parts")
    return root


def names_of(element: HtmlElement) -> str:
    """An element's class and id, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip().lower()


@dataclass(slots=True)
class _Writer:
    """Collects text until a line ends."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    inside: list[HtmlElement] = field(default_factory=list)
    anchors: int = 0
    names: str = ""

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.parts.append(text)
        if self.anchors:
            self.linked += len(BLANKS.sub("", text))

    def end_line(self) -> None:
        whole = "".join(self.parts)
        is_kept = any(e.tag == "pre" for e in self.inside)
        pieces = whole.split("\n") if is_kept else INDENT.split(whole)
        lines = [line for line in map(squeezed, pieces) if line[0]]
        element = self.inside[-1] if self.inside else None
        level = next((HEADINGS[e.tag] for e in reversed(self.inside[-3:]) if e.tag in HEADINGS), 0)
        names = " ".join([names_of(e) for e in self.inside[-2:]] + [self.names])
        spaced = BLANKS.sub(" ", " ".join(self.parts)).strip()
        for line, before in lines:
            links = min(self.linked, len(line)) if len(lines) == 1 else 0
            shown = spaced if len(lines) == 1 else line
            self.blocks.append(Block(line, len(self.blocks), links, level, element, names, spaced=shown, before=before))
        self.parts.clear()
        self.linked = 0
        self.names = ""


def squeezed(piece: str) -> tuple[str, str]:
    """A line with single blanks; and, if it holds unseen signs, the line with them, else nothing."""
    line, written = BLANKS.sub(" ", piece).strip(), SEEN_BLANKS.sub(" ", piece).strip()
    return line, written if written != line else ""


def lines_of(root: HtmlElement) -> list[Block]:
    """Every line of text under an element, in order; scripts, forms' fields and the like left out."""
    writer = _Writer()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in SKIPPED:
                if tag in BREAKING:
                    writer.end_line()
                walker.skip_subtree()
            else:
                _enter(writer, element, tag)
        else:
            if tag not in SKIPPED:
                _leave(writer, element, tag)
            if element is not root:
                writer.add(element.tail)
        if len(writer.blocks) > MOST_LINES:
            raise PageError("too_complex", f"the page has over {MOST_LINES} lines")
    writer.end_line()
    return writer.blocks


def _enter(writer: _Writer, element: HtmlElement, tag: str) -> None:
    if _breaks(element, tag):
        writer.end_line()
        writer.inside.append(element)
    elif tag == "br":
        writer.end_line()
    elif tag == "a":
        writer.anchors += 1
    elif tag in CELLS:
        writer.add(" ")
    else:
        writer.names += " " + names_of(element)
    writer.add(element.text)


def _leave(writer: _Writer, element: HtmlElement, tag: str) -> None:
    if writer.inside and writer.inside[-1] is element:
        writer.end_line()
        writer.inside.pop()
    elif tag == "a":
        writer.anchors -= 1


def _breaks(element: HtmlElement, tag: str) -> bool:
    """Cells of a data table stay on their row's line; cells that hold paragraphs break lines."""
    if tag in CELLS:
        return any(child.tag in BREAKING or child.tag == "br" for child in element.iterdescendants())
    return tag in BREAKING

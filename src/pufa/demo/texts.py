"""Reads the sample pieces.

A piece is `# title`, `> standfirst`, `@ audiences | topics | keywords`, then paragraphs, `## heading`, `- step`,
`§ citation` (the article of a law, shown as a card beside the paragraph before it).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Text:
    """One sample piece; `body` holds (block name, value) pairs as `editorial`'s body takes them."""

    title: str
    standfirst: str
    audiences: tuple[str, ...]
    topics: tuple[str, ...]
    keywords: tuple[str, ...]
    body: tuple[tuple[str, Any], ...]


def read(name: str) -> tuple[Text, ...]:
    """All pieces of one file of texts, in order."""
    parts = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n# ")
    return tuple(_text(part.removeprefix("# ").strip().splitlines()) for part in parts)


def _text(lines: list[str]) -> Text:
    title, standfirst, labels, *rest = lines
    audiences, topics, keywords = (tuple(group.split()) for group in labels.removeprefix("@ ").split("|"))
    return Text(title, standfirst.removeprefix("> "), audiences, topics, keywords, tuple(_blocks(rest)))


def _blocks(lines: list[str]) -> Iterator[tuple[str, Any]]:
    steps: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("- "):
            steps.append(line[2:])
            continue
        if steps:
            yield "steps", steps
            steps = []
        if line.startswith("§ "):
            yield "law", {"citation": line[2:].strip(), "sentence": ""}
        elif line.startswith("## "):
            yield "heading", line[3:]
        elif line.strip():
            yield "paragraph", f"<p>{line.strip()}</p>"

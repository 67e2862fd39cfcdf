"""The whole text of a piece as an article for platforms that take HTML."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.html import escape, strip_tags
from lxml import html as parser

from pufa.editorial.models import PiecePage

MARKS: Final = {
    "heading": ("<h2>", "</h2>"),
    "quote": ("<blockquote><p>", "</p></blockquote>"),
    "law": ("<blockquote><p>", "</p></blockquote>"),
    "key_sentence": ("<p><strong>", "</strong></p>"),
}


@dataclass(slots=True)
class Article:
    """Text and HTML of the same words, and the pictures in order: {"image", "name", "alt"}."""

    text: str = ""
    html: str = ""
    pictures: list[dict[str, Any]] = field(default_factory=list)


def of(piece: PiecePage) -> Article:
    """The article of a piece as it stands in memory; in its HTML a picture is `<img src="media:NAME">`."""
    made = Article()
    lines: list[str] = []
    marks: list[str] = []
    if piece.lead_image_id:
        _add_picture(made, piece.lead_image, piece.lead_alt)
    for block in piece.body:
        text, mark = _block(made, block)
        lines += text
        marks.append(mark)
    made.text = "\n".join(lines)
    made.html = "\n".join(mark for mark in marks if mark)
    return made


def _block(made: Article, block: Any) -> tuple[list[str], str]:
    kind, value = block.block_type, block.value
    if kind == "paragraph":
        return _paragraphs(value.source)
    if kind == "steps":
        return _steps([str(step).strip() for step in value if str(step).strip()])
    if kind == "image":
        return _image(made, value)
    words = _words(kind, value)
    before, after = MARKS.get(kind, ("<p>", "</p>"))
    return [words], f"{before}{escape(words)}{after}"


def _words(kind: str, value: Any) -> str:
    if kind == "quote":
        return f"“{value['text']}”{value['who']}"
    return str(value.as_text()) if kind == "law" else str(value)


def _steps(steps: list[str]) -> tuple[list[str], str]:
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    return numbered, "<ol>" + "".join(f"<li>{escape(step)}</li>" for step in steps) + "</ol>"


def _paragraphs(source: str) -> tuple[list[str], str]:
    if not strip_tags(source).strip():
        return [], ""
    tree = parser.fragment_fromstring(source, create_parent="div")
    nodes = list(tree) or [tree]
    texts = [" ".join(node.text_content().split()) for node in nodes]
    lines = [text for text in texts if text]
    return lines, "".join(f"<p>{escape(line)}</p>" for line in lines)


def _image(made: Article, value: Any) -> tuple[list[str], str]:
    image = value["image"]
    if image is None:
        return [], ""
    name = _add_picture(made, image, image.contextual_alt_text or "")
    caption = f"<p>{escape(value['caption'])}</p>" if value["caption"] else ""
    return [], f'<p><img src="media:{name}" alt="{escape(image.contextual_alt_text or "")}"></p>{caption}'


def _add_picture(made: Article, image: Any, alt: str) -> str:
    name = f"picture-{len(made.pictures) + 1}.jpg"
    made.pictures.append({"image": image.pk, "name": name, "alt": alt})
    return name

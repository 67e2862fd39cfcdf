"""A text as reviewers see it: plain data, whatever kind of content it comes from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who made the text, and as what: ``Credit("reporter", "王小明")``."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture in the text; `alt` is the text for those who do not see it, empty if missing."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class LinkRef:
    """A link in the text; `is_dead` is said by the content app, which alone can tell for its own pages."""

    href: str
    text: str
    is_internal: bool = False
    is_dead: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What is reviewed. `source_checked`: somebody has confirmed the named source of a reprint."""

    title: str
    standfirst: str = ""
    paragraphs: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    source: str = ""
    is_reprint: bool = False
    source_checked: bool = False
    images: tuple[ImageRef, ...] = ()
    links: tuple[LinkRef, ...] = ()
    keywords: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The draft as JSON-ready data, to be kept with a review."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Draft":
        """The draft that `to_json` wrote. Raises KeyError if the title is missing."""
        return cls(
            title=data["title"],
            standfirst=data.get("standfirst", ""),
            paragraphs=tuple(data.get("paragraphs", ())),
            credits=tuple(Credit(**credit) for credit in data.get("credits", ())),
            source=data.get("source", ""),
            is_reprint=data.get("is_reprint", False),
            source_checked=data.get("source_checked", False),
            images=tuple(ImageRef(**image) for image in data.get("images", ())),
            links=tuple(LinkRef(**link) for link in data.get("links", ())),
            keywords=tuple(data.get("keywords", ())),
        )

    def texts(self) -> tuple[tuple[int | None, str], ...]:
        """Every text a reader sees, with its paragraph number counted from 1; title and standfirst have none."""
        heads = [(None, text) for text in (self.title, self.standfirst) if text]
        return (*heads, *enumerate(self.paragraphs, start=1))

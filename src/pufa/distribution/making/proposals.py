"""What a rule proposes for each shape, from the approved words alone."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.html import escape

from pufa.distribution.making import article, ear, extracting
from pufa.distribution.models import Shape
from pufa.editorial.models import PiecePage
from pufa.review.drafts import Draft

SHORT_MOST: Final = 110  # with title and link within the 140 a short text may have on most platforms
CAPTION_MOST: Final = 80
CARD_MOST: Final = 90
SMS_MOST: Final = 55  # with signature and link within two messages
SUMMARY_MOST: Final = 110
SCRIPT_MOST: Final = 420  # under two minutes of reading aloud
HEADLINE_MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Proposal:
    """The words of a rendition; `sentences` are those a card is drawn with."""

    title: str = ""
    summary: str = ""
    text: str = ""
    html: str = ""
    tags: str = ""
    pictures: list[dict[str, Any]] = field(default_factory=list)
    sentences: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """What is kept of it."""
        kept = asdict(self)
        del kept["sentences"]
        return kept


def make(shape: str, draft: Draft, piece: PiecePage) -> list[Proposal]:
    """Proposals for a shape; none where the text has no sentence for it."""
    maker = MAKERS.get(shape)
    return maker(draft, piece) if maker else []


def markup(text: str) -> str:
    """Plain paragraphs as HTML."""
    return "\n".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _article(draft: Draft, piece: PiecePage) -> list[Proposal]:
    whole = article.of(piece)
    summary = draft.standfirst if len(draft.standfirst) <= SUMMARY_MOST else ""
    summary = summary or "".join(extracting.pick(draft, most=SUMMARY_MOST, count=2))
    chosen = tuple(extracting.pick(draft, most=CARD_MOST, count=2))  # for the cover, where there is no picture
    made = Proposal(draft.title, summary, whole.text, whole.html, _tags(draft), whole.pictures, chosen)
    return [made] if whole.text else []


def _short(draft: Draft, piece: PiecePage) -> list[Proposal]:
    chosen = extracting.pick(draft, most=SHORT_MOST - len(draft.title), count=3)
    text = "\n".join((draft.title, "".join(chosen)))
    return [Proposal(draft.title, "", text, "", _tags(draft), _lead(piece))] if chosen else []


def _headlines(draft: Draft, piece: PiecePage) -> list[Proposal]:
    return [Proposal(title=words, text=words) for words in extracting.headlines(draft, most=HEADLINE_MOST)]


def _caption(draft: Draft, piece: PiecePage) -> list[Proposal]:
    chosen = extracting.pick(draft, most=CAPTION_MOST, count=2)
    return [Proposal(draft.title, text="".join(chosen), tags=_tags(draft))] if chosen else []


def _card(draft: Draft, piece: PiecePage) -> list[Proposal]:
    chosen = extracting.pick(draft, most=CARD_MOST, count=2)
    made = Proposal(draft.title, text="".join(chosen), tags=_tags(draft), sentences=tuple(chosen))
    return [made] if chosen else []


def _sms(draft: Draft, piece: PiecePage) -> list[Proposal]:
    chosen = extracting.pick(draft, most=SMS_MOST, count=2)
    return [Proposal(draft.title, text="".join(chosen))] if chosen else []


def _broadcast(draft: Draft, piece: PiecePage) -> list[Proposal]:
    chosen = extracting.pick(draft, most=SCRIPT_MOST, count=12)
    lines = [draft.title, draft.standfirst, *chosen]
    spoken = "\n".join(ear.spoken(line) for line in lines if line)
    return [Proposal(draft.title, text=spoken)] if chosen else []


def _tags(draft: Draft) -> str:
    return " ".join(draft.keywords[:5])[:200]


def _lead(piece: PiecePage) -> list[dict[str, Any]]:
    if not piece.lead_image_id:
        return []
    return [{"image": piece.lead_image_id, "name": "picture-1.jpg", "alt": piece.lead_alt}]


MAKERS: Final[dict[str, Callable[[Draft, PiecePage], list[Proposal]]]] = {
    Shape.ARTICLE: _article,
    Shape.SHORT: _short,
    Shape.HEADLINE: _headlines,
    Shape.CAPTION: _caption,
    Shape.CARD: _card,
    Shape.SMS: _sms,
    Shape.BROADCAST: _broadcast,
}

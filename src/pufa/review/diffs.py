"""What changed between two drafts: paragraph by paragraph, and within a paragraph character by character."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from pufa.review.drafts import Draft

ALIKE = 0.35
HEADING_LENGTH = 30
ENDS_OF_SENTENCES = tuple("。！？；：…”’）!?;:.")
LONGEST = 4000
SHORTEST_SAME = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters: `kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph: `kind` is same, added, removed or changed; `number` counts the new text's from 1."""

    kind: str
    parts: tuple[Part, ...]
    number: int | None = None
    label: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it looks like a heading within the text: short, unnumbered, and not a whole sentence."""
        text = self.text.strip()
        is_short = not self.label and len(text) <= HEADING_LENGTH
        return is_short and not text[:1].isdigit() and not text.endswith(ENDS_OF_SENTENCES)

    @property
    def is_step(self) -> bool:
        """Whether it is a numbered step, as `1. 停`."""
        number, dot, _rest = self.text.partition(". ")
        return not self.label and bool(dot) and number.isdecimal()

    @property
    def text(self) -> str:
        """The paragraph as it is now; of a removed one, as it was."""
        hidden = "" if self.kind == "removed" else "removed"
        return "".join(part.text for part in self.parts if part.kind != hidden)


def compare(old: Draft | None, new: Draft) -> list[Change]:
    """All changes from old to new in reading order; without an old draft everything is new and shown plainly."""
    if old is None:
        return [*_plain_heads(new), *(_same(text, number) for number, text in enumerate(new.paragraphs, start=1))]
    heads = [
        _labelled(label, _pair(before, after, None))
        for (label, before), (_label, after) in zip(_heads(old), _heads(new), strict=True)
        if before or after
    ]
    return [*heads, *paragraphs(old.paragraphs, new.paragraphs)]


def has_changes(changes: Sequence[Change]) -> bool:
    """Whether anything differs."""
    return any(change.kind != "same" for change in changes)


def paragraphs(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The changes between two lists of paragraphs; those alike enough are compared within."""
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.extend(_same(text, number) for number, text in enumerate(new[c:d], start=c + 1))
        else:
            found.extend(_replaced(old[a:b], new[c:d], c + 1))
    return found


def characters(old: str, new: str, *, shortest: int = SHORTEST_SAME) -> tuple[Part, ...]:
    """The changes within one text; less than `shortest` characters that stayed between two changes are changed too."""
    if max(len(old), len(new)) > LONGEST:
        return _parts([("removed", old), ("added", new)])
    raw: list[tuple[str, str]] = []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        if tag == "equal" and not (inside and b - a < shortest):
            raw.append(("same", old[a:b]))
        else:
            raw += [("removed", old[a:b]), ("added", new[c:d])]
    return _parts(raw)


def _replaced(old: Sequence[str], new: Sequence[str], first: int) -> Iterator[Change]:
    """Old paragraphs answered by the new ones in order; what finds no partner alike is removed or added."""
    left = list(old)
    for number, text in enumerate(new, start=first):
        partner = next((place for place, before in enumerate(left) if _alike(before, text)), None)
        if partner is None:
            yield Change("added", (Part("added", text),), number)
            continue
        yield from (_removed(before) for before in left[:partner])
        yield _pair(left[partner], text, number)
        left = left[partner + 1 :]
    yield from (_removed(before) for before in left)


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return False
    return max(len(old), len(new)) > LONGEST or matcher.ratio() >= ALIKE


def _pair(old: str, new: str, number: int | None) -> Change:
    if old == new:
        return _same(new, number)
    return Change("changed", characters(old, new), number)


def _same(text: str, number: int | None = None) -> Change:
    return Change("same", (Part("same", text),), number)


def _removed(text: str) -> Change:
    return Change("removed", (Part("removed", text),))


def _labelled(label: str, change: Change) -> Change:
    return Change(change.kind, change.parts, None, label)


def _plain_heads(draft: Draft) -> list[Change]:
    return [_labelled(label, _same(text)) for label, text in _heads(draft) if text]


def _heads(draft: Draft) -> list[tuple[str, str]]:
    """What surrounds the body, each as one line of text."""
    return [
        (_("Title"), draft.title),
        (_("Standfirst"), draft.standfirst),
        (_("Credits"), "、".join(credit.name for credit in draft.credits)),
        (_("Source"), draft.source),
        (_("Keywords"), "、".join(draft.keywords)),
        (_("Pictures"), "、".join(image.alt or image.src for image in draft.images)),
        (_("Links"), "、".join(f"{link.text} {link.href}".strip() for link in draft.links)),
    ]


def _parts(raw: list[tuple[str, str]]) -> tuple[Part, ...]:
    """Joins neighbours: within one change first everything removed, then everything added."""
    parts: list[Part] = []
    removed = added = ""
    for kind, text in [*raw, ("same", "")]:
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        else:
            parts += [Part("removed", removed), Part("added", added), Part("same", text)]
            removed = added = ""
    return tuple(part for part in parts if part.text)

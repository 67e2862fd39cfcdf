"""An article as a card beside a text: named as editors cite it, always in the words in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pufa.lib import clock
from pufa.statutes import catalogue, queries
from pufa.statutes.citations import MentionedPlace, check, find, hints
from pufa.statutes.models import Article, Law, State, Version
from pufa.statutes.parsing import Line
from pufa.ui.errors import Refusal

LONGEST: Final = 220  # characters; of a longer article the card leaves out whole lines
LEFT_OUT: Final = "……"


class CitationError(Refusal):
    """What an editor typed names no article in force; code: citation or sentence, the field that is wrong."""

    code = "citation"


@dataclass(frozen=True, slots=True)
class Card:
    """An article for `ui/parts/law_card.html`; `state` is in_force, amended or repealed, `quote` safe HTML."""

    law: str
    article: str
    quote: SafeString
    url: str
    state: str
    new_url: str
    key: tuple[int, int, int]  # id of the law, number and 之N of the article


def settled(citation: str, sentence: str = "") -> str:
    """The citation in the one form kept: 《个人信息保护法》第六条第一款. Raises CitationError with what is right."""
    if not Law.objects.exists():
        raise CitationError(_("No laws are loaded yet; the office has to import them first."))
    found = check(citation, catalogue.catalogue())
    if len(found) != 1:
        raise CitationError(_("Name one law and one article of it, for instance with 《》, article and paragraph."))
    one = found[0]
    if one.is_wrong:
        raise CitationError(one.hint)
    law = Law.objects.get(name=one.law)
    words = cited_name(law) + cited_place(MentionedPlace(one.article, one.sub, one.paragraph, one.item))
    shown = card(words, sentence)
    if shown is None:
        raise CitationError(_("The text of this article is not in the library."))
    if sentence.strip() and "<mark>" not in shown.quote:
        raise CitationError(_("These words do not stand in the article as it reads today."), code="sentence")
    return words


def card(citation: str, sentence: str = "", *, today: date | None = None) -> Card | None:
    """The card of a settled citation with one sentence marked; None for what the library does not hold.

    An article that the text in force no longer has is shown as it last read, as amended.
    """
    today = today or clock.today()
    place = next((mention for mention in find(citation) if mention.name and mention.places), None)
    law = _law(place.name) if place else None
    version = queries.version_on(law, today) if law else None
    if place is None or law is None or version is None:
        return None
    version.law = law
    row = _row(law, version, place.places[0])
    if row is None:
        return None
    is_gone = row.version != version
    state = version.state_on(today)
    return Card(
        law=f"《{law.short_name}》",
        article=cited_place(place.places[0]),
        quote=_quote(row.lines(), place.places[0], sentence.strip()),
        url=row.version.get_absolute_url() if is_gone else _url(row, place.places[0]),
        state="repealed" if state == State.REPEALED else "amended" if is_gone else "in_force",
        new_url=compare_url(law, row.version, version) if is_gone else "",
        key=(law.pk, row.number, row.sub),
    )


def compare_url(law: Law, old: Version, new: Version) -> str:
    """The page that shows two texts of a law side by side."""
    return reverse("statutes:compare", args=[law.slug, old.promulgated_on, new.promulgated_on])


def _law(name: str) -> Law | None:
    laws = Law.objects.prefetch_related("versions")
    return laws.filter(name=name).first() or laws.filter(short_name=name).order_by("pk").first()


def cited_name(law: Law) -> str:
    """The law as citations name it: by its short name where that is unmistakable."""
    is_shared = Law.objects.filter(short_name=law.short_name).exclude(pk=law.pk).exists()
    return f"《{law.name if is_shared else law.short_name}》"


def cited_place(place: MentionedPlace) -> str:
    """An article, paragraph, item as citations write it: 第四条第一款第（三）项."""
    words = hints.label(place.article, place.sub)
    words += f"第{hints.chinese(place.paragraph)}款" if place.paragraph else ""
    return words + (f"第（{hints.chinese(place.item)}）项" if place.item else "")


def _row(law: Law, current: Version, place: MentionedPlace) -> Article | None:
    """The article in the text in force, else in the latest text before it that has it."""
    texts = [one for one in reversed(queries.versions(law)) if one.in_force_from <= current.in_force_from]
    rows = Article.objects.filter(version__in=texts, number=place.article, sub=place.sub)
    by_text = {row.version_id: row for row in rows}
    for text in texts:
        if (row := by_text.get(text.pk)) is not None:
            row.version = text
            return row
    return None


def _url(row: Article, place: MentionedPlace) -> str:
    args = [row.version.law.slug, row.place]
    if place.item:
        return reverse("statutes:item", args=[*args, place.paragraph or 1, place.item])
    if place.paragraph:
        return reverse("statutes:paragraph", args=[*args, place.paragraph])
    return reverse("statutes:article", args=args)


def _quote(lines: Sequence[Line], place: MentionedPlace, sentence: str) -> SafeString:
    """The words that matter, line by line, with …… where something of the article is left out before or between."""
    own = [line for line in lines if line.role != "annex"]
    wanted = [line for line in own if _is_on(line, place)] or own
    marked = next((line for line in wanted if sentence and sentence in line.text), None)
    if marked is not None and not place.paragraph and _length(wanted) > LONGEST:
        wanted = [line for line in wanted if line.paragraph == marked.paragraph]
    shown = _short(wanted, marked)
    parts: list[SafeString] = []
    for number, line in enumerate(wanted):
        if line in shown:
            parts.append(_marked(line.text, sentence if line is marked else ""))
        elif not number or wanted[number - 1] in shown:
            parts.append(SafeString(LEFT_OUT))
    return mark_safe("<br>".join(parts))  # noqa: S308  (every part is escaped)


def _is_on(line: Line, place: MentionedPlace) -> bool:
    """Whether a line belongs to the cited paragraph, or to the cited item and the words that open its paragraph."""
    if place.paragraph and line.paragraph != place.paragraph:
        return False
    return not place.item or line.item in {0, place.item}


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _short(lines: Sequence[Line], marked: Line | None) -> list[Line]:
    """The first lines that fit on a card, and in any case the marked one."""
    shown = [marked] if marked is not None else []
    for line in lines:
        if line in shown:
            continue
        if shown and _length([*shown, line]) > LONGEST:
            break
        shown.append(line)
    return shown


def _marked(text: str, sentence: str) -> SafeString:
    if not sentence:
        return SafeString(conditional_escape(text))
    before, _match, after = text.partition(sentence)
    return format_html("{}<mark>{}</mark>{}", before, sentence, after)

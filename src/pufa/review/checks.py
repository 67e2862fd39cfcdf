"""The machine checks every text goes through, whatever its kind. Loaded when the app starts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pufa.lib import chinese, privacy
from pufa.review.drafts import Draft
from pufa.review.registry import Finding, Level, register_check

AROUND = 12
LONG_PARAGRAPH = 400
NEVER_PUBLISHED = frozenset({"id_number", "mobile"})


def excerpt(text: str, start: int, end: int) -> str:
    """The words around the characters start to end, with … where something was cut."""
    begin, stop = max(0, start - AROUND), min(len(text), end + AROUND)
    return f"{'…' if begin else ''}{text[begin:stop]}{'…' if stop < len(text) else ''}"


def empty_text(draft: Draft) -> Iterator[Finding]:
    """Blocks a text without title or body."""
    if not draft.title.strip():
        yield Finding(Level.BLOCK, _("The title is missing."))
    if not any(paragraph.strip() for paragraph in draft.paragraphs):
        yield Finding(Level.BLOCK, _("The text is empty."))


def missing_credits(draft: Draft) -> Iterator[Finding]:
    """Asks who wrote it when nobody is named."""
    if not any(credit.name.strip() for credit in draft.credits):
        yield Finding(Level.WARN, _("Nobody is named as author."))


def missing_source(draft: Draft) -> Iterator[Finding]:
    """Blocks a reprint that names no source."""
    if draft.is_reprint and not draft.source.strip():
        yield Finding(Level.BLOCK, _("This is a reprint and names no source."))


def unconfirmed_source(draft: Draft) -> Iterator[Finding]:
    """Blocks a reprint whose source nobody has looked up."""
    if draft.is_reprint and draft.source.strip() and not draft.source_checked:
        yield Finding(Level.BLOCK, _("This is a reprint and nobody has confirmed its source."), draft.source)


def missing_alt(draft: Draft) -> Iterator[Finding]:
    """Asks for the words that stand for a picture."""
    for image in draft.images:
        if not image.alt.strip():
            yield Finding(Level.WARN, _("A picture has no description for those who cannot see it."), image.src)


def dead_links(draft: Draft) -> Iterator[Finding]:
    """Points at links to pages of our own that are not there."""
    for link in draft.links:
        if link.is_internal and link.is_dead:
            yield Finding(Level.WARN, _("A link leads to a page that is not there."), " ".join((link.text, link.href)))


def personal_data(draft: Draft) -> Iterator[Finding]:
    """Blocks identity and mobile numbers; points at other personal data. The report itself shows them masked."""
    for paragraph, text in draft.texts():
        for found in privacy.find_personal_data(text):
            before = excerpt(text[: found.start], found.start, found.start)
            after = excerpt(text[found.end :], 0, 0)
            message = _("Personal data in the text: %(what)s") % {"what": _kind_of_data(found.kind)}
            yield Finding(_weight(found), message, f"{before}{found.masked}{after}", paragraph)


def _weight(found: privacy.Finding) -> Level:
    if found.certainty == "weak":
        return Level.NOTE
    return Level.BLOCK if found.kind in NEVER_PUBLISHED else Level.WARN


def _kind_of_data(kind: str) -> str:
    words = {
        "id_number": _("identity number"),
        "mobile": _("mobile number"),
        "landline": _("telephone number"),
        "bank_card": _("bank card number"),
        "email": _("e-mail address"),
        "plate": _("number plate"),
        "wechat": _("WeChat account"),
        "qq": _("QQ account"),
    }
    return words.get(kind, kind)


def doubled_punctuation(draft: Draft) -> Iterator[Finding]:
    """Points at punctuation typed twice."""
    for paragraph, text in draft.texts():
        for spot in chinese.double_punctuation(text):
            around = excerpt(text, spot.start, spot.end)
            message = _("Punctuation was typed twice: %(signs)s") % {"signs": spot.text}
            yield Finding(Level.WARN, message, around, paragraph)


def traditional_characters(draft: Draft) -> Iterator[Finding]:
    """Points at traditional characters among simplified ones."""
    for paragraph, text in draft.texts():
        for spot in chinese.mixed_script(text):
            around = excerpt(text, spot.start, spot.end)
            message = _("A traditional character: %(sign)s") % {"sign": spot.text}
            yield Finding(Level.WARN, message, around, paragraph)


def long_paragraphs(draft: Draft) -> Iterator[Finding]:
    """Hints at paragraphs too long for a phone."""
    for number, text in enumerate(draft.paragraphs, start=1):
        if len(text) > LONG_PARAGRAPH:
            message = _("A paragraph of %(length)s characters: readers on a phone lose the thread.")
            yield Finding(Level.NOTE, message % {"length": len(text)}, excerpt(text, 0, AROUND), number)


register_check("empty_text", gettext_lazy("Title and text"), empty_text, can_override=False)
register_check("missing_source", gettext_lazy("Source of a reprint"), missing_source, can_override=False)
register_check("unconfirmed_source", gettext_lazy("Source confirmed"), unconfirmed_source)
register_check("missing_credits", gettext_lazy("Author named"), missing_credits)
register_check("missing_alt", gettext_lazy("Pictures described"), missing_alt)
register_check("dead_links", gettext_lazy("Links"), dead_links)
register_check("personal_data", gettext_lazy("Personal data"), personal_data)
register_check("doubled_punctuation", gettext_lazy("Punctuation"), doubled_punctuation)
register_check("traditional_characters", gettext_lazy("Traditional characters"), traditional_characters)
register_check("long_paragraphs", gettext_lazy("Length of paragraphs"), long_paragraphs)

"""What the codes of disguises, differences and directions are called for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
DISGUISES: dict[str, Words] = {
    "bracketed_readings": _("readings planted in brackets"),
    "unbracketed_readings": _("readings planted without brackets"),
    "readings_in_place": _("readings in place of characters"),
    "tone_marks": _("readings with tone marks"),
    "bopomofo": _("readings in zhuyin"),
    "zero_width": _("unseen signs between characters"),
    "full_width": _("full-width letters and digits"),
    "variants": _("variant forms of characters"),
    "traditional": _("traditional characters"),
    "look_alikes": _("characters that look alike"),
    "homophones": _("characters that sound alike"),
    "entities": _("left-over codes of web pages"),
    "punctuation": _("other or scattered punctuation"),
    "reversed": _("text written backwards"),
    "columns": _("text written in columns"),
    "separators": _("signs set between the characters"),
}
DIFFERENCES: dict[str, Words] = {
    "number": _("Number"),
    "name": pgettext_lazy("difference", "Name"),
    "citation": _("Law citation"),
    "negation": _("Negation"),
}
DIRECTIONS: dict[str, Words] = {
    "same": _("the whole piece and nothing else"),
    "contains": _("the whole piece within a longer text"),
    "excerpt": _("a part of the piece within another text"),
    "partial": _("only a part of the piece"),
    "spliced": _("the piece mixed with another text"),
}


def disguise(code: str) -> str:
    """A disguise in words, or its code."""
    return str(DISGUISES.get(code, code))


def difference(code: str) -> str:
    """A kind of difference in words, or its code."""
    return str(DIFFERENCES.get(code, code))


def direction(code: str) -> str:
    """How piece and page relate in words; empty for an unknown code."""
    return str(DIRECTIONS.get(code, ""))

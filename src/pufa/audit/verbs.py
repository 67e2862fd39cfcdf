"""What deeds are called for people. An app names its own from `apps.ready()`; a deed without a name shows its code."""

from collections.abc import Mapping

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def describe(labels: Mapping[str, str | Promise]) -> None:
    """Names deeds: `{"review.approved": _("Approved")}`."""
    _labels.update(labels)


def label(verb: str) -> str:
    """A deed's name in the reader's language, or its code."""
    return str(_labels.get(verb, verb))

"""Which rendition fits which platform, and what is in the way."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import get_language

from pufa.distribution import plain
from pufa.distribution.models import FORM_OF, Rendition
from pufa.editorial.models import PiecePage
from pufa.matrix import connector, limits, registry
from pufa.matrix.models import Account


def link(piece: PiecePage) -> str:
    """The piece's public address, whole."""
    path = piece.get_url() or ""
    return path if "://" in path else settings.BASE_URL.rstrip("/") + path


def label(name: str) -> str:
    """What people call a kind of connector."""
    try:
        kind = registry.get(name)
    except LookupError:
        return name
    return kind.label if (get_language() or "").startswith("en") else kind.label_zh


def problems(rendition: Rendition, kind: connector.Kind, media: connector.Rendition | None = None) -> list[str]:
    """What a platform would not take about a rendition, in the reader's language; empty if it fits."""
    sent = media or plain.rendition(rendition, link=link(rendition.piece))
    is_english = (get_language() or "").startswith("en")
    return [one.message if is_english else one.message_zh for one in limits.problems(kind.limits, sent)]


def kinds_for(rendition: Rendition) -> list[connector.Kind]:
    """The kinds of platform a rendition is meant for: those named, or all that take its form."""
    form = rendition.form
    if form is None:
        return []
    taking = [kind for kind in registry.kinds() if kind.limits.of(form) is not None and _is_channel(kind)]
    return [kind for kind in taking if not rendition.kinds or kind.name in rendition.kinds]


def by_kind(names: Iterable[str], renditions: Sequence[Rendition]) -> dict[str, Rendition | None]:
    """For each kind of connector the first rendition it takes; None where none fits."""
    sent = {one.pk: plain.rendition(one, link=link(one.piece)) for one in renditions if one.shape in FORM_OF}
    found: dict[str, Rendition | None] = {}
    for name in names:
        try:
            kind = registry.get(name)
        except LookupError:
            found[name] = None
            continue
        found[name] = next((one for one in renditions if one.pk in sent and _fits(one, kind, sent[one.pk])), None)
    return found


def used_kinds() -> list[connector.Kind]:
    """The kinds of platform that registered accounts have, in the order of the registry."""
    used = set(Account.objects.registered().values_list("connector", flat=True))
    return [kind for kind in registry.kinds() if kind.name in used]


def _fits(rendition: Rendition, kind: connector.Kind, sent: connector.Rendition) -> bool:
    if rendition.kinds and kind.name not in rendition.kinds:
        return False
    if not _is_channel(kind):
        return True
    return not limits.problems(kind.limits, sent)


def _is_channel(kind: connector.Kind) -> bool:
    """Whether posts can be made there at all, by interface or by hand from a pack."""
    return kind.can(connector.Publishes) or kind.can(connector.Packs)

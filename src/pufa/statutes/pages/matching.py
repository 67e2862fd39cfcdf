"""Which article of a text was which in the text before."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import gettext as _

from pufa.statutes import comparison
from pufa.statutes.models import Article, Version


def numbers_before(texts: list[Version], version: Version) -> dict[str, str]:
    """Place of an article -> what its number was in the text before, where it was another."""
    earlier = [text for text in texts if text.in_force_from < version.in_force_from]
    if not earlier:
        return {}
    before = earlier[-1]
    labels = {row.place: row.label for row in version.articles.all()}
    return {
        place: _("%(label)s in the text of %(year)s") % {"label": label, "year": before.promulgated_on.year}
        for place, label in matching(before, version).items()
        if labels.get(place) != label
    }


def matching(old: Version, new: Version) -> dict[str, str]:
    """Place in the new text -> number as printed in the old."""
    return _matched(old.pk, new.pk, old.digest, new.digest)


@lru_cache(maxsize=64)
def _matched(old_id: int, new_id: int, _old_digest: str, _new_digest: str) -> dict[str, str]:
    old, new = (list(Article.objects.filter(version_id=pk).order_by("order")) for pk in (old_id, new_id))
    pairs = comparison.align(keyed(old), keyed(new))
    return {new[pair.new].place: old[pair.old].label for pair in pairs if pair.old is not None and pair.new is not None}


def keyed(rows: Iterable[Article]) -> list[tuple[tuple[int, int], str]]:
    """Articles as `comparison.align` wants them."""
    return [((row.number, row.sub), row.text) for row in rows]

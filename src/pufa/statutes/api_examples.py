"""Fills the examples of the interface's description: with laws, articles and days the library really holds."""

from typing import Final

from django.db.models import Count

from pufa.lib import clock
from pufa.statutes import lookup, queries
from pufa.statutes.lookup import Name
from pufa.statutes.models import Kind, Law, State

# Readers look for this one most; where it is not held, the first law in force does as well.
PREFERRED: Final = "个人信息保护法"


def examples() -> dict[str, str]:
    """Word -> value for the `$word` of an example address; what the library cannot fill is left out.

    `initials`, `slug` of a law in force, `place` of one of its articles, `paragraph` and `item` in it, and
    `compared`, `old`, `new`: a law with two texts and the days these were promulgated.
    """
    return _one_law() | _two_texts()


def _one_law() -> dict[str, str]:
    name = _shown_law()
    if name is None:
        return {}
    law = Law.objects.prefetch_related("versions").get(pk=name.pk)
    version = queries.shown_version(law, clock.today())
    rows = queries.articles(version) if version else []
    found = {"slug": name.slug, "initials": name.initials}
    first_item = next(((row, line) for row in rows for line in row.lines() if line.item and not line.subitem), None)
    if first_item is None:
        return found | ({"place": rows[0].place, "paragraph": "1"} if rows and rows[0].number else {})
    row, line = first_item
    return found | {"place": row.place, "paragraph": str(line.paragraph), "item": str(line.item)}


def _shown_law() -> Name | None:
    in_force = [one for one in lookup.names() if one.kind == Kind.LAW and one.state == State.IN_FORCE and one.last]
    return next((one for one in in_force if one.short_name == PREFERRED), next(iter(in_force), None))


def _two_texts() -> dict[str, str]:
    """The law whose latest text is the newest of all that have an older one."""
    held = Law.objects.annotate(texts=Count("versions")).filter(texts__gt=1).prefetch_related("versions")
    pairs = [queries.versions(law)[-2:] for law in held]
    if not pairs:
        return {}
    old, new = max(pairs, key=lambda pair: (pair[1].promulgated_on, pair[1].law.slug))
    return {"compared": new.law.slug, "old": str(old.promulgated_on), "new": str(new.promulgated_on)}

"""The list of laws."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from pufa.statutes import lookup, queries
from pufa.statutes.models import Kind, Law
from pufa.statutes.pages.head import Context

# The fields the state's own collections use, in their order; others follow.
FIELDS: Final = tuple("宪法 宪法相关法 民法商法 行政法 经济法 社会法 刑法 诉讼与非诉讼程序法".split())
KINDS: Final = tuple(Kind.values)


@dataclass(slots=True)
class Shelf:
    """Laws of one field."""

    title: str
    laws: list[Context] = field(default_factory=list)


def library(found: Iterable[Law], today: date, *, is_asked: bool) -> Context:
    """The list of laws, by field unless something was asked for."""
    rows = [_row(one, today) for one in found]
    held = [row for row in rows if row["state"]]
    named = [row for row in rows if not row["state"]]
    shelves = {title: Shelf(title) for title in FIELDS} if not is_asked else {}
    for row in held if is_asked else sorted(held, key=_kind_and_sound):
        shelves.setdefault("" if is_asked else row["field"], Shelf("" if is_asked else row["field"])).laws.append(row)
    return {
        "shelves": [shelf for shelf in shelves.values() if shelf.laws],
        "named_only": named,
        "total": len(held),
        "is_asked": is_asked,
        "crumbs": [{"label": _("Home"), "url": "/"}, {"label": _("Laws")}],
    }


def _kind_and_sound(row: Context) -> tuple[int, str, str]:
    return KINDS.index(row["kind"]), row["initials"], row["name"]


def _row(one: Law, today: date) -> Context:
    version = queries.shown_version(one, today)
    return {
        "name": one.short_name,
        "full_name": one.name,
        "url": one.get_absolute_url(),
        "field": one.field,
        "kind": one.kind,
        "initials": one.initials,
        "state": version.state_on(today) if version else None,
        "version": version,
        "repealed_by": one.repealed_by,
        "repealed_on": one.repealed_on,
    }


def names() -> Context:
    """The laws a box proposes: short name, letters, address, state, last article, other names; the likelier first."""
    laws = sorted((one for one in lookup.names() if one.is_law), key=lambda one: (len(one.short_name), one.name))
    rows = [[one.short_name, one.initials, one.url, one.state, one.last, list(one.called)] for one in laws]
    return {"columns": ["name", "letters", "url", "state", "last", "called"], "laws": rows}

"""Activities as Excel: the columns of the import first, so that the file can come back."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.events.actions.importing import COLUMNS, COUNTINGS, FORMS
from pufa.events.models import Activity, State
from pufa.lib import clock
from pufa.lib.spreadsheet import Value

FIELDS: Final = (
    "title", "form", "starts_at", "organisation__name", "district__name", "place", "partners", "audience", "people",
    "counting", "asked", "theme_day__campaign__name", "theme_day__name", "state",
)  # fmt: skip


def head() -> list[str]:
    """The titles."""
    return [*(column.title for column in COLUMNS), _("State")]


def rows(found: QuerySet[Activity]) -> Iterator[list[Value]]:
    """One row for each activity; plain values, for ten thousand objects would take a second more."""
    forms = {form.value: name for name, form in FORMS.items()}
    countings = {one.value: name for name, one in COUNTINGS.items()}
    states = {one.value: str(one.label) for one in State}
    for told in found.values_list(*FIELDS).iterator(chunk_size=2000):
        title, form, at, unit, district, place, partners, audience, people, counting, asked, campaign, day, state = told
        yield [
            title, forms.get(form, ""), clock.shanghai_day(at), unit, district, place, partners, audience, people,
            countings.get(counting, ""), asked, f"{campaign}·{day}" if day else "", states[state],
        ]  # fmt: skip

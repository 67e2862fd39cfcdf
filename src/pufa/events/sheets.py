"""Activities as Excel: the columns of the import first, so that the file can come back."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pufa.events.actions.importing import COLUMNS, COUNTINGS, FORMS
from pufa.events.models import Activity
from pufa.lib import clock
from pufa.lib.spreadsheet import Value


def head() -> list[str]:
    """The titles."""
    return [*(column.title for column in COLUMNS), _("State")]


def rows(found: Iterator[Activity]) -> Iterator[list[Value]]:
    """One row for each activity."""
    forms = {form.value: name for name, form in FORMS.items()}
    countings = {one.value: name for name, one in COUNTINGS.items()}
    for one in found:
        yield [
            one.title, forms.get(one.form, ""), clock.shanghai_day(one.starts_at), one.organisation.name,
            one.district.name, one.place, one.partners, one.audience, one.people, countings.get(one.counting, ""),
            one.asked, str(one.theme_day or ""), str(one.get_state_display()),
        ]  # fmt: skip

"""Works in the site's one search box."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from pufa.ui import searching
from pufa.works import queries


def find(question: str, start: int, count: int) -> searching.Found:
    """Works whose title, topics or story hold all words asked for."""
    found = queries.public() if question.split() else queries.public().none()
    for word in question.split()[:6]:
        found = queries.sifted(found, {"q": word})
    shown = tuple(
        searching.Row(one.title, one.get_absolute_url(), one.about[:120], str(one.get_kind_display()), one.first_on)
        for one in found[start : start + count]
    )
    return searching.Found(found.count(), shown)


ROOM: Final = searching.Room("works", _("Works"), 60, find=find)

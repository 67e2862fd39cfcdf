"""Forwarding on the desk's first page: what the own unit has to forward, and the days tasks are due."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.forms import Media
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.distribution.queries import forward_board, forwards
from pufa.lib import clock
from pufa.review import agenda
from pufa.review import desk as review_desk

MOST_ROWS: Final = 6


class ForwardPanel:
    """What a unit still has to forward, soonest due first."""

    name = "forwards"
    order = 20
    media = Media()

    def __init__(self, person: User, count: int) -> None:
        self.person, self.count = person, count

    def render_html(self, parent_context: Mapping[str, Any]) -> SafeString:
        """The panel's HTML."""
        now = clock.now()
        rows = [
            {
                "forward": one,
                "due": review_desk.due_words(one.task.due_at, now),
                "problem": forward_board.problem(one) if one.problem else "",
            }
            for one in forwards.own_open(self.person)[:MOST_ROWS]
        ]
        return render_to_string("distribution/forwards/home_panel.html", {"rows": rows, "count": self.count})


def panel(person: User) -> ForwardPanel | None:
    """The panel, where there is something to forward."""
    count = forwards.own_open(person).count()
    return ForwardPanel(person, count) if count else None


def days(person: User, first: date, number: int) -> Iterator[agenda.Event]:
    """The days on which tasks are due."""
    last = date.fromordinal(first.toordinal() + number - 1)
    for task in forwards.due_between(person, first, last):
        at = clock.in_shanghai(task.due_at)
        detail = _("forward by %(time)s") % {"time": f"{at:%H:%M}"}
        yield agenda.Event(at.date(), task.title, detail, task.desk_url, is_deadline=True)

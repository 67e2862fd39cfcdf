"""Kits in the site's one search box."""

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.lectures import queries
from pufa.ui import searching


def find(question: str, start: int, count: int) -> searching.Found:
    """Kits whose title, topic or script holds all words asked for."""
    words = question.split()[:6]
    found = queries.public_kits() if words else queries.public_kits().none()
    for word in words:
        found = found.filter(Q(title__icontains=word) | Q(topic__icontains=word) | Q(script__icontains=word))
    rows = found.order_by("title", "pk")[start : start + count]
    shown = tuple(
        searching.Row(one.title, one.get_absolute_url(), one.about, str(one.get_form_display()), one.published_at)
        for one in rows
    )
    return searching.Found(found.count(), shown)


ROOM: Final = searching.Room("kits", _("Bench lectures"), 50, find=find)

"""The poster of a theme day (A3) as PDF, with the way to its programme."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.events import queries
from pufa.events.models import ThemeDay
from pufa.lib import clock
from pufa.ui import printing
from pufa.ui.chinese_text import written_date

TEMPLATE: Final = Path(__file__).with_name("poster.typ")
MOST_LINES: Final = 8


def theme_day(day: ThemeDay) -> bytes:
    """Name, day, motto, the first activities, and a code that leads to all of them."""
    some = queries.public().filter(theme_day=day).order_by("starts_at", "pk")[:MOST_LINES]
    told = {
        "campaign": day.campaign.name,
        "name": day.name,
        "day": written_date(day.day),
        "motto": day.motto or day.campaign.motto,
        "rows": [
            [f"{clock.in_shanghai(one.starts_at):%H:%M}", one.title, f"{one.district} · {one.place}"] for one in some
        ],
        "scan": _("Scan for the whole programme"),
        "lead": (day.lead or day.campaign.lead).name,
    }
    address = settings.BASE_URL.rstrip("/") + day.get_absolute_url()
    return printing.pdf(TEMPLATE, told, files={"qr.svg": printing.qr(address)})

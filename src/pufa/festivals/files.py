"""Badges, panels in print, minutes in Word."""

import io
import zipfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from pufa.festivals import queries
from pufa.festivals.models import Exhibition, Forum, Panel
from pufa.lib import clock
from pufa.ui import printing

BADGES: Final = Path(__file__).with_name("badges.typ")
PANEL: Final = Path(__file__).with_name("panel.typ")
PAPERS: Final = ("a1", "a3")


def badges(forum: Forum) -> bytes:
    """Badges to cut, eight a page, each with its code."""
    people = list(forum.registrations.filter(is_cancelled=False))
    base = settings.BASE_URL.rstrip("/")
    told = {"forum": forum.name, "rows": [[one.name, one.unit, one.code] for one in people]}
    return printing.pdf(
        BADGES, told, files={f"{one.code}.svg": printing.qr(base + one.get_absolute_url()) for one in people}
    )


def panel(one: Panel, paper: str) -> bytes:
    """A panel to print on A1 or A3, with a code that leads to its page."""
    told = dict(one.published or {}) | {
        "paper": paper, "exhibition": one.exhibition.name, "number": one.position, "picture": "",
        "scan": _("Scan to read or listen"), "scale": 2 if paper == "a1" else 1,
    }  # fmt: skip
    address = settings.BASE_URL.rstrip("/") + one.get_absolute_url()
    kept = {"qr.svg": printing.qr(address)}
    if one.picture:
        suffix = Path(one.picture.name or "").suffix
        told["picture"] = f"picture{suffix}"
        with one.picture.open("rb") as file:
            kept[told["picture"]] = file.read()
    return printing.pdf(PANEL, told, files=kept)


def panels(exhibition: Exhibition, paper: str) -> bytes:
    """All panels as a ZIP of PDFs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for one in queries.panels(exhibition):
            archive.writestr(f"{one.position:02}-{paper}.pdf", panel(one, paper))
    return file.getvalue()


def minutes(forum: Forum) -> bytes:
    """The minutes in Word."""
    word = printing.Word(_("Minutes: %s") % forum.name, f"{clock.in_shanghai(forum.starts_at):%Y-%m-%d} {forum.venue}")
    word.section(_("Agenda"))
    rows = [
        [f"{clock.in_shanghai(one.starts_at):%H:%M}", one.title, one.room, one.speaker] for one in forum.sessions.all()
    ]
    word.table([_("Begins"), _("Session"), _("Room"), _("Speaker")], rows)
    word.section(_("Minutes"))
    for line in forum.minutes.splitlines():
        if line.strip():
            word.paragraph(line.strip())
    word.paragraph(_("People reached: %d") % (forum.people or 0))
    return word.done()

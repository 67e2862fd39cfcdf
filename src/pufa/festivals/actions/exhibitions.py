"""Exhibitions: panels through three reviews, their pictures and sound, their order on site."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.festivals.actions.forums import require_office
from pufa.festivals.errors import FestivalsError
from pufa.festivals.models import Exhibition, Forum, Panel
from pufa.lib import pictures, playable
from pufa.review import reviewed
from pufa.review.models import Review
from pufa.ui import storing
from pufa.ui.errors import in_words

PANEL: Final = "panel"
MOST_AUDIO: Final = 20 * 1024 * 1024


def open_exhibition(
    *, slug: str, name: str, by: User, forum: Forum | None = None, place: str = "", now: datetime | None = None
) -> Exhibition:
    """Opens an exhibition. Raises NotAllowedError, FestivalsError: taken."""
    require_office(by)
    try:
        with transaction.atomic():
            made = Exhibition.objects.create(slug=slug, name=name, forum=forum, place=place)
            key = f"exhibition:{made.pk}"
            audit_actions.record(by=by, verb="festivals.exhibition_opened", key=key, title=name, now=now)
    except IntegrityError as error:
        raise FestivalsError(_("There is an exhibition of this address already."), code="taken") from error
    return made


def add_panel(
    *,
    exhibition: Exhibition,
    title: str,
    text: str,
    by: User,
    law: str = "",
    alt: str = "",
    now: datetime | None = None,
) -> Panel:
    """Adds a panel at the end. Raises NotAllowedError, FestivalsError: no_reason (no title or text)."""
    require_office(by)
    if not title.strip() or not text.strip():
        raise FestivalsError(_("A panel needs a title and a text."), code="no_reason")
    with transaction.atomic():
        last = exhibition.panels.aggregate(last=Max("position"))["last"] or 0
        made = Panel.objects.create(
            exhibition=exhibition, position=last + 1, title=title, text=text, law=law, alt=alt, written_by=by
        )
        audit_actions.record(by=by, verb="festivals.panel_added", key=made.key, title=title, now=now)
    return made


def edit_panel(*, panel: Panel, by: User, now: datetime | None = None, **values: Any) -> Panel:
    """Changes what is written; the approved words stay. Raises NotAllowedError, ReviewError."""
    require_office(by)
    reviewed.edit(panel, values | {"written_by": by}, by=by, verb="festivals.panel_edited", now=now)
    return panel


def submit_panel(*, panel: Panel, by: User, now: datetime | None = None) -> Review:
    """Hands a panel in for three reviews. Raises NotAllowedError, ReviewError."""
    require_office(by)
    return reviewed.submit(kind=PANEL, thing=panel, by=by, now=now)


def set_picture(*, panel: Panel, data: bytes, alt: str, by: User, now: datetime | None = None) -> Panel:
    """Gives a panel its picture, drawn anew, with words for who does not see it. Raises FestivalsError: bad_file."""
    require_office(by)
    try:
        made = pictures.safe_picture(data)
    except pictures.PictureError as error:
        raise FestivalsError(in_words(error), code="bad_file") from error
    with storing.kept(panel.picture, f"{made.sha256[:24]}{made.suffix}", made.data) as name:
        return edit_panel(panel=panel, by=by, now=now, picture=name, alt=alt)


def set_audio(*, panel: Panel, data: bytes, by: User, now: datetime | None = None) -> Panel:
    """Gives a panel its sound (mp3, ogg, wav, m4a; its words are the panel's text). Raises FestivalsError: bad_file."""
    require_office(by)
    suffix = playable.sound_of(data[:64])
    if suffix is None or len(data) > MOST_AUDIO:
        raise FestivalsError(_("The sound must be mp3, m4a, ogg or wav, at most 20 MB."), code="bad_file")
    with storing.kept(panel.audio, f"panel-{panel.pk}.{suffix}", data) as name:
        return edit_panel(panel=panel, by=by, now=now, audio=name)


def order_panels(*, exhibition: Exhibition, numbers: Sequence[int], by: User, now: datetime | None = None) -> None:
    """Puts the panels in this order of their ids. Raises NotAllowedError, FestivalsError (no_such_thing)."""
    require_office(by)
    with transaction.atomic():
        known = {one.pk: one for one in exhibition.panels.select_for_update()}
        if set(numbers) != set(known) or len(numbers) != len(known):
            raise FestivalsError(_("Name each panel once."), code="no_such_thing")
        for position, number in enumerate(numbers, start=1):
            Panel.objects.filter(pk=number).update(position=position)
        key = f"exhibition:{exhibition.pk}"
        audit_actions.record(by=by, verb="festivals.panels_ordered", key=key, title=exhibition.name, now=now)

"""A rendition as the plain data a connector takes: words, link, pictures as bytes."""

import mimetypes
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from pufa.distribution.errors import DistributionError
from pufa.distribution.models import Rendition, Shape
from pufa.matrix import connector

PICTURE = "max-1280x1280|format-jpeg|jpegquality-85"


def rendition(row: Rendition, *, link: str, headline: Rendition | None = None) -> connector.Rendition:
    """The rendition for a connector, with `headline` in place of its title if given.

    Raises DistributionError does_not_fit for a shape no account takes or a picture that is gone.
    """
    form = row.form
    if form is None:
        raise DistributionError(_("This shape is not posted on accounts."), code="does_not_fit")
    return connector.Rendition(
        form=form,
        title=headline.title if headline is not None else row.title,
        text=row.text,
        html=row.html,
        summary=row.summary,
        link=link,
        author=row.author,
        tags=row.tag_list(),
        media=tuple(media(row)),
    )


def media(row: Rendition) -> list[connector.Media]:
    """Its pictures in order, then its video. The first picture is the cover: the drawn card where there is no other."""
    found = [_picture(one) for one in row.pictures]
    card = getattr(row, "card", None)
    if card is not None:
        found.insert(0, connector.Media("card.png", "image/png", bytes(card.png), alt=row.title))
    if row.video is not None and row.shape == Shape.CAPTION:
        name = row.video.filename
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        found.append(connector.Media(name, kind, Path(row.video.file.path), alt=row.title))
    return found


def _picture(told: dict[str, Any]) -> connector.Media:
    image = get_image_model().objects.filter(pk=told["image"]).first()
    try:
        if image is None:
            raise FileNotFoundError(told["name"])
        with image.get_rendition(PICTURE).file.open("rb") as file:
            return connector.Media(told["name"], "image/jpeg", file.read(), alt=told.get("alt", ""))
    except OSError as error:
        text = _("The picture “%(name)s” is no longer there.") % {"name": told["name"]}
        raise DistributionError(text, code="does_not_fit") from error

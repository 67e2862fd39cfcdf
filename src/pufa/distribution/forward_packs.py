"""The pack of a forward: every approved text cut to its platform's lengths, pictures, link and QR code."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pufa.distribution import plain
from pufa.distribution.models import FORM_OF, Forward, Rendition
from pufa.distribution.models.renditions import Shape
from pufa.distribution.queries import renditions
from pufa.matrix import connector, packs, registry

MAKER: Final = "copyready"
MOMENTS: Final = "moments"
TEXT_SHAPES: Final = (Shape.SHORT, Shape.CAPTION, Shape.ARTICLE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rendition ready to copy on this platform; `pictures` are (number in the pack, file)."""

    row: Rendition
    pack: connector.Pack
    pictures: tuple[tuple[int, connector.Media], ...]


def sheets(forward: Forward) -> list[Sheet]:
    """What may be copied: short texts first, the card picture last. Raises LookupError where no kind makes packs."""
    rows = [row for row in renditions.usable(forward.task.piece) if row.shape in FORM_OF]
    order = {shape: place for place, shape in enumerate(TEXT_SHAPES)}
    rows.sort(key=lambda row: (order.get(Shape(row.shape), len(order)), row.pk))
    return [_sheet(row, pack(forward, row)) for row in rows]


def pack(forward: Forward, row: Rendition, platform: str = "") -> connector.Pack:
    """One rendition as a pack for the account's platform, or for another one named."""
    values = {"platform": platform or forward.account.platform.code}
    maker: Any = registry.get(MAKER).connect(connector.Access(values=values))
    packing: connector.Packs = maker
    return packing.pack(plain.rendition(row, link=forward.task.link), key=forward.object_key)


def chat_text(forward: Forward) -> str:
    """A few words with the link, for chat groups and friends' feeds."""
    shapes = (Shape.SHORT, Shape.CAPTION, Shape.ARTICLE)
    found = {row.shape: row for row in renditions.usable(forward.task.piece) if row.shape in shapes}
    row = next((found[shape] for shape in shapes if shape in found), None)
    return pack(forward, row, MOMENTS).caption if row is not None else f"{forward.task.title}\n{forward.task.link}"


def zipped(forward: Forward) -> bytes:
    """All renditions and pictures in one file, a folder's worth."""
    return packs.zipped(_together(forward))


def picture(forward: Forward, rendition: int, number: int) -> connector.Media:
    """One picture or video of a pack. Raises LookupError."""
    for sheet in sheets(forward):
        for place, media in sheet.pictures:
            if sheet.row.pk == rendition and place == number:
                return media
    raise LookupError(number)


def _sheet(row: Rendition, made: connector.Pack) -> Sheet:
    shown = ("image/", "video/")
    files = tuple(
        (place, media)
        for place, media in enumerate(made.files)
        if media.content_type.startswith(shown) and not media.name.startswith("二维码")
    )
    return Sheet(row, made, files)


def _together(forward: Forward) -> connector.Pack:
    made = sheets(forward)
    if not made:
        raise LookupError(MAKER)
    notes = tuple(dict.fromkeys(note for sheet in made for note in sheet.pack.notes))
    first = made[0].pack
    return connector.Pack(
        forward.task.title, first.text, first.html, first.caption, first.link, first.qr_svg, tuple(_named(made)), notes
    )


def _named(made: list[Sheet]) -> Iterator[connector.Media]:
    """Every file once, texts with the shape they belong to in their name."""
    seen: set[tuple[str, int]] = set()
    for sheet in made:
        for media in sheet.pack.files:
            data = media.read()
            is_text = media.content_type.startswith("text/")
            name = f"{sheet.row.get_shape_display()}-{media.name}" if is_text else media.name
            if (name, len(data)) not in seen:
                seen.add((name, len(data)))
                yield connector.Media(name, media.content_type, data, alt=media.alt)

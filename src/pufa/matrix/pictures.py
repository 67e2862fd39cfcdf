"""Pictures of accounts: drawn anew in one size, and compared by what the eye sees rather than by their bytes."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

from pufa.lib.pictures import fingerprint

SIDE: Final = 96
MOST_BYTES: Final = 3 * 1024 * 1024
MOST_PIXELS: Final = 16_000_000
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
CLOSE: Final = 10
# A picture of one colour has no differences to compare.
FEWEST_BITS: Final = 5


class PictureError(ValueError):
    """The file is no picture that can be used; `code` is too_large or no_picture."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of 96 by 96 points as PNG without anything else the file held, and its fingerprint."""

    png: bytes
    fingerprint: str


def draw(data: bytes) -> Drawn:
    """A picture anew. Raises PictureError."""
    if len(data) > MOST_BYTES:
        raise PictureError("too_large")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureError("too_large")
            seen = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("no_picture") from error
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    small = plain.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return Drawn(file.getvalue(), fingerprint(small))


def distance(one: str, other: str) -> int | None:
    """In how many of 64 places two fingerprints differ; None when one of them says nothing."""
    a, b = int(one, 16), int(other, 16)
    if min(a.bit_count(), 64 - a.bit_count(), b.bit_count(), 64 - b.bit_count()) < FEWEST_BITS and a != b:
        return None
    return (a ^ b).bit_count() if a.bit_count() >= FEWEST_BITS else None

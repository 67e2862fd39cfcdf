"""Pictures people send in: drawn anew, small enough, upright, with nothing in the file but what the eye sees."""

import hashlib
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

LONGEST: Final = 2400
MOST_BYTES: Final = 25 * 1024 * 1024
MOST_PIXELS: Final = 64_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "MPO", "BMP")
QUALITY: Final = 84
HIDDEN_GRAIN: Final = 12
# A picture of one colour has no differences to compare.
FEWEST_BITS: Final = 5
MESSAGES: Final = {
    "empty": ("The file is empty.", "文件是空的。"),
    "too_large": ("The file is too large: 25 MB at most.", "文件太大：最大 25 MB。"),
    "too_many_pixels": ("The picture is too large: 64 megapixels at most.", "图片太大：最多 6400 万像素。"),
    "no_picture": (
        "The file is no picture this site can read. JPEG, PNG, WebP, GIF, HEIC and BMP are read.",
        "这不是本站能读的图片。可用 JPEG、PNG、WebP、GIF、HEIC、BMP。",
    ),
    "broken": ("The picture is damaged or only half there. Send it again.", "图片已损坏或没有传完，请重新上传。"),
}
_BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, RuntimeError, OverflowError,
    MemoryError,
)  # fmt: skip
pillow_heif.register_heif_opener(thumbnails=False)

Box = tuple[float, float, float, float]


class PictureError(ValueError):
    """A file that becomes no picture. `code` is one of MESSAGES; `message` is English, `message_zh` Chinese."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.message, self.message_zh = MESSAGES[code]
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class SafePicture:
    """A picture made here. `sha256` names its bytes, `fingerprint` (16 hex digits) what the eye sees."""

    data: bytes
    kind: Literal["jpeg", "png"]
    width: int
    height: int
    sha256: str
    fingerprint: str

    @property
    def suffix(self) -> str:
        """The end of a file name for it, with the dot."""
        return ".jpg" if self.kind == "jpeg" else ".png"


def safe_picture(data: bytes, *, longest: int = LONGEST, hidden: Sequence[Box] = ()) -> SafePicture:
    """The picture a file holds, drawn anew as JPEG, or as PNG where it is see-through or has few colours.

    Nothing else of the file is kept: no place, device, thumbnail, comment or other file hidden in it. Of several frames
    the first is taken. `longest` is the longest side in points; a smaller picture stays as it is. `hidden` are places
    to make unrecognisable, such as faces: left, top, width, height, each as a share of the picture's width or height,
    seen upright. Raises PictureError.
    """
    image = _hide(_opened(data, longest), hidden)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    plain = image.mode == "RGB"
    few = plain and image.width * image.height <= LONGEST * LONGEST and image.getcolors(256) is not None
    kind: Literal["jpeg", "png"] = "jpeg" if plain and not few else "png"
    file = io.BytesIO()
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    if kind == "jpeg":
        bare.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    else:
        bare.save(file, "PNG", optimize=True)
    made = file.getvalue()
    return SafePicture(made, kind, bare.width, bare.height, hashlib.sha256(made).hexdigest(), fingerprint(bare))


def fingerprint(image: Image.Image) -> str:
    """Its dHash: for each of 8 × 8 places whether it is lighter than its right neighbour, as 16 hex digits."""
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    points = plain.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for place in range(8):
            bits = bits << 1 | (points[row * 9 + place] > points[row * 9 + place + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int | None:
    """In how many of 64 places two fingerprints differ (≤6: the same picture); None when one of them says nothing."""
    a, b = int(one, 16), int(other, 16)
    if min(a.bit_count(), 64 - a.bit_count(), b.bit_count(), 64 - b.bit_count()) < FEWEST_BITS:
        return None
    return (a ^ b).bit_count()


def _opened(data: bytes, longest: int) -> Image.Image:
    """The picture upright, in sRGB, as RGB or RGBA, decoded only as far as its size allows."""
    if not data:
        raise PictureError("empty")
    if len(data) > MOST_BYTES:
        raise PictureError("too_large")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise PictureError("too_many_pixels") from error
        except (UnidentifiedImageError, *_BROKEN) as error:
            raise PictureError("no_picture") from error
        if image.width * image.height > MOST_PIXELS:
            raise PictureError("too_many_pixels")
        try:
            image.draft("RGB", (longest, longest))
            image.load()
            upright = ImageOps.exif_transpose(image)
            return _in_srgb(upright)
        except Image.DecompressionBombError as error:
            raise PictureError("too_many_pixels") from error
        except _BROKEN as error:
            raise PictureError("broken") from error


def _in_srgb(image: Image.Image) -> Image.Image:
    see_through = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    profile = image.info.get("icc_profile")
    target = "RGBA" if see_through else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            moved = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):
            moved = None
        if moved is not None and not see_through:
            return moved
    seen = image.convert(target)
    if see_through and seen.getchannel("A").getextrema() == (255, 255):
        return seen.convert("RGB")
    return seen


def _hide(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """Replaces each place with coarse grain that cannot be calculated back."""
    for left, top, width, height in boxes:
        x, y = round(max(0.0, left) * image.width), round(max(0.0, top) * image.height)
        right = min(image.width, round((left + width) * image.width))
        bottom = min(image.height, round((top + height) * image.height))
        if right - x < 1 or bottom - y < 1:
            continue
        part = image.crop((x, y, right, bottom))
        grain = (max(1, min(HIDDEN_GRAIN, part.width // 8)), max(1, min(HIDDEN_GRAIN, part.height // 8)))
        coarse = part.resize(grain, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
        image.paste(coarse, (x, y))
    return image

"""Draws the card: title, one or two sentences, source and QR code on our paper, as PNG."""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from pufa.distribution.errors import DistributionError

SIZE: Final = (1080, 1440)
MARGIN: Final = 96
PAPER, INK, MUTED, LINE, SEAL, MARKER = "#fbfaf7", "#1d2125", "#5a6168", "#e4e0d8", "#b3261e", "#f6dfae"
NOT_FIRST: Final = frozenset("，。、；：！？!?,.;:）)》〉”’」』】…—·％%")
NOT_LAST: Final = frozenset("（(《〈“‘「『【")
SERIF: Final = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/source-han-serif/SourceHanSerifSC-Bold.otf",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
SANS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished card."""

    png: bytes
    sha256: str
    width: int
    height: int


def draw(*, title: str, sentences: list[str], source: str, link: str) -> Drawn:
    """The card of these words. Raises DistributionError no_font where no Chinese font is installed."""
    sheet = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    _mark(sheet, MARGIN, MARGIN)
    pen.text((MARGIN + 92, MARGIN + 36), source, font=_font(SANS, 34), fill=MUTED, anchor="lm")
    top = _title(pen, title, MARGIN + 150)
    pen.rectangle((MARGIN, top + 26, MARGIN + 96, top + 34), fill=SEAL)
    _sentences(pen, sentences, top + 96)
    _foot(sheet, pen, link)
    out = io.BytesIO()
    sheet.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    data = out.getvalue()
    return Drawn(data, hashlib.sha256(data).hexdigest(), *SIZE)


def lines(text: str, font: Font, width: int) -> list[str]:
    """The text in lines of at most `width` pixels; no line begins or ends with a sign that must not stand there."""
    found: list[str] = []
    line = ""
    for sign in text:
        if font.getlength(line + sign) <= width or not line:
            line += sign
            continue
        carried = ""
        while line and (line[-1] in NOT_LAST or (sign + carried)[0] in NOT_FIRST or (carried[:1] or sign) in NOT_FIRST):
            carried, line = line[-1] + carried, line[:-1]
            if carried[0] not in NOT_FIRST and (not line or line[-1] not in NOT_LAST):
                break
        found.append(line)
        line = carried + sign
    return [one for one in [*found, line] if one]


def _title(pen: ImageDraw.ImageDraw, title: str, top: int) -> int:
    width = SIZE[0] - 2 * MARGIN
    for size in (92, 80, 68, 58):
        font = _font(SERIF, size)
        rows = lines(title, font, width)
        if len(rows) <= 3:
            break
    for row in rows[:5]:
        pen.text((MARGIN, top), row, font=font, fill=INK)
        top += round(size * 1.36)
    return top


def _sentences(pen: ImageDraw.ImageDraw, sentences: list[str], top: int) -> None:
    width = SIZE[0] - 2 * MARGIN
    room = SIZE[1] - 340 - top
    for size in (52, 46, 42, 38, 34):
        font = _font(SERIF, size)
        blocks = [lines(one, font, width) for one in sentences]
        step = round(size * 1.75)
        if sum(len(block) for block in blocks) * step + (len(blocks) - 1) * size <= room:
            break
    for block in blocks:
        for row in block:
            pen.text((MARGIN, top), row, font=font, fill=INK)
            top += step
        top += size


def _foot(sheet: Image.Image, pen: ImageDraw.ImageDraw, link: str) -> None:
    side, top = 176, SIZE[1] - MARGIN - 176
    pen.line((MARGIN, top - 36, SIZE[0] - MARGIN, top - 36), fill=LINE, width=3)
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=8, border=1, dark="#111111", light="#ffffff")
    code = Image.open(out).convert("RGB").resize((side, side), Image.Resampling.NEAREST)
    sheet.paste(code, (SIZE[0] - MARGIN - side, top))
    pen.text((MARGIN, top + 62), "扫一扫，读全文", font=_font(SERIF, 44), fill=INK, anchor="lm")
    pen.text((MARGIN, top + 122), "经三审三校发布", font=_font(SANS, 32), fill=MUTED, anchor="lm")


def _mark(sheet: Image.Image, left: int, top: int) -> None:
    """Our mark: three strands joining at a dot over a low bench, drawn four times as large and made smaller."""
    side, scale = 72, 16
    big = Image.new("RGB", (46 * scale, 46 * scale), PAPER)
    pen = ImageDraw.Draw(big)

    def at(*places: float) -> list[float]:
        return [place * scale for place in places]

    pen.polygon(at(2.4, 1.4, 43.8, 1.8, 44.6, 43.9, 2, 44.6), fill=SEAL)
    for path in (
        at(9.5, 8.5, 10.6, 12.6, 14.4, 15.2, 18.6, 17, 21.6, 19.4, 23, 23),
        at(23, 7.5, 23, 28),
        at(36.5, 8.5, 35.4, 12.6, 31.6, 15.2, 27.4, 17, 24.4, 19.4, 23, 23),
        at(14.5, 30.5, 11.5, 39),
        at(31.5, 30.5, 34.5, 39),
        at(13.5, 35.2, 32.5, 35.2),
    ):
        pen.line(path, fill="#ffffff", width=round(2.3 * scale), joint="curve")
    pen.line(at(7.5, 28.8, 38.5, 28.8), fill="#ffffff", width=round(3.4 * scale))
    pen.ellipse(at(20.1, 19.6, 25.9, 25.4), fill="#ffffff")
    sheet.paste(big.resize((side, side), Image.Resampling.LANCZOS), (left, top))


@cache
def _font(paths: tuple[str, ...], size: int) -> Font:
    own = (settings.CARD_FONT,) if settings.CARD_FONT else ()
    for path in (*own, *paths, *SERIF, *SANS):
        if Path(path).is_file():
            return ImageFont.truetype(path, size, index=_simplified(path))
    raise DistributionError(
        _("No Chinese font is installed on the server: install one, or name a file in PUFA_CARD_FONT."), code="no_font"
    )


@cache
def _simplified(path: str) -> int:
    """Which face of a collection is the one for simplified Chinese; the first where none says so."""
    index = 0
    while path.endswith(".ttc"):
        try:
            name = ImageFont.truetype(path, 12, index=index).getname()[0] or ""
        except OSError:
            break
        if name.endswith(("SC", "GB")):
            return index
        index += 1
    return 0

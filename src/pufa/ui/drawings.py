"""Inline pictures: icons of the Lucide family, our mark and motifs, and QR codes, as SVG without inline styles."""

from functools import cache
from typing import Final

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as draw

DESK_ICONS: Final = (
    *("calendar-days", "chart-column", "clipboard-list", "file-text", "gavel", "graduation-cap", "house", "library"),
    *("list-checks", "map-pin", "megaphone", "network", "scroll-text", "search", "settings", "users"),
)
QUIET_MODULES: Final = 1  # the white frame round the code; the part adds the rest as padding


@cache
def icon_shapes(name: str) -> str:
    """Give the drawn shapes inside a Lucide icon. Raises lucide.IconDoesNotExist for a name the family lacks."""
    svg = str(draw(name, size=None))
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return "".join(line.strip() for line in inside.splitlines())


def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """Draw an icon `size` pixels wide; with a label it is read aloud, without one it is decoration."""
    shapes = mark_safe(icon_shapes(name))  # from the installed package, not from a reader
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="ico" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="{1}" stroke-linecap="round" stroke-linejoin="round" focusable="false" {2}>{3}</svg>',
        size,
        "2" if size <= 18 else "1.75",
        spoken,
        shapes,
    )


def qr(text: str, scale: int = 3) -> SafeString:
    """Draw a QR code of the text, `scale` pixels a module, dark on white in every theme."""
    code = segno.make(text, error="m", micro=False)
    # segno escapes what it writes; the text itself is drawn, not quoted.
    return mark_safe(code.svg_inline(scale=scale, border=QUIET_MODULES, dark="#111111", light="#ffffff"))

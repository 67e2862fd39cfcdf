"""Template tags and filters of the design system; load with {% load ui %}."""

import math
from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pufa.ui import chinese_text, drawings

register = template.Library()

MOTIFS = frozenset({"heart", "net", "bench", "thread", "thread-down"})


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """Draw a Lucide icon: {% icon "volume-2" 24 %}; give a label only if no word stands beside it."""
    return drawings.icon(name, size, label)


@register.simple_tag
def mark(size: int = 46, label: str = "") -> SafeString:
    """Draw the mark; decoration unless it has a label."""
    return SafeString(render_to_string("ui/motifs/mark.svg", {"size": size, "label": label}).strip())


@register.simple_tag
def motif(name: str) -> SafeString:
    """Draw heart, net, bench, thread (all three across) or thread-down (all three for the phone)."""
    if name not in MOTIFS:
        raise template.TemplateSyntaxError(f"motif {name!r} is not one of {sorted(MOTIFS)}")
    return SafeString(render_to_string(f"ui/motifs/{name}.svg").strip())


@register.simple_tag
def qr(text: str, scale: int = 3) -> SafeString:
    """Draw a QR code of the text."""
    return drawings.qr(text, scale)


@register.simple_tag
def ui_css(name: str = "pufa") -> SafeString:
    """Link one joined style sheet: pufa (public), elders (after pufa) or desk."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"ui/{name}.css"))


@register.simple_tag
def ui_js() -> SafeString:
    """Link our one script; it applies the reader's theme at once and leaves the rest for later."""
    return format_html('<script src="{}"></script>', static("ui/pufa.js"))


@register.simple_tag
def fill_parts(parts: list[dict[str, Any]], width: int = 1000, gap: int = 3) -> list[dict[str, Any]]:
    """Place the parts of a progress bar: each {state, label, count} gains x and w in units of `width`."""
    shown = [part for part in parts if part["count"]]
    total = sum(part["count"] for part in shown)
    room, x, placed = width - gap * max(len(shown) - 1, 0), 0.0, []
    for part in shown:
        w = room * part["count"] / total
        placed.append({**part, "x": round(x, 1), "w": round(w, 1)})
        x += w + gap
    return placed


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers a pager shows round the present page, with … for those left out."""
    return iter(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def cn_date(value: object, form: str = "") -> str:
    """2026年11月20日; forms: short, time, short-time."""
    return chinese_text.written_date(value, form)


@register.filter
def cn_weekday(value: object, form: str = "") -> str:
    """星期一; form short: 周一."""
    return chinese_text.weekday(value, form)


@register.filter
def big_number(value: object, form: str = "") -> str:
    """634,210; form wan: 63万."""
    return chinese_text.grouped_number(value, form)


@register.filter
def cn_ordinal(value: object, unit: str = "") -> str:
    """第十二, with a unit 第十二条."""
    try:
        return f"第{chinese_text.chinese_numeral(int(str(value)))}{unit}"
    except ValueError:
        return str(value)


@register.filter
def reading_minutes(text: object) -> int:
    """Whole minutes to read a text silently, at least one."""
    return max(1, math.ceil(chinese_text.plain_length(text) / chinese_text.READ_PER_MINUTE))


@register.filter
def speaking_time(text: object) -> str:
    """How long reading aloud takes, in words."""
    seconds = round(chinese_text.plain_length(text) / chinese_text.SPEAK_PER_MINUTE * 60 / 10) * 10
    minutes, rest = divmod(max(10, seconds), 60)
    if not minutes:
        return _("%(seconds)d seconds") % {"seconds": rest}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}


@register.filter
def law_name(text: object) -> SafeString:
    """Keep names of laws in 《》 on one line; escapes."""
    return chinese_text.nowrap_laws(text)


@register.filter
def title_breaks(text: object) -> SafeString:
    """Break a title after punctuation and between words only; escapes."""
    return chinese_text.break_title(text)


@register.filter
def pinyin_ruby(text: object) -> SafeString:
    """Set pinyin over each Han character; escapes."""
    return chinese_text.readings_over(str(text))

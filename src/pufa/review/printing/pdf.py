"""The approval form as PDF, set by typst from `approval.typ`."""

import json
from functools import cache
from pathlib import Path
from typing import ClassVar

from django.utils.translation import gettext as _

from pufa.review.models import Review
from pufa.review.printing.facts import Printed, gather
from pufa.ui.errors import Refusal

TEMPLATE = Path(__file__).with_name("approval.typ")
CHINESE_FONTS = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "FandolSong", "Noto Sans CJK SC",
    "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC", "SimHei",
)  # fmt: skip


class NoChineseFontError(Refusal):
    """This machine has no font that can print Chinese."""

    code: ClassVar[str] = "no_chinese_font"
    status: ClassVar[int] = 503


def make(review: Review) -> Printed:
    """The form of a review as a PDF. Raises NoChineseFontError where no Chinese font is installed."""
    data = json.dumps({**gather(review), "fonts": fonts()}, ensure_ascii=False)
    import typst  # loaded when first needed: it is large

    return Printed(typst.compile(TEMPLATE, root=TEMPLATE.parent, sys_inputs={"data": data}), "application/pdf")


def fonts() -> list[str]:
    """The Chinese fonts of this machine, best first. Raises NoChineseFontError."""
    known = [name for name in CHINESE_FONTS if name in _families()]
    if not known:
        text = _(
            "The PDF needs a Chinese font and this machine has none: install one (Debian: fonts-noto-cjk), "
            "or use the Word form."
        )
        raise NoChineseFontError(text)
    return known


@cache
def _families() -> frozenset[str]:
    import typst  # loaded when first needed: it is large

    return frozenset(typst.Fonts().families())

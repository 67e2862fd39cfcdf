"""Short addresses for Chinese titles, in letters anybody can type and any message keeps whole."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 40
_WORDS: Final = re.compile(r"[a-z0-9]+")


def slug_of(title: str, longest: int = LONGEST) -> str:
    """The title's readings without tones, a hyphen at each punctuation mark, cut at a whole syllable.

    `扫码点餐，凭什么要我的手机号` gives `saomadiancan-pingshenmeyaowodeshoujihao`. Empty when nothing can be read.
    """
    from pypinyin import lazy_pinyin  # loaded when first needed: it is large

    parts: list[str] = []
    length = 0
    for phrase in re.split(r"[\W_]+", unicodedata.normalize("NFKC", title).lower()):
        syllables = ["".join(_WORDS.findall(syllable)) for syllable in lazy_pinyin(phrase)]
        kept = ""
        for syllable in syllables:
            room = longest - length - (1 if parts and not kept else 0)
            if len(syllable) > room and (parts or kept):
                return "-".join([*parts, kept] if kept else parts)
            length += len(syllable[:room]) + (1 if parts and not kept else 0)
            kept += syllable[:room]
        if kept:
            parts.append(kept)
    return "-".join(parts)

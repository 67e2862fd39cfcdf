"""Sets with other texts and other disguises than a set has: its pages that copy nothing, disguised afresh.

Originals are the national regulations, interpretations, judgments and cases among the pages that copy nothing, drawn
into three parts by lot; each is disguised six times, whole or as an excerpt in a foreign page, and stands among all
other pages. The limits in `comparing.py` were chosen on the first two parts; the third is there to judge them.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from pufa.tracing.tests import disguises

Change = Callable[[str, Random], str]
SEED, PARTS, TIMES = 20261130, 3, 6
_CASE = re.compile("案$|案\\(|一案|诉.*案")
# Disguises that can be laid one over the other: the last of two may be one of those that move or part signs.
_OUTER = ("mirrored", "zero_width", "marks_between", "emoji_between")
_INNER = (
    "bracketed_few bracketed_toned bracketed_mixed half_read traditional homophones look_alikes no_punctuation spam "
    "strange_signs synonyms dropped stars swapped initials clauses_swapped reordered shortened"
).split()


def _is_national(row: dict[str, str]) -> bool:
    title, text = row["title"], row["text"]
    if title.startswith(("本院", "最高人民")) or "本院认为" in text[:200] or _CASE.search(title):
        return True
    return "国务院令" in text[:400] or "国务院" in text[:120]


def parts(path: Path) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Three times: originals by id, and the other pages that copy nothing."""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["role"] == "page" and not row["copy_of"]]
    pool = [row for row in rows if _is_national(row)]
    Random(SEED).shuffle(pool)
    for part in range(PARTS):
        chosen = {row["id"]: row["text"] for row in pool[part::PARTS]}
        yield chosen, [row["text"] for row in rows if row["id"] not in chosen]


def single(originals: dict[str, str], others: list[str], seed: int) -> list[tuple[str, set[str], str]]:
    """Each original under six of the disguises, those that put a part of it into a foreign page twice as often."""
    rng, drawn, pages = Random(seed), [], []
    for name, text in sorted(originals.items()):
        for _ in range(TIMES):
            if not drawn:
                drawn = [*disguises.WHOLE, *disguises.MIXED, *disguises.MIXED]
                rng.shuffle(drawn)
            kind = drawn.pop()
            mix = disguises.MIXED.get(kind)
            made = mix(text, rng.choice(others), rng) if mix else disguises.WHOLE[kind](text, rng)
            pages.append((made, {name}, kind))
    return pages


def double(originals: dict[str, str], others: list[str], seed: int) -> list[tuple[str, set[str], str]]:
    """Two disguises at once, disguised excerpts of 200 characters in foreign pages, and halves of two originals."""
    rng, pages, names = Random(seed), [], sorted(originals)
    for name in names:
        text, foreign = originals[name], rng.choice(others)
        inner, outer = rng.choice(_INNER), rng.choice([*_INNER, *_OUTER])
        pages.append((disguises.WHOLE[outer](disguises.WHOLE[inner](text, rng), rng), {name}, "two disguises"))
        piece = disguises.WHOLE[rng.choice([*_INNER, *_OUTER])](disguises.cut_out(text, rng), rng)
        pages.append((disguises.put_into(foreign, piece, rng), {name}, "disguised excerpt"))
        other = rng.choice([one for one in names if one != name])
        halves = "\n".join(one[: len(one) // 2] for one in (text, originals[other]))
        pages.append((disguises.half_read(halves, rng), {name, other}, "halves of two, half read"))
    return pages

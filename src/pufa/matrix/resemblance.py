"""How close a foreign account's name is to one of ours: in characters, in readings, in characters that look alike."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar

Tag = TypeVar("Tag")
SIMILAR: Final = 0.82
WITH_PICTURE: Final = 0.5
LOOKS: Final = 0.25
SOUNDS: Final = 0.35
SWAPPED: Final = 0.5
WRAPPED: Final = 0.9
SHORTEST: Final = 3
# Characters taken for one another at a glance; each group is one shape to the eye.
SHAPES: Final = (
    "己已巳 末未 土士 日曰目 人入八 天夫无元 干千于 大太犬 王玉主 木本术 刀力刃 儿几 白百自 田由甲申 "
    "贝见 午牛 开井 厂广 户尸 大丈 州洲 株珠殊 布市币 知和 侠狭峡 安按 法洁 警敬擎 司同 院完 检捡 察查 "
    "共其 青清请情 团困因 女又 性姓 工王 会合 长兰 直真 播番 新薪 闻间问 发友 小少 微徽薇 讯迅汛 教敖 消肖 税说"
).split()  # fmt: skip
# Words others put around a name to seem official.
AROUND: Final = re.compile(
    r"(官方|官号|官网|公众号|视频号|服务号|订阅号|融媒|新媒体|发布厅|客服|热线|在线|平台|中心|资讯|头条|快讯|助手|小助手|网|v)+"
)
_PLAIN: Final = re.compile(r"[\W_]+")
_SHAPE_OF: Final = {sign: number for number, group in enumerate(SHAPES) for sign in group}


@dataclass(frozen=True, slots=True)
class Folded:
    """A name as compared: small letters, simplified characters, no signs; with the reading of each character."""

    name: str
    signs: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How close, 0 to 1, and why: codes same, reading, shape, swapped, letters, around, script."""

    score: float
    reasons: tuple[str, ...] = ()


@lru_cache(maxsize=32768)
def fold(name: str) -> Folded:
    """A name as it is compared."""
    from pypinyin import lazy_pinyin  # loaded when first needed: it is large

    signs = _PLAIN.sub("", _simplified(unicodedata.normalize("NFKC", name)).casefold())
    return Folded(name, signs, tuple(lazy_pinyin(sign)[0] for sign in signs))


def compare(ours: str, theirs: str) -> Likeness:
    """How close two names are; equal names score 1."""
    mine, other = fold(ours), fold(theirs)
    if not mine.signs or not other.signs:
        return Likeness(0.0)
    if mine.signs == other.signs:
        return Likeness(1.0, ("same",) if ours == theirs else ("script",))
    best = _measured(mine, other)
    bare = AROUND.sub("", other.signs)
    if len(mine.signs) >= SHORTEST and bare != other.signs and bare:
        inner = _measured(mine, fold(bare)) if bare != mine.signs else Likeness(1.0)
        if inner.score * WRAPPED > best.score:
            best = Likeness(round(inner.score * WRAPPED, 3), ("around", *inner.reasons))
    return best


class Names(Generic[Tag]):
    """Many names of ours, so that a foreign one is compared only with those that share at least half its readings."""

    def __init__(self, names: Iterable[tuple[Tag, str]]) -> None:
        self._rows = [(tag, fold(name)) for tag, name in names]
        self._by_reading: dict[str, list[int]] = {}
        for number, (_tag, folded) in enumerate(self._rows):
            for reading in set(folded.readings) | {f"shape {shape}" for shape in _shapes(folded)}:
                self._by_reading.setdefault(reading, []).append(number)

    def closest(self, name: str, *, least: float = WITH_PICTURE) -> Iterator[tuple[Tag, Likeness]]:
        """Ours that are at least so close, the closest first."""
        other = fold(name)
        shared: Counter[int] = Counter()
        for reading in set(other.readings) | {f"shape {shape}" for shape in _shapes(other)}:
            shared.update(self._by_reading.get(reading, ()))
        enough = [n for n, count in shared.items() if 2 * count >= min(len(other.signs), len(self._rows[n][1].signs))]
        found = [(self._rows[n][0], compare(self._rows[n][1].name, name)) for n in enough]
        close = [(tag, likeness) for tag, likeness in found if likeness.score >= least]
        return iter(sorted(close, key=lambda pair: -pair[1].score))


def _shapes(folded: Folded) -> set[int]:
    return {_SHAPE_OF[sign] for sign in folded.signs if sign in _SHAPE_OF}


def _measured(mine: Folded, other: Folded) -> Likeness:
    """By the cheapest way from one name to the other: keep, replace, swap neighbours, leave out, put in."""
    rows = _ways(mine, other)
    cost, reasons = rows[-1][-1]
    score = 1 - cost / max(len(mine.signs), len(other.signs))
    return Likeness(round(max(0.0, score), 3), tuple(dict.fromkeys(reason for reason in reasons if reason)))


def _ways(mine: Folded, other: Folded) -> list[list[tuple[float, tuple[str, ...]]]]:
    ways: list[list[tuple[float, tuple[str, ...]]]] = [
        [(float(place), ("letters",) * bool(place)) for place in range(len(other.signs) + 1)]
    ]
    for i in range(1, len(mine.signs) + 1):
        row: list[tuple[float, tuple[str, ...]]] = [(float(i), ("letters",))]
        for j in range(1, len(other.signs) + 1):
            cost, reason = _replacing(mine, other, i - 1, j - 1)
            choices = [
                _longer(ways[i - 1][j - 1], cost, reason),
                _longer(ways[i - 1][j], 1.0, "letters"),
                _longer(row[j - 1], 1.0, "letters"),
            ]
            if i > 1 and j > 1 and mine.signs[i - 2 : i] == other.signs[j - 2 : j][::-1]:
                choices.append(_longer(ways[i - 2][j - 2], SWAPPED, "swapped"))
            row.append(min(choices, key=lambda way: way[0]))
        ways.append(row)
    return ways


def _longer(way: tuple[float, tuple[str, ...]], cost: float, reason: str) -> tuple[float, tuple[str, ...]]:
    return way[0] + cost, (*way[1], reason) if reason else way[1]


def _replacing(mine: Folded, other: Folded, i: int, j: int) -> tuple[float, str]:
    a, b = mine.signs[i], other.signs[j]
    if a == b:
        return 0.0, ""
    if a in _SHAPE_OF and _SHAPE_OF[a] == _SHAPE_OF.get(b):
        return LOOKS, "shape"
    return (SOUNDS, "reading") if mine.readings[i] == other.readings[j] else (1.0, "letters")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # loaded when first needed: it is large

    return OpenCC("t2s")

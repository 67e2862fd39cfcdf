"""Texts whose signs stand in another order than they are read in: backwards, or in columns."""

import re
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints.results import DisguiseKind

_BACKWARDS: Final = re.compile("\u202e([^\u202c\n]*)")
_ENDS: Final = frozenset("。！？；，、：")
# Pairs of signs that are frequent in this order and hardly ever stand in the other.
_PAIRS: Final = tuple("人民 中国 规定 应当 可以 没有 我们 一个 工作 行政 机关 部门 社会 管理 公司 活动".split())
_TURNED: Final = tuple(pair[::-1] for pair in _PAIRS)
# So many of them in a line, or in a page and one for so many of its signs, make it one that is written backwards.
_IN_LINE: Final = 3
_IN_PAGE: Final = 6
_ONE_IN: Final = 300
_TIMES: Final = 4
_FEWEST_LINES: Final = 4
_MIRRORED_SHARE: Final = 0.4
# A block of columns: at least so many lines, all of one length within these bounds, blanks to fill up allowed.
_COLUMN_HEIGHT: Final = 6
_COLUMN_WIDTH: Final = range(2, 41)


def arranged(text: str) -> tuple[NDArray[np.int64], DisguiseKind] | None:
    """The places of a text's signs in the order they are read in, if that is not the order they stand in.

    Whether a block of lines of one length is read along or down cannot be known: such a page gives both, one
    after the other.
    """
    if "\u202e" in text:
        return _turned(len(text), [found.span(1) for found in _BACKWARDS.finditer(text)])
    lines = _lines(text)
    turned, forward = _pairs(text)
    if turned >= max(_IN_PAGE, len(text) / _ONE_IN, _TIMES * forward):
        return _turned(len(text), lines)
    columns = _in_columns(text, lines) if len(lines) >= _COLUMN_HEIGHT else None
    if columns is not None:
        return columns
    long = [start for start, end in lines if end - start > 2]
    begun_by_end = sum(text[start] in _ENDS for start in long)
    if long and begun_by_end >= max(_MIRRORED_SHARE * len(long), min(2, len(long))) and forward <= turned:
        return _turned(len(text), lines)
    mirrored = [] if turned < _IN_LINE else [line for line in lines if _reads_backwards(text[slice(*line)])]
    return _turned(len(text), mirrored) if mirrored else None


def _reads_backwards(line: str) -> bool:
    turned, forward = _pairs(line)
    return turned >= max(_IN_LINE, _TIMES * forward)


def _pairs(text: str) -> tuple[int, int]:
    """How many of the pairs stand in the wrong order, how many in theirs."""
    return sum(map(text.count, _TURNED)), sum(map(text.count, _PAIRS))


def _lines(text: str) -> list[tuple[int, int]]:
    made, start = [], 0
    for line in text.split("\n"):
        if line:
            made.append((start, start + len(line)))
        start += len(line) + 1
    return made


def _turned(size: int, spans: list[tuple[int, int]]) -> tuple[NDArray[np.int64], DisguiseKind]:
    order = np.arange(size)
    for start, end in spans:
        order[start:end] = order[start:end][::-1]
    return order, DisguiseKind.REVERSED


def _in_columns(text: str, lines: list[tuple[int, int]]) -> tuple[NDArray[np.int64], DisguiseKind] | None:
    if sum(1 for start, end in lines if end - start in _COLUMN_WIDTH) * 2 < len(lines):
        return None
    blocks = []
    for width, group in groupby(lines, key=lambda line: line[1] - line[0]):
        rows = list(group)
        if len(rows) >= _COLUMN_HEIGHT and width in _COLUMN_WIDTH:
            blocks.append(np.array([start for start, _ in rows])[:, None] + np.arange(width)[None, :])
    if sum(block.size for block in blocks) * 2 < len(text):
        return None
    down_right = [block.T.reshape(-1) for block in blocks]
    down_left = [block.T[::-1].reshape(-1) for block in blocks]
    return np.concatenate([np.arange(len(text)), *down_left, *down_right]), DisguiseKind.COLUMNS

"""Texts whose signs stand in another order than they are read in: backwards, or in columns."""

import re
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints.results import DisguiseKind

_BACKWARDS: Final = re.compile("\u202e([^\u202c\n]*)")
_ENDS: Final = frozenset("。！？；，、")
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
    long = [(start, end) for start, end in lines if end - start > 2]
    begun_by_end = sum(1 for start, _ in long if text[start] in _ENDS)
    if long and begun_by_end >= max(_MIRRORED_SHARE * len(long), 2 if len(long) > 1 else 1):
        return _turned(len(text), lines)
    if len(lines) >= _COLUMN_HEIGHT:
        return _in_columns(text, lines)
    return None


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

"""Texts whose signs stand in another order than they are read in: backwards, or in columns."""

import re
from functools import cache
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pufa.tracing.fingerprints.results import DisguiseKind

_BACKWARDS: Final = re.compile("\u202e([^\u202c\n]*)")
_ENDS: Final = frozenset("。！？；，、：")
# Pairs of signs that are frequent in this order and hardly ever stand in the other.
_PAIRS: Final = (
    "人民 中国 国家 社会 市民 群众 政府 行政 机关 部门 单位 法院 公司 企业 组织 人员 社区 "
    "街道 学校 学生 老师 医院 城市 农村 法律 法治 普法 条例 规定 应当 不得 依法 责任 处理 "
    "处罚 要求 通过 提供 使用 保护 管理 服务 安全 教育 学习 宣传 开展 举办 参加 活动 工作 "
    "问题 情况 发展 进行 根据 有关 相关 或者 以及 其他 可以 需要 已经 开始 同时 目前 今天 "
    "现在 时候 时间 地方 现场 我们 他们 你们 大家 自己 孩子 老人 一个 这个 那个 这样 一样 "
    "一些 这些 什么 知道 觉得 看到 很多 非常 因为 所以 但是 如果 还是 就是 重要 介绍 记者 "
    "表示 手机 电话 网络 信息 个人 谣言 诈骗 消费 平台"
).split()
_BITS: Final = 20
# So many of them in a line, or in a page and one for so many of its signs, make it one that is written backwards.
_IN_LINE: Final = 3
_IN_PAGE: Final = 6
_ONE_IN: Final = 100
_TIMES: Final = 4
_FEWEST_LINES: Final = 4
_MIRRORED_SHARE: Final = 0.4
# A block of columns: at least so many lines, all of one length within these bounds, blanks to fill up allowed.
_COLUMN_HEIGHT: Final = 6
_COLUMN_WIDTH: Final = range(2, 41)


def arranged(text: str, codes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], DisguiseKind] | None:
    """The places of a text's signs in the order they are read in, if that is not the order they stand in.

    Whether a block of lines of one length is read along or down cannot be known: such a page gives both, one
    after the other. `codes`: the code points of the text.
    """
    if "\u202e" in text:
        return _turned(len(text), [found.span(1) for found in _BACKWARDS.finditer(text)])
    lines = _lines(text)
    if not lines:
        return None
    kinds = _kinds()[_numbers(codes[:-1], codes[1:])]
    turned, forward = np.append(0, np.cumsum(kinds < 0)), np.append(0, np.cumsum(kinds > 0))
    mirrored = lines if turned[-1] >= max(_IN_PAGE, len(text) / _ONE_IN, _TIMES * forward[-1]) else []
    columns = _in_columns(text, lines) if not mirrored and len(lines) >= _COLUMN_HEIGHT else None
    if columns is None:
        mirrored = mirrored or _mirrored(text, lines, turned, forward)
    return _turned(len(text), mirrored) if mirrored else columns


def _mirrored(
    text: str, lines: list[tuple[int, int]], turned: NDArray[np.int64], forward: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """The lines written backwards: all if many begin with what ends a sentence, else those whose pairs tell."""
    long = [start for start, end in lines if end - start > 2]
    begun_by_end = sum(text[start] in _ENDS for start in long)
    is_begun = len(long) > 0 and begun_by_end >= max(_MIRRORED_SHARE * len(long), min(2, len(long)))
    if is_begun and forward[-1] <= max(turned[-1], len(text) / _ONE_IN):
        return lines
    if turned[-1] < _IN_LINE:
        return []
    starts, lasts = np.array(lines).T - [[0], [1]]
    back, on = turned[lasts] - turned[starts], forward[lasts] - forward[starts]
    return [lines[at] for at in np.flatnonzero(back >= np.maximum(_IN_LINE, _TIMES * on)).tolist()]


def _numbers(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A place in the table for each pair of signs; two pairs seldom share one."""
    return ((first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA77))) >> np.uint32(32 - _BITS)


@cache
def _kinds() -> NDArray[np.int8]:
    """By place: 1 for a frequent pair, -1 for one that stands the wrong way round, else 0."""
    table = np.zeros(1 << _BITS, np.int8)
    codes = np.array([[ord(sign) for sign in pair] for pair in _PAIRS], np.uint32)
    table[_numbers(codes[:, 1], codes[:, 0])] = -1
    table[_numbers(codes[:, 0], codes[:, 1])] = 1
    return table


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

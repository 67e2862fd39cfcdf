"""Cuts a law text and a question the same way: into words, and into pairs of characters.

Words find what is meant, pairs find what the dictionary does not know. Words of asking are taken out of
questions first.
"""

import re
import unicodedata
from typing import Final

LONGEST_QUESTION: Final = 120  # characters
LONGEST_WORD: Final = 12
# Words that say nothing about the matter, in a law or a question.
EMPTY_WORDS: Final = frozenset(
    "的 了 呢 吗 吧 啊 呀 么 是 在 我 你 他 她 它 我们 你们 他们 怎么 怎么办 怎样 怎么样 如何 什么 为什么 请问 "
    "哪些 哪个 能 能否 能不能 可以 可否 会 会不会 要 该 应该 有 没有 一个 这 那 就 都 也 和 与 或 被 把 给 "
    "让 到 去 上 下 不 很 一直 办 其 之 等 以 及 于 对 为 由 并 者 个 些 来 后 时 中 "
    "里 还 又 再 才 从 向 将 是否 但 但是 因 因为 所以 而 且 则 若 如果 情况 情形 问题 属于 算 需要 需 "
    "应 应当 进行 有关 相关".split()
)
_USEFUL = re.compile(r"[0-9a-z㐀-䶿一-鿿]+")
_HAN_RUN = re.compile(r"[㐀-䶿一-鿿]+")
_ASKING = re.compile(
    "请问|为什么|怎么办|怎么样|怎样|怎么|如何|什么样|什么|能不能|可不可以|可以|能否|可否|是否|应该|应当|是不是|会不会|有没有|"
    "要不要|哪些|哪个|多少|一直|该不该|吗|呢|吧|呀|啊|我们|我|您|你"
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff]")


def tidy(question: str) -> str:
    """The question as it is searched and shown again: one line, no control characters, not over-long."""
    plain = _UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", question[: 4 * LONGEST_QUESTION]))
    return " ".join(plain.split())[:LONGEST_QUESTION].strip()


def fold(text: str) -> str:
    """Full-width and capital letters become plain small ones."""
    return unicodedata.normalize("NFKC", text).lower()


def fold_signs(text: str) -> str:
    """The same, but only where one sign becomes one, so that places in the text stay."""
    return "".join(new if len(new := fold(sign)) == 1 else sign for sign in text)


def essence(question: str) -> str:
    """The question without its words of asking, or as it is if nothing else is in it."""
    return _ASKING.sub(" ", question).strip() or question


def words(text: str) -> list[str]:
    """The words of a text, long words also in their parts; those that say nothing are left out."""
    import rjieba  # loaded when first needed: it is large

    cut = rjieba.cut_for_search(fold(text))
    return [word[:LONGEST_WORD] for word in cut if word not in EMPTY_WORDS and _USEFUL.fullmatch(word)]


def pairs(text: str) -> list[str]:
    """Every two neighbouring Chinese characters, and Latin words and numbers as they are."""
    found: list[str] = []
    for run in _USEFUL.findall(fold(text)):
        found += [letters[:LONGEST_WORD] for letters in re.findall(r"[0-9a-z]+", run)]
        for part in _HAN_RUN.findall(run):
            found += [part[at : at + 2] for at in range(len(part) - 1)] or [part]
    return found

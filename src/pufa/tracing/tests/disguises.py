"""Ways content farms disguise a text, for tests and measurements. Each takes a text and a random source."""

import re
from collections.abc import Callable
from functools import cache
from random import Random

from pypinyin import Style, lazy_pinyin, pinyin

HAN = re.compile("[\u4e00-\u9fff]")
SPAM = (
    "本文来自网络，版权归原作者所有，如有侵权请联系删除。",
    "点击下方链接领取优惠，更多精彩内容请关注本站。",
    "以上内容仅供参考，小编整理不易，欢迎转发收藏。",
    "【免责声明】本站不对内容真实性负责。",
    "推荐阅读：今日热点、生活百科、健康养生、企业黄页。",
)
SYNONYMS = (
    "应当=应该 可以=能够 规定=要求 进行=开展 以及=和 或者=或 按照=依照 "
    "根据=依据 必须=务必 制定=订立 管理=治理 单位=机构 人员=工作者 "
    "实施=施行 提供=给予 申请=提出请求 情况=情形 问题=事项 作出=做出 "
    "自己=本人 通过=经由 活动=行动 工作=事务 有关=相关 处理=处置 但是=不过 "
    "并且=而且 群众=百姓 开展=推进 组织=安排 重要=要紧 积极=主动 "
    "需要=须要 发现=查明 支付=给付 造成=导致 责任=义务 保护=维护 没有=未有 "
    "负责=承担 立即=马上 及时=按时 共同=一同 要求=请求 认为=觉得 "
    "同时=与此同时 因此=所以 目前=眼下 主要=首要 加强=强化 提高=提升 增加=增多"
)
RADICALS = {"人": "⼈", "民": "⺠", "大": "⼤", "工": "⼯", "方": "⽅", "行": "⾏", "高": "⾼", "自": "⾃",
    "生": "⽣", "用": "⽤", "立": "⽴", "的": "旳", "日": "曰", "未": "末"}  # fmt: skip
MARKS = "·.*~|-_^°•﹒/"
EMOJI = "😀🔥✅⭐🚀💡📌🎉"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _each(text: str, rng: Random, share: float, change: Callable[[str, int], str]) -> str:
    return "".join(
        change(sign, place) if HAN.match(sign) and rng.random() < share else sign for place, sign in enumerate(text)
    )


def _spelled(text: str, style: Style) -> list[str]:
    """A reading for each sign, in context, as a farm's script would take it."""
    made: list[str] = []
    for piece in re.findall("[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", text):
        made += lazy_pinyin(piece, style=style) if HAN.match(piece) else list(piece)
    return made


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[。；！？\n])", text) if one]


def plain(text: str, rng: Random) -> str:
    return text


def bracketed_few(text: str, rng: Random) -> str:
    chosen = set(rng.sample(sorted(set(HAN.findall(text))), k=min(60, len(set(HAN.findall(text))) // 3)))
    read = _spelled(text, Style.NORMAL)
    return "".join(f"{sign}({read[at]})" if sign in chosen else sign for at, sign in enumerate(text))


def bracketed_toned(text: str, rng: Random) -> str:
    read = _spelled(text, Style.TONE)
    return _each(text, rng, 0.9, lambda sign, at: f"{sign}（{read[at]}）")


def bracketed_mixed(text: str, rng: Random) -> str:
    normal, toned = _spelled(text, Style.NORMAL), _spelled(text, Style.TONE3)
    forms = ("{}({})", "{} [{}]", "{}【{}】", "{}〔{}〕", "{}/{}/", "{}<{}>", "{}「{}」")
    return _each(text, rng, 0.5, lambda sign, at: rng.choice(forms).format(sign, rng.choice((normal, toned))[at]))


def unbracketed(text: str, rng: Random) -> str:
    read = _spelled(text, Style.NORMAL)
    return _each(text, rng, 0.5, lambda sign, at: sign + read[at])


def bracketed_before(text: str, rng: Random) -> str:
    read = _spelled(text, Style.NORMAL)
    return _each(text, rng, 0.5, lambda sign, at: f"({read[at]}){sign}")


def half_read(text: str, rng: Random) -> str:
    read = _spelled(text, Style.NORMAL)
    return _each(text, rng, 0.5, lambda sign, at: read[at])


def half_read_spaced(text: str, rng: Random) -> str:
    read = _spelled(text, Style.TONE)
    return _each(text, rng, 0.5, lambda sign, at: f" {read[at]} ")


def half_read_numbered(text: str, rng: Random) -> str:
    read = _spelled(text, Style.TONE3)
    return _each(text, rng, 0.5, lambda sign, at: f"({read[at].upper()})")


def all_read(text: str, rng: Random) -> str:
    read = _spelled(text, Style.NORMAL)
    return _each(text, rng, 1.0, lambda sign, at: read[at] + " ")


def bopomofo(text: str, rng: Random) -> str:
    read = _spelled(text, Style.BOPOMOFO)
    return _each(text, rng, 0.4, lambda sign, at: read[at])


@cache
def _to_traditional() -> object:
    from opencc import OpenCC

    return OpenCC("s2t")


def traditional(text: str, rng: Random) -> str:
    return str(_to_traditional().convert(text))  # type: ignore[attr-defined]


def traditional_half_read(text: str, rng: Random) -> str:
    return traditional(half_read(text, rng), rng)


@cache
def _alike() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                sign = bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            groups.setdefault(pinyin(sign, style=Style.NORMAL)[0][0], []).append(sign)
    return groups


def homophones(text: str, rng: Random) -> str:
    read = _spelled(text, Style.NORMAL)
    return _each(text, rng, 0.3, lambda sign, at: rng.choice(_alike().get(read[at], [sign])))


def look_alikes(text: str, rng: Random) -> str:
    wide = {chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x7B)}
    return "".join(RADICALS.get(sign, wide.get(sign, sign)) if rng.random() < 0.7 else sign for sign in text)


def zero_width(text: str, rng: Random) -> str:
    return "".join(sign + rng.choice(ZERO_WIDTH) for sign in text)


def marks_between(text: str, rng: Random) -> str:
    mark = rng.choice(MARKS)
    return mark.join(text)


def emoji_between(text: str, rng: Random) -> str:
    return "".join(sign + (rng.choice(EMOJI) if rng.random() < 0.4 else "") for sign in text)


def no_punctuation(text: str, rng: Random) -> str:
    return re.sub(r"[^\w]", lambda _: rng.choice(("", " ", "，", "。", "\n")), text)


def spam(text: str, rng: Random) -> str:
    return "".join(one + (rng.choice(SPAM) if rng.random() < 0.35 else "") for one in sentences(text))


def strange_signs(text: str, rng: Random) -> str:
    return _each(text, rng, 0.07, lambda sign, at: sign + chr(rng.randrange(0x4E00, 0x9000)))


def reordered(text: str, rng: Random) -> str:
    found = sentences(text)
    rng.shuffle(found)
    return "".join(found)


def clauses_swapped(text: str, rng: Random) -> str:
    made = []
    for one in sentences(text):
        parts = re.split("([，。；！？\n])", one)
        clauses, ends = parts[::2], parts[1::2]
        if len(clauses) > 2 and rng.random() < 0.5:
            at = rng.randrange(len(clauses) - 2)
            clauses[at], clauses[at + 1] = clauses[at + 1], clauses[at]
        made.append("".join(left + right for left, right in zip(clauses, [*ends, ""], strict=False)))
    return "".join(made)


def shortened(text: str, rng: Random) -> str:
    kept = [one for one in sentences(text) if rng.random() < 0.4]
    return "".join(kept) if sum(map(len, kept)) >= 200 else text[: max(200, len(text) // 3)]


def synonyms(text: str, rng: Random) -> str:
    for pair in SYNONYMS.split():
        old, new = pair.split("=")
        text = text.replace(old, new)
    return text


def entities(text: str, rng: Random) -> str:
    return _each(text, rng, 0.5, lambda sign, at: f"&#{ord(sign)};" if at % 2 else f"&#x{ord(sign):x};")


def entities_cut(text: str, rng: Random) -> str:
    return "&nbsp;&nbsp;" + re.sub("([，。；])", r"\1&nbsp;<br/>&amp;nbsp;", text)


def mirrored(text: str, rng: Random) -> str:
    return "\n".join(line[::-1] for line in text.split("\n"))


def mirrored_marked(text: str, rng: Random) -> str:
    return "\n".join(f"\u202e{line[::-1]}\u202c" for line in text.split("\n"))


def upright(text: str, rng: Random) -> str:
    """Set in columns from right to left, as old books are."""
    signs = [sign for sign in text if not sign.isspace()]
    height, blocks = 12, []
    for at in range(0, len(signs), height * 16):
        block = signs[at : at + height * 16]
        columns = [block[start : start + height] for start in range(0, len(block), height)]
        rows = [
            "".join(column[row] if row < len(column) else "\u3000" for column in reversed(columns))
            for row in range(height)
        ]
        blocks.append("\n".join(rows))
    return "\n".join(blocks)


def dropped(text: str, rng: Random) -> str:
    return _each(text, rng, 0.06, lambda sign, at: "")


def stars(text: str, rng: Random) -> str:
    return _each(text, rng, 0.08, lambda sign, at: "*")


def swapped(text: str, rng: Random) -> str:
    signs = list(text)
    for at in range(len(signs) - 1):
        if rng.random() < 0.04 and HAN.match(signs[at]) and HAN.match(signs[at + 1]):
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
    return "".join(signs)


def initials(text: str, rng: Random) -> str:
    read = _spelled(text, Style.NORMAL)
    return _each(text, rng, 0.08, lambda sign, at: read[at][:1])


def everything(text: str, rng: Random) -> str:
    return zero_width(traditional(spam(bracketed_few(text, rng), rng), rng), rng)


def read_and_rewritten(text: str, rng: Random) -> str:
    return half_read(clauses_swapped(synonyms(text, rng), rng), rng)


def cut_out(text: str, rng: Random, length: int = 200) -> str:
    start = rng.randrange(max(1, len(text) - length))
    return text[start : start + length]


def put_into(foreign: str, piece: str, rng: Random) -> str:
    lines = foreign.split("\n")
    lines.insert(rng.randrange(len(lines) + 1), piece)
    return "\n".join(lines)


WHOLE: dict[str, Callable[[str, Random], str]] = {
    function.__name__: function
    for function in (
        plain, bracketed_few, bracketed_toned, bracketed_mixed, unbracketed, bracketed_before, half_read,
        half_read_spaced,
        half_read_numbered, all_read, bopomofo, traditional, traditional_half_read, homophones, look_alikes, zero_width,
        marks_between, emoji_between, no_punctuation, spam, strange_signs, reordered, clauses_swapped,
        shortened, synonyms,
        entities, entities_cut, mirrored, mirrored_marked, upright, dropped, stars, swapped, initials, everything,
        read_and_rewritten,
    )
}  # fmt: skip


def _excerpt(change: Callable[[str, Random], str]) -> Callable[[str, str, Random], str]:
    return lambda text, foreign, rng: put_into(foreign, change(cut_out(text, rng), rng), rng)


def spliced(text: str, foreign: str, rng: Random) -> str:
    ours, theirs = sentences(text), sentences(foreign)
    kept = [one for one in ours if rng.random() < 0.6] or ours
    made = []
    for at in range(max(len(kept), min(len(theirs), len(kept)))):
        made += kept[at : at + 1] + theirs[at : at + 1]
    return "".join(made)


# Those that put a part of the text into another one.
MIXED: dict[str, Callable[[str, str, Random], str]] = {
    "excerpt": _excerpt(plain),
    "excerpt_half_read": _excerpt(half_read),
    "excerpt_traditional": _excerpt(traditional),
    "excerpt_homophones": _excerpt(homophones),
    "excerpt_bracketed": _excerpt(bracketed_few),
    "spliced": spliced,
}

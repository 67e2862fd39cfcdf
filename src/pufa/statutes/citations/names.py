"""Reads the name that stands before an article's number: a title in 《》, a plain name, 本法, 同法, or nothing."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from pufa.statutes.citations.cleaning import NUMBER

Kind = Literal["title", "plain", "own", "same", "its", "bare", "relative"]
LONGEST_NAME: Final = 60

_GAP: Final = re.compile(
    rf"(?:第{NUMBER}(?:编|分编|章|节)|[总分附]则"
    r"|(?:总则|物权|合同|人格权|婚姻家庭|继承|侵权责任|污染防治|生态保护)编|\((?P<note>[^()\n]{1,60})\)|[的之中里内]|：)\Z"
)
_NUMERAL_NOTE: Final = re.compile(r"[一二三四五六七八九十]{1,3}")
_DRAFT: Final = re.compile(r"草案|征求意见|送审|建议稿|讨论稿|审议稿")
_OWN: Final = re.compile(r"(?<![基日])本(?:法典?|条例|办法|规定|规则|解释|决定|章|节|编)\Z")
_SAME: Final = re.compile(r"(?:(?<![合共])同|同一部?|[该这此]部?|上述|前述|前)(?:法典?|法律|条例)\Z")
_ITS: Final = re.compile(r"(?<![尤极与])其\Z")
_LAST_OF_WORD: Final = frozenset("法典律例定则释章节编其")
_RUN: Final = re.compile(r"[\u4e00-\u9fff()·0-9A-Za-z]{1,60}\Z")
_BEFORE_BARE: Final = re.compile(
    r"(?:[，；：、(和及与或见按依有对除因在犯]|[依按参]照|[依根]据|违反|适用|以及|或者|结合)\Z"
)
_YEAR_NOTE: Final = re.compile(r"(?:^|\D)(?P<year>(?:19|20)\d\d)(?:$|\D)")
_YEAR_BEFORE: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年?(?:版|修正|修订|修改)本?的?\Z")
_CLOSERS: Final = {"》": "《", "〉": "〈", "”": "“", "」": "「", "』": "『", '"': '"', ">": "<"}

COUNTRIES: Final = (
    "德国|法国|日本|美国|英国|韩国|俄罗斯|瑞士|意大利|奥地利|荷兰|西班牙|葡萄牙|加拿大|澳大利亚|新西兰|新加坡|印度|泰国|越南"
    "|巴西|欧盟|欧洲|台湾(?!同胞)|朝鲜|蒙古国|苏联|瑞典|挪威|丹麦|芬兰|比利时|波兰|埃及|以色列|马来西亚|联合国"
)
_FOREIGN: Final = re.compile(rf"(?:{COUNTRIES})(?:现行|新)?的?\Z")
FOREIGN_NAME: Final = re.compile(rf"(?:{COUNTRIES})")
# Words that end in 法 and name no statute.
_NO_STATUTE: Final = re.compile(
    r"(?:[办做看想说语兵魔疗打执守普尊违非刀剑拳笔手写读佛戏枪针唱吃玩释讲懂]|(?<!地)方|(?<![图证文])书|(?<![预决结])算|(?<!公)司"
    r"|(?<![独设建成])立|(?<![办留入教科升大])学|(?<![联融整结混])合|(?<!中)心|(?<!科)技|(?<!公)文|(?<!学)历|(?<![适使利])用"
    r"|国际|海洋|罗马|自然|成文|判例)法\Z|(?:^|[十百])大?法\Z"
    r"|^(?:上位|下位|实体|程序|特别|一般|单行|部门|普通|大陆|英美|[新旧母子恶良软硬])法\Z"
)
_CLAIM: Final = re.compile(r"[\u4e00-\u9fff、]{1,40}法典?(?:\((?:试行|暂行)\))?\Z")
_TAIL_NOTE: Final = re.compile(r"\([^()]{1,40}\)\Z")


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a number. `names` are to be tried in order; `year` is of a version named beside the law."""

    kind: Kind
    names: tuple[str, ...] = ()
    start: int = 0
    year: int | None = None


def name_before(text: str, place: int) -> Before | None:
    """What names the law of the number at `place` in cleaned text; None if it is no citation of a law."""
    plain: list[str] = []
    ends, notes = _ends(text, place)
    if any(_DRAFT.search(note) for note in notes):
        return None
    year = next((int(found["year"]) for note in notes if (found := _YEAR_NOTE.search(note))), None)
    for end in ends:
        named = title_before(text, end) or _word_before(text, end)
        if named is not None:
            return _titled(text, named, year) if named.kind == "title" else named
        if (run := _RUN.search(text, max(0, end - LONGEST_NAME), end)) is not None:
            plain.append(run[0])
    if _BEFORE_BARE.search(text, max(0, place - 2), place):
        return Before("bare", start=place)
    return Before("plain", tuple(plain), place, year) if plain else None


def title_before(text: str, end: int) -> Before | None:
    """The title in 《》 or quotation marks that closes right before `end`."""
    closer = text[end - 1] if end else ""
    opener = _CLOSERS.get(closer)
    if opener is None:
        return None
    depth, place = 0, end - 1
    for place in range(end - 2, max(-1, end - 2 - LONGEST_NAME - 20), -1):
        if text[place] == opener and depth == 0:
            break
        depth += (text[place] == closer) - (text[place] == opener)
    else:
        return None
    name = text[place + 1 : end - 1].strip("<>《》")
    start = place - (opener == "<" and text.endswith("<", 0, place))
    return Before("title", (name,), start) if name else None


def is_foreign(text: str, start: int) -> bool:
    """Whether the name that starts here is said to be another country's (德国《民法典》)."""
    return _FOREIGN.search(text, max(0, start - 10), start) is not None


def year_before(text: str, start: int) -> int | None:
    """The year of a version named before the law: 2016年版《…》."""
    found = _YEAR_BEFORE.search(text, max(0, start - 12), start)
    return int(found["year"]) if found else None


def year_in(name: str) -> int | None:
    """The year of a version named in brackets behind a law's name."""
    note = _TAIL_NOTE.search(name)
    found = _YEAR_NOTE.search(note[0] if note else name)
    return int(found["year"]) if found else None


def claims_to_be_a_law(name: str) -> bool:
    """Whether a title says it is a statute of the state: it ends in 法 or 法典. Contracts, rules and films do not."""
    plain = name if _DRAFT.search(name) else bare_name(name)
    return _CLAIM.fullmatch(plain) is not None and not _NO_STATUTE.search(plain) and not FOREIGN_NAME.match(plain)


def bare_name(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return _TAIL_NOTE.sub("", name)


def _titled(text: str, found: Before, year: int | None) -> Before | None:
    name = found.names[0]
    if is_foreign(text, found.start) or FOREIGN_NAME.match(name):
        return None
    year = year or year_in(name) or year_before(text, found.start)
    return Before("title", found.names, found.start, year)


def _word_before(text: str, end: int) -> Before | None:
    if not end or text[end - 1] not in _LAST_OF_WORD:
        return None
    low = max(0, end - 6)
    if (word := _OWN.search(text, low, end)) is not None:
        return Before("own", start=word.start())
    if (word := _SAME.search(text, low, end)) is not None:
        return Before("same", start=word.start())
    if (word := _ITS.search(text, low, end)) is not None:
        return Before("its", start=word.start())
    return None


def _ends(text: str, place: int) -> tuple[list[int], list[str]]:
    """Where the name may end: at the number, or before 第三章, （2018年修正）, 的 and the like."""
    ends, notes = [place], []
    end = place
    for _ in range(4):
        if not end or text[end - 1] not in "编章节则)的之中里内：":
            break
        gap = _GAP.search(text, max(0, end - 64), end)
        if gap is None:
            break
        note = gap["note"]
        if note is not None and _NUMERAL_NOTE.fullmatch(note):
            break
        if note is not None:
            notes.append(note)
        end = gap.start()
        ends.append(end)
    return ends, notes

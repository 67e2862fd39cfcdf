"""Reads the name that stands before an article's number: a title in 《》, a plain name, 本法, 同法, or nothing."""

import re
from typing import Final, Literal, NamedTuple

from pufa.statutes.citations.cleaning import NUMBER

Kind = Literal["title", "plain", "own", "same", "its", "bare", "relative"]
LONGEST_NAME: Final = 60

# The parts of a code that are named without their number.
CODE_PARTS: Final = "总则|物权|合同|人格权|婚姻家庭|继承|侵权责任|污染防治|生态保护"
# Which text is meant, written in the brackets of a title: 《…法》〈2025修正〉.
_YEAR_ALONE: Final = r"(?:19|20)\d\d年?(?:修正|修订|修改|公布|通过)?[版本]?"
_IS_YEAR: Final = re.compile(_YEAR_ALONE)
# What may stand between a law's name and the number: 第三章, （2018年修正）, 的, 在, 的有关规定, an open bracket.
_GAP: Final = re.compile(
    rf"(?:第{NUMBER}(?:编|分编|章|节)(?:[“\"][^”\"\n]{{1,12}}[”\"]|[\u4e00-\u9fff]{{1,20}}(?<!法)(?<!典))?|[总分附]则"
    rf"|[“\"]?(?:{CODE_PARTS})编[”\"]?|\((?P<note>[^()\n]{{1,60}})\)|[〈<](?P<angled>{_YEAR_ALONE})[〉>]|[的之中里内：(]|[-/·|]{{1,2}}"
    r"|(?P<edition>(?:19|20)\d\d年?(?:修正|修订|修改)?[版本]?)"
    r"|[，]?(?:则|也|还|又|亦|均|都|已|就|即|分别|首次|专门|同样){0,2}(?:在|于|通过|[依根]据|[依按]照)"
    r"|[的之]?(?:有关|相关|明确|具体|以下|下列){0,2}(?:规定|要求|条文|条款|法条|内容)[的中里即]?)\Z"
)
_GAP_ENDS: Final = frozenset('0123456789版本正订改编章节则)〉>的之中里内：(在于过据照定求文款条容即-/·|”"')
_PART: Final = re.compile(rf"第{NUMBER}(?:编|分编|章|节)")
_NUMERAL_NOTE: Final = re.compile(r"[一二三四五六七八九十]{1,3}")
_DRAFT: Final = re.compile(r"草案|征求意见|送审|建议稿|讨论稿|审议稿")
_OWN: Final = re.compile(r"(?<![基日])本(?:法典?|条例|办法|规定|规则|解释|决定|章|节|编)\Z")
_SAME: Final = re.compile(r"(?:(?<![合共])同|同一部?|[该这此]部?|上述|前述|前)(?:法典?|法律|条例)\Z")
_ITS: Final = re.compile(r"(?<![尤极与])其\Z")
_LAST_OF_WORD: Final = frozenset("法典律例定则释章节编其")
_RUN: Final = re.compile(r"[\u4e00-\u9fff()·0-9A-Za-z]{1,60}")
_BEFORE_BARE: Final = re.compile(
    r"(?:[，；：、(|和及与或见按依有对除因在犯而且但又另]|[依按参]照|[依根]据|违反|适用|以及|或者|结合)\Z"
)
_YEAR_NOTE: Final = re.compile(r"(?:^|\D)(?P<year>(?:19|20)\d\d)(?:$|\D)")
_YEAR_BEFORE: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:年?最?新?(?P<edition>版|修正|修订|修改|公布|通过)后?本?的?|年)\Z"
)
_OLD: Final = re.compile(
    r"(?:(?<![陈仍照守破怀])旧|(?<![还高平草中太复])原|(?:修订|修改|修正|修法|新法施行)之?前的?|以前的)\Z"
)
_EDITION_ENDS: Final = frozenset("年版正订改布过后本的旧原前")
# A part of a law in quotation marks is no title: “婚姻家庭编”, 第四编“人格权”.
_PARTS: Final = frozenset("编章节")
_QUOTES: Final = frozenset('”」』"')
_CLOSERS: Final = {"》": "《", "〉": "〈", "”": "“", "」": "「", "』": "『", '"': '"', ">": "<"}

COUNTRIES: Final = (
    "德国|法国|日本|美国|英国|韩国|俄罗斯|瑞士|意大利|奥地利|荷兰|西班牙|葡萄牙|加拿大|澳大利亚|新西兰|新加坡|印度|泰国|越南"
    "|巴西|欧盟|欧洲|台湾(?!同胞)(?:地区)?|朝鲜|蒙古国|苏联|瑞典|挪威|丹麦|芬兰|比利时|波兰|埃及|以色列|马来西亚|联合国"
)
_FOREIGN: Final = re.compile(rf"(?:{COUNTRIES})(?:现行|新)?的?\Z")
_FOREIGN_ENDS: Final = frozenset(name.partition("(")[0][-1] for name in COUNTRIES.split("|")) | frozenset("行新的区")
# Statutes of other states, and of states that are no more.
FOREIGN_NAME: Final = re.compile(rf"(?:{COUNTRIES}|中华民国|民国|大清|满洲国)")
# Words that end in 法 and name no statute.
_NO_STATUTE: Final = re.compile(
    r"(?:[办做看想说语兵魔疗打执守普尊违非刀剑拳笔手写读佛戏枪针唱吃玩释讲懂]|(?<!地)方|(?<![图证文])书|(?<![预决结])算|(?<!公)司"
    r"|(?<![独设建成])立|(?<![办留入教科升大])学|(?<![联融整结混])合|(?<!中)心|(?<!科)技|(?<!公)文|(?<!学)历|(?<![适使利])用"
    r"|国际|海洋|罗马|自然|成文|判例)法\Z|(?:^|[十百])大?法\Z"
    r"|^(?:上位|下位|实体|程序|特别|一般|单行|部门|普通|大陆|英美|[新旧母子恶良软硬])法\Z"
)
_CLAIM: Final = re.compile(r"[\u4e00-\u9fff、]{1,40}法典?(?:\((?:试行|暂行)\))?\Z")
_TAIL_NOTE: Final = re.compile(r"\([^()]{1,60}\)\Z")


class Edition(NamedTuple):
    """Which text of a law is meant: by a year, or (`is_old`) one that no longer holds, as in 旧, 修订前的.

    Not `is_certain`: the year before the name may be that of an event (2018年《…》).
    """

    year: int | None = None
    is_certain: bool = True
    is_old: bool = False


class Before(NamedTuple):
    """What stands before a number. `names` are to be tried in order, each ends at its place in `ends`."""

    kind: Kind
    names: tuple[str, ...] = ()
    start: int = 0
    edition: Edition | None = None
    ends: tuple[int, ...] = ()


def name_before(text: str, place: int) -> Before | None:
    """What names the law of the number at `place` in cleaned text; None if it is no citation of a law."""
    named = title_before(text, place) or _word_before(text, place)
    if named is not None:
        return _titled(text, named, None) if named.kind == "title" else named
    ends, notes = _ends(text, place)
    if any(_DRAFT.search(note) for note in notes):
        return None
    years = (found for note in notes if (found := _YEAR_NOTE.search(note)))
    edition = next((Edition(int(found["year"])) for found in years), None)
    plain, places = [], []
    for end in ends:
        named = title_before(text, end) or _word_before(text, end)
        if named is not None:
            return _titled(text, named, edition) if named.kind == "title" else named
        if (run := _run_before(text, end)) is not None:
            plain.append(run)
            places.append(end)
    if _BEFORE_BARE.search(text, max(0, place - 2), place):
        return Before("bare", start=place)
    return Before("plain", tuple(plain), place, edition, tuple(places)) if plain else None


def title_before(text: str, end: int) -> Before | None:
    """The title in 《》 or quotation marks that closes right before `end`."""
    closer = text[end - 1] if end else ""
    opener = _CLOSERS.get(closer)
    if opener is None:
        return None
    low = max(0, end - LONGEST_NAME - 21)
    place = text.rfind(opener, low, end - 1)
    if place != -1 and opener != closer and closer in text[place : end - 1]:
        place = _opening(text, end, low, opener, closer)
    if place == -1:
        return None
    name = text[place + 1 : end - 1].strip("<>《》")
    if opener in "〈<" and _IS_YEAR.fullmatch(name):
        return None
    if closer in _QUOTES and (name[-1:] in _PARTS or text[place - 1 : place] in _PARTS):
        return None
    start = place - (opener == "<" and text.endswith("<", 0, place))
    return Before("title", (name,), start) if name else None


def _opening(text: str, end: int, low: int, opener: str, closer: str) -> int:
    """Where a title opens that holds another; -1 if that is too far away."""
    depth = 0
    for place in range(end - 2, low - 1, -1):
        if text[place] == opener and depth == 0:
            return place
        depth += (text[place] == closer) - (text[place] == opener)
    return -1


def is_foreign(text: str, start: int) -> bool:
    """Whether the name that starts here is said to be another country's (德国《民法典》)."""
    if text[start - 1 : start] not in _FOREIGN_ENDS:
        return False
    return _FOREIGN.search(text, max(0, start - 10), start) is not None


def edition_before(text: str, start: int) -> Edition | None:
    """The text of the law that is named before its name: 2016年版《…》, 2018年《…》, 旧《…》, 修订前的《…》."""
    if text[start - 1 : start] not in _EDITION_ENDS:
        return None
    if _OLD.search(text, max(0, start - 8), start) is not None:
        return Edition(is_old=True)
    found = _YEAR_BEFORE.search(text, max(0, start - 12), start)
    return Edition(int(found["year"]), is_certain=found["edition"] is not None) if found else None


def edition_in(name: str) -> Edition | None:
    """The text named by a year in brackets behind a law's name."""
    if "20" not in name and "19" not in name:
        return None
    note = _TAIL_NOTE.search(name)
    found = _YEAR_NOTE.search(note[0] if note else name)
    return Edition(int(found["year"])) if found else None


def claims_to_be_a_law(name: str) -> bool:
    """Whether a title says it is a statute of the state: it ends in 法 or 法典. Contracts, rules and films do not."""
    plain = name if _DRAFT.search(name) else bare_name(name)
    return _CLAIM.fullmatch(plain) is not None and not _NO_STATUTE.search(plain) and not FOREIGN_NAME.match(plain)


def bare_name(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return _TAIL_NOTE.sub("", name)


def _titled(text: str, found: Before, edition: Edition | None) -> Before | None:
    name, start = found.names[0], found.start
    if is_foreign(text, start) or FOREIGN_NAME.match(name):
        return None
    edition = edition or edition_in(name) or edition_before(text, start)
    return Before("title", found.names, start, edition) if edition is not None else found


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


def _run_before(text: str, end: int) -> str | None:
    """The words without a sign between them that end here."""
    found = _RUN.match(text[max(0, end - LONGEST_NAME) : end][::-1])
    return found[0][::-1] if found else None


def _ends(text: str, place: int) -> tuple[list[int], list[str]]:
    """Where the name may end: at the number, or before 第三章, （2018年修正）, 的 and the like."""
    ends, notes = [place], []
    end = place
    for _ in range(4):
        low = max(0, end - 64)
        if not end or (text[end - 1] not in _GAP_ENDS and not _PART.search(text, max(low, end - 20), end)):
            break
        gap = _GAP.search(text, low, end)
        if gap is None:
            break
        note = gap["note"] or gap["angled"] or gap["edition"]
        if note is not None and _NUMERAL_NOTE.fullmatch(note):
            break
        if note is not None:
            notes.append(note)
            if note.endswith(("法", "法典")):
                ends.append(end - 1)
        end = gap.start()
        ends.append(end)
    return ends, notes

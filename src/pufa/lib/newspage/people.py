"""Reads bylines: who reported, photographed, helped, wrote, edited, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pufa.lib.newspage.page import Credits

ROLES: Final = {
    **dict.fromkeys("记者 特约记者 首席记者 全媒体记者 融媒体记者 融媒记者 本报记者 本网记者 文".split(), "reporters"),
    **dict.fromkeys("摄影 摄影报道 摄像 图片 图 摄".split(), "photographers"),
    **dict.fromkeys("实习生 实习记者 见习记者".split(), "trainees"),
    **dict.fromkeys("通讯员 特约通讯员".split(), "correspondents"),
    **dict.fromkeys("作者 撰文 撰稿".split(), "authors"),
    **dict.fromkeys("责任编辑 责编 编辑".split(), "editors"),
}
ORDERED: Final = "|".join(sorted((role for role in ROLES if len(role) > 1), key=len, reverse=True))
ROLE: Final = re.compile(
    rf"(?P<long>{ORDERED})|(?<![\u4e00-\u9fff])(?P<short>[文图摄])\s?[/／:：|丨]|[/／](?P<pair>"
    rf"文\s?图|图\s?文|[文图摄])"
)
NAME: Final = re.compile(
    r"[\u4e00-\u9fff]{1,4}[·•][\u4e00-\u9fff]{1,8}|[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff][ "
    r"\u3000][\u4e00-\u9fff](?=$|[ \u3000])"
)
NAMES: Final = re.compile(
    r"\s?[:：/／|丨]?\s*(?P<names>(?:(?:[\u4e00-\u9fff]{1,4}[·•][\u4e00-\u9fff]{1,8}|[\u4e00-\u9fff]{2,4}(?![\u4e"
    r"00-\u9fff]))[\s、，,;；]{0,3}){1,8})"
)
# Words that follow a role without being a name.
NOT_NAMES: Final = re.compile(
    r"报道|摄影|记者|通讯员|实习|编辑|责编|了解|获悉|^从|^在|采访|看到|发现|表示|来到|"
    r"走进|日前|近日|今日|今天|昨日|昨天|注意|问|说|联系|提供|资料|综合|整理|"
    r"协会|部门|网友|来源|来自|视频|图片|制图|统筹|校对|审核|监制|电$|讯$|^由|^为|^将|"
    r"^对|^的|^就|^也|^还|^向|^与|^已|^等|最新|文章|观点|简介|介绍"
)
PLACE_REPORT: Final = re.compile(r"(?:^|[\s）)])(?P<place>[\u4e00-\u9fff]{2,6}?)\s?(?:报道|综合报道|专电|电)\s?[)）]?$")
WIRE: Final = re.compile(
    r"^[\s\[【（(“]*(?P<agency>新华社|中新社|中新网|人民网|新华网|央视网|[\u4e00-\u9fffA-Za-z]{2,12}(?:社|"
    r"网|报|台|客户端|新闻|讯|在线))?[\s·,，/]*(?P<place>[\u4e00-\u9fff]{2,12}?)[\s,，]*"
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日\s*(?:消息)?\s*(?P<kind>综合电|专电|电|讯)"
)
OUTLET: Final = re.compile(
    r"(?P<outlet>[\u4e00-\u9fffA-Za-z0-9·]{2,16}?)(?:全媒体|融媒体|首席|特约|见习|实习|"
    r"驻[\u4e00-\u9fff]{2,4})?记者\s?[:：]?\s*[\u4e00-\u9fff]"
)
GENERIC_OUTLET: Final = re.compile(
    r"^(?:本报|本网|本台|本刊|本社|我们?|文|图|作者|来源|编辑|摄影|现场|有|的|当|据|对|向|和|与|为)|通讯员|[，。了在是]"
)
REPORT: Final = re.compile(r"(?:[\s）)][\u4e00-\u9fff]{2,6}?)?\s?(?:综合|联合|采访)?报道")
# The 300 commonest family names and the common double ones: a name from a label or a meta tag must begin with one.
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹"
    "薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧"
    "耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍"
    "涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党"
    "宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇"
    "栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储芮井迪嵇湛晋戎储居暴郁於奚郗车"
    "厉战计平湟伏皮水鹿山"
)
DOUBLE_SURNAMES: Final = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "令狐",
    "慕容",
    "司徒",
    "夏侯",
    "端木",
)
TAKEN_BY: Final = re.compile(r"(?:^|[\s（(/／])(?P<name>[\u4e00-\u9fff]{2,3}?)\s*[/／]?摄\s*[)）]?$")
LABELLED_ROLE: Final = re.compile(
    rf"(?:{'|'.join(role for role in ROLES if len(role) > 1 and role != '作者')})\s?[:：]\s?"
    r"[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,3})*(?![\u4e00-\u9fff：:])"
)
BYLINE_LONGEST: Final = 110
BRACKETED_BYLINE: Final = re.compile(
    r"[（(【\[][^（()）【】\[\]]{0,12}(?:记者|通讯员|摄影|实习生|作者|文|图)[^（()）【】\[\]]{1,60}[)）】\]]"
)


def is_byline(line: str) -> bool:
    """Whether a line only names the people of a piece (and their outlet), without being text."""
    if len(line) > BYLINE_LONGEST or re.search(r"[。！？；“”]|[，,].*[，,].*[，,]", line):
        return False
    found = list(ROLE.finditer(line))
    if not found or not _by_role(line):
        return False
    names = "".join(name for group in _by_role(line).values() for name in group)
    roles = "".join(match.group() for match in found)
    return len(names) + len(roles) >= len(re.sub(r"\W", "", line)) * 0.5


def credits_in(lines: Iterable[str], authors: Iterable[str] = ()) -> Credits:
    """The people named in byline lines and bracketed bylines; ``authors`` come from labels and meta tags."""
    collected: dict[str, list[str]] = {}
    for line in lines:
        for part in _bylines_in(line):
            for role, names in _by_role(part).items():
                collected.setdefault(role, []).extend(names)
    collected.setdefault("authors", []).extend(authors)
    unique = {role: tuple(dict.fromkeys(names)) for role, names in collected.items()}
    return Credits(**unique)


def _bylines_in(line: str) -> list[str]:
    """The line if it is a byline; else its bracketed bylines, or behind a label (记者：) what the label names."""
    if is_byline(line):
        return [line]
    bracketed = [match.group() for match in BRACKETED_BYLINE.finditer(line)]
    return bracketed or [match.group() for match in LABELLED_ROLE.finditer(line) if len(line) <= BYLINE_LONGEST]


def names_in(value: str) -> list[str]:
    """The personal names in the value of a label such as 作者：; nothing if it holds anything else."""
    parts = [part for part in re.split(r"[\s、，,;；/／|]+", value.strip()) if part]
    good = [part for part in parts if looks_like_name(part)]
    return good if len(good) == len(parts) <= 6 else []


def looks_like_name(text: str) -> bool:
    """Whether a text has the shape of a personal name: a family name and one or two characters, or a name with ·."""
    if not NAME.fullmatch(text) or NOT_NAMES.search(text):
        return False
    if "·" in text or "•" in text:
        return True
    return (text[0] in SURNAMES and len(text) <= 3) or (text.startswith(DOUBLE_SURNAMES) and len(text) >= 3)


def dateline_in(lines: Iterable[str]) -> str:
    """The place a report was sent from: 新华社北京7月1日电, or the end of a byline: 长沙报道."""
    for line in lines:
        if (wire := WIRE.match(line)) and not re.search(r"[月日年记者]", wire["place"]):
            return wire["place"]
        for part in [line] if is_byline(line) else [match.group() for match in BRACKETED_BYLINE.finditer(line[:120])]:
            report = PLACE_REPORT.search(part)
            if report and "记者" not in report["place"] and report["place"] not in {"摄影", "综合", "图文", "联合"}:
                return report["place"]
    return ""


def agency_in(line: str) -> str:
    """The agency or outlet that opens a report: 新华社北京7月1日电 → 新华社."""
    wire = WIRE.match(line)
    return (wire["agency"] or "") if wire else ""


def outlet_in(line: str) -> str:
    """The outlet before 记者 in a byline: 某某日报记者 张三 → 某某日报; empty for 本报 and the like."""
    found = OUTLET.search(line)
    return "" if found is None or GENERIC_OUTLET.search(found["outlet"]) else found["outlet"]


def _by_role(line: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    line = ROLE.sub(r" \g<0> ", REPORT.sub(" ; ", line))
    for match in ROLE.finditer(line):
        if match["pair"]:
            continue
        role = ROLES[match["long"] or match["short"]]
        names = NAMES.match(line, match.end())
        if names is None:
            continue
        for name in re.split(r"[\s、，,;；]+", names["names"]):
            if not name or ROLE.match(name) or NOT_NAMES.search(name):
                break
            if role == "authors" and not looks_like_name(name):
                break
            found.setdefault(role, []).append(name)
    if (caption := TAKEN_BY.search(line)) and not NOT_NAMES.search(caption["name"]):
        found.setdefault("photographers", []).append(caption["name"])
    return found

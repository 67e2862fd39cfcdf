"""Sample reprints: saved pages of invented sites, made from sample pieces by disguising them as content farms do."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from pypinyin import Style, lazy_pinyin

from pufa.accounts.models import Organisation, User
from pufa.editorial.models import PiecePage
from pufa.editorial.subjects import texts_of
from pufa.lib import clock
from pufa.tracing import actions
from pufa.tracing.models import Finding, FindingState, WebSite

Lines = list[str]
SITES: Final = {
    "sifa.example.cn": "示例：市司法局网站",
    "news.example.com": "示例：城市晚报",
    "fenxiang.example.net": "示例：分享网",
    "zixun.example.org": "示例：资讯大全",
    "bbs.example.com": "示例：居民论坛",
}
UNIT_SITE: Final = "sifa.example.cn"
SPAM: Final = "【示例广告】本页内容来自网络，点击下方领取优惠，更多精彩请关注示例公众号。"
FOREIGN: Final = (
    "周末带孩子逛公园，湖边新修了步道，平整好走，老人推着婴儿车也方便。",
    "回来的路上经过菜市场，顺手买了两把青菜，摊主找零时多给了一根葱。",
    "群里有人转了一段话，觉得有用，抄在这里给大家看看：",
)
NUMBERS: Final = str.maketrans("123456789一二三四五六七八九", "234567891二三四五六七八九一")


def add(pieces: list[PiecePage], *, now: datetime, office: User, editor: User, unit: Organisation) -> None:
    """Hands in saved pages of some pieces, and decides on a few of the copies found in them."""
    chosen = [piece for piece in pieces if len("".join(texts_of(piece))) > 180][:6]
    if len(chosen) < 6:
        return
    files = [_saved(number, piece, now) for number, piece in enumerate(chosen)]
    at = now - timedelta(hours=20)
    gathering = actions.ask_files(files=files, source="示例网页.zip", by=editor, now=at)
    actions.work_off(gathering=gathering, seconds=60, now=at)
    for host, name in SITES.items():
        site = WebSite.objects.filter(host=host).first()
        if site is not None:
            owner = unit if host == UNIT_SITE else None
            actions.name_site(site=site, name=name, organisation=owner, by=office)
    _decide(UNIT_SITE, FindingState.CONFIRMED, "", office, now - timedelta(hours=18))
    note = "示例：已向该网站客服邮箱投诉，编号 SL-001"
    _decide("fenxiang.example.net", FindingState.COMPLAINED, note, office, now - timedelta(hours=3))
    _decide("bbs.example.com", FindingState.TOLERATED, "示例：居民自发转述，注明即可", editor, now - timedelta(hours=2))


def _decide(host: str, to: FindingState, note: str, by: User, at: datetime) -> None:
    finding = Finding.objects.filter(page__site__host=host).order_by("pk").first()
    if finding is not None:
        actions.move(finding=finding, to=to, by=by, note=note, now=at)


def _saved(number: int, piece: PiecePage, now: datetime) -> actions.Upload:
    host, disguise, readers = DISGUISES[number]
    lines = disguise([piece.title, *texts_of(piece)])
    day = clock.in_shanghai(now - timedelta(days=3 - number % 3))
    address = f"https://{host}/{day:%Y%m%d}/{1000 + number}.html"
    shown = f"<p>阅读：{readers}</p>" if readers else ""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
    page = (
        f"<!DOCTYPE html>\n<!-- saved from url=({len(address):04}){address} -->\n"
        f'<html><head><meta charset="utf-8"><title>{html.escape(lines[0])}_{SITES[host]}</title></head><body>'
        f"<h1>{html.escape(lines[0])}</h1><p>{day:%Y-%m-%d} 10:{number:02}　来源：{_source(number)}</p>{shown}"
        f'<div class="article">{body}</div><p>示例数据：网站和网页均为虚构</p></body></html>'
    )
    return actions.Upload(f"{host}-{number}.html", page.encode())


def _source(number: int) -> str:
    return "株洲网络普法" if number == 0 else "网络"


def _plain(lines: Lines) -> Lines:
    return lines


def _with_readings(lines: Lines) -> Lines:
    """Every fourth character is followed by its reading, as the source article's copy has it."""

    def planted(line: str) -> str:
        readings = [(lazy_pinyin(sign, style=Style.NORMAL, errors="ignore") or [""])[0] for sign in line]
        return "".join(
            f"{sign}({reading})" if reading and place % 4 == 1 else sign
            for place, (sign, reading) in enumerate(zip(line, readings, strict=False))
        )

    return [lines[0], *(planted(line) for line in lines[1:])]


def _with_wrong_facts(lines: Lines) -> Lines:
    """Numbers are changed and a prohibition turned round."""
    return [lines[0], *(line.translate(NUMBERS).replace("不得", "可以").replace("不要", "要") for line in lines[1:])]


def _in_disguise(lines: Lines) -> Lines:
    """Unseen signs between the characters, and spam between the paragraphs."""
    return [lines[0], *(part for line in lines[1:] for part in ("\u200b".join(line), SPAM))]


def _quoted(lines: Lines) -> Lines:
    """A part of the piece within somebody's own words."""
    longest = sorted(lines[1:], key=len)[-3:]
    return ["周末随手记（示例）", *FOREIGN, *[line for line in lines if line in longest], FOREIGN[0][::-1]]


DISGUISES: Final[tuple[tuple[str, Callable[[Lines], Lines], str], ...]] = (
    (UNIT_SITE, _plain, "862"),
    ("news.example.com", _plain, "1.3万"),
    ("fenxiang.example.net", _with_readings, ""),
    ("zixun.example.org", _with_wrong_facts, "4,120"),
    ("zixun.example.org", _in_disguise, ""),
    ("bbs.example.com", _quoted, ""),
)

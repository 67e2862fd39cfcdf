"""Invented texts for the living page and the example pages; nothing here is real but the quoted sentences of laws."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.safestring import mark_safe

Context = dict[str, Any]
HERE: Final = "#"
CHINA: Final = ZoneInfo("Asia/Shanghai")


def _links(*labels: str) -> list[Context]:
    return [{"label": label, "url": HERE} for label in labels]


def _at(month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def frame() -> Context:
    """What every page's frame needs."""
    return {
        "site": {
            "name": "示例网络普法",
            "office": "示例市委网信办",
            "phone": "0000-1234 5678",
            "motto": "学一条 懂一条 用一条",
            "icp": "示例ICP备00000000号",
            "police_no": "示例公网安备00000000000000号",
            "hotlines": "举报网上违法信息：12377 · 要找律师：12348",
            "sample": "这是设计样张：文字、人名和数字都是编的。",
        },
        "nav": [*_links("查法律", "看专题", "学案例", "找活动", "认账号")],
        "footer_columns": [
            {
                "title": "看得清、听得见",
                "links": _links("长辈版（字大、步骤少）", "无障碍说明与键盘用法", "高对比度 · 深色 · 朗读"),
            },
            {
                "title": "订阅与数据",
                "links": _links("新文章订阅（Atom）", "活动日历订阅（ICS）", "公开数据下载（CSV）"),
            },
            {"title": "关于", "links": _links("我们不收集什么", "数字从哪里来", "改正记录")},
        ],
        "elders_url": "/design/elders/",
        "standard_url": "/design/home/",
        "accessibility_url": HERE,
        "search_url": "/design/search/",
    }


def elders_controls(asked: Mapping[str, str]) -> Context:
    """The two links of the elders' version; here by query text, on the site by path."""
    size = "larger" if asked.get("size") == "larger" else ""
    theme = "black" if asked.get("theme") == "black" else ""
    other_size = {"size": "" if size else "larger", "theme": theme}
    other_theme = {"size": size, "theme": "" if theme else "black"}
    return {
        "size": size,
        "theme": theme,
        "size_url": f"?{urlencode(other_size)}",
        "theme_url": f"?{urlencode(other_theme)}",
    }


def quiz() -> list[Context]:
    """One question's answers in all four states."""
    return [
        {"state": "rest", "text": "店家说了算，只能照填", "value": "1"},
        {"state": "right", "text": "修伞用不着生日，可以不填"},
        {"state": "wrong", "text": "随便编一个生日", "why": "不用编：法律给了你不填的权利。"},
        {"state": "chosen", "text": "先填上，回头再说", "value": "4"},
    ]


def cards() -> list[Context]:
    """Three articles of one law, all in force."""
    law = "《个人信息保护法》"
    longer = (
        "个人对其个人信息的处理享有知情权、决定权，<mark>有权限制或者拒绝</mark>他人对其个人信息进行处理；"
        "法律、行政法规另有规定的除外。"
    )
    quotes = (
        ("①", "第六条", "<mark>收集个人信息，应当限于实现处理目的的最小范围</mark>，不得过度收集个人信息。"),
        ("②", "第四十四条", longer),
        (
            "③",
            "第四十七条",
            "有下列情形之一的，个人信息处理者应当<mark>主动删除</mark>个人信息；……（三）个人撤回同意；……",
        ),
    )
    return [
        {"number": number, "law": law, "article": article, "quote": mark_safe(quote), "url": HERE, "state": "in_force"}
        for number, article, quote in quotes
    ]


def activities() -> list[Context]:
    """Three activities: just come, sign up, full."""
    rows = (
        ("木偶戏里讲防骗：《借我三百块》", _at(11, 26, 15, 30), "东桥街道 · 老戏台", "free", 0),
        ("一小时讲明白：单位怎样收个人信息", _at(11, 28, 9, 30), "新城区 · 市民之家二楼", "open", 34),
        ("宪法日：律师在广场答疑", _at(12, 4), "老城区 · 钟楼广场东门", "full", 0),
    )
    return [
        {
            "title": title,
            "url": HERE,
            "starts_at": at,
            "place": place,
            "state": state,
            "seats": seats,
            "sign_up_url": HERE,
        }
        for title, at, place, state, seats in rows
    ]


def issue() -> Context:
    """The latest issue of a series."""
    titles = _links(
        "转给别人之前，先问这三句",
        "“停水三天”是怎样传开的",
        "编谣言、传谣言，法律怎么管",
        "老人爱转文章，怎么劝不伤和气",
    )
    return {
        "series": "示例小报",
        "number": 36,
        "topic": "遏制网络谣言",
        "date": dt.date(2026, 11, 18),
        "titles": titles,
        "url": HERE,
        "total": 36,
    }


def _figures() -> list[Context]:
    rows = (
        (748, "场", "线下普法活动"),
        (112, "场", "培训"),
        (634210, "册", "发出的资料"),
        (712806, "条", "公益短信"),
        (36, "期", "示例小报"),
        (52, "个", "备案账号"),
    )
    return [{"amount": amount, "unit": unit, "name": name, "url": HERE} for amount, unit, name in rows]


def _doors() -> list[Context]:
    return [
        {
            "title": "一条心",
            "url": HERE,
            "text": "几个品牌，讲同一件事。",
            "links": _links("示例课堂", "示例小报", "清网案例"),
        },
        {
            "title": "一张网",
            "url": HERE,
            "text": "52 个账号，一起传一篇。",
            "links": _links("账号名录", "获奖作品", "木偶剪纸讲法"),
        },
        {
            "title": "最后一公里",
            "url": HERE,
            "text": "搬条小板凳，村口讲明白。",
            "links": _links("小板凳课堂", "村村响", "主题日"),
        },
    ]


def home() -> Context:
    """The sample home page."""
    return {
        "nav": frame()["nav"],
        "examples": _links("老板一直不发工资怎么办", "扫码点餐非要手机号", "孩子打赏主播能退吗"),
        "today": dt.date(2026, 11, 23),
        "doors": _doors(),
        "issue": issue(),
        "activities": activities(),
        "figures": _figures(),
        "names": _links(*(f"示例账号{number}" for number in "一二三四五六七八九")),
    }


def piece() -> Context:
    """The sample piece with three law cards."""
    one, two, three = cards()
    return {
        "title": "修把伞，凭什么要登记我的生日？",
        "nav": [{**link, "current": link["label"] == "看专题"} for link in frame()["nav"]],
        "crumbs": [*_links("首页", "示例小报", "个人信息保护"), {"label": "第 12 期"}],
        "issue": {"series": "示例小报", "number": 12, "topic": "个人信息保护", "total": 6, "others": 5, "url": HERE},
        "credits": {
            "people": [{"role": "文", "name": "林示例"}],
            "office": "示例市委网信办",
            "date": _at(11, 20),
            "minutes": 4,
            "gates": [
                {"label": "初审", "person": "甲同志"},
                {"label": "复审", "person": "乙同志"},
                {"label": "终审", "person": "丙同志"},
            ],
            "record_url": HERE,
        },
        "card_one": one,
        "card_two": two,
        "card_three": three,
        "options": quiz()[:3],
        "share_url": "https://pufa.example.cn/p/1120",
        "share_short": "pufa.example.cn/p/1120",
        "band": {
            "series": "示例小报",
            "number": 12,
            "total": 36,
            "url": HERE,
            "previous": {"number": 11, "title": "快递单撕不撕，差别在哪里", "url": HERE},
            "next": {"number": 13, "title": "小区门口刷脸，能不能选别的办法", "url": HERE},
        },
        "tags": _links("个人信息", "消费", "扫码"),
    }


def search() -> Context:
    """The sample page of search results."""
    counts = (("全部", 27), ("法条", 9), ("文章", 12), ("案例", 6))
    return {
        "title": "老板一直不发工资怎么办",
        "query": "老板一直不发工资怎么办",
        "nav": [{**link, "current": link["label"] == "查法律"} for link in frame()["nav"]],
        "tabs": [{"label": label, "count": count, "url": HERE, "current": label == "全部"} for label, count in counts],
        "asked_otherwise": _links("没签合同能要工资吗", "包工头跑了找谁要钱", "试用期不发工资"),
        "helplines": [
            ("12333", "劳动保障，可以投诉欠薪"),
            ("12348", "法律援助，困难的人不收钱"),
            ("12345", "不知道找谁，先打这个"),
        ],
        "pieces": [
            _found("讨薪四步：留证据、去投诉、申请仲裁、上法院", "欠条、考勤、聊天记录都算证据，早留早有用。", 10),
            _found("没签合同，工资也要得回来", "工作服、工牌、转账记录，都能说明你在那里上过班。", 9),
        ],
        "cases": [
            _found("某装修公司拖欠工人工资，支付令到期后到账", "工人凭欠条申请支付令，公司没有在期限内提出异议。", 3)
        ],
    } | _articles_found()


def _found(title: str, text: str, month: int) -> Context:
    return {"title": title, "url": HERE, "text": text, "source": "示例账号一", "date": _at(month, 8)}


def _articles_found() -> Context:
    month_by_month = "工资应当以货币形式按月支付给劳动者本人。<mark>不得克扣或者无故拖欠劳动者的工资。</mark>"
    order_to_pay = (
        "用人单位拖欠或者未足额支付劳动报酬的，"
        "<mark>劳动者可以依法向当地人民法院申请支付令</mark>，人民法院应当依法发出支付令。"
    )
    complaint = (
        "用人单位违反国家规定，拖欠或者未足额支付劳动报酬……的，"
        "<mark>劳动者可以向劳动行政部门投诉</mark>，劳动行政部门应当依法处理。"
    )
    in_force = {"state": "in_force", "url": HERE}
    return {
        "top_result": in_force
        | {
            "law": "《劳动法》",
            "article": "第五十条",
            "quote": mark_safe(month_by_month),
            "plain": "工资要按月发给你本人，老板不能没有道理地拖着不发。",
            "more": "看全文和引用它的 14 篇内容",
        },
        "articles": [
            in_force
            | {"law": "《劳动合同法》", "article": "第三十条", "note": "第二款", "quote": mark_safe(order_to_pay)},
            in_force | {"law": "《劳动争议调解仲裁法》", "article": "第九条", "quote": mark_safe(complaint)},
        ],
    }


def elders_page() -> Context:
    """The sample first page of the elders' version."""
    return {
        "title": "您想做什么？",
        "choices": [
            {"icon": "search", "title": "问一件事", "text": "可以说，也可以写", "url": HERE},
            {"icon": "shield-alert", "title": "防骗提醒", "text": "有人冒充医保，别点", "url": HERE},
            {"icon": "map-pin", "title": "小板凳课堂", "text": "今晚 7 点，村口", "url": HERE},
        ],
    }


EXAMPLES: Final[dict[str, Callable[[], Context]]] = {
    "home": home,
    "piece": piece,
    "search": search,
    "elders": elders_page,
}

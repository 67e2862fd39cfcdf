"""Saved pages of our own in the layouts Chinese sites use: same article, different surroundings."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from datetime import date, datetime

from pufa.lib.clock import SHANGHAI

TITLE = "青禾县把法律课堂搬到田间地头 百名讲师轮流驻村"
FIRST = (
    "秋收刚过，青禾县柳湾村的晒谷场上摆起了小板凳，一堂关于土地流转合同的法律课在这里开讲，四十多位村民围坐在讲师身边。"
)
MIDDLE = (
    "“合同上的面积要写清楚，四至也要写清楚。”讲师周敏一边念条文，一边把容易出错的地方抄在小黑板上。",
    "课堂为什么搬到田间",
    (
        "青禾县司法局介绍，过去的讲座多在县城礼堂举行，路远的村民来不了；今年起，一百名讲师分成二十组，轮流驻村，"
        "每组每月至少开讲两次。"
    ),
    "村民提出的问题会被记下来，带回县里归类。截至十月底，收到的问题有六百多条，其中土地、婚姻和借贷三类占了七成。",
)
LAST = "周敏说，等到农闲的时候，她还想把模拟法庭也搬到晒谷场上，让村民自己当一回审判员。"
BODY = (FIRST, *MIDDLE, LAST)
WHEN = datetime(2023, 11, 6, 9, 24, tzinfo=SHANGHAI)
FOREIGN = (
    "邻县苹果滞销", "本网站所刊登的文字和图片", "张编辑", "版权所有：某某传媒", "快来参加我们的有奖问答",
    "这条新闻真好", "首页 > 新闻", "返回搜狐", "举报电话",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """One page and what must be read from it."""

    name: str
    data: bytes
    source: str
    when: datetime | date = WHEN
    title: str = TITLE
    authors: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()


def paragraphs(tag: str = "p", opening: str = "") -> str:
    return "\n".join(f"<{tag}{opening}>　　{text}</{tag}>" for text in BODY)


def broken() -> str:
    return "<br/><br/>".join(f"&nbsp;&nbsp;{text}" for text in BODY)


MENU = "<div class='nav'><ul>" + "".join(f"<li><a href='/{n}'>频道{n}</a></li>" for n in range(12)) + "</ul></div>"
CRUMBS = "<div class='crumbs'><a href='/'>首页</a> &gt; <a href='/news'>新闻</a> &gt; 正文</div>"
RELATED = (
    "<div class='related-box'><h3>相关新闻</h3><ul>"
    + "".join(f"<li><a href='/a{n}'>邻县苹果滞销，志愿者上门帮忙包装发货（{n}）</a></li>" for n in range(6))
    + "</ul></div>"
)
PLAIN_LIST = (
    "<ul>"
    + "".join(f"<li><a href='/b{n}'>邻县苹果滞销第{n}日见闻</a> 2023-11-0{n}</li>" for n in range(1, 8))
    + "</ul>"
)
COMMENTS = (
    "<div id='comments'><p>这条新闻真好，希望我们村也有，路过的网友都来说一说吧。</p>"
    "<p>这条新闻真好，支持！请问下一站去哪里？</p></div>"
)
NOTICE = "<p>声明：本网站所刊登的文字和图片，来源于合作媒体，仅供读者参考，不代表本网站的立场。</p>"
FOOT = (
    "<div class='bottom'><p>版权所有：某某传媒集团　未经书面授权禁止使用</p>"
    "<p>某ICP备00000000号 举报电话：000-0000</p></div>"
)


def page(head: str, body: str, title: str = f"{TITLE}_县域新闻_某某网") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _portal() -> str:
    return page(
        "<meta charset='utf-8'>",
        f"{MENU}{CRUMBS}<div class='main-content'><h1 class='main-title'>{TITLE}</h1><div class='date-source'>"
        "<span class='date'>2023年11月06日 09:24</span> <a class='source' href='/'>青禾日报</a></div>"
        "<div class='page-tools'>缩小字体 放大字体 收藏 微博 微信 分享 12</div>"
        f"<div class='article' id='artibody'><p>原标题：{TITLE}</p>{paragraphs()}"
        f"<p class='show_author'>责任编辑：张编辑 </p></div></div>{RELATED}{COMMENTS}{FOOT}",
    )


def _government() -> str:
    return page(
        "<meta name='SiteName' content='青禾县人民政府'><meta name='ArticleTitle' content='" + TITLE + "'>"
        "<meta name='PubDate' content='2023-11-06 09:24'><meta name='ContentSource' content='青禾县司法局'>"
        "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>",
        f"<form><table><tr><td>{MENU}</td></tr><tr><td>您当前的位置：首页 &gt; 新闻 &gt; 部门动态</td></tr><tr><td>"
        f"<div class='con-title'>{TITLE}</div><div class='small-title'>发布日期：2023-11-06 "
        f"浏览次数：<span>88</span></div>"
        f"<div id='zoom' class='TRS_Editor'>{paragraphs()}</div><div>打印 关闭</div></td></tr></table></form>{FOOT}",
        "青禾县人民政府 部门动态",
    )


def _breaks() -> str:
    return page(
        "",
        f"{MENU}<h1>{TITLE}</h1><div class='news_about'><p>周敏/青禾日报</p><p>2023-11-06 09:24</p></div>"
        f"<div class='news_txt'><div>村民听课。青禾日报 图</div>{broken()}<br/>"
        "（原题为《晒谷场上的法律课》）<br/></div>"
        f"<div class='infor_item'>责任编辑：张编辑</div><div>快来参加我们的有奖问答，未经授权不得转载</div>"
        f"{COMMENTS}{FOOT}",
    )


def _account() -> str:
    return page(
        "",
        f"{MENU}<div class='left'><div class='user-info'><h4><a href='/u'>田野普法</a></h4>"
        f"<span>文章</span><em>321</em></div></div>"
        f"<div class='text'><div class='text-title'><h1>{TITLE} <span></span></h1><div class='article-info'>"
        "<span class='time' id='news-time'>2023-11-06 09:24</span></div></div>"
        f"<article class='article' id='mp-editor'><p data-role='original-title' style='display:none'>"
        f"原标题：{TITLE}</p>"
        + paragraphs().replace(LAST, LAST + "<a href='/'>返回搜狐，查看更多</a>")
        + "<p data-role='editor-name'>责任编辑：<span>张编辑</span></p></article></div>"
        f"<div class='statement'>平台声明：该文观点仅代表作者本人。</div>{RELATED}{FOOT}",
        f"{TITLE}_村民_讲师_合同",
    )


def _agency() -> str:
    return page(
        "",
        f"{MENU}<div class='h-title'>{TITLE}</div><div class='h-info'><span>2023-11-06 09:24:10</span>"
        f" 来源： <em>青禾通讯社</em></div>"
        f"<div id='p-detail'>{paragraphs()}<div class='zan'>+1</div><p>【纠错】 责任编辑： 张编辑</p></div>"
        f"<div class='hot'><h3>新闻评论</h3>{PLAIN_LIST}</div>{FOOT}",
        f"\n{TITLE}\n-青禾通讯社\n",
    )


def _finance() -> str:
    return page(
        "<meta name='author' content='某某财经网'>",
        f"{MENU}<div class='newsContent'><h1>{TITLE}</h1><div class='time-source'><div class='time'>"
        f"2023年11月06日 09:24</div>"
        "<div class='source'>来源：<img src='x.png' alt=''><span>证券早报</span></div><span>"
        "编辑：张编辑</span> <span>1.2万人浏览</span></div>"
        f"<div id='ContentBody' class='Body'>{paragraphs()}<p class='em_media'>（文章来源：证券早报）</p>"
        f"<p>(责任编辑：张编辑)</p>{NOTICE}</div></div>{PLAIN_LIST}{FOOT}",
    )


def _blog() -> str:
    """No class says anything; divs instead of paragraphs; menu and list without names."""
    links = "".join(f"<div><a href='/{n}'>邻县苹果滞销报道之{n}</a></div>" for n in range(15))
    return page(
        "",
        f"<div>{links}</div><div><div><div><h2>{TITLE}</h2><div>作者：李清 2023-11-06 09:24 "
        f"来源：乡土观察 浏览：233</div>"
        f"<div>{paragraphs('div')}</div><div>上一篇：<a href='/1'>邻县苹果滞销</a></div><div>下一篇：没有了</div></div>"
        f"<div>{links}</div></div></div>{FOOT}",
        TITLE,
    )


def _state() -> str:
    """The article is only in the data its script draws from."""
    content = html.escape(paragraphs())
    data = {
        "articleInfo": {"title": TITLE, "content": content, "publishTime": "2023-11-06 09:24:00", "source": "乡村号"}
    }
    return page("", f"{MENU}<div id='root'></div><script>window.__STATE__ = {json.dumps(data)};</script>{FOOT}", TITLE)


def _textarea() -> str:
    return page(
        "",
        f"{MENU}<div class='box'><textarea class='article-title'>{TITLE}</textarea><textarea "
        f"class='article-time'>1699233840000</textarea>"
        f"<textarea class='article-source-name'>环宇时讯</textarea><textarea class='article-content'>"
        f"{html.escape(paragraphs())}"
        f"</textarea></div>{FOOT}",
        TITLE,
    )


def _linked_data() -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "pubDate": "2023-11-06T09:24:00", "author": {"name": "李清"}}
    return page(
        f"<meta property='og:title' content='{TITLE}'><meta property='og:site_name' content='新禾客户端'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script>",
        f"<header>{MENU}</header><main><article><h1>{TITLE}</h1>{paragraphs()}</article></main>"
        f"{RELATED}<footer>{FOOT}</footer>",
    )


def _tables() -> str:
    """A page of 2003: nested tables, font tags, everything on one line, the source behind the text."""
    return (
        f"<html><head><title>{TITLE}</title></head><body><table width=760><tr><td width=150>"
        f"{PLAIN_LIST}</td><td><table>"
        f"<tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr><td align=center>"
        f"2023-11-6 9:24:00　点击：<script>x()</script></td></tr>"
        f"<tr><td class=content><font size=3>{broken()}</font></td></tr><tr><td>来源：青禾电视台</td></tr>"
        f"<tr><td>【打印】【关闭】</td></tr></table></td></tr></table><hr>{FOOT}</body></html>"
    )


def _spread() -> str:
    """Paragraphs in groups, advertisements and a list of other articles between them."""
    half = len(BODY) // 2
    first = "".join(f"<p>{text}</p>" for text in BODY[:half])
    second = "".join(f"<p>{text}</p>" for text in BODY[half:])
    return page(
        "",
        f"{MENU}<h1>{TITLE}</h1><p class='info'>来源：中部时报　记者：李清　　"
        "2023/11/06 09:24　　字号：小 中 大</p>"
        f"<div class='lead'>{FIRST}</div>"
        f"<div class='content'><div class='part'>{first}</div>"
        "<div class='ad-box'>快来参加我们的有奖问答，扫码即可领取，先到先得。</div>"
        f"<div class='part'>{second}</div></div><div class='tags'>标签：<a href='/t'>普法</a>"
        f"</div>{RELATED}{COMMENTS}{FOOT}",
    )


def _phone() -> str:
    return page(
        "<meta property='article:published_time' content='2023-11-06T09:24:00+08:00'>",
        f"<section class='top'><a href='/'>打开客户端</a></section><section class='page-main'>"
        f"<div class='head'><div class='tt'>{TITLE}</div>"
        "<div class='bar'><span class='account-name'>青禾发布</span><span>3天前</span><span>关注</span></div></div>"
        f"<section class='rich_media_content' id='js_content' style='visibility: hidden;'>"
        f"<section>{paragraphs('section')}</section></section>"
        f"<p>长按识别二维码关注我们</p><p>阅读 1024</p></section>{FOOT}",
        TITLE,
    )


def _youth() -> str:
    return page(
        "",
        f"{MENU}<div class='page_title'><h1>{TITLE}</h1><div><span id='pubtime_baidu'>发稿时间：2023-11-06 "
        f"09:24:00</span> "
        "<span id='source_baidu'>来源：<a href='/'>青年时讯</a></span> <span id='author_baidu'>"
        "作者：李清</span></div></div>"
        f"<div class='page_text'><div id='container'><div class='TRS_Editor'><style>p{{}}</style>"
        f"{paragraphs()}</div></div>"
        f"<div class='editor'>责任编辑：张编辑</div></div>{RELATED}{FOOT}",
    )


def _dateline() -> str:
    text = paragraphs().replace(FIRST, "青禾新闻网柳湾11月6日电（记者 李清）" + FIRST)
    return page(
        "",
        f"{MENU}<div class='left-t'>2023年11月06日 09:24　来源：青禾新闻网参与互动</div><h1 "
        f"style='display:block'>{TITLE}</h1>"
        f"<div class='left_zw'>{text}<p>【编辑:张编辑】</p></div>{RELATED}{FOOT}",
    )


def _address_only() -> str:
    return page(
        "<link rel='canonical' href='http://news.example.cn/2023/1106/c1001-1.html'>",
        f"{MENU}<h1>{TITLE}</h1><div>来源：青禾周刊</div><div class='box_con'>{paragraphs()}<p>"
        f"(责编：张编辑)</p></div>{RELATED}{FOOT}",
    )


def _messenger() -> str:
    """An account's page: the headline only in og:title, the time only in a script variable."""
    return page(
        f"<meta property='og:title' content='{TITLE}'>",
        f"<div class='rich_media'><h2 class='rich_media_title' id='activity-name'>\n  {TITLE}\n</h2><div class='meta'>"
        "<span class='rich_media_meta rich_media_meta_text'>李清</span><span class='rich_media_meta_nickname'>"
        "<a id='js_name'> 青禾普法 </a></span></div><div class='rich_media_content' id='js_content'>"
        f"{paragraphs('section')}<section><p>点击下方关注我们</p></section></div></div>"
        f"<script>var biz = '{'x' * 80}'; var ct = '1699233840';</script>",
        "",
    )


def _list_in_state() -> str:
    """The article is a list of paragraphs in a script's data."""
    rows = [{"type": "text", "desc": text} for text in BODY]
    data = {"title": TITLE, "media": "青禾融媒", "pubtime": "2023-11-06 09:24:00", "content": rows}
    script = f"<script>window.DATA = {json.dumps(data, ensure_ascii=False)};</script>"
    return page("", f"{MENU}<div id='app'></div>{script}{FOOT}", f"{TITLE}_某某新闻")


def _notice() -> str:
    """A government page that calls itself by the office's name, with a table of file data above the headline."""
    return page(
        "",
        "<table><tr><td>索 引 号：</td><td>000/2023-00095</td><td>主题分类：</td><td>司法</td>"
        "</tr><tr><td>发文机关：</td>"
        "<td>青禾县人民政府办公室</td><td>成文日期：</td><td>2023年11月03日</td></tr></table>"
        f"<div class='title'>{TITLE}</div><div>发布时间：2023-11-06 09:24　来源：县政府办　字体：【大 中 小】</div>"
        f"<div id='UCAP-CONTENT'>{paragraphs()}</div><div>扫一扫在手机打开当前页</div><div>"
        f"打印本页 关闭窗口</div>{FOOT}",
        "青禾县人民政府",
    )


def _crowd() -> str:
    """Far more comments than article, in a box without a name."""
    words = "这条新闻真好，我在村里也听过这样的课，讲师讲得很细，大家都爱听，希望以后多多组织，留言第{}号。"
    crowd = "".join(f"<div><span>读者{n}</span><p>{words.format(n)}</p></div>" for n in range(40))
    return page(
        "",
        f"{MENU}<div><h1>{TITLE}</h1><div>2023-11-06 09:24 青禾网</div><div>{paragraphs()}</div></div>"
        f"<div class='lst'><h3>网友评论</h3>{crowd}</div>{FOOT}",
    )


LAYOUTS = (
    Layout("portal", _portal().encode(), "青禾日报"),
    Layout("government", _government().encode("gb18030"), "青禾县司法局"),
    Layout("breaks", _breaks().encode(), "青禾日报", authors=("周敏",)),
    Layout("account", _account().encode(), "田野普法"),
    Layout("agency", _agency().encode(), "青禾通讯社", datetime(2023, 11, 6, 9, 24, 10, tzinfo=SHANGHAI)),
    Layout("finance", _finance().encode("gbk"), "证券早报"),
    Layout("blog", _blog().encode(), "乡土观察", authors=("李清",)),
    Layout("state", _state().encode(), "乡村号"),
    Layout("textarea", _textarea().encode(), "环宇时讯"),
    Layout("linked-data", _linked_data().encode(), "新禾客户端", authors=("李清",)),
    Layout("tables", _tables().encode("gb18030"), "青禾电视台"),
    Layout("spread", _spread().encode(), "中部时报", reporters=("李清",)),
    Layout("phone", _phone().encode("utf-8-sig"), "青禾发布"),
    Layout("youth", _youth().encode("utf-16"), "青年时讯", authors=("李清",)),
    Layout("dateline", _dateline().encode(), "青禾新闻网", reporters=("李清",)),
    Layout("messenger", _messenger().encode(), "青禾普法"),
    Layout("list in state", _list_in_state().encode(), "青禾融媒"),
    Layout("notice", _notice().encode("gb18030"), "县政府办"),
    Layout("crowd", _crowd().encode(), "青禾网"),
    Layout("address", _address_only().encode(), "青禾周刊", date(2023, 11, 6)),
)

"""A small published programme for tests, made through the actions people use."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wagtail.models import Page

from pufa.editorial import actions as editorial_actions
from pufa.editorial.models import BrandPage, Issue, PiecePage, SeriesPage
from pufa.portal import actions
from pufa.portal.models import HomePage, TextPage

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOTLINES = "12348 法律援助，困难的人不收钱\n12333 劳动保障，可以投诉欠薪\n12345 不知道找谁，先打这个"
QUESTIONS = "押金不退怎么办\n扫码点餐非要手机号\n孩子打赏主播能退吗"
PIECES = (
    (
        "押金不退，先做这三件事",
        "租房到期，房东说墙上有个钉眼，押金一分不退。",
        ("租房", "合同"),
        (
            "合同写明的事，照合同办；没写的，看有没有真的损坏。搬走那天把房间拍下来，连同水电表一起拍。",
            "房东要扣钱，请他列出扣什么、扣多少、凭什么。他说不出来，你可以要回来。",
            "谈不拢，打电话给消费者组织或者向法院起诉。金额小的案子有快办法。",
        ),
    ),
    (
        "扫码点餐，凭什么要我的手机号？",
        "点一碗粉，先要手机号，再要位置，还要生日。",
        ("个人信息保护",),
        (
            "吃饭付钱就行，手机号不是吃饭少不了的东西。店家要，你可以不给。",
            "店家说不给就不卖，你可以请服务员用纸笔点。",
            "个人信息一旦给出去，收回来很费力。先问一句：拿去做什么？",
        ),
    ),
    (
        "转发之前，先问这三句话",
        "谁说的？什么时候的事？别处有没有？",
        ("网络谣言",),
        (
            "一条消息让人又气又怕，往往就是为了让你转。",
            "停下来查一查，谣言就少走一步。",
            "编造的人要担责任，明知是假还传的人也一样。",
        ),
    ),
    (
        "老板拖欠工资，证据怎么留",
        "欠条、考勤、聊天记录，都能帮你说话。",
        ("劳动",),
        (
            "工资要按月发给本人。老板一直不发工资，先把考勤和聊天记录存好。",
            "打 12333 投诉，或者申请仲裁。",
            "仲裁一般要在一年内提，别拖过了。",
        ),
    ),
    (
        "孩子拿手机打赏，钱能要回来吗",
        "看年纪，看数额，看家长知不知道。",
        ("未成年人", "网络消费"),
        (
            "八岁以下的孩子花的钱，家长可以要回来。",
            "大一些的孩子，要看这笔钱和他的年纪相称不相称。",
            "先跟平台说，留下付款的记录。",
        ),
    ),
    (
        "村里来了“免费体检”，先问几句",
        "送鸡蛋，测血压，最后卖的是八千元的床垫。",
        ("老年人", "网络消费"),
        (
            "免费的东西后面，常常跟着很贵的东西。",
            "不交身份证，不留银行卡，不当场付钱。",
            "已经买了，七天里可以商量退货。",
        ),
    ),
)


@dataclass
class Programme:
    """What was made."""

    home: HomePage
    brand: BrandPage
    other: BrandPage
    series: SeriesPage
    pieces: list[PiecePage]
    issues: list[Issue]
    text_page: TextPage


def start(**text: str) -> HomePage:
    """A site with its home page and nothing else."""
    words = {"phone": "0000-1234 5678", "motto": "学一条 懂一条 用一条", "questions": QUESTIONS, "hotlines": HOTLINES}
    return actions.start_site(name="示例网络普法", office="示例市委网信办", by=None, **(words | text))


def publish(piece: PiecePage, at: datetime) -> PiecePage:
    """Makes a piece public as it is, without the reviews."""
    piece.save_revision(clean=False).publish(skip_permission_checks=True)
    Page.objects.filter(pk=piece.pk).update(first_published_at=at, last_published_at=at)
    return PiecePage.objects.get(pk=piece.pk)


def write(parent: Page, number: int, issue: Issue | None = None) -> PiecePage:
    """A draft of one of the texts."""
    title, standfirst, topics, paragraphs = PIECES[number % len(PIECES)]
    round_ = number // len(PIECES)
    return editorial_actions.create_piece(
        parent=parent,
        title=f"{title}（{round_ + 1}）" if round_ else title,
        standfirst=standfirst,
        body=[("paragraph", f"<p>{text}</p>") for text in paragraphs],
        credits=[("author", "林示例", "示例市委网信办")],
        topics=topics,
        keywords=topics,
        issue=issue,
        by=None,
        now=START,
    )


def programme(pieces: int = 6) -> Programme:
    """Two brands, a series with numbered issues, some pieces, a plain page."""
    home = start()
    brand = editorial_actions.create_brand(
        parent=home, kind="topical", title="示例e点通", standfirst="每期讲透一件网上的事。", by=None, now=START
    )
    other = editorial_actions.create_brand(
        parent=home, kind="enforcement", title="示例净网", standfirst="用办过的案子讲清规矩。", by=None, now=START
    )
    series = editorial_actions.create_series(
        parent=brand, title="网上的日子", standfirst="点餐、购物、租房。", by=None, now=START
    )
    made, issues = [], []
    for number in range(pieces):
        at = START + timedelta(weeks=number)
        if number == pieces - 1 and pieces > 1:
            made.append(publish(write(other, number), at))
            continue
        issue = editorial_actions.create_issue(
            brand=brand, series=series, number=number + 1, published_on=at.date(), by=None, now=at
        )
        issues.append(issue)
        made.append(publish(write(series, number, issue), at))
    text_page = home.add_child(
        instance=TextPage(title="怎么找到我们", body="<p>一楼大厅，带上证件。</p>", show_in_menus=True)
    )
    text_page.save_revision(clean=False).publish(skip_permission_checks=True)
    return Programme(HomePage.objects.get(pk=home.pk), brand, other, series, made, issues, text_page)

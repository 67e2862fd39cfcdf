"""The sample city's convention: ten clauses of our own, signed by its 52 accounts; two reports; the wall."""

from datetime import datetime, timedelta
from typing import Final

from pufa.accounts.models import User
from pufa.demo import reviews
from pufa.pledges import actions, queries
from pufa.pledges.actions.signing import Signatory
from pufa.pledges.models import Promise

PREAMBLE: Final = "示例公约：为本项目编写。我们这些新媒体账号，愿意把下面十条当成自己的规矩。"
CLAUSES: Final = (
    "先核实，再发布；来源写清楚，拿不准的不发。",
    "发现错了马上改，改过的地方让读者看得见。",
    "不造谣、不传谣，不用断章取义的标题骗人点开。",
    "别人的文章、图片、音乐，先得到同意再用，用了写明出处。",
    "不泄露别人的电话、住址、照片和孩子的信息。",
    "报道案件和事故，给当事人留尊严，给未成年人打好码。",
    "广告就写明是广告，不把推销混在新闻里。",
    "不刷量、不买粉、不组织水军。",
    "评论区有人骂人，及时提醒、及时处理。",
    "每季度至少做一期普法内容，用大家听得懂的话讲。",
)
WALL: Final = {Promise.CHECK: 214, Promise.DATA: 187, Promise.KIND: 163}


def add(people: dict[str, User], now: datetime) -> None:
    """Written, approved by three people, signed; one report is decided, one is heard."""
    office, at = people["bangong"], now - timedelta(days=300)
    made = actions.write(
        slug="new-media", title="株洲市新媒体文明公约", preamble=PREAMBLE, clauses="\n".join(CLAUSES), by=office, now=at
    )
    reviews.approve(actions.submit(convention=made, by=office, now=at), people, at + timedelta(hours=1))
    made.refresh_from_db()
    for number, account in enumerate(queries.not_yet(made)):
        who = Signatory.of_account(account)
        when = at + timedelta(days=2, minutes=number)
        actions.sign(convention=made, who=who, signed_by=account.operator or "负责人", confirmed=who.name, by=office,
                     now=when)  # fmt: skip
    some = list(queries.signatories(made)[20:22])
    for number, one in enumerate(some):
        breach = actions.report(
            convention=made, signatory=one, clause=number + 2, text="示例反映：标题与内容不符，更正没有说明。", now=now
        )
        actions.hear(breach=breach, by=office, now=now)
    for promise, count in WALL.items():
        for _one in range(count // 40):
            actions.promise(promises=[promise], now=now - timedelta(days=1))
    actions.count_wall(now=now)

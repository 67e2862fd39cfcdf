"""The sample city's accounts: four leading ones, forty-eight of departments, their figures, and what wants care.

Nine department names and two follower figures are the city's own as a newspaper told them; everything else, account
IDs and addresses above all, is invented and leads nowhere.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from pufa.accounts.models import Organisation, User
from pufa.lib import clock
from pufa.matrix import actions
from pufa.matrix.actions import inspections, suspects
from pufa.matrix.models import Account, Platform
from pufa.matrix.plausibility import Counted

SEED: Final = 20241126
PLATFORMS: Final = ("wechat", "weibo", "douyin")
# Sector: (name of the account, short name of its unit).
CHANNELS: Final = {
    "lead": "新闻株洲 新闻株洲|直播株洲 直播株洲|株洲发布 株洲发布|知株侠 知株侠",
    "law": (
        "平安株洲 市委政法委|清廉株洲 市纪委监委|株洲警事 市公安局|株洲中院 市中级人民法院|株洲检察 市人民检察院|"
        "株司小微 市司法局|株洲消防（示例） 市消防救援支队|株洲信访（示例） 市信访局"
    ),
    "livelihood": (
        "株洲教育（示例） 市教育局|株洲人社（示例） 市人力资源和社会保障局|株洲卫健（示例） 市卫生健康委|"
        "株洲文旅（示例） 市文化旅游广电体育局|株洲市监（示例） 市市场监督管理局|株洲民政（示例） 市民政局|"
        "株洲税务（示例） 市税务局|株洲应急（示例） 市应急管理局|株洲住建（示例） 市住房和城乡建设局|"
        "株洲城管（示例） 市城市管理和综合执法局|株洲交通（示例） 市交通运输局|株洲农业（示例） 市农业农村局|"
        "株洲水利（示例） 市水利局|株洲商务（示例） 市商务和粮食局|株洲医保（示例） 市医疗保障局|"
        "株洲统计（示例） 市统计局|株洲气象（示例） 市气象局"
    ),
    "economy": (
        "株洲发改（示例） 市发展和改革委员会|株洲财政（示例） 市财政局|株洲工信（示例） 市工业和信息化局|"
        "株洲科技（示例） 市科学技术局|株洲环保（示例） 市生态环境局|株洲审计（示例） 市审计局|"
        "株洲林业（示例） 市林业局|"
        "株洲国资（示例） 市国资委|株洲退役（示例） 市退役军人事务局|株洲数据（示例） 市数据局|"
        "株洲资规（示例） 市自然资源和规划局|株洲邮政（示例） 市邮政管理局"
    ),
    "society": (
        "株洲工会 市总工会|株洲共青团 团市委|株洲女性 市妇联|株洲科协（示例） 市科学技术协会|株洲侨联（示例） 市侨联|"
        "株洲残联（示例） 市残疾人联合会|株洲文联（示例） 市文学艺术界联合会|株洲红会（示例） 市红十字会|"
        "株洲工商联（示例） 市工商业联合会"
    ),
    "other": "株洲宣传（示例） 市委宣传部|株洲党校（示例） 市委党校",
}
# The two figures a newspaper told, over all platforms: 103万 and 174万.
TOLD: Final = {"株司小微": 1_030_000, "株洲共青团": 1_740_000}
SHARES: Final = {"wechat": 0.3, "weibo": 0.2, "douyin": 0.5}
HISTORY_DAYS: Final = 56
STEP: Final = 7
DAILY: Final = 14
OPENED_DAYS_AGO: Final = 330
SAMPLE_SIZE: Final = 12
# Nothing was posted there for eleven days: in three more it fails, unless its unit is warned in time.
QUIET: Final = ("株洲工会", "weibo")
QUIET_DAYS: Final = 11


def add(units: dict[str, Organisation], people: dict[str, User], now: datetime) -> None:
    """Everything of the matrix, in the order of time."""
    office = people["bangong"]
    accounts = list(_accounts(units, office, now))
    _figures(accounts, office, now)
    _posts(accounts, now)
    _filings(accounts, people, now)
    _lookalikes(office, now)
    actions.look_through_posts(now=now)
    actions.raise_alerts(now=now)
    today = clock.shanghai_day(now)
    inspections.draw(
        year=today.year, quarter=(today.month - 1) // 3 + 1, size=SAMPLE_SIZE, seed="示例种子", by=office, now=now
    )


def _accounts(units: dict[str, Organisation], office: User, now: datetime) -> Iterator[Account]:
    platforms = {one.code: one for one in Platform.objects.all()}
    opened = clock.shanghai_day(now) - timedelta(days=OPENED_DAYS_AGO)
    for sector, text in CHANNELS.items():
        for number, pair in enumerate(text.split("|")):
            name, unit = pair.split(" ")
            count = 3 if sector == "lead" or name in TOLD else 2 if name == QUIET[0] else 1 + number % 2
            for code in PLATFORMS[:count]:
                handle = f"sample-{units[unit].code}-{code}"
                fields = {
                    "platform": platforms[code],
                    "organisation": units[unit],
                    "supervisor": units["市委网信办"],
                    "sector": sector,
                    "name": name,
                    "handle": handle,
                    "address": f"https://{code}.example/{handle}",
                    "certification": units[unit].name,
                    "operator": "示例管理员",
                    "contact": f"1300001{number:04}",
                    "purpose": "发布本单位信息和普法内容（示例）",
                }
                at = now - timedelta(days=OPENED_DAYS_AGO - 9)
                yield actions.register(fields=fields, happened_on=opened, by=office, now=at)


def _figures(accounts: list[Account], office: User, now: datetime) -> None:
    """Weeks of counts as one delivery: weekly at first, daily for the last two weeks."""
    chance = random.Random(SEED)  # noqa: S311  (sample data that must be the same every time)
    last = clock.shanghai_day(now) - timedelta(days=1)
    ages = [*range(HISTORY_DAYS, DAILY, -STEP), *range(DAILY, -1, -1)]
    rows: list[Counted] = []
    for account in accounts:
        final = _followers(account, chance)
        growth = chance.uniform(0.0004, 0.0025)
        for age in ages:
            values = {"followers": round(final * (1 - growth) ** age)}
            if age <= DAILY:
                values |= _of_a_day(final, chance)
                values["posts"] *= not _is_quiet(account)
            rows.append(Counted(account.pk, last - timedelta(days=age), values, len(rows) + 2))
    outcome = actions.bring_figures(rows=rows, source="file", file_name="示例数据.xlsx", by=office, now=now)
    if outcome.batch.state != "accepted":
        raise RuntimeError(f"the sample figures raise doubts: {outcome.batch.doubts[:3]}")


def _followers(account: Account, chance: random.Random) -> int:
    if account.name in TOLD:
        return round(TOLD[account.name] * SHARES[account.platform.code])
    return chance.randrange(40_000, 160_000) if account.sector == "lead" else chance.randrange(2_000, 60_000)


def _is_quiet(account: Account) -> bool:
    return (account.name, account.platform.code) == QUIET


def _of_a_day(followers: int, chance: random.Random) -> dict[str, int]:
    reads = round(followers * chance.uniform(0.02, 0.08))
    likes = round(reads * chance.uniform(0.01, 0.04))
    return {"reads": reads, "likes": likes, "comments": likes // 6, "shares": likes // 4, "posts": chance.randrange(3)}


def _posts(accounts: list[Account], now: datetime) -> None:
    """The last posts of each account; the titles are those of sample notices."""
    titles = ("扫码点餐，凭什么要我的手机号？", "年底防诈：熟人借钱先打电话", "宪法日活动预告（示例）")
    for number, account in enumerate(accounts):
        start = QUIET_DAYS if _is_quiet(account) else 1 + number % 3
        posts = [
            actions.SeenPost(
                f"sample-{account.pk}-{age}",
                title,
                now - timedelta(days=start + age * 3),
                text=f"{title}\n本条为示例内容。",
                reads=800 + 37 * number + 11 * age,
                looks=12,
                likes=30 + number,
                shares=18,
                is_headline=age == 0,
            )
            for age, title in enumerate(titles)
        ]
        actions.see_posts(account=account, posts=posts, now=now)


def _filings(accounts: list[Account], people: dict[str, User], now: datetime) -> None:
    own = next(one for one in accounts if one.name == "株司小微" and one.platform.code == "douyin")
    actions.file_hand_over(
        account=own,
        operator="袁静（示例）",
        contact="13000019999",
        record="原管理员调岗，账号密码、绑定手机和素材盘已当面移交（示例）。",
        happened_on=clock.shanghai_day(now) - timedelta(days=4),
        by=people["lianluo"],
        now=now - timedelta(days=1),
    )


def _lookalikes(office: User, now: datetime) -> None:
    platforms = {one.code: one for one in Platform.objects.all()}
    suspects.add_suspect(
        platform=platforms["weibo"], name="株州发布官方", handle="sample-imitation", note="群众举报（示例）", by=office,
        now=now - timedelta(days=2),
    )  # fmt: skip

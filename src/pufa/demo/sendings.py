"""The sample city's channels: 52 accounts on six kinds of connectors, and one piece on its way to all of them.

The platforms are sample platforms on this machine (`pufa.matrix.fakes`): nothing leaves it.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from pufa.accounts.models import User
from pufa.demo.channels import CHANNELS, OPENED_DAYS_AGO
from pufa.distribution import actions
from pufa.distribution.models import Shape
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix import actions as matrix_actions
from pufa.matrix import fakes
from pufa.matrix.actions.filings import register
from pufa.matrix.models import Account, Platform

KINDS: Final = ("wechat", "weibo", "webhook", "mastodon")  # those with a sample platform
NOWHERE: Final = "http://127.0.0.1:9"  # until the sample platforms are started and their address is known


def add(published: list[PiecePage], people: dict[str, User], now: datetime) -> None:
    """Connects the accounts, makes all renditions of the newest piece, and plans it for 52 accounts at once."""
    accounts = _connected(people["bangong"], now)
    piece = published[-1]
    piece.refresh_from_db()
    made = {shape: actions.propose(piece=piece, shape=shape, by=people["bianji"], now=now) for shape in Shape.values}
    actions.plan(
        piece=piece,
        accounts=accounts,
        renditions=[*made[Shape.ARTICLE], *made[Shape.SHORT]],
        by=people["bangong"],
        now=now,
    )


def point_to(base: str, folder: Path) -> None:
    """Tells every connected account where the sample platforms answer today, and the platforms who is who."""
    store = fakes.Store(folder)
    try:
        for account in Account.objects.filter(connector__in=KINDS, connector_settings__has_key="base_url"):
            store.put(account.connector, "accounts", account.handle, _facts(account))
            told = dict(account.connector_settings)
            address = f"{base}/{account.connector}"
            if told["base_url"] != address:
                told["base_url"] = address
                matrix_actions.choose_connector(account=account, connector=account.connector, settings=told, by=None)
    finally:
        store.close()


def _facts(account: Account) -> dict[str, object]:
    return {"name": account.name, "followers": 1000, "is_expired": False}


def _connected(office: User, now: datetime) -> list[Account]:
    """One account of each name, connected as its sector is."""
    found = []
    for sector, text in CHANNELS.items():
        for number, pair in enumerate(text.split("|")):
            name = pair.split(" ")[0]
            account = _account(name, sector, number, office, now)
            _connect(account, _kind(account, sector, number), now)
            found.append(account)
    return found


def _account(name: str, sector: str, number: int, office: User, now: datetime) -> Account:
    own = Account.objects.registered().filter(name=name)
    first = own.order_by("platform__position").select_related("platform", "organisation", "supervisor").first()
    if first is None:
        raise LookupError(name)
    if sector == "other":
        return _second(first, office, now)
    weibo = own.filter(platform__code="weibo").select_related("platform", "organisation").first()
    return weibo if weibo is not None and sector in {"law", "livelihood"} and number % 2 else first


def _second(first: Account, office: User, now: datetime) -> Account:
    """An account of the same unit on a server of its own, for those that have one."""
    fields = {
        "platform": Platform.objects.get(code="mastodon"),
        "organisation": first.organisation,
        "supervisor": first.supervisor,
        "sector": first.sector,
        "name": first.name,
        "handle": first.handle.replace("wechat", "fediverse"),
        "operator": "示例管理员",
        "purpose": "发布本单位信息和普法内容（示例）",
    }
    opened = clock.shanghai_day(now) - timedelta(days=OPENED_DAYS_AGO)
    return register(fields=fields, happened_on=opened, by=office, now=now - timedelta(days=OPENED_DAYS_AGO - 9))


def _kind(account: Account, sector: str, number: int) -> str:
    if account.platform.code in {"weibo", "mastodon"}:
        return account.platform.code
    if sector == "economy":
        return "webhook"
    return ("copyready", "webpage", "wechat")[number % 3] if sector == "society" else "wechat"


def _connect(account: Account, kind: str, now: datetime) -> None:
    if kind not in KINDS:
        matrix_actions.choose_connector(account=account, connector=kind, settings={}, by=None, now=now)
        account.refresh_from_db()
        return
    values = fakes.load(kind).values(account.handle)
    if kind == "weibo":
        values["safe_domain"] = urlsplit(settings.BASE_URL).hostname or "127.0.0.1"
    reach = {"base_url": f"{NOWHERE}/{kind}", "allow_private": True}
    matrix_actions.choose_connector(account=account, connector=kind, settings=reach, by=None, now=now)
    matrix_actions.set_credential(account=account, values=values, by=None, now=now)
    account.refresh_from_db()

"""Accounts and what belongs to them for tests, made through the actions."""

from datetime import timedelta
from itertools import count

from django.test import Client

from pufa.accounts.models import Organisation, Role, User
from pufa.accounts.tests import factories as accounts
from pufa.lib import clock
from pufa.matrix import actions
from pufa.matrix.models import Account, Platform
from pufa.matrix.plausibility import Counted

_numbers = count(1)


def platform(code: str = "weibo") -> Platform:
    return Platform.objects.get(code=code)


def person(role: str, organisation: Organisation | None = None, **given: object) -> User:
    return accounts.person(role, organisation=organisation, email=f"p{next(_numbers)}@example.cn", **given)


def office() -> User:
    return person(Role.OFFICE)


def fields(**given: object) -> dict[str, object]:
    number = next(_numbers)
    plain = {
        "platform": platform(), "organisation": None, "sector": "law", "name": f"示例账号{number}",
        "handle": f"sample-{number}", "address": f"https://weibo.example/{number}", "operator": "示例人",
        "contact": "13800001234",
    }  # fmt: skip
    told = {**plain, **given}
    if told["organisation"] is None:
        told["organisation"] = accounts.organisation()
    return told


def account(days_ago: int = 100, **given: object) -> Account:
    day = clock.today() - timedelta(days=days_ago)
    now = clock.now() - timedelta(days=max(0, days_ago - 5))
    return actions.register(fields=fields(**given), happened_on=day, by=None, now=now)


def counted(one: Account, days_ago: int, row: int = 2, **values: int) -> Counted:
    return Counted(one.pk, clock.today() - timedelta(days=days_ago), values, row)


def sign_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser

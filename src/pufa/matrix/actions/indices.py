"""Reckons indices from recorded posts and figures; each value is a row with its formula, version and inputs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix import indices
from pufa.matrix.actions.permissions import require_unit
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, AccountFigure, IndexKind, IndexValue, Post

WCI_PLATFORM = "wechat"


def reckon_index(
    *, account: Account, first_day: date, last_day: date, by: User | None, now: datetime | None = None
) -> IndexValue:
    """WCI for a WeChat account, BCI for any other, over these days; the same inputs again give the same row.

    Raises MatrixError: bad_day, too_few (nothing recorded to reckon from); NotAllowedError.
    """
    require_unit(by, account.organisation)
    moment = now or clock.now()
    if not clock.FIRST_DAY <= first_day <= last_day <= clock.shanghai_day(moment):
        raise MatrixError(_("The first day must not lie behind the last, nor the last in the future."), code="bad_day")
    is_wci = account.platform.code == WCI_PLATFORM
    value, inputs = (_wci if is_wci else _bci)(account, first_day, last_day)
    version, formula = (
        (indices.WCI_VERSION, indices.WCI_FORMULA) if is_wci else (indices.BCI_VERSION, indices.BCI_FORMULA)
    )
    with transaction.atomic():
        row, is_new = IndexValue.objects.get_or_create(
            account=account, kind=IndexKind.WCI if is_wci else IndexKind.BCI, version=version, first_day=first_day,
            last_day=last_day, value=value, defaults={"formula": formula, "inputs": inputs, "reckoned_at": moment},
        )  # fmt: skip
        if is_new:
            detail = {"kind": row.kind, "version": version, "value": str(value)}
            audit_actions.record(by=by, verb="matrix.index_reckoned", key=account.key, title=account.name,
                                 detail=detail, now=moment)  # fmt: skip
    return row


def _wci(account: Account, first_day: date, last_day: date) -> tuple[Decimal, dict[str, Any]]:
    articles = [
        indices.Article(
            indices.Counts(post.reads or 0, post.looks or 0, post.likes or 0, post.shares or 0), post.is_headline
        )
        for post in _posts(account, first_day, last_day)
        if post.reads is not None
    ]
    if not articles:
        raise MatrixError(_("No article with reads is recorded in these days."), code="too_few")
    return indices.wci_of(articles, days=(last_day - first_day).days + 1)


def _bci(account: Account, first_day: date, last_day: date) -> tuple[Decimal, dict[str, Any]]:
    figures = AccountFigure.objects.filter(account=account, day__range=(first_day, last_day))
    told = figures.aggregate(posts=Sum("posts"), reposts=Sum("shares"), comments=Sum("comments"), likes=Sum("likes"))
    if all(value is None for value in told.values()):
        raise MatrixError(_("No figures are recorded in these days."), code="too_few")
    inputs = {name: int(value or 0) for name, value in told.items()}
    inputs["posts"] = inputs["posts"] or len(_posts(account, first_day, last_day))
    return indices.bci(**inputs), {**inputs, "days": (last_day - first_day).days + 1}


def _posts(account: Account, first_day: date, last_day: date) -> list[Post]:
    span = (clock.start_of_day(first_day), clock.start_of_day(last_day + timedelta(days=1)))
    return list(Post.objects.filter(account=account, published_at__gte=span[0], published_at__lt=span[1]))

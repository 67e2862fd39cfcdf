"""Looks at every account by the rules, raises and settles alerts, and warns the units in time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.lib import clock
from pufa.matrix import rules
from pufa.matrix.actions.permissions import require_office
from pufa.matrix.errors import MatrixError
from pufa.matrix.models import Account, Alert, HealthRule, NoticedChange, Platform, Post, RuleKind
from pufa.review import registry as review_registry
from pufa.review.drafts import Draft

CHUNK: Final = 500
MOST_POSTS: Final = 200
LOOK_THROUGH: Final = timedelta(days=14)
# Which findings of review's machine checks concern an account: a wrong citation of a law, and misprints.
CITATIONS: Final = "law_citations"
MISPRINTS: Final = frozenset({"doubled_punctuation", "traditional_characters"})
Told = dict[str, Any]


def change_rule(
    *,
    kind: str,
    platform: Platform | None,
    days: int,
    warn_days: int,
    weight: str,
    is_on: bool,
    by: User | None,
    now: datetime | None = None,
) -> HealthRule:
    """Sets a rule for a platform, or for all (None). Raises NotAllowedError, MatrixError (unknown_kind)."""
    require_office(by)
    if kind not in RuleKind.values or weight not in HealthRule.Weight.values:
        raise MatrixError(_("There is no such rule."), code="unknown_kind")
    told = {"days": days, "warn_days": warn_days, "weight": weight, "is_on": is_on}
    with transaction.atomic():
        rule, _is_new = HealthRule.objects.update_or_create(kind=kind, platform=platform, defaults=told)
        detail = {"kind": kind, "platform": platform.code if platform else "", **told}
        audit_actions.record(by=by, verb="matrix.rule_changed", key=f"rule:{rule.pk}", title=kind, detail=detail,
                             now=now)  # fmt: skip
    return rule


def raise_alerts(*, now: datetime, accounts: Iterable[int] | None = None) -> int:
    """Looks at all accounts in the register (or those of these numbers); gives how many alerts changed."""
    kept = _rules()
    found = Account.objects.registered().select_related("platform", "credential")
    if accounts is not None:
        found = found.filter(pk__in=list(accounts))
    numbers = list(found.values_list("pk", flat=True))
    changed = _settle_closed(now)
    for start in range(0, len(numbers), CHUNK):
        changed += _look_at(numbers[start : start + CHUNK], kept, now)
    return changed


def look_through_posts(*, now: datetime, most: int = MOST_POSTS) -> int:
    """Runs the machine checks over posts not looked through yet; gives how many had findings.

    What is found stands with the post's account until a newer text of the post is clean or two weeks have passed.
    """
    waiting = Post.objects.filter(looked_through_at=None, published_at__gte=now - LOOK_THROUGH)
    with_findings = 0
    for post in waiting.order_by("published_at", "pk")[:most]:
        found = findings(post)
        Post.objects.filter(pk=post.pk).update(looked_through_at=now, found=found)
        with_findings += bool(found)
    return with_findings


def findings(post: Post) -> list[Told]:
    """Misprints and wrong citations in a post, as review's machine checks see them."""
    draft = Draft(title=post.title, paragraphs=tuple(line for line in post.text.splitlines() if line.strip()))
    told = []
    for check in review_registry.checks():
        kind = RuleKind.CITATION if check.code == CITATIONS else RuleKind.MISPRINT
        if kind is RuleKind.MISPRINT and check.code not in MISPRINTS:
            continue
        for one in check.run(draft):
            if kind is RuleKind.CITATION and one.level is not review_registry.Level.BLOCK:
                continue
            told.append({"kind": kind.value, "message": str(one.message), "excerpt": one.excerpt})
    return told


def _rules() -> list[tuple[str | None, rules.Rule]]:
    return [
        (
            rule.platform.code if rule.platform else None,
            rules.Rule(rule.kind, rule.days, rule.warn_days, rule.weight == HealthRule.Weight.FAILS),
        )
        for rule in HealthRule.objects.filter(is_on=True).select_related("platform")
    ]


def _look_at(numbers: Sequence[int], kept: Sequence[tuple[str | None, rules.Rule]], now: datetime) -> int:
    """One portion of accounts, with a fixed number of questions."""
    noticed = NoticedChange.objects.filter(settled_at=None)
    odd = Post.objects.filter(published_at__gte=now - LOOK_THROUGH).exclude(found=[])
    accounts = Account.objects.filter(pk__in=numbers).select_related("platform", "credential").prefetch_related(
        Prefetch("noticed", noticed, "open_noticed"), Prefetch("seen_posts", odd, "odd_posts"),
        Prefetch("alerts", Alert.objects.exclude(state=Alert.State.SETTLED), "open_alerts"),
    )  # fmt: skip
    by_platform: dict[str, list[rules.Rule]] = {}
    today, changed = clock.shanghai_day(now), 0
    for account in accounts:
        code = account.platform.code
        own = by_platform.setdefault(code, rules.chosen(kept, code))
        hits = {hit.kind: hit for hit in rules.judge(_facts(account), own, today)}
        changed += _update(account, hits, now)
    return changed


def _facts(account: Any) -> rules.Facts:
    day = clock.shanghai_day
    credential = getattr(account, "credential", None)
    odd = [
        {**told, "title": post.title, "url": post.url}
        for post in account.odd_posts for told in post.found
    ]  # fmt: skip
    noticed = sorted(account.open_noticed, key=lambda one: one.seen_at)
    return rules.Facts(
        last_post_on=day(account.last_post_at) if account.last_post_at else None,
        has_interaction=account.has_interaction,
        noticed_on=day(noticed[0].seen_at) if noticed else None,
        noticed=tuple(one.field for one in noticed),
        check_due_on=account.check_due_on,
        expires_on=credential.expires_on if credential else None,
        address_fault=account.address_fault,
        address_looked_on=day(account.address_looked_at) if account.address_looked_at else None,
        citations=tuple(one for one in odd if one["kind"] == RuleKind.CITATION),
        misprints=tuple(one for one in odd if one["kind"] == RuleKind.MISPRINT),
    )


def _update(account: Any, hits: dict[str, rules.Hit], now: datetime) -> int:
    known = {alert.kind: alert for alert in account.open_alerts}
    changed = 0
    for kind, alert in known.items():
        hit = hits.get(kind)
        if hit is None:
            changed += _settle(account, alert, now)
        elif (alert.state, alert.fails_on, alert.evidence) != (hit.state, hit.fails_on, hit.evidence):
            is_worse = alert.state != hit.state
            alert.state, alert.fails_on, alert.evidence = hit.state, hit.fails_on, hit.evidence
            alert.save(update_fields=["state", "fails_on", "evidence"])
            changed += is_worse
    for kind, hit in hits.items():
        if kind not in known:
            changed += _raise(account, hit, now)
    return changed


def _raise(account: Account, hit: rules.Hit, now: datetime) -> int:
    try:
        with transaction.atomic():
            Alert.objects.create(account=account, kind=hit.kind, state=hit.state, fails_on=hit.fails_on,
                                 evidence=hit.evidence, raised_at=now)  # fmt: skip
            audit_actions.record(by=None, verb="matrix.alert_raised", key=account.key, title=account.name,
                                 detail={"kind": hit.kind, "state": hit.state}, now=now)  # fmt: skip
    except IntegrityError:
        # Another worker looked at the same account at the same time.
        return 0
    return 1


def _settle(account: Account, alert: Alert, now: datetime) -> int:
    with transaction.atomic():
        open_one = Alert.objects.filter(pk=alert.pk).exclude(state=Alert.State.SETTLED)
        if not open_one.update(state=Alert.State.SETTLED, settled_at=now):
            return 0
        audit_actions.record(by=None, verb="matrix.alert_settled", key=account.key, title=account.name,
                             detail={"kind": alert.kind}, now=now)  # fmt: skip
    return 1


def _settle_closed(now: datetime) -> int:
    """Alerts of accounts that left the register."""
    gone = Alert.objects.exclude(state=Alert.State.SETTLED).exclude(account__state=Account.State.ACTIVE)
    return sum(_settle(alert.account, alert, now) for alert in gone.select_related("account"))

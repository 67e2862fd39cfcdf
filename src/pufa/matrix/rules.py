"""Judges an account by the rules: what it fails now, and what it will fail on which day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

Evidence = dict[str, Any]
FAILING: Final = "failing"
FORESEEN: Final = "foreseen"
HINT: Final = "hint"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its limit in days, how many days before it a warning goes out, and whether a hit fails the account."""

    kind: str
    days: int = 0
    warn_days: int = 3
    fails: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an account today; None where nothing is known."""

    last_post_on: date | None = None
    has_interaction: bool | None = None
    noticed_on: date | None = None
    noticed: tuple[str, ...] = ()
    check_due_on: date | None = None
    expires_on: date | None = None
    address_fault: str = ""
    address_looked_on: date | None = None
    citations: tuple[Evidence, ...] = ()
    misprints: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that is broken (failing or hint) or will be on `fails_on` (foreseen), and what shows it."""

    kind: str
    state: str
    fails_on: date | None = None
    evidence: Evidence = field(default_factory=dict)


def judge(facts: Facts, rules: Iterable[Rule], today: date) -> list[Hit]:
    """Every rule the account breaks or soon will."""
    return [hit for rule in rules for hit in _CHECKS[rule.kind](facts, rule, today)]


def chosen(rules: Sequence[tuple[str | None, Rule]], platform: str) -> list[Rule]:
    """The rules for one platform: its own where it has one, else the one for all; `rules` are (platform code, rule)."""
    found = {rule.kind: rule for code, rule in rules if code is None}
    found |= {rule.kind: rule for code, rule in rules if code == platform}
    return list(found.values())


def _by_day(rule: Rule, fails_on: date, today: date, evidence: Evidence) -> Iterator[Hit]:
    if today >= fails_on:
        yield Hit(rule.kind, FAILING if rule.fails else HINT, fails_on, evidence)
    elif today >= fails_on - timedelta(days=rule.warn_days):
        yield Hit(rule.kind, FORESEEN, fails_on, evidence)


def _now(rule: Rule, evidence: Evidence) -> Iterator[Hit]:
    yield Hit(rule.kind, FAILING if rule.fails else HINT, None, evidence)


def _no_update(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.last_post_on is not None and rule.days:
        silent = (today - facts.last_post_on).days
        evidence = {"last_post_on": facts.last_post_on.isoformat(), "silent_days": silent, "limit_days": rule.days}
        yield from _by_day(rule, facts.last_post_on + timedelta(days=rule.days), today, evidence)


def _no_interaction(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.has_interaction is False:
        yield from _now(rule, {})


def _unfiled_change(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.noticed_on is not None:
        evidence = {"noticed_on": facts.noticed_on.isoformat(), "fields": list(facts.noticed), "limit_days": rule.days}
        yield from _by_day(rule, facts.noticed_on + timedelta(days=rule.days), today, evidence)


def _annual_check(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.check_due_on is not None:
        yield from _by_day(rule, facts.check_due_on, today, {"due_on": facts.check_due_on.isoformat()})


def _credential(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.expires_on is not None:
        yield from _by_day(rule, facts.expires_on, today, {"expires_on": facts.expires_on.isoformat()})


def _dead_link(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.address_fault:
        looked = facts.address_looked_on.isoformat() if facts.address_looked_on else ""
        yield from _now(rule, {"fault": facts.address_fault, "looked_on": looked})


def _citation(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.citations:
        yield from _now(rule, {"found": list(facts.citations)})


def _misprint(facts: Facts, rule: Rule, today: date) -> Iterator[Hit]:
    if facts.misprints:
        yield from _now(rule, {"found": list(facts.misprints)})


_CHECKS: Final = {
    "no_update": _no_update,
    "no_interaction": _no_interaction,
    "unfiled_change": _unfiled_change,
    "annual_check": _annual_check,
    "credential": _credential,
    "dead_link": _dead_link,
    "citation": _citation,
    "misprint": _misprint,
}

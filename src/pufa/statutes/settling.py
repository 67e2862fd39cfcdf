"""Settles what a set of law texts means together: from when each holds, what repealed what. Plain Python, no store.

In this order: an override; the amending decision of the same day in the same set; the day the source names. A text
whose source names only the law's first day counts from the day it was promulgated, and says that this is assumed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from pufa.statutes import amending, names
from pufa.statutes.overrides import Override
from pufa.statutes.parsing import Heading, heading
from pufa.statutes.records import ArticleText, LawText, Note, Settled, SettledLaw

_AMENDING = re.compile(r"关于修改《(?P<name>[^《》]+)》的决定$")
_CRIMINAL = re.compile(rf"^{names.STATE}刑法修正案")
_REPEALS = re.compile(r"(?P<laws>(?:[^《》。；]{0,60}《[^《》]+》[、和，]?)+)(?:自本法施行之日起)?同时废止")
_NAMED = re.compile(r"《([^《》]+)》")
_FORCE = re.compile(r"自(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日起施行")
CRIMINAL_LAW: Final = f"{names.STATE}刑法"


def force_day(text: str) -> date | None:
    """The day a text says it comes into force (自…年…月…日起施行), None if it names none."""
    found = _FORCE.search(text)
    return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None


def settle(texts: Iterable[LawText], rules: Mapping[str, Override]) -> tuple[list[SettledLaw], list[Note]]:
    """Laws with their texts in order, laws named only by what repealed them, and what rules decided."""
    by_name: defaultdict[str, list[LawText]] = defaultdict(list)
    for text in texts:
        by_name[text.name].append(text)
    notes: list[Note] = []
    _work_in(by_name, notes)
    decisions = _decisions(by_name)
    laws = {name: _law(name, found, rules.get(name), decisions, notes) for name, found in by_name.items()}
    _mark_repeals(laws, rules, notes)
    return sorted(laws.values(), key=lambda law: law.name), notes


def _work_in(by_name: dict[str, list[LawText]], notes: list[Note]) -> None:
    """Adds the text each 修正案 leads to, where it is later than the latest text held of its law."""
    amendments = [text for name, texts in by_name.items() if amending.amended_law(name) in by_name for text in texts]
    for amendment in sorted(amendments, key=lambda text: (text.promulgated_on, text.name)):
        name = amending.amended_law(amendment.name)
        latest = max(by_name[name], key=lambda text: text.promulgated_on)
        if amendment.promulgated_on <= latest.promulgated_on:
            continue
        try:
            by_name[name].append(amending.worked_in(latest, amendment))
        except amending.NotUnderstoodError as step:
            notes.append(Note(name, "amendment not worked in", f"{amendment.name}: {step}", amendment.where))
            return
        message = f"the text of {amendment.promulgated_on} is the one before with {amendment.name} worked in"
        notes.append(Note(name, "amendment worked in", message, amendment.where))


def _decisions(by_name: Mapping[str, list[LawText]]) -> dict[tuple[str, date], date]:
    """(amended law, day of the decision) -> day the amendment comes into force."""
    found: dict[tuple[str, date], date] = {}
    for name, texts in by_name.items():
        amending = _AMENDING.search(name)
        target = amending["name"] if amending else CRIMINAL_LAW if _CRIMINAL.match(name) else ""
        for text in texts:
            if target and (on := text.force_on or text.first_force_on):
                found[names.tidy(target), text.promulgated_on] = on
    return found


def _law(
    name: str,
    texts: list[LawText],
    rule: Override | None,
    decisions: Mapping[tuple[str, date], date],
    notes: list[Note],
) -> SettledLaw:
    ordered = sorted(texts, key=lambda text: text.promulgated_on)
    latest = ordered[-1]
    settled = [_text(text, rule, decisions, notes) for text in ordered]
    notes.extend(Note(name, "source", remark) for text in texts for remark in text.remarks)
    if rule is not None:
        what = "; ".join(part for part in (_names_of(rule), rule.reason) if part)
        notes.append(Note(name, "override" if rule.is_verified else "override, to be checked", what, rule.source))
    repealed = True if latest.is_marked_repealed else None
    return SettledLaw(
        name=name,
        short_name=names.short_name(name),
        kind=latest.kind or names.kind_of(name),
        field=_last_said(text.field for text in ordered),
        issuer=_last_said(text.issuer for text in ordered),
        abbreviations=rule.abbreviations if rule else (),
        note=rule.note if rule else "",
        texts=tuple(settled),
        is_repealed=repealed if rule is None or rule.repealed is None else rule.repealed,
        repealed_on=rule.repealed_on if rule else None,
        repealed_by=rule.repealed_by if rule else "",
    )


def _last_said(values: Iterable[str]) -> str:
    """The last of the values that says something."""
    return next((value for value in reversed(list(values)) if value), "")


def _names_of(rule: Override) -> str:
    told = [
        f"repealed={rule.repealed}" if rule.repealed is not None else "",
        *(f"{day} in force {on}" for day, on in sorted(rule.force.items())),
        f"also called {'、'.join(rule.abbreviations)}" if rule.abbreviations else "",
        f"first heading {rule.first_part}" if rule.first_part else "",
    ]
    return ", ".join(part for part in told if part)


def _text(
    text: LawText, rule: Override | None, decisions: Mapping[tuple[str, date], date], notes: list[Note]
) -> Settled:
    if rule is not None and rule.first_part and (first := heading(rule.first_part)) is not None:
        text = replace(text, articles=_with_first_part(text.articles, first))
    day = text.promulgated_on
    if rule is not None and day in rule.force:
        on = rule.force[day]
        return Settled(text, on, not rule.is_verified and on != text.force_on)
    if (text.name, day) in decisions:
        on = decisions[text.name, day]
        notes.append(Note(text.name, "amending decision", f"the text of {day} is in force from {on}"))
        return Settled(text, on, is_assumed=False)
    if text.force_on is not None:
        return Settled(text, text.force_on, is_assumed=False)
    message = f"nobody says from when the text of {day} holds: counted from that day"
    notes.append(Note(text.name, "assumed day", message))
    return Settled(text, day, is_assumed=True)


def _with_first_part(articles: tuple[ArticleText, ...], first: Heading) -> tuple[ArticleText, ...]:
    """The articles before the second part gain the heading of the first."""
    gained = []
    is_first = True
    for article in articles:
        is_first = is_first and not any(one.level == "part" for one in article.place)
        gained.append(replace(article, place=(first, *article.place)) if is_first else article)
    return tuple(gained)


def _mark_repeals(laws: dict[str, SettledLaw], rules: Mapping[str, Override], notes: list[Note]) -> None:
    """Follow each 同时废止: mark the laws it names, and add those only known by it."""
    for law in sorted(laws.values(), key=lambda one: one.name):
        for text in law.texts:
            for article in text.text.articles:
                for name in repealed_names(article.text):
                    if name != law.name:
                        on = force_day(article.text) or text.text.first_force_on or text.force_on
                        _mark(laws, name, law.name, on, rules.get(name), notes)


def repealed_names(text: str) -> list[str]:
    """The laws an article repeals: 《甲法》、《乙法》同时废止."""
    return [names.tidy(name) for found in _REPEALS.finditer(text) for name in _NAMED.findall(found["laws"])]


def _mark(laws: dict[str, SettledLaw], name: str, by: str, on: date, rule: Override | None, notes: list[Note]) -> None:
    known = laws.get(name)
    if rule is not None and rule.repealed is False:
        return
    if known is None:
        laws[name] = _named_only(name, rule)
        notes.append(Note(name, "known by name", f"repealed by {by} on {on}; its text is not in the source"))
    elif known.repealed_by or any(one.text.promulgated_on >= on for one in known.texts):
        return
    laws[name] = replace(laws[name], is_repealed=True, repealed_by=by, repealed_on=on)


def _named_only(name: str, rule: Override | None) -> SettledLaw:
    return SettledLaw(
        name=name,
        short_name=names.short_name(name),
        kind=names.kind_of(name),
        field="",
        issuer="",
        abbreviations=rule.abbreviations if rule else (),
        note=rule.note if rule else "",
    )

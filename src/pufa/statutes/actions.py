"""Writing the library: taking in the laws of a source."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pufa.accounts.models import User
from pufa.audit import actions as audit_actions
from pufa.edge import purge
from pufa.lib import clock, slugs
from pufa.statutes import names, overrides, parsing, signals
from pufa.statutes.models import COLUMNS, SLUG_LENGTH, Article, Division, Import, Kind, Law, Version, packed
from pufa.statutes.parsing import Heading
from pufa.statutes.records import ArticleText, LawText, Note, Problem, Settled, SettledLaw
from pufa.statutes.settling import settle
from pufa.statutes.sources import Source

PREFIX = "/law/"


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: numbers of laws, what could not be read, what rules decided."""

    created: int
    changed: int
    same: int
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]


def laws_folder() -> Path:
    """Where the data file and an installation's own overrides lie."""
    return Path(getattr(settings, "LAWS_FOLDER", Path(settings.HOME) / "laws"))


def import_laws(source: Source, *, by: User | None, now: datetime | None = None) -> Report:
    """Takes in every law of a source, each in a transaction of its own, and keeps a report.

    A text that cannot be read changes nothing and stands in `problems`. Texts already held of other days stay. Doing it
    twice changes nothing the second time. Raises OverridesError when the file of rules cannot be used.
    """
    now = now or clock.now()
    found = list(source.read())
    rules = overrides.load(laws_folder())
    laws, notes = settle([one for one in found if isinstance(one, LawText)], rules)
    problems = tuple(one for one in found if isinstance(one, Problem))
    done, touched = {"created": 0, "changed": 0, "same": 0}, []
    for law in _repealers_first(laws):
        outcome = _take_in(law, source.label, by=by, now=now)
        done[outcome] += 1
        touched += [law.name] if outcome != "same" else []
    with transaction.atomic():
        Import.objects.create(
            at=now,
            source=source.label,
            problems=[str(problem) for problem in problems],
            notes=[[note.law, note.rule, note.message, note.source] for note in notes],
            **done,
        )
        detail = {**done, "problems": len(problems)}
        audit_actions.record(
            by=by, verb="statutes.imported", key="laws:all", title=source.label, detail=detail, now=now
        )
        if done["created"] or done["changed"]:
            purge.purge_prefix(PREFIX)
            slugs_touched = list(Law.objects.filter(name__in=touched).values_list("slug", flat=True))
            signals.laws_changed.send(Import, slugs=slugs_touched, now=now)
    return Report(**done, problems=problems, notes=tuple(notes))


def _repealers_first(laws: list[SettledLaw]) -> list[SettledLaw]:
    """Each law after the one that repealed it, so that it can point to it."""
    by_name = {law.name: law for law in laws}

    def depth(law: SettledLaw) -> int:
        steps, seen = 0, {law.name}
        while (above := by_name.get(law.repealed_by)) is not None and above.name not in seen:
            seen.add(above.name)
            steps, law = steps + 1, above
        return steps

    return sorted(laws, key=depth)


@transaction.atomic
def _take_in(settled: SettledLaw, source: str, *, by: User | None, now: datetime) -> str:
    """Writes one law with its texts; gives created, changed or same."""
    law = Law.objects.filter(name=settled.name).first()
    is_new = law is None
    if law is None:
        law = Law(name=settled.name, slug=_free_slug(settled), initials=names.initials(settled.short_name))
    before = _fields(law) if not is_new else {}
    _fill(law, settled)
    fields_changed = _fields(law) != before
    if fields_changed:
        law.save()
    held = {version.promulgated_on: version for version in law.versions.all()}
    texts_changed = [_write_text(law, text, held, source) for text in settled.texts]
    days_changed = _chain_days(law)
    if is_new:
        return "created"
    if not (fields_changed or any(texts_changed) or days_changed):
        return "same"
    detail = {"source": source, "texts": [str(text.text.promulgated_on) for text in settled.texts]}
    audit_actions.record(
        by=by, verb="statutes.law_changed", key=f"law:{law.slug}", title=law.name, detail=detail, now=now
    )
    return "changed"


def _fields(law: Law) -> dict[str, object]:
    return {column: getattr(law, column) for column in COLUMNS}


def _fill(law: Law, settled: SettledLaw) -> None:
    """What the source says; where it says nothing, what is held stays."""
    law.short_name = settled.short_name
    law.kind = settled.kind or law.kind or Kind.LAW
    law.field = settled.field or law.field
    law.issuer = settled.issuer or law.issuer
    law.note = settled.note
    law.abbreviations = list(settled.abbreviations)
    if settled.is_repealed is not None:
        law.is_repealed, law.repealed_on, law.repealed_by = settled.is_repealed, settled.repealed_on, None
        if settled.repealed_by:
            law.repealed_by = Law.objects.filter(name=settled.repealed_by).first()


def _free_slug(settled: SettledLaw) -> str:
    """A new law's address; a second law of the same reading gets some signs of its name's digest behind."""
    slug = slugs.slug_of(settled.short_name, SLUG_LENGTH - 7) or "law"
    if Law.objects.filter(slug=slug).exists():
        slug = f"{slug}-{hashlib.sha256(settled.name.encode()).hexdigest()[:6]}"
    return slug


def _write_text(law: Law, settled: Settled, held: dict[date, Version], source: str) -> bool:
    """Writes one text if it is new or differs from what is held; whether it did."""
    digest = _digest(settled)
    version = held.get(settled.text.promulgated_on)
    if version is not None and version.digest == digest:
        return False
    if version is None:
        version = Version(law=law, promulgated_on=settled.text.promulgated_on)
    version.in_force_from = settled.force_on
    version.in_force_to = None
    version.is_day_assumed = settled.is_assumed
    version.first_in_force_on = settled.text.first_force_on
    version.preamble = settled.text.preamble
    version.source, version.digest = source, digest
    version.save()
    version.articles.all().delete()
    version.divisions.all().delete()
    _write_articles(version, settled.text.articles)
    return True


def _digest(settled: Settled) -> str:
    text = settled.text
    content = [
        parsing.EDITION,
        str(settled.force_on), settled.is_assumed, str(text.first_force_on), text.preamble,
        [[a.number, a.sub, a.label, list(a.lines), [h.text for h in a.place]] for a in text.articles],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _write_articles(version: Version, articles: Iterable[ArticleText]) -> None:
    divisions: list[Division] = []
    rows: list[tuple[ArticleText, Division | None]] = []
    place: tuple[Heading, ...] = ()
    for article in articles:
        new = _new_headings(place, article.place)
        for one in new:
            level = parsing.ORDER.index(one.level) if one.mark else 0
            divisions.append(
                Division(version=version, order=len(divisions), level=level, mark=one.mark, title=one.title)
            )
        place = article.place
        rows.append((article, divisions[-1] if place else None))
    Division.objects.bulk_create(divisions)
    Article.objects.bulk_create(
        [
            Article(
                version=version,
                division=division,
                order=order,
                number=article.number,
                sub=article.sub,
                label=article.label,
                text=article.text,
                outline=packed(parsing.outline(article.text)),
            )
            for order, (article, division) in enumerate(rows)
        ],
        batch_size=500,
    )


def _new_headings(before: tuple[Heading, ...], after: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings that stand between two articles."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    return after[same:]


def _chain_days(law: Law) -> bool:
    """Ends each text the day before the next begins, the last with the law; whether anything moved."""
    versions = sorted(law.versions.all(), key=lambda one: (one.in_force_from, one.promulgated_on))
    moved = []
    for version, after in zip_longest(versions, versions[1:]):
        end = after.in_force_from if after else law.repealed_on if law.is_repealed else None
        last = end - timedelta(days=1) if end else None
        if version.in_force_to != last:
            version.in_force_to = last
            moved.append(version)
    Version.objects.bulk_update(moved, ["in_force_to"])
    return bool(moved)

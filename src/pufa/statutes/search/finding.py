"""Answers a lay question with articles in force."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F
from django.db.models.functions import Length

from pufa.lib import clock
from pufa.statutes import queries
from pufa.statutes.models import Article
from pufa.statutes.search import colloquial, dense, filling, index, ranking, snippets
from pufa.statutes.search.facts import Fact
from pufa.statutes.search.words import tidy

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; `snippet` is (text, whether it was asked for) in order; `law` is the full name.

    `from_day` is the first day of a text that is not yet in force, else None.
    """

    law: str
    short_name: str
    article: int
    sub: int
    score: float
    label: str
    url: str
    snippet: tuple[snippets.Part, ...]
    from_day: date | None = None


def ranked(
    question: str,
    *,
    limit: int = 10,
    law: str | None = None,
    field: str | None = None,
    on: date | None = None,
    patiently: bool = False,
) -> list[tuple[Fact, float]]:
    """The articles in force on a day (default today) that answer a question, best first, without their texts.

    A law without a text in force is found by its text to come. `law` (full name) and `field` narrow the search.
    `patiently` waits until the vectors, where there are any, have been read (`dense`). Raises IndexBusyError when
    there is no index yet and another process has been making it for too long.
    """
    asked = tidy(question)
    if not asked or limit < 1:
        return []
    labels = tuple(f"{kind}:{value}" for kind, value in (("law", law), ("field", field)) if value)
    opened = index.open_index(filling.ensure())
    vectors = dense.loaded(opened, patiently=patiently)
    day = on or clock.today()
    return ranking.ranked(opened, asked, day=day, labels=labels, limit=min(limit, MOST), vectors=vectors)


def find(
    question: str,
    *,
    limit: int = 10,
    law: str | None = None,
    field: str | None = None,
    on: date | None = None,
    patiently: bool = False,
) -> tuple[Hit, ...]:
    """As `ranked`, with the passage of each article that tells most. Raises IndexBusyError."""
    found = ranked(question, limit=limit, law=law, field=field, on=on, patiently=patiently)
    today = on or clock.today()
    rows = Article.objects.select_related("version__law").in_bulk([fact.pk for fact, _ in found])
    wanted = " ".join((tidy(question), *colloquial.meant_by(question).terms))
    return tuple(_hit(rows[fact.pk], fact, score, wanted, today) for fact, score in found if fact.pk in rows)


def _hit(row: Article, fact: Fact, score: float, wanted: str, today: date) -> Hit:
    first = row.version.in_force_from
    return Hit(
        law=fact.law,
        short_name=fact.short_name,
        article=fact.number,
        sub=fact.sub,
        score=score,
        label=row.label,
        url=f"{row.version.law.get_absolute_url()}{row.place}/",
        snippet=snippets.snippet(row.text, wanted),
        from_day=first if first > today else None,
    )


def law_names(prefix: str, *, limit: int = 10) -> tuple[str, ...]:
    """Short names of laws of which a text is held, for characters or initials typed (gxb → 个人信息保护法)."""
    typed = tidy(prefix)
    if not typed:
        return ()
    names = queries.laws(text=typed).filter(versions__isnull=False, is_repealed=False).distinct()
    begins = names.filter(short_name__startswith=typed) | names.filter(initials__startswith=typed.lower())
    ordered = [*begins.order_by(Length("short_name"), F("name")), *names]
    return tuple(dict.fromkeys(law.short_name for law in ordered))[:limit]

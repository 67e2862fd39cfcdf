"""The library as the catalogue that citations are checked against, made once after each import."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db import connection

from pufa.statutes import names, queries
from pufa.statutes.citations.catalogue import Article, Catalogue, LawText, Version
from pufa.statutes.citations.renumbering import renumbering
from pufa.statutes.models import Article as Row
from pufa.statutes.models import Law

Key = tuple[int, int]


class _Articles(Mapping[Key, Article]):
    """Articles by number, taken apart when first asked for: a check looks at a few of 26,000."""

    def __init__(self, texts: dict[Key, str]) -> None:
        self._texts = texts
        self._ready: dict[Key, Article] = {}

    def __getitem__(self, key: Key) -> Article:
        if key not in self._ready:
            self._ready[key] = Article.from_text(self._texts[key])
        return self._ready[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class _Kept:
    """The catalogue of this process and the epoch it was made of."""

    catalogue: Catalogue | None = None
    epoch = -1


def catalogue() -> Catalogue:
    """All laws with all texts, as of the last import; made again only after another one."""
    epoch = queries.epoch()
    if connection.in_atomic_block and _Kept.epoch != epoch:
        return read()
    if _Kept.catalogue is None or _Kept.epoch != epoch:
        _Kept.catalogue, _Kept.epoch = read(), epoch
    return _Kept.catalogue


def read() -> Catalogue:
    """The catalogue from the database: three queries."""
    texts: defaultdict[int, dict[Key, str]] = defaultdict(dict)
    rows = Row.objects.filter(number__gt=0).order_by().values_list("version_id", "number", "sub", "text")
    for version_id, number, sub, text in rows.iterator(chunk_size=5000):
        texts[version_id][number, sub] = text
    laws = list(Law.objects.select_related("repealed_by").prefetch_related("versions").order_by("name"))
    steps = _steps(laws, texts)
    return Catalogue(_law(law, texts, steps) for law in laws)


def _steps(laws: Iterable[Law], texts: Mapping[int, dict[Key, str]]) -> dict[tuple[str, date], list[str]]:
    """(amended law, day) -> what the decision that amended it changes, step by step."""
    found: dict[tuple[str, date], list[str]] = {}
    for law in laws:
        name = names.amended_by(law.name)
        for version in queries.versions(law) if name else ():
            found[name, version.promulgated_on] = list(texts.get(version.pk, {}).values())
    return found


def _law(law: Law, texts: Mapping[int, dict[Key, str]], steps: Mapping[tuple[str, date], list[str]]) -> LawText:
    return LawText(
        name=law.name,
        short_names=tuple(law.abbreviations),
        versions=tuple(
            Version(
                articles=_Articles(texts.get(version.pk, {})),
                in_force_from=version.in_force_from,
                in_force_to=version.in_force_to,
                passed_on=version.promulgated_on,
                renumbered=renumbering(
                    steps.get((law.name, version.promulgated_on), ()),
                    max((number for number, _ in texts.get(version.pk, {})), default=0),
                ),
            )
            for version in queries.versions(law)
        ),
        repealed_on=law.repealed_on,
        replaced_by=law.repealed_by.name if law.repealed_by else "",
        is_repealed=law.is_repealed,
        first_in_force_on=min(
            (one.first_in_force_on for one in queries.versions(law) if one.first_in_force_on), default=None
        ),
    )

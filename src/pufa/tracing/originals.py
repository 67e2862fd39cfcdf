"""The words of our own pieces, as pages are compared with them, and the names a page may name as their source."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Site

from pufa.accounts.models import Organisation, OrganisationKind
from pufa.editorial import queries as editorial_queries
from pufa.editorial import subjects
from pufa.editorial.models import PiecePage

SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Words:
    """A piece as compared: its title, then its paragraphs, a line each."""

    piece_id: int
    title: str
    text: str

    @property
    def sha256(self) -> str:
        """The fingerprint of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def words_of(piece: PiecePage) -> Words:
    """The words of a piece as the public reads it."""
    return Words(piece.pk, piece.title, "\n".join([piece.title, *subjects.texts_of(piece)]))


def published(piece_ids: Iterable[int] | None = None) -> Iterator[Words]:
    """The words of each public piece, or of those with these ids; reprints of others' texts are not ours to trace."""
    found = editorial_queries.published().filter(is_reprint=False)
    if piece_ids is not None:
        found = found.filter(pk__in=list(piece_ids))
    for piece in found.iterator(chunk_size=200):
        yield words_of(piece)


def source_names() -> set[str]:
    """The names by which a page names us as its source: the site's, the office's, and those of the settings."""
    office = Organisation.objects.filter(kind=OrganisationKind.OFFICE).values_list("name", "short_name")
    names = {name for pair in office for name in pair}
    names.update(Site.objects.values_list("site_name", flat=True), settings.TRACING_SOURCE_NAMES)
    return {name for name in names if len(name) >= SHORTEST_NAME}

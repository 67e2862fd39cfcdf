"""Keeps which articles public pieces cite, and notices when an article no longer reads as it did."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.edge import purge, receivers
from pufa.editorial import citing
from pufa.editorial.errors import EditorialError
from pufa.editorial.models import LawCitation, PiecePage, Standing
from pufa.lib import clock
from pufa.statutes import catalogue
from pufa.statutes import queries as statutes_queries
from pufa.statutes.citations import Catalogue
from pufa.statutes.models import Article, Law, Version

Key = tuple[int, int, int]  # id of the law, article, 之N


@dataclass(frozen=True, slots=True)
class Now:
    """How an article stands on a day: the text in force, the digest of its words, empty if it has no such article."""

    version: Version | None
    digest: str
    standing: Standing


@transaction.atomic
def index_citations(*, piece: PiecePage, now: datetime | None = None, laws: Catalogue | None = None) -> None:
    """Notes which articles a piece cites as it is public now, with their words of this day; purges their pages."""
    day = clock.shanghai_day(now or clock.now())
    old = set(LawCitation.objects.filter(piece=piece).values_list("law__slug", flat=True))
    LawCitation.objects.filter(piece=piece).delete()
    rows = []
    for law, article, sub, is_card in citing.articles_cited(piece, laws):
        found = _stands(law, article, sub, day)
        if found.version is None:
            continue
        rows.append(
            LawCitation(
                piece=piece, law=law, article=article, sub=sub, is_card=is_card,
                version=found.version, digest=found.digest, standing_digest=found.digest,
            )
        )  # fmt: skip
    LawCitation.objects.bulk_create(rows)
    purge_cited(old | {row.law.slug for row in rows})


@transaction.atomic
def index_missing(*, now: datetime | None = None) -> None:
    """Notes what public pieces cite that were published before the library held laws; they are judged from now on."""
    laws = catalogue.catalogue()
    for piece in PiecePage.objects.filter(live=True, law_citations__isnull=True):
        index_citations(piece=piece, now=now, laws=laws)


def purge_cited(slugs: Iterable[str]) -> None:
    """Takes the pages of laws out of memory, since they list who cites them."""
    for slug in sorted(slugs):
        purge.purge_prefix(f"/law/{slug}/")


@transaction.atomic
def compare_citations(*, slugs: Iterable[str] | None = None, now: datetime | None = None) -> int:
    """Compares what public pieces cite with the law as it reads today; the number of newly noticed changes.

    `slugs` limits it to some laws. Pieces whose article changed are taken out of memory, as their cards show the new
    words. A row that came back to the words of its publication needs nobody any more.
    """
    moment = now or clock.now()
    day = clock.shanghai_day(moment)
    rows = LawCitation.objects.public().select_related("law", "piece")
    if slugs is not None:
        rows = rows.filter(law__slug__in=list(slugs))
    known: dict[Key, Now] = {}
    touched: dict[int, PiecePage] = {}
    noticed = 0
    for row in rows:
        key = (row.law_id, row.article, row.sub)
        if key not in known:
            known[key] = _stands(row.law, row.article, row.sub, day)
        if _compare(row, known[key], moment):
            touched[row.piece_id] = row.piece
            noticed += row.noticed_at is not None
    for piece in touched.values():
        purge.purge_paths(receivers.page_paths(piece))
    return noticed


@transaction.atomic
def look_at_citation(*, citation: LawCitation, by: User, now: datetime | None = None) -> LawCitation:
    """Notes that somebody has looked at the piece. Raises EditorialError: not_allowed, nothing_changed."""
    if not (by.has_role(Role.EDITOR) or by.has_role(Role.OFFICE)):
        raise EditorialError(_("Only editors and the office note this."), code="not_allowed")
    row = LawCitation.objects.select_for_update().select_related("law", "piece").get(pk=citation.pk)
    if not row.is_open:
        raise EditorialError(_("There is nothing to look at any more."), code="nothing_changed")
    row.looked_at, row.looked_by = now or clock.now(), by
    row.save(update_fields=["looked_at", "looked_by"])
    purge.purge_paths(receivers.page_paths(row.piece))
    detail = {"law": row.law.slug, "article": row.article, "sub": row.sub, "standing": row.standing}
    audit_actions.record(
        by=by, verb="piece.law_looked_at", key=row.piece.object_key, title=row.piece.title, detail=detail, now=now
    )
    return row


def _compare(row: LawCitation, found: Now, moment: datetime) -> bool:
    """Brings one row up to date; whether it changed."""
    if (row.standing_digest, row.standing) == (found.digest, _standing(row, found)):
        return False
    row.standing, row.standing_digest = _standing(row, found), found.digest
    row.looked_at = row.looked_by = None
    row.noticed_at = None if row.standing == Standing.SAME else moment
    row.save(update_fields=["standing", "standing_digest", "looked_at", "looked_by", "noticed_at"])
    return True


def _standing(row: LawCitation, found: Now) -> Standing:
    if found.digest == row.digest:
        return Standing.SAME
    return found.standing


def _stands(law: Law, article: int, sub: int, day: date) -> Now:
    version = statutes_queries.version_on(law, day)
    if version is None or law.is_repealed_on(day):
        return Now(version, "", Standing.REPEALED)
    row = Article.objects.filter(version=version, number=article, sub=sub).first()
    if row is None:
        return Now(version, "", Standing.GONE)
    return Now(version, hashlib.sha256(row.text.encode()).hexdigest(), Standing.CHANGED)

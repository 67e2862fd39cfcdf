"""Which articles of laws pieces cite: read from a piece, told to the statute library, listed at the desk."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pufa.editorial.models import LawCitation, Looked, PiecePage, Standing
from pufa.editorial.subjects import texts_of
from pufa.lib import clock
from pufa.statutes import cards, checked, queries
from pufa.statutes.citations import Catalogue
from pufa.statutes.citing import Citing
from pufa.statutes.models import Law


def articles_cited(piece: PiecePage, laws: Catalogue | None = None) -> Iterator[tuple[Law, int, int, bool]]:
    """Each article a piece cites once: law, number, 之N, whether it stands as a card. Unknown laws are left out."""
    on_cards = {key for key in card_keys(piece) if key}
    found = {
        (one.citation.law, one.citation.article, one.citation.sub)
        for one in checked.in_texts([piece.title, piece.standfirst, *texts_of(piece)], laws=laws)
    }
    names = {law for law, _article, _sub in found}
    held = Law.objects.with_text().prefetch_related("versions").filter(name__in=names)
    by_name = {law.name: law for law in held}
    for name, article, sub in sorted(found):
        if (law := by_name.get(name)) is not None:
            yield law, article, sub, (law.pk, article, sub) in on_cards


def card_keys(piece: PiecePage) -> Iterator[tuple[int, int, int] | None]:
    """The article each card of a piece shows, None where the library does not hold it."""
    for block in piece.body:
        if block.block_type == "law":
            card = block.value.card
            yield card.key if card else None


def pieces_citing(law: Law, article: int | None = None, sub: int = 0) -> QuerySet[PiecePage]:
    """Public pieces that cite a law, or one of its articles, newest first."""
    rows = LawCitation.objects.public().filter(law=law)
    if article is not None:
        rows = rows.filter(article=article, sub=sub)
    pieces = PiecePage.objects.filter(pk__in=rows.values("piece")).select_related("issue", "issue__brand")
    return pieces.order_by("-first_published_at", "-pk")


def tell_library(name: str, article: int | None, sub: int) -> Iterator[Citing]:
    """What the statute library shows under “cited by”; see `statutes.citing.Provider`."""
    law = Law.objects.filter(name=name).first()
    if law is None:
        return
    for piece in pieces_citing(law, article, sub)[:8]:
        kind = _("Piece")
        if piece.issue is not None:
            issue = _("Issue %(number)d") % {"number": piece.issue.number}
            kind = f"{kind} · {piece.issue.brand.title} {issue}"
        day = piece.first_published_at
        yield Citing(kind, piece.title, piece.url or "", clock.shanghai_day(day) if day else None)


def count_for_library(name: str, article: int | None, sub: int) -> int:
    """How many public pieces cite a law, or one of its articles; see `statutes.citing.Counter`."""
    rows = LawCitation.objects.public().filter(law__name=name)
    if article is not None:
        rows = rows.filter(article=article, sub=sub)
    return rows.values("piece").distinct().count()


def changes(which: str) -> QuerySet[LawCitation]:
    """Citations whose article changed since publication: those to look at, or those looked at, latest first."""
    rows = LawCitation.objects.public().select_related("piece", "law", "version", "looked_by")
    if which == Looked.DONE:
        return rows.filter(looked_at__isnull=False).order_by("-looked_at", "pk")
    return rows.open().order_by("-noticed_at", "pk")


def comparison_url(row: LawCitation) -> str:
    """Where the text the piece was published with stands beside the one in force; empty if there is but one."""
    now = queries.version_on(row.law, clock.today())
    if row.version is None or now is None or now == row.version or row.standing == Standing.REPEALED:
        return ""
    return cards.compare_url(row.law, row.version, now)


def change_count() -> int:
    """How many cited articles wait for somebody to look."""
    return LawCitation.objects.open().count()

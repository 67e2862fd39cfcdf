"""Pieces come into being: written at the desk, or drafted from a page that was read elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import etree, html
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page
from wagtail.rich_text import RichText

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.editorial.blocks import FEATURES
from pufa.editorial.errors import AlreadyImportedError, EditorialError
from pufa.editorial.models import (
    Audience,
    BrandPage,
    Credit,
    CreditRole,
    Issue,
    PiecePage,
    Provenance,
    SeriesPage,
    Topic,
)
from pufa.lib import clock
from pufa.lib.newspage import NewsPage, as_json

HEADING_LENGTH = 32
SENTENCE_ENDS = "。！？；：…”』」!?;:."
TITLE_LENGTH = 255
KEPT = frozenset({"p", "b", "strong", "a", "br"})
DROPPED = frozenset({"script", "style", "template", "iframe", "object", "embed", "svg", "math"})
CREDIT_ROLES = {
    "reporters": CreditRole.REPORTER,
    "authors": CreditRole.AUTHOR,
    "correspondents": CreditRole.REPORTER,
    "photographers": CreditRole.PHOTOGRAPHER,
    "trainees": CreditRole.TRAINEE,
    "editors": CreditRole.EDITOR,
}


def create_piece(
    *,
    parent: SeriesPage | BrandPage,
    title: str,
    standfirst: str = "",
    body: Sequence[tuple[str, Any]] = (),
    credits: Iterable[tuple[str, str, str]] = (),
    source: str = "",
    topics: Iterable[str] = (),
    audiences: Iterable[str] = (),
    keywords: Iterable[str] = (),
    issue: Issue | None = None,
    by: User | None,
    now: datetime | None = None,
) -> PiecePage:
    """Makes a draft. `body` holds (block, value) pairs, `credits` (role, name, unit); topics and audiences are names.

    Topics and audiences that do not exist yet are made. Raises EditorialError: not_allowed, bad_piece.
    """
    piece = PiecePage(
        title=title[:TITLE_LENGTH],
        standfirst=standfirst[:200],
        body=[_block(name, value) for name, value in body],
        source=source[:80],
        keywords=" ".join(keywords)[:200],
        issue=issue,
    )
    piece.credits.set([Credit(role=role, name=name[:40], organisation=unit[:60]) for role, name, unit in credits])
    piece.topics = [Topic.objects.get_or_create(name=name)[0] for name in topics]
    piece.audiences = [Audience.objects.get_or_create(name=name)[0] for name in audiences]
    with transaction.atomic():
        _add(parent, piece, by, now)
        audit_actions.record(by=by, verb="piece.created", key=piece.object_key, title=piece.title, now=now)
    return piece


def draft_from_page(
    *,
    page: NewsPage,
    address: str,
    sha256: str,
    parent: SeriesPage | BrandPage,
    by: User | None,
    now: datetime | None = None,
) -> PiecePage:
    """Makes a draft of a page that was read elsewhere, with its provenance, marked as a reprint to be checked.

    Raises EditorialError: not_allowed, bad_piece, already_imported (the same file; names the piece it became).
    """
    known = Provenance.objects.filter(sha256=sha256).select_related("piece").first()
    if known is not None:
        raise AlreadyImportedError(known.piece)
    moment = now or clock.now()
    piece = PiecePage(
        title=page.title[:TITLE_LENGTH] or _("Page without a title"),
        body=[_paragraph(text) for text in page.body],
        keywords=" ".join(page.keywords)[:200],
        is_reprint=True,
        source=page.source[:80],
        source_url=address[:500] if address.startswith(("http://", "https://")) else "",
        source_published_at=_moment(page.published_at),
    )
    piece.credits.set(
        [
            Credit(role=role, name=name[:40])
            for field, role in CREDIT_ROLES.items()
            for name in getattr(page.credits, field)
        ]
    )
    with transaction.atomic():
        _add(parent, piece, by, moment)
        Provenance.objects.create(
            piece=piece, address=address[:500], sha256=sha256, imported_at=moment, imported_by=by, page=as_json(page)
        )
        detail = {"sha256": sha256, "readings_removed": page.noise.removed}
        audit_actions.record(
            by=by, verb="piece.imported", key=piece.object_key, title=piece.title, detail=detail, now=moment
        )
    return piece


def _add(parent: Page, piece: PiecePage, by: User | None, now: datetime | None) -> None:
    if by is not None and not by.has_role(Role.EDITOR):
        raise EditorialError(_("Only editors write pieces."), code="not_allowed")
    piece.owner = by
    try:
        parent.add_child(instance=piece)
        piece.save_revision(user=by)
    except ValidationError as error:
        raise EditorialError(" ".join(error.messages), code="bad_piece") from error
    if now is not None:
        PiecePage.objects.filter(pk=piece.pk).update(latest_revision_created_at=now)


def _block(name: str, value: Any) -> tuple[str, Any]:
    """A block of the body; what is rich text goes through Wagtail's own list of what is allowed."""
    return (name, RichText(_clean_html(value))) if name == "paragraph" and isinstance(value, str) else (name, value)


def _clean_html(source: str) -> str:
    tree = html.fragment_fromstring(source, create_parent="div")
    for node in [*tree.iter()][1:]:
        if not isinstance(node.tag, str) or node.tag in DROPPED:
            node.drop_tree()
        elif node.tag not in KEPT:
            node.drop_tag()
    inner = etree.tostring(tree, encoding="unicode", method="xml").removeprefix("<div>").removesuffix("</div>")
    converter = ContentstateConverter(FEATURES)
    return str(converter.to_database_format(converter.from_database_format(inner)))


def _paragraph(text: str) -> tuple[str, Any]:
    """A heading if it is short and ends like no sentence, else a paragraph with its text escaped."""
    words = text.strip()
    if len(words) <= HEADING_LENGTH and words and words[-1] not in SENTENCE_ENDS:
        return "heading", words
    return _block("paragraph", f"<p>{escape(words)}</p>")


def _moment(published: datetime | date | None) -> datetime | None:
    if isinstance(published, datetime):
        return clock.in_shanghai(published)
    return datetime.combine(published, time(), tzinfo=clock.SHANGHAI) if published else None

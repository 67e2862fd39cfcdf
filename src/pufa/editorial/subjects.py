"""How review reaches a piece."""

from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.html import strip_tags
from lxml import html
from wagtail.models import Page, Revision, Site

from pufa.accounts.models import User
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.review.drafts import Credit, Draft, ImageRef, LinkRef


class Piece:
    """The adapter between review and PiecePage; see `review.registry.Subject`."""

    def load(self, key: str) -> PiecePage:
        """The piece. Raises LookupError."""
        piece = PiecePage.objects.filter(pk=key).first() if key.isdigit() else None
        if piece is None:
            raise LookupError(f"there is no piece {key}")
        return piece

    def draft(self, obj: PiecePage) -> Draft:
        """Its latest revision as plain data."""
        latest = obj.get_latest_revision_as_object()
        texts, images, links = _parts(latest)
        if latest.lead_image_id:
            images.insert(0, ImageRef(latest.lead_image.title, latest.lead_alt))
        return Draft(
            title=latest.title,
            standfirst=latest.standfirst,
            paragraphs=tuple(texts),
            credits=tuple(Credit(credit.role, credit.name) for credit in latest.credits.all()),
            source=latest.source,
            is_reprint=latest.is_reprint,
            source_checked=latest.source_checked,
            images=tuple(images),
            links=tuple(links),
            keywords=latest.keyword_list(),
        )

    def author_ids(self, obj: PiecePage) -> set[int]:
        """Whoever made it or saved a revision of it."""
        editors = Revision.page_revisions.filter(object_id=str(obj.pk), user__isnull=False)
        return {*editors.values_list("user_id", flat=True), *([obj.owner_id] if obj.owner_id else [])}

    def revision_id(self, obj: PiecePage) -> int:
        """The latest revision."""
        return int(obj.latest_revision_id or 0)

    def edit_url(self, obj: PiecePage) -> str:
        """Its page at the desk."""
        return reverse("wagtailadmin_pages:edit", args=[obj.pk])

    def public_url(self, obj: PiecePage) -> str | None:
        """Its public address while it is public."""
        return obj.url if obj.live else None

    def lock(self, obj: PiecePage, by: User) -> None:
        """Closes it for editing."""
        Page.objects.filter(pk=obj.pk).update(locked=True, locked_by=by, locked_at=clock.now())

    def unlock(self, obj: PiecePage) -> None:
        """Opens it again."""
        Page.objects.filter(pk=obj.pk).update(locked=False, locked_by=None, locked_at=None)


def texts_of(piece: PiecePage) -> list[str]:
    """The paragraphs of a piece as it stands in memory, numbered as review numbers them."""
    return _parts(piece)[0]


def _parts(piece: PiecePage) -> tuple[list[str], list[ImageRef], list[LinkRef]]:
    texts: list[str] = []
    images: list[ImageRef] = []
    links: list[LinkRef] = []
    for block in piece.body:
        if block.block_type == "paragraph":
            for text, found in _paragraphs(block.value.source):
                texts.append(text)
                links += found
        elif block.block_type == "steps":
            texts += [f"{number}. {step}" for number, step in enumerate(block.value, start=1) if str(step).strip()]
        elif block.block_type == "image":
            image = block.value["image"]
            alt = "" if image is None else image.contextual_alt_text or ""
            is_decorative = bool(image is not None and image.decorative)
            images.append(ImageRef(image.title if image else "", "—" if is_decorative else alt))
        elif block.block_type == "law":
            texts.append(block.value.as_text())
        elif block.block_type == "quote":
            texts.append(f"“{block.value['text']}”{block.value['who']}")
        else:
            texts.append(str(block.value))
    return [text for text in texts if text.strip()], images, links


def _paragraphs(source: str) -> list[tuple[str, list[LinkRef]]]:
    if not strip_tags(source).strip():
        return []
    tree = html.fragment_fromstring(source, create_parent="div")
    nodes = [node for node in tree if node.tag in {"p", "h2", "h3", "ul", "ol", "blockquote"}] or [tree]
    return [(node.text_content().strip(), [_link(link) for link in node.iter("a")]) for node in nodes]


def _link(node: Any) -> LinkRef:
    words = node.text_content()
    if node.get("linktype") == "page":
        target = Page.objects.filter(pk=node.get("id") or 0).first()
        address = (target.url or "") if target else ""
        return LinkRef(address, words, is_internal=True, is_dead=target is None or not target.live)
    address = node.get("href") or ""
    parts = urlsplit(address)
    is_ours = not parts.netloc or any(site.hostname == parts.hostname for site in Site.objects.all())
    if parts.scheme in {"", "http", "https"} and is_ours:
        return LinkRef(address, words, is_internal=True, is_dead=not _leads_somewhere(parts.path))
    return LinkRef(address, words)


def _leads_somewhere(path: str) -> bool:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    url_path = site.root_page.url_path + path.strip("/") + ("/" if path.strip("/") else "")
    if Page.objects.live().filter(url_path=url_path).exists():
        return True
    try:
        return resolve(path).func.__name__ != "serve"
    except Resolver404:
        return False

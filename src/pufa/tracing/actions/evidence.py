"""Keeps what a page was at a moment, and writes down which pieces of ours it holds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pufa.audit import actions as audit_actions
from pufa.lib.http import Fetched
from pufa.tracing import addresses
from pufa.tracing.actions import errands, judgements
from pufa.tracing.models import Capture, Errand, How, WebPage
from pufa.tracing.originals import Words
from pufa.tracing.reading import PageText, sha256_of

FILE_HOST = "file"

if TYPE_CHECKING:  # loaded when first needed: it is large
    from pufa.tracing.matching import Found


@dataclass(frozen=True, slots=True)
class Obtained:
    """How the bytes came to us; `sha256` names them in the store."""

    how: How
    asked_address: str
    final_address: str
    sha256: str
    size: int
    status: int | None = None
    headers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def by_fetching(cls, page: Fetched, sha256: str) -> "Obtained":
        """Fetched by us."""
        return cls(How.FETCHED, page.url, page.final_url, sha256, len(page.data), page.status, dict(page.headers))


def keep(
    *, errand: Errand, obtained: Obtained, text: PageText, found: list[tuple[Words, "Found"]], now: datetime
) -> Capture:
    """Keeps one capture and settles the findings of its page. Call it in the errand's transaction."""
    page = _page(errand, obtained, text, now)
    capture = Capture(
        page=page,
        errand=errand,
        how=obtained.how,
        at=now,
        asked_address=obtained.asked_address[: addresses.LONGEST],
        final_address=obtained.final_address[: addresses.LONGEST],
        status=obtained.status,
        headers=obtained.headers,
        sha256=obtained.sha256,
        size=obtained.size,
        text=text.text,
        text_sha256=sha256_of(text.text),
        title=text.title,
        source=text.source,
        published=text.published,
        readers=text.readers,
        fault=text.fault,
    )
    capture.save()
    detail = {"address": capture.final_address, "sha256": capture.sha256, "text_sha256": capture.text_sha256}
    audit_actions.record(
        by=None,
        verb="tracing.captured",
        key=f"capture:{capture.pk}",
        title=(capture.title or capture.final_address)[:200],
        detail=detail | {"how": capture.how, "status": capture.status},
        now=now,
    )
    judgements.settle(capture=capture, errand=errand, found=found, now=now)
    return capture


def _page(errand: Errand, obtained: Obtained, text: PageText, now: datetime) -> WebPage:
    """The page of an address. What was asked for names it when it is known already; else the address that answered."""
    asked, final = addresses.key_of(obtained.asked_address), addresses.key_of(obtained.final_address)
    page = WebPage.objects.filter(key=asked).first() if obtained.how == How.FETCHED else None
    if page is None:
        host = addresses.host_of(obtained.final_address)
        site = errands.sites_of([host or FILE_HOST])[host or FILE_HOST]
        page, _made = WebPage.objects.get_or_create(
            key=final,
            defaults={
                "site": site,
                "address": obtained.final_address[: addresses.LONGEST],
                "first_seen_at": now,
                "last_seen_at": now,
                "is_online": bool(host),
            },
        )
    page.last_seen_at = now
    page.title = text.title or page.title
    page.save(update_fields=["last_seen_at", "title"])
    return page

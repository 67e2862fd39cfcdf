"""Reading pages from elsewhere into drafts: from a file at once, from an address by the worker."""

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.audit import actions as audit_actions
from pufa.editorial.actions.drafts import draft_from_page
from pufa.editorial.errors import AlreadyImportedError, EditorialError
from pufa.editorial.models import BrandPage, ImportState, PageImport, PiecePage, SeriesPage
from pufa.lib import clock, http
from pufa.lib.newspage import PageError, read_page

Shelf = SeriesPage | BrandPage
MESSAGE_LENGTH = 300
STUCK_AFTER = timedelta(minutes=10)


def import_file(*, data: bytes, name: str, parent: Shelf, by: User, now: datetime | None = None) -> PiecePage:
    """Makes a draft of an uploaded page. Raises EditorialError: not_allowed, already_imported, or the reader's code."""
    return _draft(data, name, None, parent, by, now)


def request_import(*, address: str, parent: Shelf, by: User, now: datetime | None = None) -> PageImport:
    """Notes that a page is to be fetched; the worker does it with `run_import`.

    Raises EditorialError: not_allowed, bad_address (it carries a name or password, which would be kept for ever).
    """
    if not by.has_role(Role.EDITOR):
        raise EditorialError(_("Only editors write pieces."), code="not_allowed")
    if "@" in urlsplit(address).netloc:
        raise EditorialError(_("Leave user name and password out of the address."), code="bad_address")
    moment = now or clock.now()
    with transaction.atomic():
        asked = PageImport.objects.create(address=address, parent=parent, asked_by=by, asked_at=moment)
        audit_actions.record(
            by=by, verb="piece.import_asked", key=f"import:{asked.pk}", title=address[:200], now=moment
        )
    return asked


def run_import(*, asked: PageImport, now: datetime | None = None) -> PageImport:
    """Fetches the page and makes the draft; what goes wrong is kept with the request. Done twice, it does nothing."""
    taken = PageImport.objects.filter(pk=asked.pk, state=ImportState.WAITING).update(state=ImportState.RUNNING)
    asked.refresh_from_db()
    if not taken:
        return asked
    try:
        page = http.fetch(asked.address, max_bytes=settings.IMPORT_MAX_BYTES, allow_private=_private())
        asked.piece = _draft(page.data, page.final_url, page.charset, asked.parent.specific, asked.asked_by, now)
        asked.state = ImportState.DONE
    except AlreadyImportedError as error:
        asked.piece, asked.state, asked.message = error.piece, ImportState.FAILED, str(error)[:MESSAGE_LENGTH]
    except EditorialError as error:
        asked.state, asked.message = ImportState.FAILED, str(error)[:MESSAGE_LENGTH]
    except http.FetchError as error:
        asked.state, asked.message = ImportState.FAILED, _in_words(error)[:MESSAGE_LENGTH]
    asked.save(update_fields=["state", "piece", "message"])
    return asked


def give_up_stuck_imports(*, now: datetime) -> int:
    """Marks fetches asked for ten minutes ago and still under way as failed; how many.

    A fetch takes seconds; one that lasts has lost its worker. Should it be alive after all, its result replaces this.
    """
    stuck = PageImport.objects.filter(state=ImportState.RUNNING, asked_at__lt=now - STUCK_AFTER)
    reason = _("Fetching broke off: the program was interrupted. Please try again.")
    return stuck.update(state=ImportState.FAILED, message=reason)


def _draft(data: bytes, address: str, charset: str | None, parent: Shelf, by: User, now: datetime | None) -> PiecePage:
    try:
        page = read_page(data, address=address, declared_encoding=charset, largest=settings.IMPORT_MAX_BYTES)
    except PageError as error:
        raise EditorialError(_in_words(error), code=error.code) from error
    sha256 = hashlib.sha256(data).hexdigest()
    return draft_from_page(page=page, address=address, sha256=sha256, parent=parent, by=by, now=now)


def _in_words(error: http.FetchError | PageError) -> str:
    return error.message if (get_language() or "").startswith("en") else error.message_zh


def _private() -> tuple[tuple[str, int], ...]:
    """Hosts inside the own network that may be read; none unless the settings name them."""
    return tuple(getattr(settings, "IMPORT_PRIVATE_HOSTS", ()))

"""Purges a page the moment Wagtail says it has changed.

Wagtail's own receivers hand the purge to a background task, which a worker runs some seconds later or, without a
worker, never. These run within the change itself; the ones of Wagtail still serve Varnish and the like.
"""

from __future__ import annotations

from django.db.models.signals import pre_delete
from wagtail import signals
from wagtail.models import Page

from pufa.edge import backend, purge


def connect() -> None:
    """Listen to Wagtail; called once at start."""
    signals.page_published.connect(_page_changed, dispatch_uid="edge.published")
    signals.page_unpublished.connect(_page_changed, dispatch_uid="edge.unpublished")
    signals.page_slug_changed.connect(_tree_changed, dispatch_uid="edge.slug")
    signals.pre_page_move.connect(_tree_changed, dispatch_uid="edge.before_move")
    signals.post_page_move.connect(_tree_changed, dispatch_uid="edge.moved")
    pre_delete.connect(_page_deleted, dispatch_uid="edge.deleted")


def page_paths(page: Page) -> list[str]:
    """The paths under which a page is stored: its own and those its `get_cached_paths` adds."""
    url: str | None = page.get_full_url()
    if url is None:
        return []
    path = backend.stored_path(url)
    return [path + backend.stored_path(extra).lstrip("/") for extra in page.specific_deferred.get_cached_paths()]


def _page_changed(instance: Page, **_: object) -> None:
    purge.purge_paths(page_paths(instance))


def _tree_changed(**_: object) -> None:
    purge.purge_all()


def _page_deleted(instance: object, **_: object) -> None:
    if isinstance(instance, Page):
        purge.purge_all()

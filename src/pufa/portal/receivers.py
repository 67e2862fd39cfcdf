"""Hears from Wagtail what changed; takes stale pages out of the fronts and notes what the search index must learn."""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail import signals
from wagtail.models import Page, Site

from pufa.portal import purges, queries
from pufa.portal.elders import VARIANTS
from pufa.portal.models import SiteSettings
from pufa.portal.search import filling

# Beside pages, these show on public pages: (app, model).
# First steps of addresses that are not Wagtail pages: a page of that name would never be seen.
TAKEN = frozenset(
    {
        "search",
        "series",
        "feeds",
        "about",
        "figures",
        "desk",
        "design",
        "documents",
        "static",
        "media",
        "reach",
        *VARIANTS,
    }
)
SHOWN = (("editorial", "Issue"), ("editorial", "Topic"), ("wagtailimages", "Image"))


def connect() -> None:
    """Listen; called once at start."""
    signals.page_published.connect(_page_changed, dispatch_uid="portal.published")
    signals.page_unpublished.connect(_page_changed, dispatch_uid="portal.unpublished")
    signals.page_slug_changed.connect(_branch_changed, dispatch_uid="portal.slug")
    signals.post_page_move.connect(_branch_changed, dispatch_uid="portal.moved")
    pre_save.connect(_keep_clear, dispatch_uid="portal.slugs")
    pre_delete.connect(_page_goes, dispatch_uid="portal.deleted")
    shown: list[type[Model]] = [SiteSettings, Site, *(apps.get_model(*names) for names in SHOWN)]
    for model in shown:
        post_save.connect(_shown_changed, sender=model, dispatch_uid=f"portal.saved.{model.__name__}")
        post_delete.connect(_shown_changed, sender=model, dispatch_uid=f"portal.gone.{model.__name__}")


def _keep_clear(instance: object, **_: Any) -> None:
    if isinstance(instance, Page) and instance.depth == queries.BRAND_DEPTH and instance.slug in TAKEN:
        instance.slug = f"{instance.slug}-page"
        instance.set_url_path(instance.get_parent())


def _page_changed(instance: Page, **_: Any) -> None:
    purges.page_changed(instance)
    filling.note([instance.pk])


def _branch_changed(instance: Page, **_: Any) -> None:
    purges.everything_changed()
    filling.note(queries.branch_ids(instance))


def _page_goes(instance: object, **_: Any) -> None:
    if isinstance(instance, Page):
        purges.everything_changed()
        filling.note([instance.pk])


def _shown_changed(**_: Any) -> None:
    purges.everything_changed()

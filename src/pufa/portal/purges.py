"""Which addresses show a page, and their removal from every front when it changes.

Our own page store is told at once and in the same transaction (see `edge.purge`); Varnish, Cloudflare and the like are
told after the commit through `wagtail.contrib.frontend_cache`.
"""

from collections.abc import Callable, Iterable
from typing import Final

from django.conf import settings
from django.db import transaction
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache
from wagtail.models import Page

from pufa.edge import purge
from pufa.portal import elders, queries
from pufa.portal.sitemaps import STANDING, absolute

OWN_FRONT: Final = "edge"
# They list pieces wherever these are; the figures count them.
LISTS: Final = ("/", "/sitemap.xml", *STANDING)
LIST_PREFIXES: Final = ("/feeds/", "/figures/")
# A change of these shows in the menus or the foot of every page.
ON_EVERY_PAGE: Final = frozenset({"homepage", "brandpage", "seriespage", "textpage"})


def page_changed(page: Page) -> None:
    """Take out everything that shows a page."""
    if page.content_type.model in ON_EVERY_PAGE:
        everything_changed()
        return
    branch = queries.branch_path(page)
    paths = paths_showing(page)
    purge.purge_paths(paths)
    for prefix in (*LIST_PREFIXES, *branch):
        purge.purge_prefix(prefix)
    _tell_others(
        lambda: [*paths, *(below for prefix in branch for below in queries.paths_below(prefix)), *_list_paths()]
    )


def paths_showing(page: Page) -> list[str]:
    """The page itself, the pages above it, the lists it stands in, and the pieces that name it as related."""
    above = [queries.plain_path_of(one) for one in page.get_ancestors(inclusive=True).filter(depth__gt=1)]
    return list(dict.fromkeys([*LISTS, *(path for path in above if path), *queries.paths_relating_to(page)]))


def everything_changed(**_: object) -> None:
    """Take out all public pages: for menus, settings, issues, topics and pictures, which may stand on any of them."""
    purge.purge_all()
    _tell_others(lambda: [*(address.url_path for address in queries.public_addresses()), *_list_paths()])


def _list_paths() -> list[str]:
    feeds = [f"/feeds/{name}.{kind}" for name in queries.feed_names() for kind in ("atom", "json")]
    return [*LISTS, *feeds]


def _tell_others(paths: Callable[[], Iterable[str]]) -> None:
    fronts = [name for name in getattr(settings, "WAGTAILFRONTENDCACHE", {}) if name != OWN_FRONT]
    if not fronts:
        return
    plain = list(dict.fromkeys(paths()))
    variants = [prefix + path for prefix in elders.PREFIXES for path in plain if elders.has_version(path)]
    urls = [absolute(path) for path in (*plain, *variants)]
    transaction.on_commit(lambda: purge_urls_from_cache(urls, backends=fronts))

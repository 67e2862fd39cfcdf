"""What stands on every public page: name and office, menus, foot. Read once, and again after any purge.

The purge log's epoch changes whenever a page, a menu or the settings change, in whichever process; so it says when
this process's copy is out of date, without asking the database.
"""

import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from django.db import connection
from django.db.models import Exists
from django.urls import Resolver404, resolve
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext
from wagtail.models import Page, Site

from pufa.edge import purge
from pufa.portal.models import HomePage, SiteSettings
from pufa.statutes.models import Law

SECONDS: Final = 60.0
FIGURES: Final = "/figures/"
LAWS: Final = "/law/"
ACCOUNTS: Final = "/accounts/"


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteWords:
    """What the site says of itself; `hotlines` is HTML in one line that keeps each number with its use together."""

    name: str = ""
    office: str = ""
    phone: str = ""
    motto: str = ""
    icp: str = ""
    police_no: str = ""
    sample: str = ""
    hotlines: str = ""
    help_lines: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()
    accessibility_contact: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """All of it."""

    site: SiteWords = field(default_factory=SiteWords)
    brands: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    has_figures: bool = False
    has_laws: bool = False


@dataclass(slots=True)
class _Kept:
    frame: Frame | None = None
    epoch: int = -1
    language: str | None = None
    until: float = 0.0


_kept = _Kept()


def current() -> Frame:
    """The frame as it is now."""
    if connection.in_atomic_block:
        return read()
    epoch, language, now = purge.purge_log().epoch(), get_language(), time.monotonic()
    if _kept.frame is None or (epoch, language) != (_kept.epoch, _kept.language) or now > _kept.until:
        _kept.frame, _kept.epoch, _kept.language, _kept.until = read(), epoch, language, now + SECONDS
    return _kept.frame


def read() -> Frame:
    """The frame from the database: four queries."""
    sites = Site.objects.annotate(has_laws=Exists(Law.objects.all()))
    site = sites.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Frame()
    settings = SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)
    children = _public_children(site.root_page)
    brands = tuple(link for kind, link in children if kind == "brandpage")
    pages = tuple(link for kind, link in children if kind == "textpage")
    return Frame(_words(settings), brands, pages, has_figures=exists(FIGURES), has_laws=site.has_laws)


def _public_children(root: Page) -> list[tuple[str, Link]]:
    """Brands, and the plain pages that ask for a place in the menus."""
    children = Page.objects.live().public().child_of(root).select_related("content_type").order_by("path")
    return [
        (child.content_type.model, Link(child.title, quote(f"/{child.slug}/")))
        for child in children
        if child.content_type.model == "brandpage" or child.show_in_menus
    ]


def _words(settings: SiteSettings) -> SiteWords:
    pairs = settings.hotline_pairs()
    return SiteWords(
        name=settings.name,
        office=settings.office,
        phone=settings.phone,
        motto=settings.motto,
        icp=settings.icp,
        police_no=settings.police_no,
        sample=settings.sample_note,
        hotlines=format_html_join(
            " · ",
            '<span class="nb">{}</span>',
            ((gettext("%(use)s: %(number)s") % {"use": _short(use), "number": number},) for number, use in pairs[:3]),
        ),
        help_lines=tuple(pairs),
        questions=tuple(line.strip() for line in settings.questions.splitlines() if line.strip())[:3],
        accessibility_contact=settings.accessibility_contact,
    )


def _short(use: str) -> str:
    return use.replace("、", "，").replace(",", "，").partition("，")[0]


def exists(path: str) -> bool:
    """Whether a view other than Wagtail's own answers a path."""
    try:
        return resolve(path).view_name != "wagtail_serve"
    except Resolver404:
        return False


def home() -> HomePage | None:
    """The home page that is public now."""
    return HomePage.objects.live().public().first()

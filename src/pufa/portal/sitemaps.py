"""What search engines and phones ask for: sitemap, robots.txt, manifest."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import gettext as _
from lxml import etree

from pufa.portal import frame, queries

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
STANDING = (
    "/series/", "/law/", "/accounts/", "/feeds/",
    "/about/privacy/", "/about/accessibility/", "/about/corrections/", "/about/site/",
)  # fmt: skip


def absolute(path: str) -> str:
    """The whole address of a path of ours."""
    return settings.BASE_URL.rstrip("/") + quote(path, safe="/%~?=&#:")


def xml() -> bytes:
    """All public pages with the time of their last change, and the standing pages."""
    root = etree.Element("urlset", nsmap={None: SPACE})
    rows = [(page.url_path, page.changed_at) for page in queries.public_addresses()]
    for path, at in [*rows, *((path, None) for path in STANDING)]:
        entry = etree.SubElement(root, "url")
        etree.SubElement(entry, "loc").text = absolute(path)
        if at is not None:
            etree.SubElement(entry, "lastmod").text = at.isoformat(timespec="seconds")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def robots() -> str:
    """Everything may be read but the desk and the endless pages of search; the elders' version names its original."""
    closed = "".join(f"Disallow: {prefix}\n" for prefix in ("/desk/", "/search/", "/reach/"))
    return f"User-agent: *\n{closed}\nSitemap: {absolute('/sitemap.xml')}\n"


def manifest() -> dict[str, Any]:
    """Name, colours and mark for the home screen of a phone."""
    name = frame.current().site.name or _("Law for everyone")
    return {
        "name": name,
        "short_name": name[:12],
        "lang": "zh-Hans",
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": [{"src": staticfiles_storage.url("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }

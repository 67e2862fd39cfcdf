"""The elders' version: every public page again under another path, in large letters and with fewer choices.

The letter size and the colours stand in the path too (`/elders-large/…`), because public pages know no cookie and
every variant is kept ready-made. A page does not know it is shown so: its template extends `base_template`, and the
links in its main part are led on to the same version afterwards.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, ResolverMatch, resolve

FRAME: Final = "ui/elders.html"
# What has no elders' version: files, the desk, feeds, the living page of the design system.
NOT_PAGES: Final = (
    "/desk/", "/static/", "/media/", "/documents/", "/feeds/", "/design/", "/reach/", "/elders", "/_util/",
    "/robots.txt", "/sitemap.xml", "/manifest.webmanifest", "/favicon.ico",
)  # fmt: skip
ASKED: Final = "pufa.elders"  # in request.META: the variant asked for
MISSING: Final = "pufa.missing"  # in request.META: this page does not exist, so neither does its other version
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_LINK = re.compile(r'(<(?:a|form)\b[^>]*?\s(?:href|action)=")(/(?![/\\])[^"]*)"')


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the four looks: `size` is "" or "larger", `theme` is "" or "black"."""

    name: str
    size: str = ""
    theme: str = ""

    @property
    def prefix(self) -> str:
        """Beginning of its paths, without the last slash."""
        return f"/{self.name}"


VARIANTS: Final[Mapping[str, Variant]] = {
    variant.name: variant
    for variant in (
        Variant("elders"),
        Variant("elders-large", size="larger"),
        Variant("elders-black", theme="black"),
        Variant("elders-large-black", size="larger", theme="black"),
    )
}
PREFIXES: Final = tuple(variant.prefix for variant in VARIANTS.values())


def has_version(path: str) -> bool:
    """Whether a path, with or without a query, has an elders' version; pages end in a slash, files do not."""
    plain = path.partition("?")[0].partition("#")[0]
    return plain.startswith("/") and plain.endswith("/") and not plain.startswith(NOT_PAGES)


def variant_of(request: HttpRequest) -> Variant | None:
    """The look this request asks for; None for the standard version."""
    found = request.META.get(ASKED)
    return found if isinstance(found, Variant) else None


def frame(variant: Variant, path: str) -> dict[str, Any]:
    """What the frame of the elders' version needs to know for the page at the standard path."""
    other_size = _look("" if variant.size else "larger", variant.theme)
    other_theme = _look(variant.size, "" if variant.theme else "black")
    return {
        "size": variant.size,
        "theme": variant.theme,
        "size_url": other_size.prefix + path,
        "theme_url": other_theme.prefix + path,
    }


def _look(size: str, theme: str) -> Variant:
    return next(variant for variant in VARIANTS.values() if (variant.size, variant.theme) == (size, theme))


def target(path: str) -> ResolverMatch:
    """The view behind a standard path. Raises Http404 when it has none, or no elders' version."""
    if not has_version(path):
        raise Http404(path)
    try:
        return resolve(path)
    except Resolver404 as error:
        raise Http404(path) from error


def adapt(response: HttpResponseBase, variant: Variant) -> HttpResponseBase:
    """Lead the links of a page's main part, and a redirection, on to the same version."""
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    if response.has_header("Location"):
        response["Location"] = _led(response["Location"], variant)
    kind = response.get("Content-Type", "")
    if isinstance(response, HttpResponse) and kind.startswith("text/html"):
        text = response.content.decode(response.charset or "utf-8")
        response.content = _MAIN.sub(lambda main: _LINK.sub(lambda link: _relinked(link, variant), main[0]), text)
    return response


def _relinked(link: re.Match[str], variant: Variant) -> str:
    return f'{link[1]}{_led(link[2], variant)}"'


def _led(url: str, variant: Variant) -> str:
    return variant.prefix + url if has_version(url) and not url.startswith("//") else url

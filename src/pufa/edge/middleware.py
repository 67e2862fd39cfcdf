"""Lets public pages be rendered as for nobody in particular, and tells the front which answers it may keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from pufa.edge.decorators import ATTRIBUTE, is_plain_read

STORE_HEADER: Final = "X-Edge-Store"
READER_HEADERS: Final = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
                         "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_DNT", "HTTP_USER_AGENT",
                         "HTTP_REFERER")  # fmt: skip
HARMLESS_VARY: Final = frozenset({"", "accept-language", "accept-encoding"})


class PageStoreMiddleware:
    """First in the list of middleware.

    Outside `EDGE_PRIVATE_PREFIXES` (the desk) a plain GET loses all that tells readers apart before anything sees it,
    so that what is stored for one is right for all; no public request keeps the browser's language, so that a page
    asked for with a query (a search) speaks the same language as the stored ones. An answer marked by `edge_public`
    gets the header `X-Edge-Store` (seconds), which the front takes off again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.private = tuple(getattr(settings, "EDGE_PRIVATE_PREFIXES", ("/desk/",)))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, marked for the front where that is allowed."""
        is_private = request.path_info.startswith(self.private)
        if not is_private:
            request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        is_public = is_plain_read(request) and not is_private
        if is_public:
            for name in READER_HEADERS:
                request.META.pop(name, None)
        response = self.get_response(request)
        del response[STORE_HEADER]
        seconds = getattr(response, ATTRIBUTE, 0)
        if is_public and seconds and is_storable(response):
            response[STORE_HEADER] = str(int(seconds))
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


def is_storable(response: HttpResponseBase) -> bool:
    """Whether an answer is whole, without cookies, and the same for every reader."""
    vary = {part.strip().lower() for part in response.get("Vary", "").split(",")}
    control = response.get("Cache-Control", "").lower()
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not response.has_header("Content-Encoding")
        and vary <= HARMLESS_VARY
        and "private" not in control
        and "no-store" not in control
    )

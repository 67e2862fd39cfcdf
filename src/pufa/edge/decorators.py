"""Says which answers may be kept ready-made: those that are the same for every reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Parameters = ParamSpec("Parameters")
DEFAULT_SECONDS: Final = 60
ATTRIBUTE: Final = "edge_seconds"


def mark_public(response: HttpResponseBase, *, seconds: int = DEFAULT_SECONDS) -> None:
    """Allow the front to keep this answer for so many seconds at most; a purge ends it at once."""
    setattr(response, ATTRIBUTE, seconds)


def edge_public(
    seconds: int = DEFAULT_SECONDS,
) -> Callable[[Callable[Parameters, HttpResponse]], Callable[Parameters, HttpResponse]]:
    """Decorate a view whose answer is the same for every reader, so that the front may keep it."""

    def decorate(view: Callable[Parameters, HttpResponse]) -> Callable[Parameters, HttpResponse]:
        @wraps(view)
        def marked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            response = view(*args, **kwargs)
            mark_public(response, seconds=seconds)
            return response

        return marked

    return decorate


def is_plain_read(request: HttpRequest) -> bool:
    """Whether the request is one whose answer could be kept: GET or HEAD without a query."""
    return request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING")

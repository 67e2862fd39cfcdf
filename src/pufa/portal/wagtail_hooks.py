"""Where the public site hangs on Wagtail: which pages may be kept ready-made, and which nobody may read here."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail import hooks
from wagtail.models import Page

from pufa.edge.decorators import mark_public

Serve = Callable[[Page, HttpRequest, list[Any], dict[str, Any]], HttpResponseBase]
PAGE_SECONDS = 300


@hooks.register("before_serve_page", order=-10)
def hide_restricted(page: Page, request: HttpRequest, *_: object) -> None:
    """Public pages know no sign-in, so a page for some people only does not exist here. Raises Http404."""
    if page.get_view_restrictions().exists():
        raise Http404(request.path)


@hooks.register("on_serve_page", order=-10)
def keep_ready_made(serve: Serve) -> Serve:
    """Let the front keep what Wagtail serves: it is the same for every reader."""

    def marked(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponseBase:
        response = serve(page, request, args, kwargs)
        mark_public(response, seconds=PAGE_SECONDS)
        return response

    return marked

"""Headers every answer carries, and the page a refusal becomes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from pufa.ui.errors import Refusal

Answer = Callable[[HttpRequest], HttpResponse]
PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Wagtail's admin writes styles and small scripts into its pages and previews pages in a frame of its own.
DESK_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)


class ContentSecurityPolicy:
    """Says what a page may load: nothing from elsewhere; on public pages no inline script or style either."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers added."""
        response = self.get_response(request)
        policy = DESK_POLICY if request.path.startswith("/desk/") else PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        return response


class Refusals:
    """Turns a refusal into a page, or into JSON where JSON was asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as is; refusals come in below."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; any other exception is left to Django."""
        if not isinstance(exception, Refusal):
            return None
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse({"code": exception.reason, "message": str(exception)}, status=exception.status)
        template = "ui/desk_refusal.html" if request.path.startswith("/desk/") else "ui/refusal.html"
        return render(request, template, {"refusal": exception}, status=exception.status)

"""What all answers below /api/ have in common: open to other sites, in the asker's language, with a fingerprint."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _

PREFIX: Final = "/api/"
LARGEST_BODY: Final = 1024 * 1024  # bytes; JSON may write a sign of three bytes as six
FRESH_SECONDS: Final = 300
ALLOWED: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, Accept-Language",
    "Access-Control-Max-Age": "86400",
}


class OpenAnswers:
    """Stands around everything below /api/ but the page for people, which is like any public page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the asker's language; an answer the asker has already is not sent again."""
        if not request.path_info.startswith(PREFIX) or request.path_info == PREFIX:
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            answer = self._answer(request)
        patch_vary_headers(answer, ["Accept-Language"])
        if request.method == "GET" and answer.status_code == 200:
            answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
            set_response_etag(answer)
            answer = get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
        else:
            answer["Cache-Control"] = "no-store"
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ALLOWED)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            return _fault(413, "too_long", _("The request is too large."))
        if request.method == "HEAD":
            request.method = "GET"  # the front sends no body for it
        answer = self.get_response(request)
        if answer.status_code < 400 or answer.get("Content-Type", "").startswith("application/json"):
            return answer
        if answer.status_code == 405:
            return _fault(405, "not_allowed", _("This address does not take such requests."))
        if answer.status_code == 404:
            return _fault(404, "not_found", _("There is nothing at this address; see /api/ for what there is."))
        return _fault(answer.status_code, "failed", _("The request could not be answered."))


def _fault(status: int, code: str, message: str) -> HttpResponse:
    body = {"code": code, "message": message}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})

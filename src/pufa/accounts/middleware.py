"""Keeps a desk session alive only while its owner works, asks for what must be done first, shuts some rooms."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import permission_denied

from pufa.accounts import actions, devices, rooms
from pufa.accounts.models import DeskSession as Session
from pufa.accounts.models import User
from pufa.lib import clock

SESSION_KEY = "desk_session"
# Open to everybody or needed by the pages below.
FREE = {
    "accounts:sign_in", "accounts:wagtail_sign_in", "accounts:sign_out", "accounts:wagtail_sign_out",
    "accounts:second_factor", "accounts:invitation", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
}  # fmt: skip
# What the browser asks by itself, without anybody at the keyboard.
BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
PASSWORD_FIRST = "accounts:change_password"  # noqa: S105  (an address, no password)
SECOND_FACTOR_FIRST = "accounts:set_up_second_factor"


def open_session(request: HttpRequest, user: User) -> None:
    """Notes a signing in and ties this browser's cookie to it."""
    agent = devices.summary(request.headers.get("User-Agent", ""))
    request.session[SESSION_KEY] = actions.open_session(user=user, agent=agent).pk


def current_session(request: HttpRequest) -> Session | None:
    """The session this request belongs to; None when it was ended."""
    if not isinstance(request.user, User):
        return None
    return Session.objects.filter(pk=request.session.get(SESSION_KEY, 0), user=request.user).first()


class DeskSession:
    """Ends sessions that are idle or revoked; sends on to the password or second-factor page where these come first.

    Refuses what `rooms` does not open to this person, and lets no browser keep what the desk showed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; of the desk only drawings and words of the interface may be kept."""
        response = self.get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.path.startswith(settings.SESSION_COOKIE_PATH) and name not in BY_ITSELF:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: tuple[Any, ...], _given: dict[str, Any]
    ) -> HttpResponse | None:
        """None to go on, or the page to go to first. Public pages are not looked at: they know no session."""
        if not request.path.startswith(settings.SESSION_COOKIE_PATH) or not isinstance(request.user, User):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        why = _why_over(request, name)
        if why:
            logout(request)
            return None if name in FREE else _to_sign_in(request, why)
        if name in FREE:
            return None
        return _first(request.user, name) or (None if rooms.may_enter(request.user, name) else _refuse(request))


def _why_over(request: HttpRequest, name: str) -> str:
    """Empty while the session lives; else the reason for the sign-in page. A living one is noted as used."""
    session, now = current_session(request), clock.now()
    if session is None:
        return "ended"
    if actions.is_idle(session, now=now):
        actions.end_session(session=session, by=None, why="idle", now=now)
        return "idle"
    if name not in BY_ITSELF:
        actions.touch(session=session, now=now)
    return ""


def _to_sign_in(request: HttpRequest, why: str) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or not request.accepts("text/html"):
        return JsonResponse({"code": why}, status=401)
    after = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'why': why, 'next': after})}")


def _refuse(request: HttpRequest) -> HttpResponse:
    """Back to the desk's first page with a message. Raises PermissionDenied (403) for what a script asked for."""
    refused: HttpResponse = permission_denied(request)
    return refused


def _first(user: User, name: str) -> HttpResponse | None:
    if user.must_change_password:
        return None if name == PASSWORD_FIRST else redirect(PASSWORD_FIRST)
    if settings.SECOND_FACTOR and settings.SECOND_FACTOR_REQUIRED and not user.has_second_factor:
        return None if name == SECOND_FACTOR_FIRST else redirect(SECOND_FACTOR_FIRST)
    return None

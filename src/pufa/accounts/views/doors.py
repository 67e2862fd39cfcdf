"""Signing in and out, and the one-time link of an invitation."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pufa.accounts import actions
from pufa.accounts.errors import AccountsError, SignInError
from pufa.accounts.forms import CodeForm, InvitationForm, SignInForm
from pufa.accounts.middleware import current_session
from pufa.accounts.models import User
from pufa.accounts.views.access import after_sign_in
from pufa.lib import clock

PENDING = "second_factor_for"
PENDING_FOR = timedelta(minutes=5)
DOOR = "wagtailadmin.access_admin"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page with user name and password."""
    if request.user.is_authenticated and request.user.has_perm(DOOR) and request.method == "GET":
        return redirect(after_sign_in(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            return _admit(request, actions.check_password(**form.cleaned_data))
        except SignInError as error:
            form.add_error(None, str(error))
    context = {"form": form, "next": after_sign_in(request), "why": request.GET.get("why", "")}
    return render(request, "accounts/sign_in.html", context, status=403 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The page that asks for the one-time code after the password was right."""
    user = _pending(request)
    if user is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.check_second_factor(user=user, code=form.cleaned_data["code"])
            return _let_in(request, user)
        except SignInError as error:
            form.add_error("code", str(error))
    context = {"form": form, "next": after_sign_in(request)}
    return render(request, "accounts/second_factor.html", context, status=403 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session."""
    _leave(request)
    return redirect(f"{reverse('accounts:sign_in')}?why=signed_out")


def wagtail_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own address for signing in leads to ours."""
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': after_sign_in(request)})}")


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page an invitation leads to; looking at it does not use it up."""
    user = actions.find_invitation(token=token).user
    form = InvitationForm(request.POST or None, initial={"name": user.name})
    if form.is_valid():
        try:
            actions.accept_invitation(token=token, name=form.cleaned_data["name"], password=form.cleaned_data["new"])
            return redirect(f"{reverse('accounts:sign_in')}?why=password_set")
        except AccountsError as error:
            form.add_error("new", str(error))
    return render(request, "accounts/invitation.html", {"form": form, "person": user})


def _admit(request: HttpRequest, user: User) -> HttpResponse:
    """On to the second factor where there is one, else in. Raises SignInError for somebody without any role."""
    if not user.has_perm(DOOR):
        raise SignInError(_("You have no role yet. Ask the programme office."), code="no_role")
    _leave(request)
    if not (settings.SECOND_FACTOR and user.has_second_factor):
        return _let_in(request, user)
    request.session[PENDING] = [user.pk, clock.now().timestamp()]
    return redirect(f"{reverse('accounts:second_factor')}?{urlencode({'next': after_sign_in(request)})}")


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    request.session.pop(PENDING, None)
    login(request, user)
    return redirect(after_sign_in(request))


def _leave(request: HttpRequest) -> None:
    """Ends the session of whoever was signed in here before and begins a new, empty one."""
    session = current_session(request)
    if session is not None:
        actions.end_session(session=session, by=session.user)
    logout(request)


def _pending(request: HttpRequest) -> User | None:
    """Whose password was right a moment ago."""
    pk, at = request.session.get(PENDING, [0, 0.0])
    if clock.now().timestamp() - at > PENDING_FOR.total_seconds():
        return None
    return User.objects.filter(pk=pk, is_active=True).first()

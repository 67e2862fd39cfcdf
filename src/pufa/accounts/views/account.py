"""One's own account: devices, password, second factor, language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.users.models import UserProfile

from pufa.accounts import actions
from pufa.accounts.errors import AccountsError
from pufa.accounts.forms import CodeForm, LookForm, PasswordForm
from pufa.accounts.middleware import SESSION_KEY, current_session
from pufa.accounts.views.access import DeskRequest, desk


@desk
@require_GET
def account(request: DeskRequest) -> HttpResponse:
    """What concerns oneself."""
    profile = UserProfile.get_for_user(request.user)
    context = {
        "sessions": request.user.desk_sessions.all(),
        "current": current_session(request),
        "look": LookForm(initial={"language": profile.preferred_language or "zh-hans", "theme": profile.theme}),
        "has_second_factor": settings.SECOND_FACTOR,
        "codes_left": request.user.recovery_codes.count(),
        "code_form": CodeForm(),
    }
    return render(request, "accounts/account.html", context)


@desk
@require_POST
def look(request: DeskRequest) -> HttpResponse:
    """Keeps language and theme."""
    form = LookForm(request.POST)
    if form.is_valid():
        actions.choose_look(user=request.user, **form.cleaned_data)
    return redirect("accounts:account")


@sensitive_post_parameters("old", "new", "again")
@desk
@require_http_methods(["GET", "POST"])
def change_password(request: DeskRequest) -> HttpResponse:
    """A new password for oneself; all other devices are signed out."""
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        keep, told = current_session(request), form.cleaned_data
        try:
            actions.change_password(user=request.user, old=told["old"], new=told["new"], keep=keep)
        except AccountsError as error:
            form.add_error("old" if error.reason in {"wrong_old", "locked"} else "new", str(error))
        else:
            return _stay(request)
    return render(request, "accounts/password.html", {"form": form})


@desk
@require_http_methods(["GET", "POST"])
def set_up_second_factor(request: DeskRequest) -> HttpResponse:
    """The QR code for the app; the first right code takes it into use and shows the recovery codes."""
    secret, form = actions.start_second_factor(user=request.user), CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes = actions.confirm_second_factor(user=request.user, code=form.cleaned_data["code"])
        except AccountsError as error:
            form.add_error("code", str(error))
        else:
            return render(request, "accounts/codes.html", {"codes": codes})
    address = actions.provisioning_address(user=request.user, issuer=settings.WAGTAIL_SITE_NAME)
    return render(request, "accounts/set_up.html", {"form": form, "secret": secret, "address": address})


@desk
@require_POST
def second_factor_again(request: DeskRequest) -> HttpResponse:
    """New recovery codes, or the end of the second factor, against a one-time code."""
    code = request.POST.get("code", "")[:40]
    if request.POST.get("what") == "remove":
        actions.remove_second_factor(user=request.user, by=request.user, code=code)
        messages.success(request, _("The second factor is off."))
        return redirect("accounts:account")
    codes = actions.renew_recovery_codes(user=request.user, code=code)
    return render(request, "accounts/codes.html", {"codes": codes})


@desk
@require_POST
def end_session(request: DeskRequest, pk: int) -> HttpResponse:
    """Signs one device out."""
    actions.end_session(session=get_object_or_404(request.user.desk_sessions, pk=pk), by=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:account")


@desk
@require_POST
def end_other_sessions(request: DeskRequest) -> HttpResponse:
    """Signs all other devices out."""
    actions.end_other_sessions(user=request.user, keep=current_session(request), by=request.user)
    messages.success(request, _("All other devices are signed out."))
    return redirect("accounts:account")


def _stay(request: DeskRequest) -> HttpResponse:
    """Keeps this session alive although the password it began with has gone."""
    kept = request.session.get(SESSION_KEY)
    update_session_auth_hash(request, request.user)
    request.session[SESSION_KEY] = kept
    messages.success(request, _("The password is changed. All other devices are signed out."))
    return redirect("accounts:account")

"""Who may see a page, and where it may send one on to."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from pufa.accounts.errors import NotAllowedError
from pufa.accounts.models import Role, User

Parameters = ParamSpec("Parameters")


class DeskRequest(HttpRequest):
    """A request by somebody signed in."""

    user: User


View = Callable[Concatenate[DeskRequest, Parameters], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


def desk(view: View[Parameters]) -> Door[Parameters]:
    """Lets everybody in who has a role."""
    admitted: Door[Parameters] = require_admin_access(view)
    return admitted


def office(view: View[Parameters]) -> Door[Parameters]:
    """Lets the programme office in. Others are refused, the rest sent to sign in."""

    def guarded(request: DeskRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
        if not request.user.has_role(Role.OFFICE):
            raise NotAllowedError(_("Only the programme office may do this."))
        return view(request, *args, **kwargs)

    return desk(update_wrapper(guarded, view))


def after_sign_in(request: HttpRequest) -> str:
    """Where `next` leads if that is a page of the desk, else the desk's first page: nobody is led elsewhere."""
    home = reverse("wagtailadmin_home")
    asked = request.POST.get("next") or request.GET.get("next") or home
    is_ours = asked.startswith(home) and ".." not in asked and "\\" not in asked and "//" not in asked
    is_door = asked.startswith((reverse("accounts:sign_in"), reverse("accounts:sign_out"), f"{home}log"))
    return asked if is_ours and not is_door and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else home

"""Who may see a page of these rooms, and running a deed for a form."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access

from pufa.accounts.models import User
from pufa.matrix.errors import NotAllowedError
from pufa.matrix.models import Account
from pufa.matrix.queries import register
from pufa.ui.errors import Refusal

Parameters = ParamSpec("Parameters")


class DeskRequest(HttpRequest):
    """A request by somebody signed in."""

    user: User


View = Callable[Concatenate[DeskRequest, Parameters], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


def room(view: View[Parameters]) -> Door[Parameters]:
    """Lets in whoever has something to see here: the office, who reads, and contacts of units."""
    return _guarded(view, register.may_enter, _("These rooms are for the programme office and contacts of units."))


def office(view: View[Parameters]) -> Door[Parameters]:
    """Lets the programme office in."""
    return _guarded(view, register.is_office, _("Only the programme office may do this."))


def writers(view: View[Parameters]) -> Door[Parameters]:
    """Lets in who files: the office and contacts of units."""
    message = _("Only the programme office and contacts of units may do this.")
    return _guarded(view, lambda person: register.is_office(person) or register.is_contact(person), message)


def account_of(request: DeskRequest, pk: int) -> Account:
    """The account, if this person may see it; another unit's is not there."""
    return get_object_or_404(register.whole(register.visible_to(request.user)), pk=pk)


def attempt(form: forms.Form, deed: Callable[[], object], *, field: str | None = None) -> bool:
    """Runs a deed; refused, the reason stands in the form with what was typed."""
    try:
        deed()
    except Refusal as refusal:
        form.add_error(field, str(refusal))
        return False
    return True


def _guarded(view: View[Parameters], may: Callable[[User], bool], message: str | Promise) -> Door[Parameters]:
    def guarded(request: DeskRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
        if not may(request.user):
            raise NotAllowedError(message)
        return view(request, *args, **kwargs)

    admitted: Door[Parameters] = require_admin_access(update_wrapper(guarded, view))
    return admitted

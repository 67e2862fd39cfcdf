"""Who may come in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from pufa.accounts.models import User
from pufa.tracing import queries


def reader(request: HttpRequest) -> User:
    """The person, if they may read here. Raises PermissionDenied."""
    if not isinstance(request.user, User) or not queries.may_read(request.user):
        raise PermissionDenied
    return request.user


def worker(request: HttpRequest) -> User:
    """The person, if they may gather and decide. Raises PermissionDenied."""
    if not isinstance(request.user, User) or not queries.may_work(request.user):
        raise PermissionDenied
    return request.user

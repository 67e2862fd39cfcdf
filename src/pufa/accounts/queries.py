"""Reading people, organisations and roles."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pufa.accounts.errors import AccountsError
from pufa.accounts.models import Organisation, Role, User


def people_with_role(role: str) -> QuerySet[User]:
    """Active people who hold a role, by name."""
    return User.objects.filter(is_active=True, grants__role=role).order_by("name", "username")


def person(username: str) -> User:
    """The active person of a user name. Raises AccountsError (`no_person`)."""
    found = User.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise AccountsError(_("There is nobody of the user name %(name)s.") % {"name": username}, code="no_person")
    return found


def first_editor() -> User:
    """The editor who has been there longest, for work started from the command line. Raises AccountsError."""
    found = people_with_role(Role.EDITOR).order_by("pk").first()
    if found is None:
        raise AccountsError(_("There is no editor yet. Give somebody this role first."), code="no_person")
    return found


def people(*, text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """People with organisation and roles loaded, by user name.

    `text` looks in name, user name and organisation; `state` is active, off, or empty for all.
    """
    found = User.objects.select_related("organisation").prefetch_related("grants")
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(username__icontains=text)
            | Q(organisation__name__icontains=text)
            | Q(organisation__short_name__icontains=text)
        )
    if role:
        found = found.filter(grants__role=role)
    if state:
        found = found.filter(is_active=state == "active")
    return found.order_by("username")


def organisations(*, text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """All organisations with parent and district loaded; `text` looks in code and names."""
    found = Organisation.objects.select_related("parent", "district")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__icontains=text))
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("code")

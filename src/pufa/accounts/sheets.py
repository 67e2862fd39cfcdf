"""Lists as Excel files, and the query text a list's pages keep."""

from collections.abc import Iterable
from typing import IO

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports import organisations as table
from pufa.accounts.models import Organisation, Role, User
from pufa.lib import spreadsheet


def people(rows: Iterable[User]) -> IO[bytes]:
    """People as a table, without phone numbers and second factors."""
    head = [_("User name"), _("Name"), _("Organisation"), _("Roles"), _("State"), _("Last sign-in")]
    lines = (
        [
            user.username,
            user.name,
            user.organisation.name if user.organisation else "",
            "、".join(str(Role(role).label) for role in sorted(user.roles())),
            _("active") if user.is_active else _("switched off"),
            user.last_login,
        ]
        for user in rows
    )
    return spreadsheet.excel(_("People"), head, lines, widths=[16, 12, 32, 28, 10, 20])


def organisations(rows: Iterable[Organisation]) -> IO[bytes]:
    """Organisations in the very form the import takes."""
    words = {kind.value: word for word, kind in table.KINDS.items()}
    head = [column.title for column in table.COLUMNS]
    lines = (
        [
            found.code,
            found.name,
            found.short_name,
            words[found.kind],
            found.district.code if found.district else "",
            found.parent.code if found.parent else "",
        ]
        for found in rows
    )
    return spreadsheet.excel(_("Organisations"), head, lines, widths=[14, 36, 20, 14, 14, 14])


def kept_query(request: HttpRequest) -> dict[str, str]:
    """The filter as query text: `query` to put before another parameter, `export_query` alone."""
    asked = request.GET.copy()
    asked.pop("page", None)
    text = asked.urlencode()
    return {"query": f"{text}&" if text else "", "export_query": f"?{text}" if text else ""}

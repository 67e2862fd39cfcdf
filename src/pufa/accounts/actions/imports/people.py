"""People from a table."""

import re
from collections.abc import Mapping

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table, write_lines
from pufa.accounts.actions.people import change_person, create_person
from pufa.accounts.models import Organisation, Role, User

COLUMNS = (
    Column("username", "用户名", "User name", 150, required=True, is_narrow=True, example="zhangsan"),
    Column("name", "姓名", "Name", 40, required=True, example="张三"),
    Column("organisation", "所属单位", "Organisation", 100, required=True, example="市司法局"),
    Column("roles", "角色", "Roles", 100, required=True, example="编辑、初审"),
    Column("phone", "电话", "Phone", 30, is_narrow=True, example=""),
    Column("email", "邮箱", "E-mail", 254, is_narrow=True, example=""),
)
ROLES = {
    "普法办": Role.OFFICE,
    "编辑": Role.EDITOR,
    "初审": Role.FIRST_REVIEWER,
    "复审": Role.SECOND_REVIEWER,
    "终审": Role.FINAL_REVIEWER,
    "单位联络员": Role.UNIT_CONTACT,
    "讲师": Role.LECTURER,
    "观察员": Role.OBSERVER,
}
PHONE = re.compile(r"\+?[0-9][0-9-]{2,19}")
BETWEEN_ROLES = re.compile(r"[、，,;；/\s]+")


def plan_people(file: TableFile) -> tuple[list[Line], Counts]:
    """What importing would do, row by row, without doing it. Raises ImportFaultError."""
    table, _known, _organisations = _understood(file)
    return table.lines, counts(table.lines)


def import_people(file: TableFile, *, by: User | None) -> Counts:
    """Creates people without a password (invite them) and updates those whose user name is known.

    An empty phone or e-mail leaves what is known. Raises ImportFaultError; then nothing is written.
    """
    table, known, organisations = _understood(file)

    def write(line: Line) -> None:
        old = known.get(line["username"].casefold())
        organisation, roles = organisations[line["organisation"]], line["roles"].split()
        if old is None:
            create_person(
                username=line["username"],
                name=line["name"],
                organisation=organisation,
                roles=roles,
                phone=line["phone"],
                email=line["email"],
                by=by,
            )
        elif line.fate == "changed":
            change_person(
                user=old,
                name=line["name"],
                organisation=organisation,
                roles=roles,
                phone=line["phone"] or old.phone,
                email=line["email"] or old.email,
                by=by,
            )

    return write_lines(table, write)


def _understood(file: TableFile) -> tuple[Table, dict[str, User], dict[str, Organisation]]:
    table = read_table(file, COLUMNS)
    organisations = {found.code: found for found in Organisation.objects.all()}
    people = User.objects.select_related("organisation").prefetch_related("grants")
    known = {user.username.casefold(): user for user in people}
    table.refuse_doubles("username")
    codes = _codes(organisations)
    for line in table.lines:
        _understand(table, line, codes)
    table.stop_if_wrong()
    for line in table.lines:
        old = known.get(line["username"].casefold())
        if old is not None:
            line.fate = "same" if _is_same(old, line) else "changed"
    return table, known, organisations


def _codes(organisations: Mapping[str, Organisation]) -> dict[str, set[str]]:
    """Every way to name an organisation, with the codes of all that bear it."""
    codes: dict[str, set[str]] = {}
    for code, organisation in organisations.items():
        for name in (code, organisation.name, organisation.short_name):
            codes.setdefault(name, set()).add(code)
    return codes


def _understand(table: Table, line: Line, codes: Mapping[str, set[str]]) -> None:
    if line["username"]:
        _check(table, line, "username", UnicodeUsernameValidator())
    meant = codes.get(line["organisation"], set())
    if line["organisation"] and not meant:
        table.blame(line, "organisation", _("there is no such organisation"))
    if len(meant) > 1:
        table.blame(line, "organisation", _("more than one organisation is called so; give its code"))
    line.texts["organisation"] = next(iter(meant), "")
    _understand_roles(table, line)
    if line["phone"] and not PHONE.fullmatch(line["phone"]):
        table.blame(line, "phone", _("a phone number consists of digits and hyphens"))
    if line["email"]:
        _check(table, line, "email", validate_email)


def _understand_roles(table: Table, line: Line) -> None:
    roles = []
    for word in filter(None, BETWEEN_ROLES.split(line["roles"])):
        role = ROLES.get(word) or next((r for r in Role if word in {r.value, r.label}), None)
        if role is None:
            message = _("there is no role “%(role)s”; the roles are: %(roles)s")
            table.blame(line, "roles", message % {"role": word[:20], "roles": "、".join(ROLES)})
        else:
            roles.append(role.value)
    line.texts["roles"] = " ".join(sorted(set(roles)))


def _check(table: Table, line: Line, key: str, validate: object) -> None:
    try:
        if callable(validate):
            validate(line[key])
    except ValidationError as error:
        table.blame(line, key, " ".join(error.messages))


def _is_same(user: User, line: Line) -> bool:
    return (
        user.name == line["name"]
        and user.organisation is not None
        and user.organisation.code == line["organisation"]
        and user.roles() == set(line["roles"].split())
        and line["phone"] in {"", user.phone}
        and line["email"] in {"", user.email}
    )

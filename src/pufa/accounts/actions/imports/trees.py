"""Tables whose rows stand below other rows."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Line, Table


def find_code(asked: str, names: Mapping[str, str]) -> str | None:
    """The code meant by a code or a name out of `names` (code → name); None if there is none or more than one."""
    if asked in names:
        return asked
    meant = [code for code, name in names.items() if name == asked]
    return meant[0] if len(meant) == 1 else None


def parents_first(table: Table, stored: Mapping[str, str]) -> None:
    """Replaces each `parent` (a code or a name, of this table or stored) by its code and puts parents before children.

    Notes a problem where nobody of that name is found, or a row would stand below itself.
    """
    names = {**stored, **{line["code"]: line["name"] for line in table.lines if line["code"]}}
    by_code = {line["code"]: line for line in table.lines}
    for line in table.lines:
        if not line["parent"]:
            continue
        code = find_code(line["parent"], names)
        if code is None:
            table.blame(line, "parent", _("there is none of this code or name, or more than one"))
        line.texts["parent"] = code or ""
    depths = {line.row: _depth(line, by_code) for line in table.lines}
    for line in table.lines:
        if depths[line.row] is None:
            table.blame(line, "parent", _("it would stand below itself"))
    table.lines.sort(key=lambda line: (depths[line.row] or 0, line.row))


def _depth(line: Line, by_code: Mapping[str, Line]) -> int | None:
    """How many rows of the table stand above a row; None if it stands above itself."""
    depth, above = 0, by_code.get(line["parent"])
    while above is not None:
        depth += 1
        if above is line or depth > len(by_code):
            return None
        above = by_code.get(above["parent"]) if above["parent"] else None
    return depth

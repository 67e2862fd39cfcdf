"""The region tree from a table."""

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table, write_lines
from pufa.accounts.actions.imports.trees import parents_first
from pufa.accounts.actions.organisations import change_district, create_district
from pufa.accounts.models import District, User

COLUMNS = (
    Column("code", "编码", "Code", 20, required=True, is_narrow=True, example="000100"),
    Column("name", "名称", "Name", 40, required=True, example="示例区"),
    Column("parent", "上级区划", "Parent district", 40, example="000000"),
)


def plan_districts(file: TableFile) -> tuple[list[Line], Counts]:
    """What importing would do, row by row, without doing it. Raises ImportFaultError."""
    table, _known = _understood(file)
    return table.lines, counts(table.lines)


def import_districts(file: TableFile, *, by: User | None) -> Counts:
    """Creates and updates districts by code. Raises ImportFaultError; then nothing is written."""
    table, known = _understood(file)

    def write(line: Line) -> None:
        parent = known.get(line["parent"])
        if line["code"] in known:
            change_district(district=known[line["code"]], name=line["name"], parent=parent, by=by)
        else:
            known[line["code"]] = create_district(code=line["code"], name=line["name"], parent=parent, by=by)

    return write_lines(table, write)


def _understood(file: TableFile) -> tuple[Table, dict[str, District]]:
    table = read_table(file, COLUMNS)
    known = {district.code: district for district in District.objects.select_related("parent")}
    table.refuse_doubles("code")
    parents_first(table, {code: district.name for code, district in known.items()})
    table.stop_if_wrong()
    for line in table.lines:
        old = known.get(line["code"])
        if old is not None:
            parent = old.parent.code if old.parent else ""
            line.texts["parent"] = line["parent"] if "parent" in table.present else parent
            line.fate = "same" if (old.name, parent) == (line["name"], line["parent"]) else "changed"
    return table, known

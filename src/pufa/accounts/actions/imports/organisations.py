"""Organisations from a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pufa.accounts.actions.imports.table import Column, Counts, Line, Table, TableFile, counts, read_table, write_lines
from pufa.accounts.actions.imports.trees import find_code, parents_first
from pufa.accounts.actions.organisations import change_organisation, create_organisation
from pufa.accounts.models import District, Organisation, OrganisationKind, User

COLUMNS = (
    Column("code", "编码", "Code", 40, required=True, is_narrow=True, example="bm01"),
    Column("name", "全称", "Full name", 100, required=True, example="示例市司法局"),
    Column("short_name", "简称", "Short name", 30, required=True, example="市司法局"),
    Column("kind", "类型", "Kind", 20, required=True, example="部门"),
    Column("district", "所在区划", "District", 40, example="示例市"),
    Column("parent", "上级单位", "Parent organisation", 100, example=""),
)
KINDS = {
    "普法办": OrganisationKind.OFFICE,
    "部门": OrganisationKind.DEPARTMENT,
    "媒体": OrganisationKind.MEDIA,
    "区县": OrganisationKind.DISTRICT,
    "乡镇街道": OrganisationKind.TOWN,
    "院校": OrganisationKind.UNIVERSITY,
    "企业": OrganisationKind.COMPANY,
    "社会组织": OrganisationKind.SOCIETY,
    "其他": OrganisationKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class _Known:
    organisations: dict[str, Organisation]
    districts: dict[str, District]


def plan_organisations(file: TableFile) -> tuple[list[Line], Counts]:
    """What importing would do, row by row, without doing it. Raises ImportFaultError."""
    table, _known = _understood(file)
    return table.lines, counts(table.lines)


def import_organisations(file: TableFile, *, by: User | None) -> Counts:
    """Creates organisations and updates those whose code is known. Raises ImportFaultError; then nothing is written."""
    table, known = _understood(file)

    def write(line: Line) -> None:
        old = known.organisations.get(line["code"])
        district, parent = known.districts.get(line["district"]), known.organisations.get(line["parent"])
        name, short_name, kind = line["name"], line["short_name"], line["kind"]
        if old is None:
            known.organisations[line["code"]] = create_organisation(
                code=line["code"],
                name=name,
                short_name=short_name,
                kind=kind,
                district=district,
                parent=parent,
                by=by,
            )
        elif line.fate == "changed":
            change_organisation(
                organisation=old, name=name, short_name=short_name, kind=kind, district=district, parent=parent, by=by
            )

    return write_lines(table, write)


def _understood(file: TableFile) -> tuple[Table, _Known]:
    table = read_table(file, COLUMNS)
    known = _Known(
        {found.code: found for found in Organisation.objects.select_related("parent", "district")},
        {found.code: found for found in District.objects.all()},
    )
    table.refuse_doubles("code")
    for line in table.lines:
        _understand(table, line, {code: district.name for code, district in known.districts.items()})
    parents_first(table, {code: organisation.name for code, organisation in known.organisations.items()})
    table.stop_if_wrong()
    for line in table.lines:
        old = known.organisations.get(line["code"])
        if old is not None:
            line.texts |= {key: text for key, text in _told(old).items() if key not in table.present}
            line.fate = "same" if _told(old) == line.texts else "changed"
    return table, known


def _understand(table: Table, line: Line, districts: Mapping[str, str]) -> None:
    if line["kind"]:
        kind = KINDS.get(line["kind"]) or next(
            (k for k in OrganisationKind if line["kind"] in {k.value, k.label}), None
        )
        if kind is None:
            table.blame(line, "kind", _("must be one of: %(kinds)s") % {"kinds": "、".join(KINDS)})
        line.texts["kind"] = kind.value if kind else ""
    if line["district"]:
        code = find_code(line["district"], districts)
        if code is None:
            table.blame(line, "district", _("there is no such district"))
        line.texts["district"] = code or ""
    for column in COLUMNS:
        line.texts.setdefault(column.key, "")


def _told(organisation: Organisation) -> dict[str, str]:
    """What a row would say of an organisation just as it is."""
    return {
        "code": organisation.code,
        "name": organisation.name,
        "short_name": organisation.short_name,
        "kind": organisation.kind,
        "district": organisation.district.code if organisation.district else "",
        "parent": organisation.parent.code if organisation.parent else "",
    }

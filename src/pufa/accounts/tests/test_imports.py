"""Taking over organisations and people from tables: everything or nothing, and each error with its place."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from pufa.accounts import actions
from pufa.accounts.actions import imports
from pufa.accounts.actions.imports import organisations as organisation_table
from pufa.accounts.actions.imports import people as people_table
from pufa.accounts.models import District, Organisation, User
from pufa.accounts.tests import factories
from pufa.audit.models import Entry

pytestmark = pytest.mark.django_db
HEAD = ["编码", "全称", "简称", "类型", "所在区划", "上级单位"]
PEOPLE = ["用户名", "姓名", "所属单位", "角色", "电话", "邮箱"]


def excel(*rows, merge=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*rows, encoding="utf-8"):
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode(encoding)


def problems(run, data):
    before = (Organisation.objects.count(), User.objects.count(), Entry.objects.count())
    with pytest.raises(actions.ImportFault) as fault:
        run(data, by=None)
    assert (Organisation.objects.count(), User.objects.count(), Entry.objects.count()) == before
    return [(problem.row, problem.column, problem.message) for problem in fault.value.problems]


def test_organisations_come_in_whatever_the_order_of_rows_and_columns():
    factories.district(code="0001", name="东区")
    data = excel(
        [*reversed(HEAD)],
        ["示例市普法办", "东区", "部门", "市司法局", "示例市司法局", "bm01"],
        [None, None, "普法办", "普法办", "示例市普法办", "bm00"],
    )
    assert actions.import_organisations(data, by=None) == imports.Counts(created=2)
    made = Organisation.objects.get(code="bm01")
    assert (made.parent.code, made.district.code, made.kind) == ("bm00", "0001", "department")
    assert Entry.objects.filter(verb="accounts.organisation_created").count() == 2


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_what_differs():
    rows = [HEAD, ["a", "甲局", "甲", "部门", "", ""], ["b", "乙局", "乙", "部门", "", "a"]]
    actions.import_organisations(excel(*rows), by=None)
    entries = Entry.objects.count()
    assert actions.import_organisations(excel(*rows), by=None) == imports.Counts(same=2)
    assert Entry.objects.count() == entries
    rows[2][1] = "乙局（新）"
    assert actions.import_organisations(excel(*rows), by=None) == imports.Counts(changed=1, same=1)
    assert Organisation.objects.get(code="b").name == "乙局（新）"


def test_a_column_left_out_leaves_what_is_known():
    parent = factories.organisation(code="p")
    factories.organisation(code="c", name="丙局", short_name="丙", parent=parent)
    assert actions.import_organisations(excel(HEAD[:4], ["c", "丙局", "丙局新", "部门"]), by=None).changed == 1
    assert Organisation.objects.get(code="c").parent == parent


def test_full_width_digits_blanks_and_numbers_are_understood():
    data = excel(
        ["编码 *", " 全 称", "简称", "类型"],
        ["ｂｍ０１", "　甲局\u200b ", "甲  局", "部门"],
        [1002, "乙局", "乙", "部门"],
    )
    assert actions.import_organisations(data, by=None).created == 2
    assert set(Organisation.objects.values_list("code", "name", "short_name")) == {
        ("bm01", "甲局", "甲 局"),
        ("1002", "乙局", "乙"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_people_have(encoding):
    data = csv(HEAD[:4], ["a", "甲局", "甲", "部门"], ["", "", "", ""], ["b", "乙局", "乙", "媒体"], encoding=encoding)
    assert actions.import_organisations(data, by=None).created == 2


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ([["a", "甲局", "甲", "部门", "", "没有"]], 2, "上级单位"),
        ([["a", "甲局", "甲", "星球", "", ""]], 2, "类型"),
        ([["a", "甲局", "甲", "部门", "没有区", ""]], 2, "所在区划"),
        ([["", "甲局", "甲", "部门", "", ""]], 2, "编码"),
        ([["a", "甲局", "甲", "部门", "", ""], ["A", "乙局", "乙", "部门", "", ""]], 3, "编码"),
        ([["a", "甲局", "甲", "部门", "", "a"]], 2, "上级单位"),
        ([["a", "甲局", "甲", "部门", "", "b"], ["b", "乙局", "乙", "部门", "", "a"]], 2, "上级单位"),
        ([["a", "=1+1", "甲", "部门", "", ""]], 2, "全称"),
        ([["a", "甲" * 101, "甲", "部门", "", ""]], 2, "全称"),
        ([[None] * 6, ["a", "甲" * 2000, "甲", "部门", "", ""]], 3, "全称"),
    ],
)
def test_each_error_names_its_row_and_column(rows, row, column):
    good = ["z", "正常局", "正常", "部门", "", ""]
    found = problems(actions.import_organisations, excel(HEAD, *rows, good))
    assert (row, column) in [(at, title) for at, title, _message in found]
    assert all(message for _row, _title, message in found)


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (lambda: excel([*HEAD, "颜色"], ["a", "甲局", "甲", "部门", "", "", "红"]), 1),
        (lambda: excel(["编码", "编码", "全称", "简称", "类型"], ["a", "b", "甲局", "甲", "部门"]), 1),
        (lambda: excel(HEAD[:2], ["a", "甲局"]), 1),
        (lambda: excel(HEAD, ["a", "甲局", "甲", "部门", "", ""], merge="A1:B1"), 1),
        (lambda: excel(HEAD, ["a", "甲局", "甲", "部门", "", "", "", "多出来"]), 2),
        (lambda: excel(HEAD), 0),
        (lambda: b"", 0),
        (lambda: b"%PDF-1.7 not a table", 0),
        (lambda: b"PK\x03\x04" + b"\x00" * 50, 0),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0),
        (lambda: b"a,b\n\x81\x00", 0),
        (lambda: "编码\n".encode() + b"x" * 1_100_000, 0),
        (lambda: csv(HEAD[:4], *[[f"c{n}", "甲", "甲", "部门"] for n in range(5001)]), 0),
    ],
)
def test_files_and_titles_that_are_no_use(data, row):
    found = problems(actions.import_organisations, data())
    assert found[0][0] == row
    assert found[0][2]


def repacked(data, name, content):
    """The same workbook with one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    "content",
    [
        b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>",
        b"<worksheet>" + b" " * 3_000_000 + b"</worksheet>",
        f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet {NS}><sheetData/></worksheet>'.encode(),
        f'<worksheet {NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>编码'.encode(),
        f'<worksheet {NS}><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'.encode(),
        f'<worksheet {NS}><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'.encode()
        + b"</worksheet>",
    ],
)
def test_a_hostile_workbook_is_refused_quickly(content):
    data = repacked(excel(HEAD, ["a", "甲局", "甲", "部门", "", ""]), SHEET, content)
    assert problems(actions.import_organisations, data)


def test_people_come_in_without_a_password():
    factories.organisation(code="a", name="甲市司法局", short_name="市司法局")
    data = excel(PEOPLE, ["zhang", "张三", "市司法局", "编辑、初审", 13812345678, "z@example.cn"])
    assert actions.import_people(data, by=None).created == 1
    user = User.objects.get(username="zhang")
    assert (user.roles(), user.phone, user.organisation.code) == ({"editor", "first_reviewer"}, "13812345678", "a")
    assert not user.has_usable_password()
    assert actions.import_people(data, by=None).same == 1
    kept = excel(PEOPLE, ["Zhang", "张三", "a", "讲师", "", ""])
    assert actions.import_people(kept, by=None).changed == 1
    user = User.objects.get(username="zhang")
    assert (user.roles(), user.phone) == ({"lecturer"}, "13812345678")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["li", "李四", "没有局", "编辑", "", ""], "所属单位"),
        (["li", "李四", "同名局", "编辑", "", ""], "所属单位"),
        (["li", "李四", "a", "国王", "", ""], "角色"),
        (["li", "李四", "a", "", "", ""], "角色"),
        (["li!", "李四", "a", "编辑", "", ""], "用户名"),
        (["li", "李四", "a", "编辑", "电话", ""], "电话"),
        (["li", "李四", "a", "编辑", "", "not-a-mail"], "邮箱"),
        (["wang", "李四", "a", "编辑", "", ""], "用户名"),
    ],
)
def test_each_error_in_people_names_its_row_and_column(row, column):
    factories.organisation(code="a")
    factories.organisation(code="b", short_name="同名局")
    factories.organisation(code="c", short_name="同名局")
    found = problems(actions.import_people, excel(PEOPLE, ["wang", "王五", "a", "编辑", "", ""], row))
    assert [(at, title) for at, title, _message in found] == [(3, column)]


def test_what_an_action_refuses_is_told_with_its_row_and_undoes_all():
    factories.organisation(code="a")
    factories.person("office", username="boss", name="主任")
    rows = excel(PEOPLE, ["new", "新人", "a", "编辑", "", ""], ["boss", "主任", "a", "讲师", "", ""])
    assert problems(actions.import_people, rows)[0][0] == 3
    assert User.objects.get(username="boss").has_role("office")


def test_only_the_office_imports():
    factories.organisation(code="a")
    editor = factories.person("editor")
    with pytest.raises(actions.ImportFault):
        actions.import_people(excel(PEOPLE, ["x", "新人", "a", "编辑", "", ""]), by=editor)
    assert not User.objects.filter(username="x").exists()


def test_districts_form_a_tree():
    head = ["编码", "名称", "上级区划"]
    data = excel(head, ["01", "东区", "示例市"], ["00", "示例市", ""])
    assert actions.import_districts(data, by=None).created == 2
    assert District.objects.get(code="01").parent.name == "示例市"
    assert actions.import_districts(data, by=None).same == 2
    assert actions.import_districts(excel(head, ["01", "东新区", "00"]), by=None).changed == 1
    assert District.objects.get(code="01").name == "东新区"


@pytest.mark.parametrize("table", [organisation_table, people_table])
def test_the_template_is_read_back(table):
    data = imports.template("模板", table.COLUMNS).read()
    titles = [cell.value for cell in load_workbook(io.BytesIO(data)).active[1]]
    assert titles == [column.title for column in table.COLUMNS]


def test_a_plan_writes_nothing():
    lines, counts = imports.plan_organisations(excel(HEAD, ["a", "甲局", "甲", "部门", "", ""]))
    assert (counts.created, lines[0].fate, Organisation.objects.count()) == (1, "new", 0)


WORDS = st.sampled_from(["", "a", "b", "甲局", "部门", "媒体", "=1", "x" * 130, " ", "１", "市司法局", "d1"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(WORDS, min_size=4, max_size=6), min_size=1, max_size=6))
def test_a_table_is_taken_over_whole_or_not_at_all(rows):
    Organisation.objects.update(parent=None)
    Organisation.objects.all().delete()
    filled = [row for row in rows if any(text.strip() for text in row)]
    try:
        counts = actions.import_organisations(excel(HEAD, *rows), by=None)
    except actions.ImportFault:
        assert Organisation.objects.count() == 0
    else:
        assert counts.created == len(filled) == Organisation.objects.count()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300) | st.binary(max_size=60).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_get_a_clear_answer(data):
    with pytest.raises(actions.ImportFault) as fault:
        actions.import_people(data, by=None)
    assert str(fault.value)

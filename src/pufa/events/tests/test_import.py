"""Old activities from a table."""

import time

import pytest

from pufa.accounts.actions.imports import ImportFaultError
from pufa.events import actions
from pufa.events.models import Activity
from pufa.events.tests.conftest import together
from pufa.reach import queries as reach_queries

pytestmark = pytest.mark.django_db
HEAD = "活动名称,形式,日期,举办单位,县市区,地点,覆盖人次,统计方式,群众问题\n"
ROW = "广场反诈宣传{0},集市咨询,2024-09-{1:02d},示例司法局,芦淞区,广场{0},{0},清点,\n"


def test_a_table_is_recorded_once(unit, office):
    data = (HEAD + "".join(ROW.format(number, number) for number in range(1, 10))).encode("gb18030")
    assert actions.import_activities(data, by=office).created == 9
    again = actions.import_activities(data, by=office)
    assert (again.created, again.same) == (0, 9)
    assert reach_queries.total("activities_held") == 9
    assert reach_queries.total("people_reached") == 45


def test_problems_name_row_and_column_and_nothing_is_written(unit, office):
    rows = ROW.format(1, 1) + "坏的,唱歌,2024-13-01,没有的局,月球,广场,很多,猜的,电话13812345678\n" + ROW.format(1, 1)
    with pytest.raises(ImportFaultError) as fault:
        actions.import_activities((HEAD + rows).encode(), by=office)
    found = {(problem.row, problem.column) for problem in fault.value.problems}
    columns = ("形式", "日期", "举办单位", "县市区", "覆盖人次", "统计方式", "群众问题")
    assert found == {(3, column) for column in columns} | {(4, "活动名称")}
    assert not Activity.objects.exists()


def test_days_no_calendar_knows_are_named_too(unit, office):
    row = ROW.format(1, 1).replace("2024-09-01", f"{10**20}-1-1")
    with pytest.raises(ImportFaultError) as fault:
        actions.plan_import((HEAD + row).encode())
    assert {(problem.row, problem.column) for problem in fault.value.problems} == {(2, "日期")}


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_record_it_once(unit, office):
    data = (HEAD + "".join(ROW.format(number, number) for number in range(1, 10))).encode()
    together([lambda: actions.import_activities(data, by=office)] * 3)
    assert (Activity.objects.count(), int(reach_queries.total("activities_held"))) == (9, 9)


def test_five_thousand_rows_are_checked_soon(unit, office):
    lines = [ROW.format(number, number % 28 + 1) for number in range(5000 - 1)]
    begin = time.process_time()
    told, counts = actions.plan_import((HEAD + "".join(lines)).encode())
    assert (len(told), counts.created) == (4999, 4999)
    assert time.process_time() - begin < 30  # about two seconds; the claim is measured in benchmarks/activities.py

"""Old visits come in as a table: all of them once, or none and a word about each cell that is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pufa.accounts.actions.imports.table import ImportFaultError
from pufa.audit.models import Entry as AuditEntry
from pufa.lectures import actions
from pufa.lectures.errors import NotAllowedError
from pufa.lectures.models import Visit
from pufa.reach import queries as reach_queries

pytestmark = pytest.mark.django_db
HEAD = "讲本,讲师,日期,县市区,地点,听众人数,统计方式,备注"


def table(*lines):
    return "\n".join([HEAD, *lines]).encode("gb18030")


def test_visits_of_a_table_count_once(client, kit, lecturer, office, district):
    client.force_login(office)
    data = table(
        f"《网络安全三句半》,{lecturer.username},2025.3.12,渌口区,卦石村,46,清点,下雨，在祠堂里",
        f"网络安全三句半,{lecturer.name},2025年4月2日,渌口区,油塘村,30,估算,",
    )
    shown = client.post("/desk/lectures/import/", {"file": SimpleUploadedFile("visits.csv", data)})
    assert not Visit.objects.exists()
    assert client.post("/desk/lectures/import/", {"parcel": shown.context["parcel"]}).status_code == 302
    assert sorted(Visit.objects.values_list("place", "state", "people")) == [
        ("卦石村", "recorded", 46), ("油塘村", "recorded", 30),
    ]  # fmt: skip
    assert reach_queries.total("visits_held") == 2
    again = actions.import_visits(data, by=office)
    assert (again.created, again.same) == (0, 2)
    assert reach_queries.total("visits_held") == 2
    assert AuditEntry.objects.filter(verb="lectures.imported").count() == 2


def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_written(kit, lecturer, office, district):
    good = f"网络安全三句半,{lecturer.username},2025-03-12,渌口区,卦石村,46,清点,"
    data = table(
        good, good, good.replace("三句半", "快板"), good.replace(lecturer.username, "nobody"),
        good.replace("2025-03-12", "2999-01-01"), good.replace("渌口区", "外县"), good.replace("46", "四十六"),
        good.replace("清点", "约数"), good + "张三的电话13812345678",
    )  # fmt: skip
    with pytest.raises(ImportFaultError) as fault:
        actions.import_visits(data, by=office)
    assert [(one.row, one.column) for one in fault.value.problems] == [
        (3, "地点"), (4, "讲本"), (5, "讲师"), (6, "日期"), (7, "县市区"), (8, "听众人数"), (9, "统计方式"),
        (10, "备注"),
    ]  # fmt: skip
    assert not Visit.objects.exists()
    with pytest.raises(NotAllowedError):
        actions.import_visits(table(good), by=lecturer)


def test_a_recording_that_cannot_be_taken_leaves_no_file(draft, office, settings):
    from pufa.lib.tests import sounds
    from pufa.review.errors import ReviewError

    actions.submit_kit(kit=draft, by=office)
    with pytest.raises((ReviewError, actions.kits.LecturesError)):
        actions.set_audio(kit=draft, data=sounds.sound(), by=office)
    assert [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()] == []

"""The rooms for people, organisations and imports, and who may enter them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from pufa.accounts import actions
from pufa.accounts.models import Invitation, Organisation, Role, User
from pufa.accounts.tests import factories
from pufa.audit.models import Entry

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def office(client):
    user = factories.person("office", name="主任")
    client.force_login(user)
    return user


def table(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("table.xlsx", file.getvalue())


def cells(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[cell.value for cell in row] for row in book.active]


@pytest.mark.parametrize("role", [role for role in Role.values if role != "office"])
@pytest.mark.parametrize(
    "path",
    [
        "people/", "people/export/", "people/new/", "people/{pk}/", "organisations/new/", "organisations/{unit}/",
        "people/import/", "organisations/import/", "people/import/template/",
    ],
)  # fmt: skip
def test_only_the_office_enters(client, role, path):
    person = factories.person(role, phone=PHONE, name="某某某")
    unit = factories.organisation()
    client.force_login(person)
    answer = client.get("/desk/" + path.format(pk=person.pk, unit=unit.pk))
    assert answer.status_code == 403
    assert PHONE[-4:] not in answer.content.decode()


@pytest.mark.parametrize("path", ["phone/", "invite/", "act/"])
def test_no_deed_on_a_person_without_the_office_role(client, path):
    person = factories.person("editor", phone=PHONE)
    client.force_login(factories.person("observer"))
    answer = client.post(f"/desk/people/{person.pk}/{path}", {"what": "deactivate"})
    assert answer.status_code == 403
    assert User.objects.get(pk=person.pk).is_active
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("path", ["people/", "organisations/", "account/", "people/import/", "people/1/"])
def test_strangers_are_sent_to_sign_in(client, path):
    answer = client.get(f"/desk/{path}")
    assert answer.status_code == 302
    assert "/desk/login/" in answer.url


def test_the_list_of_people_filters_and_hides_phones(client, office):
    unit = factories.organisation(short_name="司法局")
    factories.person("editor", name="张三", organisation=unit, phone=PHONE)
    factories.person("lecturer", name="李四")
    for query, seen, hidden in (
        ("", "张三", "没有人"),
        ("?text=司法", "张三", "李四"),
        ("?role=lecturer", "李四", "张三"),
        ("?state=off", "", "张三"),
        ("?role=king&page=999", "李四", "没有人"),
    ):
        page = client.get(f"/desk/people/{query}").content.decode()
        assert seen in page
        assert hidden not in page
        assert PHONE not in page


def test_the_list_costs_the_same_for_one_and_for_fifty(client, office, django_assert_max_num_queries):
    unit = factories.organisation()
    for _number in range(30):
        factories.person("editor", "observer", organisation=unit)
    client.get("/desk/people/")
    with django_assert_max_num_queries(22):
        client.get("/desk/people/")


def test_the_export_of_people_holds_no_phone_and_is_noted(client, office):
    factories.person("editor", name="=1+1", phone=PHONE)
    rows = cells(client.get("/desk/people/export/?role=editor"))
    assert [row[1] for row in rows[1:]] == ["=1+1"]
    assert PHONE not in str(rows)
    assert Entry.objects.filter(verb="accounts.exported", actor_id=str(office.pk)).count() == 1


def test_taking_somebody_in_shows_a_link_once(client, office):
    unit = factories.organisation()
    given = {"username": "wang", "name": "王五", "organisation": unit.pk, "roles": ["editor"], "phone": PHONE}
    page = client.post("/desk/people/new/", given).content.decode()
    assert "http://testserver/desk/invitation/" in page
    user = User.objects.get(username="wang")
    assert (user.phone, user.roles()) == (PHONE, {"editor"})
    again = client.post("/desk/people/new/", given)
    assert User.objects.filter(name="王五").count() == 1
    assert "wang" in again.content.decode()
    assert "/desk/invitation/" not in client.get(f"/desk/people/{user.pk}/").content.decode()


def test_changing_a_person_keeps_the_phone_unless_told(client, office):
    unit = factories.organisation()
    user = factories.person("editor", phone=PHONE, organisation=unit)
    address = f"/desk/people/{user.pk}/"
    page = client.get(address).content.decode()
    assert "138****5678" in page
    assert PHONE not in page
    given = {"name": "新名", "organisation": unit.pk, "roles": ["observer"]}
    assert client.post(address, given).status_code == 302
    kept = User.objects.get(pk=user.pk)
    assert (kept.name, kept.phone, kept.roles()) == ("新名", PHONE, {"observer"})
    client.post(address, {**given, "forget_phone": "on"})
    assert User.objects.get(pk=user.pk).phone == ""
    assert client.post(address, {**given, "phone": "call me"}).status_code == 200


def test_the_last_of_the_office_cannot_drop_the_role(client, office):
    unit = factories.organisation()
    given = {"name": "主任", "organisation": unit.pk, "roles": ["observer"]}
    assert client.post(f"/desk/people/{office.pk}/", given).status_code == 200
    assert User.objects.get(pk=office.pk).has_role("office")


def test_looking_at_a_phone_number_is_noted(client, office):
    user = factories.person("editor", phone=PHONE)
    assert PHONE in client.post(f"/desk/people/{user.pk}/phone/").content.decode()
    entry = Entry.objects.get(verb="accounts.phone_shown")
    assert (entry.key, entry.actor_id) == (f"person:{user.pk}", str(office.pk))
    assert PHONE not in entry.detail_text
    assert client.get(f"/desk/people/{user.pk}/phone/").status_code == 405


def test_deeds_on_a_person(client, office):
    user = factories.person("editor")
    session = actions.open_session(user=user)
    act = f"/desk/people/{user.pk}/act/"
    client.post(act, {"what": "end_sessions"})
    assert not user.desk_sessions.filter(pk=session.pk).exists()
    client.post(act, {"what": "deactivate"})
    assert not User.objects.get(pk=user.pk).is_active
    assert client.post(f"/desk/people/{user.pk}/invite/").status_code == 400
    client.post(act, {"what": "reactivate"})
    assert User.objects.get(pk=user.pk).is_active
    client.post(f"/desk/people/{user.pk}/invite/")
    assert Invitation.objects.get(user=user).revoked_at is None
    client.post(f"/desk/people/{user.pk}/invite/", {"what": "withdraw"})
    assert Invitation.objects.get(user=user).revoked_at
    secret = actions.start_second_factor(user=user)
    User.objects.filter(pk=user.pk).update(second_factor_since=user.date_joined)
    client.post(act, {"what": "remove_second_factor"})
    assert User.objects.get(pk=user.pk).second_factor_secret != secret


def test_organisations_are_founded_changed_and_listed(client, office):
    given = {"code": "bm1", "name": "甲市司法局", "short_name": "市司法局", "kind": "department"}
    assert client.post("/desk/organisations/new/", given).status_code == 302
    assert client.post("/desk/organisations/new/", given).status_code == 200
    unit = Organisation.objects.get()
    child = factories.organisation(parent=unit)
    address = f"/desk/organisations/{unit.pk}/"
    assert client.get(address).status_code == 200
    circle = client.post(address, {**given, "parent": child.pk})
    assert circle.status_code == 200
    client.post(address, {**given, "short_name": "司法局"})
    assert Organisation.objects.get(pk=unit.pk).short_name == "司法局"
    page = client.get("/desk/organisations/?kind=department&text=司法").content.decode()
    assert "甲市司法局" in page
    assert child.name not in page


def test_others_at_the_desk_may_read_organisations_but_see_no_button(client):
    factories.organisation(name="甲市司法局")
    client.force_login(factories.person("observer"))
    page = client.get("/desk/organisations/").content.decode()
    assert "甲市司法局" in page
    assert "/desk/organisations/new/" not in page


def test_exported_organisations_can_be_imported_again(client, office):
    area = factories.district()
    factories.organisation(district=area, parent=factories.organisation())
    data = b"".join(client.get("/desk/organisations/export/").streaming_content)
    assert actions.import_organisations(data, by=office).same == 2


def test_an_import_is_previewed_and_then_confirmed(client, office):
    rows = (["编码", "全称", "简称", "类型"], ["a", "甲局", "甲", "部门"])
    preview = client.post("/desk/organisations/import/", {"file": table(*rows)})
    assert not Organisation.objects.exists()
    parcel = preview.context["parcel"]
    assert "甲局" not in parcel
    assert 'class="fate-new"' in preview.content.decode()
    assert client.post("/desk/people/import/confirm/", {"parcel": parcel}).status_code == 400
    assert client.post("/desk/organisations/import/confirm/", {"parcel": parcel[:-9]}).status_code == 400
    assert client.post("/desk/organisations/import/confirm/", {"parcel": parcel}).url == "/desk/organisations/"
    assert Organisation.objects.get().name == "甲局"


def test_a_parcel_of_somebody_else_is_not_opened(client, office):
    rows = (["编码", "全称", "简称", "类型"], ["a", "甲局", "甲", "部门"])
    parcel = client.post("/desk/organisations/import/", {"file": table(*rows)}).context["parcel"]
    client.force_login(factories.person("office"))
    assert client.post("/desk/organisations/import/confirm/", {"parcel": parcel}).status_code == 400
    assert not Organisation.objects.exists()


def test_the_problems_of_a_table_are_shown_with_row_and_column(client, office):
    rows = (["用户名", "姓名", "所属单位", "角色"], ["li", "李四", "没有局", "编辑"])
    answer = client.post("/desk/people/import/", {"file": table(*rows)})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "所属单位" in page
    assert not User.objects.filter(username="li").exists()


@pytest.mark.parametrize("name", ["table.exe", "table.xls"])
def test_other_files_are_not_even_opened(client, office, name):
    file = SimpleUploadedFile(name, b"x")
    assert client.post("/desk/people/import/", {"file": file}).status_code == 400


@pytest.mark.parametrize("table", ["people/import/", "organisations/import/", "organisations/import/districts/"])
def test_each_import_has_its_page_and_template_below_its_room(client, office, table):
    assert client.get(f"/desk/{table}").status_code == 200
    assert len(cells(client.get(f"/desk/{table}template/"))) == 2


def test_the_menu_shows_people_to_the_office_only(client, office):
    assert "/desk/people/" in client.get("/desk/").content.decode()
    client.force_login(factories.person("editor"))
    page = client.get("/desk/").content.decode()
    assert "/desk/people/" not in page
    assert "/desk/users/" not in page
    assert "/desk/organisations/" in page

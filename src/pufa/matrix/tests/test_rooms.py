"""The rooms at the desk, for each role, through their addresses; the public directory; the API; import and export."""

import io
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.cache import cache
from ninja import NinjaAPI
from ninja.testing import TestClient

from pufa.accounts.actions.imports import ImportFault
from pufa.accounts.models import Role
from pufa.accounts.tests import factories as accounts
from pufa.audit import queries as audit_queries
from pufa.lib import clock, spreadsheet
from pufa.matrix import actions, sheets
from pufa.matrix.actions import suspects
from pufa.matrix.actions.register_import import COLUMNS
from pufa.matrix.models import Account, Filing
from pufa.matrix.queries import register, verify
from pufa.matrix.tests import factories

pytestmark = pytest.mark.django_db
HEAD = [column.title for column in COLUMNS]
ROOMS = ["", "filings/", "figures/", "health/", "health/rules/", "checks/", "lookalikes/"]
OFFICE_ONLY = ["import/", "health/rules/new/", "checks/draw/", "lookalikes/new/", "lookalikes/import/"]


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def listed(browser, query=""):
    return [account.name for account, _ in browser.get(f"/desk/matrix/{query}").context["rows"]]


def test_each_role_sees_what_it_may():
    own, foreign = factories.account(name="自家"), factories.account(name="别家")
    contact = factories.sign_in(factories.person(Role.UNIT_CONTACT, own.organisation))
    office, observer = factories.sign_in(factories.office()), factories.sign_in(factories.person(Role.OBSERVER))
    lecturer = factories.sign_in(factories.person(Role.LECTURER))
    for room in ROOMS:
        address = f"/desk/matrix/{room}"
        assert [who.get(address).status_code for who in (office, observer, contact, lecturer)] == [200, 200, 200, 403]
    for room in OFFICE_ONLY:
        address = f"/desk/matrix/{room}"
        assert [who.get(address).status_code for who in (office, observer, contact)] == [200, 403, 403]
    assert set(listed(office)) == {"自家", "别家"}
    assert listed(contact) == ["自家"]
    assert contact.get(foreign.desk_url).status_code == 404
    assert observer.post(f"{own.desk_url}contact/").status_code == 403
    assert observer.get(f"{own.desk_url}file/change/").status_code == 403
    assert "13800001234" in contact.post(f"{own.desk_url}contact/").content.decode()
    for tab in ("facts", "filings", "figures", "health"):
        page = contact.get(f"{own.desk_url}?tab={tab}").content.decode()
        assert "13800001234" not in page


def test_a_unit_files_on_its_page_and_the_office_decides():
    unit = accounts.organisation()
    contact, office = factories.sign_in(factories.person(Role.UNIT_CONTACT, unit)), factories.office()
    told = {
        "name": "新开账号", "platform": factories.platform().pk, "organisation": unit.pk, "sector": "law",
        "happened_on": clock.today().isoformat(), "contact": "13812345678",
    }  # fmt: skip
    assert contact.post("/desk/matrix/new/", told).status_code == 302
    filing = Filing.objects.get()
    wrong = contact.post("/desk/matrix/new/", {**told, "name": "第二个"})
    assert "原则上一个平台一个账号" in wrong.content.decode()
    desk = factories.sign_in(office)
    page = desk.get(f"/desk/matrix/filings/{filing.pk}/")
    assert "新开账号" in page.content.decode()
    assert "13812345678" not in page.content.decode()
    assert "请写明理由" in desk.post(f"/desk/matrix/filings/{filing.pk}/", {"what": "refuse"}).content.decode()
    assert contact.post(f"/desk/matrix/filings/{filing.pk}/", {"what": "approve"}).status_code == 200
    filing.refresh_from_db()
    assert filing.state == "submitted"
    desk.post(f"/desk/matrix/filings/{filing.pk}/", {"what": "approve"})
    account = Account.objects.get()
    assert account.state == "active"
    for kind, more in (
        ("change", {"name": "改名", "sector": "law", "reason": "改名", "happened_on": clock.today().isoformat()}),
        ("hand-over", {"operator": "新人", "record": "已移交", "happened_on": clock.today().isoformat()}),
        ("check", {"is_in_use": "on"}),
        ("closing", {"closed_on": clock.today().isoformat(), "reason": "停用"}),
    ):
        assert contact.post(f"{account.desk_url}file/{kind}/", more).status_code == 302, kind
        actions.approve(filing=Filing.objects.waiting().get(), by=office)
    account.refresh_from_db()
    assert (account.name, account.operator, account.state) == ("改名", "新人", "closed")


def test_the_list_filters_pages_and_costs_the_same_for_any_number(django_assert_max_num_queries):
    for number in range(3):
        factories.account(name=f"甲{number}")
    factories.account(name="乙", platform=factories.platform("wechat"), sector="society")
    browser = factories.sign_in(factories.office())
    browser.get("/desk/matrix/")
    assert listed(browser, "?q=甲1") == ["甲1"]
    assert listed(browser, "?platform=wechat") == ["乙"]
    assert listed(browser, "?sector=society&health=filing") == []
    with django_assert_max_num_queries(30) as few:
        browser.get("/desk/matrix/")
    for number in range(20):
        factories.account(name=f"丙{number}")
    with django_assert_max_num_queries(len(few)):
        browser.get("/desk/matrix/")


def table(*rows, head=HEAD):
    return spreadsheet.excel("t", head, rows).read()


def row(unit, **given):
    plain = {
        "服务主体": unit.name, "单位类别": "政法", "平台": "微博", "账号名称": "导入账号", "账号": "imported-1",
        "开设日期": "2024-05-01", "联系电话": "13900001111",
    }  # fmt: skip
    told = {**plain, **given}
    return [told.get(title, "") for title in HEAD]


def test_a_table_is_taken_over_and_comes_out_the_same():
    unit, office = accounts.organisation(), factories.office()
    data = table(row(unit))
    assert actions.import_register(data, by=office).created == 1
    assert actions.import_register(data, by=office).same == 1
    account = Account.objects.get()
    assert account.contact == "13900001111"
    exported = sheets.register(register.listed(office)).read()
    assert b"13900001111" not in exported
    assert actions.import_register(exported, by=office).same == 1
    changed = table(row(unit, 账号名称="改名了", 备案号=account.number), row(unit, 平台="抖音", 账号="x2"))
    counts = actions.import_register(changed, by=office)
    assert (counts.created, counts.changed) == (1, 1)
    closing = table(row(unit, 账号名称="改名了", 备案号=account.number, 关闭日期="2025-01-01"))
    assert actions.import_register(closing, by=office).changed == 1
    account.refresh_from_db()
    assert (account.name, account.state) == ("改名了", "closed")


def test_wrong_tables_say_row_and_column_and_write_nothing():
    unit, office = accounts.organisation(), factories.office()
    wrong = table(
        row(unit), row(unit), row(unit, 服务主体="没有的单位", 账号="b"), row(unit, 平台="没有的平台", 账号="c"),
        row(unit, 开设日期="昨天", 账号="d"), row(unit, 单位类别="乱写", 账号="e"),
        row(unit, 公开地址="ftp://x", 账号="f"),
    )  # fmt: skip
    with pytest.raises(ImportFault) as fault:
        actions.import_register(wrong, by=office)
    places = {(one.row, one.column) for one in fault.value.problems}
    assert {(3, "账号名称"), (4, "服务主体"), (5, "平台"), (6, "开设日期"), (7, "单位类别"), (8, "公开地址")} <= places
    assert not Account.objects.exists()
    second = table(row(unit), row(unit, 账号="imported-2", 账号名称="第二个"))
    with pytest.raises(ImportFault):
        actions.import_register(second, by=office)
    assert not Account.objects.exists()


def test_the_import_page_previews_first():
    unit = accounts.organisation()
    browser = factories.sign_in(factories.office())
    text = ",".join(HEAD) + "\n" + ",".join(row(unit)) + "\n"
    file = io.BytesIO(text.encode("gb18030"))
    file.name = "登记.csv"
    page = browser.post("/desk/matrix/import/", {"file": file})
    assert not Account.objects.exists()
    assert "13900001111" not in page.content.decode()
    assert browser.post("/desk/matrix/import/confirm/", {"parcel": page.context["parcel"]}).status_code == 302
    assert Account.objects.get().name == "导入账号"
    assert browser.get("/desk/matrix/export/").headers["Content-Type"] == spreadsheet.EXCEL_TYPE
    assert any(entry.verb == "matrix.exported" for entry in audit_queries.entries(verb="matrix.exported"))


def test_the_public_directory_shows_registered_accounts_only(client):
    shown = factories.account(name="示例发布", address="https://weibo.example/u/1")
    hidden = actions.file_opening(fields=factories.fields(name="未批准"), happened_on=clock.today(), by=None).account
    page = client.get("/accounts/").content.decode()
    assert "示例发布" in page
    assert "未批准" not in page
    assert client.get(hidden.public_url).status_code == 404
    own = client.get(shown.public_url)
    text = own.content.decode()
    assert "application/ld+json" in text
    assert "<svg" in text
    assert "13800001234" not in text
    assert "示例人" not in text
    assert not own.cookies
    elders = client.get(f"/elders{shown.public_url}").content.decode()
    assert 'data-version="elders"' in elders
    assert "示例发布" in client.get("/elders/accounts/").content.decode()


def test_asking_about_a_name_or_link(client):
    ours = factories.account(name="示例发布", address="https://weibo.example/u/1")
    ask = verify.verify
    assert ask("示例发布").answer == "genuine"
    assert ask(ours.handle).answer == "genuine"
    assert ask("https://WEIBO.example/u/1/?from=x").answer == "genuine"
    assert ask("https://weibo.example/u/12").answer == "unknown"
    assert ask("示例发市").resembles == ours
    assert ask("毫不相干的名字").answer == "unknown"
    assert ask("发布").near == [ours]
    foreign = suspects.add_suspect(
        platform=factories.platform(), name="示例发佈", address="https://weibo.example/fake", by=None
    )
    suspects.move(suspect=foreign, to="confirmed", note="头像一样", by=None)
    assert ask("https://weibo.example/fake").is_known_imitation
    for text in ("", "//", "http://[", "a" * 500, "<script>alert(1)</script>"):
        page = client.get("/accounts/verify/", {"q": text})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_the_api():
    ours = factories.account(name="示例发布")
    service = NinjaAPI(urls_namespace="matrix-test")
    # Entry points are imported by the composition root alone; so the test mounts the router by its name.
    service.add_router("/accounts", import_module("pufa.matrix.api").router)
    browser = TestClient(service)
    listed_ones = browser.get("/accounts/").json()
    assert (listed_ones["total"], listed_ones["items"][0]["name"]) == (1, "示例发布")
    assert browser.get("/accounts/?platform=wechat").json()["total"] == 0
    assert browser.get("/accounts/?page=0").status_code == 422
    assert browser.get("/accounts/verify/?q=示例发布").json()["answer"] == "genuine"
    assert browser.get(f"/accounts/{ours.number}/").json()["page"] == ours.public_url
    assert browser.get("/accounts/2020-99999/").status_code == 404
    assert not re.search(r"1380000|示例人", browser.get("/accounts/").content.decode())


def test_the_first_page_warns_and_the_menu_leads_here():
    account = factories.account(name="安静账号")
    post = actions.SeenPost("a", "旧闻", clock.now() - timedelta(days=11))
    actions.see_posts(account=account, posts=[post])
    actions.raise_alerts(now=clock.now())
    contact = factories.sign_in(factories.person(Role.UNIT_CONTACT, account.organisation))
    page = contact.get("/desk/").content.decode()
    assert "3 天后 1 个账号将不达标" in page
    assert "安静账号" in page
    other = factories.sign_in(factories.person(Role.UNIT_CONTACT, accounts.organisation()))
    assert "安静账号" not in other.get("/desk/").content.decode()

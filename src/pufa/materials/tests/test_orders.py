"""Orders from asking to the signed receipt, and the rooms at the desk."""

import io

import openpyxl
import pytest
from django.urls import reverse

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.materials import actions, queries, receipts
from pufa.materials.errors import MaterialsError
from pufa.materials.models import Edition, Order
from pufa.materials.queries import advice
from pufa.materials.queries.orders import by_receipt, mark
from pufa.materials.tests.conftest import NOW
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)


@pytest.fixture
def order(stocked, edition, unit_store, contact):
    return actions.ask(edition=edition, place=unit_store, count=200, by=contact, purpose="宪法宣传周", now=NOW)


def at_desk(client, person):
    sign_in(client, person)
    return client


def test_a_unit_orders_and_signs_for_what_came(client, order, stocked, edition, unit_store, office, contact):
    at_desk(client, office)
    client.post(order.desk_url, {"step": "approve", "approve-count": "150"})
    client.post(order.desk_url, {"step": "send", "send-origin": stocked.pk})
    order.refresh_from_db()
    assert (order.state, order.approved) == (Order.State.SENT, 150)
    assert queries.on_hand(edition, unit_store) == 150
    at_desk(client, contact)
    assert client.post(order.desk_url, {"step": "receive", "receive-count": "148"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.received) == (Order.State.RECEIVED, 148)
    assert queries.on_hand(edition, unit_store) == 148
    assert queries.faults() == []
    paper = client.get(reverse("materials_desk:receipt", args=[order.pk]))
    assert paper.content.startswith(b"%PDF")
    page = client.get(reverse("materials:receipt", args=[order.number, mark(order)])).content.decode()
    assert "这张交接单是真的" in page
    assert client.get(reverse("materials:receipt", args=[order.number, "0" * 16])).status_code == 404
    assert order.number in receipts.address(order)


def test_steps_come_in_order_and_by_the_right_people(order, stocked, contact, office):
    with pytest.raises(MaterialsError) as refused:
        actions.approve(order=order, count=10, by=contact)
    assert refused.value.reason == "not_allowed"
    for deed in (
        lambda: actions.send(order=order, origin=stocked, by=office),
        lambda: actions.receive(order=order, count=1, by=office),
    ):
        with pytest.raises(MaterialsError) as refused:
            deed()
        assert refused.value.reason in {"wrong_state", "bad_count"}
    with pytest.raises(MaterialsError):
        actions.approve(order=order, count=201, by=office)
    actions.cancel(order=order, reason="不用了", by=contact)
    assert order.state == Order.State.CANCELLED


def test_a_unit_sees_neither_orders_nor_stores_of_others(client, order, unit_store):
    stranger = factories.person(Role.UNIT_CONTACT, organisation=factories.organisation())
    at_desk(client, stranger)
    assert client.get(order.desk_url).status_code == 404
    assert client.get(reverse("materials_desk:store", args=[unit_store.pk])).status_code == 404
    assert "城关司法所" not in client.get(reverse("materials_desk:stock")).content.decode()


def test_lists_and_files(client, order, office, edition):
    at_desk(client, office)
    for name in ("stock", "titles", "orders", "movements", "advice"):
        page = client.get(reverse(f"materials_desk:{name}"), {"q": "密码"})
        assert page.status_code == 200
        assert "密码口袋书" in page.content.decode() or name == "advice"
    for name in ("stock_file", "orders_file", "movements_file"):
        answer = client.get(reverse(f"materials_desk:{name}"))
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert sheet.max_row == 2
    page = client.get(reverse("materials_desk:title", args=[edition.title_id])).content.decode()
    assert "1,000" in page


def test_a_title_comes_into_being_at_the_desk(client, office, store):
    at_desk(client, office)
    client.post(reverse("materials_desk:new_title"), {"name": "防骗手册", "slug": "no-fraud", "form": "booklet"})
    page = client.post(reverse("materials_desk:new_title"), {"name": "防骗手册", "slug": "no-fraud", "form": "booklet"})
    assert "已有同名" in page.content.decode()
    title = client.get("/materials/no-fraud/")
    assert title.status_code == 200
    edition = {"number": 1, "year": 2026, "pages": 16, "laws": "《反电信网络诈骗法》第二条"}
    client.post(reverse("materials_desk:new_edition", args=[store.pk * 0 + _pk("防骗手册")]), edition)
    made = Edition.objects.get(title__name="防骗手册")
    run = {"printed": 5000, "delivered_on": "2026-11-02", "place": store.pk, "cost": "3200.50"}
    client.post(reverse("materials_desk:new_run", args=[made.pk]), run)
    assert queries.on_hand(made, store) == 5000
    assert made.runs.get().cost_fen == 320_050
    client.post(reverse("materials_desk:change", args=[made.pk, "withdraw"]), {"reason": "条文修改"})
    assert "已停用" in client.get("/materials/no-fraud/").content.decode()


def test_a_stocktake_is_taken_over_whole_or_not_at_all(client, stocked, edition, office):
    at_desk(client, office)
    url = reverse("materials_desk:count")
    head = "库房,资料,版次,实盘册数,盘点人\n"
    bad = head + "没有的库房,密码口袋书,1,9,张三\n市委网信办库房,密码口袋书,1,九百,张三\n"
    page = client.post(url, {"file": _file(bad)})
    assert page.status_code == 400
    assert "没有这个库房" in page.content.decode()
    assert "要写不小于零的整数" in page.content.decode()
    good = head + "市委网信办库房,密码口袋书,1,987,张三\n"
    page = client.post(url, {"file": _file(good)})
    parcel = page.context["parcel"]
    assert queries.on_hand(edition, stocked) == 1000
    client.post(url, {"parcel": parcel})
    assert queries.on_hand(edition, stocked) == 987


def test_a_reprint_is_advised_when_the_stock_ends_soon(stocked, edition, office):
    for number in range(3):
        actions.hand_out(
            edition=edition, place=stocked, count=300, at=NOW, source_key=f"activity:{number}", by=office, now=NOW
        )
    found = advice.advice(now=NOW)[0]
    assert (found.on_hand, round(found.per_day)) == (100, 10)
    assert found.reprint == 1500
    assert advice.costs()[0].fen_each == round(65_000 / 900)
    actions.withdraw(edition=edition, reason="条文修改", by=office, now=NOW)
    assert advice.advice(now=NOW) == []


def _pk(name):
    from pufa.materials.models import Title

    return Title.objects.get(name=name).pk


def _file(text):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("盘点.csv", text.encode("gb18030"))


def test_the_first_page_tells_whose_turn_it_is(client, order, stocked, office, contact):
    def told(person):
        return at_desk(client, person).get("/desk/").content.decode()

    assert "申领单待审批" in told(office)
    assert "申领单" not in told(contact)
    actions.approve(order=order, count=150, by=office, now=NOW)
    assert "申领单待发出" in told(office)
    actions.send(order=order, origin=stocked, by=office, now=NOW)
    assert "申领单" not in told(office)
    assert "已发出、待你单位签收的资料" in told(contact)


def test_a_receipt_stays_genuine_while_the_former_key_is_kept(order, settings):
    printed = mark(order)
    settings.SECRET_KEY, former = "another key of this site", settings.SECRET_KEY
    assert by_receipt(order.number, printed) is None
    settings.SECRET_KEY_FALLBACKS = [former]
    assert by_receipt(order.number, printed) == order
    assert by_receipt(order.number, "全" * 16) is None

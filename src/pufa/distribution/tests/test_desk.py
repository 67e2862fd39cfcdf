"""The desk's rooms: who may enter, what they show, what they do, and what they say when refused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pufa.distribution import actions, jobs
from pufa.distribution.models import Delivery, Hold, Plan, Rendition
from pufa.distribution.queries import board
from pufa.distribution.tests import factories
from pufa.distribution.tests.factories import MONDAY, Clock
from pufa.editorial.tests.factories import sign_in
from pufa.lib import clock as real_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.city()


def url(name, *words):
    return reverse(f"distribution:{name}", args=words)


def test_an_editor_makes_all_shapes_and_hands_one_in(client, place):
    sign_in(client, place.editor)
    page = url("compose", place.piece.pk)
    assert client.post(url("propose", place.piece.pk)).url == page
    shown = client.get(page).content.decode()
    for word in ("长图文", "短讯", "备选标题", "视频文案", "卡片图", "短信", "广播稿", "已审定"):
        assert word in shown
    card = Rendition.objects.get(shape="card")
    assert client.get(url("card", card.pk)).headers["Content-Type"] == "image/png"
    script = Rendition.objects.get(shape="broadcast")
    client.post(url("submit", script.pk))
    script.refresh_from_db()
    assert script.state == Rendition.State.REVIEW
    assert "正在审稿" in client.get(url("rendition", script.pk)).content.decode()


def test_writing_shows_limits_and_errors_beside_the_field(client, place, server):
    factories.account(server)
    sign_in(client, place.editor)
    page = url("write", place.piece.pk, "short")
    refused = client.post(page, {"title": "短讯", "text": ""})
    assert refused.status_code == 400
    made = client.post(page, {"title": "短讯", "text": "长" * 600, "kinds": ["mastodon"]})
    shown = client.get(made.url).content.decode()
    assert "600 / 500" in shown
    told = client.post(url("submit", Rendition.objects.get().pk), follow=True).content.decode()
    assert "不符合平台要求" in told
    again = client.post(made.url, {"title": "短讯", "text": "刚刚好。", "kinds": ["mastodon"]}, follow=True)
    assert "3" not in again.redirect_chain
    assert Rendition.objects.get().text == "刚刚好。"
    client.post(url("discard", Rendition.objects.get().pk))
    assert not Rendition.objects.exists()


def test_the_office_plans_and_the_board_shows_where_each_account_is(client, place, server):
    accounts = [factories.account(server, name=f"株洲账号{number}") for number in range(3)]
    row = factories.short(place)
    sign_in(client, place.office)
    page = url("new", place.piece.pk)
    assert "株洲账号2" in client.get(page).content.decode()
    assert client.post(page, {"accounts": [accounts[0].pk]}).status_code == 400
    planned = client.post(page, {"renditions": [row.pk], "accounts": [one.pk for one in accounts]})
    plan = Plan.objects.get()
    assert planned.url == plan.desk_url
    factories.sent(Clock(real_clock.now()))
    shown = client.get(f"{plan.desk_url}?part=1&delivery={Delivery.objects.first().pk}").content.decode()
    assert shown.count('class="board-cell done') == 3
    assert "<html" not in shown
    assert "已发布" in shown
    assert place.piece.title in client.get(url("sendings")).content.decode()
    again = client.post(page, {"renditions": [row.pk], "accounts": [accounts[0].pk]})
    assert again.status_code == 400
    assert "株洲账号0" in again.content.decode()


def test_the_stop_button_and_resuming(client, place, server):
    plan = factories.planned(place, [factories.account(server)], at=real_clock.now())
    sign_in(client, place.editor)
    client.post(url("stop"), {"plan": plan.pk, "reason": "标题有误"})
    assert "这次推送已暂停" in client.get(plan.desk_url).content.decode()
    client.post(url("resume", Hold.objects.get().pk))
    assert Hold.objects.get().lifted_at is None
    sign_in(client, place.office)
    client.post(url("resume", Hold.objects.get().pk))
    assert Hold.objects.get().lifted_at
    client.post(url("stop"), {"reason": "全部停下"})
    assert "全部推送已暂停" in client.get(url("sendings")).content.decode()
    client.post(url("call_off", plan.pk), {"reason": "改期"})
    assert Delivery.objects.get().state == "stopped"


def test_a_unit_sees_and_settles_only_its_own_account(client, place, server):
    unit = factories.unit()
    own = factories.account(platform="xiaohongshu", organisation=unit)
    plan = factories.planned(place, [own, factories.account(server)], now=real_clock.now())
    contact = factories.contact(unit)
    sign_in(client, contact)
    assert client.get(plan.desk_url).content.decode().count('class="board-cell') == 1
    hand = Delivery.objects.get(account=own)
    assert hand.state == "by_hand"
    shown = client.get(url("pack", hand.pk)).content.decode()
    assert "先停一停" in shown
    assert "正文.txt" in shown
    assert b"".join(client.get(url("pack", hand.pk) + "?file=0")).decode("utf-8-sig") == "中奖短信别信"
    assert client.get(url("pack", Delivery.objects.exclude(pk=hand.pk).get().pk)).status_code == 404
    told = client.post(url("settle", hand.pk, "posted"), {"url": "https://elsewhere.example/1"}, follow=True)
    assert "小红书" in told.content.decode()
    client.post(url("settle", hand.pk, "posted"), {"url": "https://www.xiaohongshu.com/explore/1"})
    hand.refresh_from_db()
    assert (hand.state, hand.url) == ("published", "https://www.xiaohongshu.com/explore/1")
    other = Delivery.objects.exclude(pk=hand.pk).get()
    client.post(url("settle", other.pk, "retry"))
    assert Delivery.objects.get(pk=other.pk).state == other.state
    actions.recall(piece=place.piece, reason="有误", by=place.office, now=real_clock.now())
    hand.refresh_from_db()
    assert hand.state == "to_delete"
    client.post(url("settle", hand.pk, "deleted"))
    hand.refresh_from_db()
    assert hand.state == "withdrawn"


def test_who_has_no_business_here_is_shown_the_door(client, place, server):
    plan = factories.planned(place, [factories.account(server)])
    row = Rendition.objects.get()
    sign_in(client, place.staff.contact)
    pages = [url("sendings"), plan.desk_url, url("compose", place.piece.pk), row.desk_url, url("new", place.piece.pk)]
    assert [client.get(page).status_code for page in pages] == [302] * 5
    sign_in(client, place.staff.observer)
    assert [client.get(page).status_code for page in pages[:4]] == [200] * 4
    assert client.get(pages[4]).status_code == 302
    assert client.post(url("propose", place.piece.pk)).status_code == 302
    client.post(url("stop"), {"plan": plan.pk, "reason": "停"})
    assert not Hold.objects.exists()


def test_the_board_asks_the_same_number_of_questions_for_any_number_of_accounts(
    client, place, server, django_assert_max_num_queries
):
    accounts = [factories.account(server) for _ in range(6)]
    plan = factories.planned(place, accounts)
    sign_in(client, place.office)
    client.get(plan.desk_url)
    with django_assert_max_num_queries(30):
        client.get(f"{plan.desk_url}?part=1")


def test_the_board_is_another_as_soon_as_anything_on_it_is(client, place, server):
    plan = factories.planned(place, [factories.account(server) for _ in range(2)], at=real_clock.now())
    seen = [board.board(plan, place.office).version]
    first, second = Delivery.objects.order_by("pk")
    moment, done = real_clock.now(), {"state": "published", "published_at": real_clock.now()}
    Delivery.objects.filter(pk=first.pk).update(state_at=moment, **done)
    seen.append(board.board(plan, place.office).version)
    # Two senders at once: what was begun earlier is written later.
    Delivery.objects.filter(pk=second.pk).update(state_at=moment - timedelta(seconds=1), **done)
    seen.append(board.board(plan, place.office).version)
    sign_in(client, place.office)
    client.post(url("stop"), {"plan": plan.pk, "reason": "标题有误"})
    seen.append(board.board(plan, place.office).version)
    assert len(set(seen)) == 4
    assert board.board(plan, place.office).version == seen[-1]


def test_the_timed_job_starts_recovers_and_asks_for_senders(place, server):
    factories.planned(place, [factories.account(server)], at=MONDAY)
    jobs.pulse(now=real_clock.now())
    assert Delivery.objects.get().state == "published"

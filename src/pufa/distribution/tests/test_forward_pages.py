"""The rooms of forwarding and the calendar in a browser: looked at in both widths, used by hand, and who may enter."""

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from pufa.distribution import forward_finding
from pufa.distribution.actions import calendar, forward_finds, forwards
from pufa.distribution.models import CalendarDay, CalendarFeed, Forward, ForwardTask, Plan, Rendition
from pufa.distribution.queries import calendar as calendar_queries
from pufa.distribution.tests import factories
from pufa.editorial.tests.factories import sign_in
from pufa.lib import clock

pytestmark = pytest.mark.django_db
NAMES = {
    "lead": "新闻示例 直播示例 示例发布 知示例",
    "law": "平安示例 清廉示例 示例警事 示例中院 示例检察 示司小微 示例交警 示例消防",
    "livelihood": "示例教育 示例人社 示例卫健 示例文旅 示例市监",
    "society": "示例工会 示例共青团 示例女性 示例科协",
}


@pytest.fixture
def place():
    return factories.city()


def busy(place, now=None):
    """A task in all states, made through the actions; gives the task."""
    now = now or clock.now()
    for sector, names in NAMES.items():
        for name in names.split():
            factories.account(
                platform="xiaohongshu", name=name, sector=sector, organisation=factories.unit(f"{name}局")
            )
    accounts = [row for row in forwards.Account.objects.all() if row.platform.code == "xiaohongshu"]
    asked_at = now - timedelta(days=3)
    task = forwards.ask(piece=place.piece, accounts=accounts, due_at=now + timedelta(hours=32), by=place.office,
                        note="请在首页显著位置转发。", now=asked_at)  # fmt: skip
    for number, row in enumerate(task.forwards.all()):
        url, at = f"https://www.xiaohongshu.com/explore/{number}", asked_at + timedelta(hours=1 + 2 * number)
        if number % 7 == 4:
            forward_finds.record_looked(forward=row, now=now - timedelta(minutes=10), problem="slow")
        elif number % 7 == 6:
            continue
        elif number == 5:
            forwards.excuse(forward=row, by=place.office, reason="账号正在注销", now=now)
        elif number == 8:
            forward_finds.give_up(forward=row, now=now, problem="no_way")
        else:
            forward_finds.record_found(
                forward=row, url=url, posted_at=at, found_at=at + timedelta(minutes=40), how="page", score=0.98,
                evidence={"title": place.piece.title, "excerpt": "收到“中奖”短信，先停一停，再打官方电话问清楚。"},
            )  # fmt: skip
    return task


def paths(task):
    row = task.forwards.filter(state=Forward.State.FOUND).first()
    still = task.forwards.filter(state=Forward.State.WAITING).last()
    return ["/desk/forwards/", f"{task.desk_url}?forward={row.pk}", task.desk_url, f"{task.desk_url}remind/",
            still.desk_url, f"/desk/forwards/new/{task.piece_id}/", "/desk/forwards/new/", "/desk/calendar/",
            "/desk/calendar/?view=list", "/desk/calendar/?view=week", "/desk/calendar/days/",
            "/desk/calendar/days/new/", "/desk/calendar/feed/"]  # fmt: skip


def test_the_board_says_who_has_and_who_has_not_and_ranks_nobody(client, place, django_assert_max_num_queries):
    task = busy(place)
    sign_in(client, place.office)
    shown = client.get(task.desk_url).content.decode()
    for word in ("平台限速", "请补一个链接", "免转", "不排名次", "不作考核依据", "提醒 "):
        assert word in shown
    with django_assert_max_num_queries(32):
        part = client.get(f"{task.desk_url}?part=1&forward={task.forwards.first().pk}").content.decode()
    assert "<html" not in part
    assert "系统找到的证据" in part
    assert client.get(f"{task.desk_url}?view=open").content.decode().count("board-cell done") == 0
    assert client.get(f"{task.desk_url}excel/").headers["Content-Type"].endswith("spreadsheetml.sheet")
    found = task.forwards.filter(state=Forward.State.FOUND).first()
    client.post(f"/desk/forwards/{found.pk}/not-this/")
    found.refresh_from_db()
    assert found.state == Forward.State.WAITING
    client.post(f"/desk/forwards/{found.pk}/excuse/", {"reason": "已注销"})
    client.post(f"/desk/forwards/{found.pk}/look/")
    told = client.post(f"{task.desk_url}remind/", follow=True).content.decode()
    assert "已提醒" in told
    client.post(f"{task.desk_url}move/", {"due_at": "2020-01-01T10:00"})
    client.post(f"{task.desk_url}call-off/", {"reason": "改期"})
    task.refresh_from_db()
    assert (task.call_off_reason, task.due_at > clock.now()) == ("改期", True)


def test_the_office_asks_with_the_form(client, place):
    account = factories.account(platform="xiaohongshu", sector="law")
    sign_in(client, place.office)
    page = f"/desk/forwards/new/{place.piece.pk}/"
    assert account.name in client.get(page).content.decode()
    assert client.post(page, {"due_at": "2020-01-01T10:00", "sectors": ["law"]}).status_code == 400
    assert client.post(page, {"due_at": "2126-01-01T10:00"}).status_code == 400
    made = client.post(page, {"due_at": "2126-01-01T10:00", "sectors": ["law"], "note": "请转"})
    assert made.url == ForwardTask.objects.get().desk_url
    assert Forward.objects.get().account == account


def test_a_unit_has_its_own_pack_and_only_its_own(client, place):
    unit = factories.unit()
    own, other = factories.account(platform="xiaohongshu", organisation=unit), factories.account(platform="weibo")
    task = forwards.ask(
        piece=place.piece, accounts=[own, other], due_at=clock.now() + timedelta(days=1), by=place.office
    )
    mine, theirs = task.forwards.get(account=own), task.forwards.get(account=other)
    sign_in(client, factories.contact(unit))
    assert place.piece.title in client.get("/desk/").content.decode()
    page = client.get(mine.desk_url).content.decode()
    assert Rendition.objects.get(shape="short").text[:12] in page
    assert client.get(f"{mine.desk_url}pack.zip").content[:2] == b"PK"
    card = Rendition.objects.get(shape="card")
    number = page.split(f"/picture/{card.pk}/")[1].split("/")[0]
    assert client.get(f"{mine.desk_url}picture/{card.pk}/{number}/").headers["Content-Type"] == "image/png"
    assert client.post(mine.desk_url, {"url": "ftp://x"}).status_code == 400
    client.post(mine.desk_url, {"url": "https://www.xiaohongshu.com/explore/9"})
    mine.refresh_from_db()
    assert mine.link_given.endswith("/9")
    assert client.get(theirs.desk_url).status_code == 404
    assert client.post(f"{theirs.desk_url}publish/").status_code == 404
    assert other.name not in client.get(task.desk_url).content.decode()
    for page in (f"/desk/forwards/new/{place.piece.pk}/", f"{task.desk_url}remind/", "/desk/calendar/days/new/"):
        assert client.get(page).status_code == 302
    client.post(f"{mine.desk_url}excuse/", {"reason": "不想转"})
    client.post(f"{task.desk_url}call-off/", {"reason": "不想转"})
    mine.refresh_from_db()
    assert mine.state == Forward.State.WAITING


def test_who_has_no_business_here_is_shown_the_door(client, place):
    task = busy(place)
    sign_in(client, place.staff.contact)
    assert [client.get(page).status_code for page in ("/desk/forwards/", task.desk_url, "/desk/calendar/")] == [302] * 3
    client.logout()
    assert client.get(task.desk_url).status_code == 302


def test_the_calendar_moves_what_may_move_and_says_why_not(client, place, server):
    account = factories.account(server)
    tomorrow = clock.now() + timedelta(days=1)
    plan = factories.planned(place, [account], at=tomorrow, now=clock.now())
    sign_in(client, place.office)
    shown = client.get("/desk/calendar/?view=list").content.decode()
    assert place.piece.title in shown
    to = clock.in_shanghai(clock.now() + timedelta(days=4)).replace(second=0, microsecond=0)
    client.post("/desk/calendar/move/", {"key": plan.key, "at": f"{to:%Y-%m-%dT%H:%M}"})
    plan.refresh_from_db()
    assert plan.at == to
    assert set(plan.deliveries.values_list("act_at", flat=True)) == {to}
    refused = client.post(
        "/desk/calendar/move/", {"key": plan.key, "at": "2020-01-01T08:00"}, headers={"Accept": "text/plain"}
    )
    assert (refused.status_code, refused.content.decode()) == (409, "这个时间已经过了，请选晚一些的。")
    for key in ("review:1", "sending:x", "sending:999999", "forwarding:0"):
        assert client.post("/desk/calendar/move/", {"key": key, "at": f"{to:%Y-%m-%dT%H:%M}"}).status_code == 302
    sign_in(client, place.editor)
    client.post("/desk/calendar/move/", {"key": plan.key, "at": "2126-01-01T08:00"})
    plan.refresh_from_db()
    assert plan.at == to


def test_clashes_and_days(client, place, server):
    account = factories.account(server)
    at = clock.now() + timedelta(days=2)
    factories.planned(place, [account], at=at, now=clock.now())
    factories.planned(place, [account], at=at + timedelta(hours=1), now=clock.now(), repeat_reason="再发一次")
    day = clock.shanghai_day(at)
    found = calendar_queries.entries(place.office, day, day + timedelta(days=1))
    assert all("1 个账号" in one.clash for one in found)
    assert len(found) == 2
    sign_in(client, place.office)
    told = {"title": "放假", "first": day.isoformat(), "kind": "holiday"}
    assert client.post("/desk/calendar/days/new/", told).status_code == 302
    assert client.post("/desk/calendar/days/new/", told).status_code == 400
    assert client.post("/desk/calendar/days/new/", {**told, "title": "反", "last": "2020-01-01"}).status_code == 400
    row = CalendarDay.objects.get(title="放假")
    assert "放假" in client.get("/desk/calendar/?view=list").content.decode()
    client.post(f"/desk/calendar/days/{row.pk}/remove/")
    assert not CalendarDay.objects.filter(pk=row.pk).exists()
    assert CalendarDay.objects.filter(title="国家宪法日", is_yearly=True, first__month=12, first__day=4).exists()


def test_a_calendar_address_is_secret_and_can_be_revoked(client, place):
    forwards.ask(piece=place.piece, accounts=[factories.account(platform="weibo")], by=place.office,
                 due_at=clock.now() + timedelta(days=2))  # fmt: skip
    token = calendar.open_feed(by=place.office)
    assert not CalendarFeed.objects.filter(token_hash__contains=token).exists()
    answer = client.get(f"/calendar/{token}.ics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert not answer.cookies
    assert place.piece.title in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    newer = calendar.open_feed(by=place.office)
    assert client.get(f"/calendar/{token}.ics").status_code == 404
    calendar.close_feed(by=place.office)
    assert client.get(f"/calendar/{newer}.ics").status_code == 404
    sign_in(client, place.office)
    shown = client.post("/desk/calendar/feed/", {"deed": "open"}).content.decode()
    assert "/calendar/" in shown
    assert ".ics" in shown


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_journey_in_a_browser(live_server, browser, server, place, client):
    """The office asks; a unit opens its pack on a phone, copies, posts elsewhere, reports nothing: it is found."""
    unit = factories.unit()
    account, person = factories.account(server, organisation=unit), factories.contact(unit)
    busy(place)
    office = desk(browser, live_server, client, place.office, 1440)
    other = office.new_page()
    other.goto(f"{live_server.url}/desk/forwards/new/{place.piece.pk}/")
    other.locator(".fw-sector").filter(has=other.locator(f'[value="{account.pk}"]')).locator("summary").click()
    other.locator(f'[name="accounts"][value="{account.pk}"]').check()
    other.get_by_role("button", name="布置转发").click()
    task = ForwardTask.objects.order_by("-pk").first()
    assert str(task.pk) in other.url
    phone = desk(browser, live_server, client, person, 390)
    page = phone.new_page()
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="去转发").click()
    page.locator("[data-copies^=copy-text]").first.click()
    text = page.locator("textarea").nth(0).input_value() + page.locator("[id^=copy-text]").first.input_value()
    page.get_by_text("已复制").wait_for()
    from pufa.matrix import connector
    from pufa.matrix.queries import access

    access.connect(account).publish(connector.Rendition(form=connector.Form.SHORT, title="", text=text), key="by-hand")
    forward_finding.read_accounts(now=clock.now() + timedelta(minutes=1))
    page.reload()
    assert page.locator(".board-state.done").is_visible()
    look(office, live_server, paths(ForwardTask.objects.order_by("pk").first()), "office-1440")
    look(phone, live_server, ["/desk/", task.forwards.get().desk_url, "/desk/calendar/", "/desk/forwards/"], "unit-390")
    drag(office, live_server, place, account)


def desk(browser, live_server, client, person, width):
    sign_in(client, person)
    context = browser.new_context(viewport={"width": width, "height": 900}, permissions=["clipboard-write"])
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    client.cookies.clear()
    return context


def look(context, live_server, pages, name):
    import os

    page = context.new_page()
    faults = []
    for number, path in enumerate(pages):
        page.goto(live_server.url + path)
        found = Axe().run(page).response["violations"]
        faults += [
            f"{path}: {one['id']} {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            faults.append(f"{path}: too wide")
        if folder := os.environ.get("PUFA_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{number:02}.png", full_page=True)
    page.close()
    assert faults == []


def drag(office, live_server, place, account):
    """The sending of the calendar is moved to another day with the mouse."""
    at = clock.in_shanghai(clock.now()).replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(days=1)
    factories.planned(place, [account], at=at, now=clock.now(), repeat_reason="再发一次")
    page = office.new_page()
    page.goto(f"{live_server.url}/desk/calendar/?view=month&day={at:%Y-%m-%d}")
    entry = page.locator(f'.cal-entry[data-key="sending:{Plan.objects.latest("pk").pk}"]')
    days = page.locator(".cal-day[data-day]")
    target = days.last
    day = target.get_attribute("data-day")
    entry.scroll_into_view_if_needed()
    entry.hover()
    page.mouse.down()
    target.hover()
    with page.expect_navigation():
        page.mouse.up()
    assert f"{clock.in_shanghai(Plan.objects.latest('pk').at):%Y-%m-%d}" == day

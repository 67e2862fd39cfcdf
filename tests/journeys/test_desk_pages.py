"""Our own rooms at the desk: no serious barrier, nothing asked of other hosts, nothing for people without the role."""

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys import places
from tests.journeys.people import DESK, PHONE, at_desk, visiting

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def rooms(browser, city):
    """Signed-in people by user name, each in a browser of their own, opened when first asked for."""
    import contextlib

    with contextlib.ExitStack() as doors:
        people = {}

        def of(name):
            if name not in people:
                people[name] = doors.enter_context(at_desk(browser, city, name))
            return people[name]

        yield of


# A message fades in; while it does, its colours are not yet those a person reads.
AT_REST = """() => Promise.race([
  Promise.all(document.getAnimations().map(one => one.finished.catch(() => null))),
  new Promise(rest => setTimeout(rest, 3000)),
]).then(() => null)"""


def barriers(page):
    page.evaluate(AT_REST)
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], fault["nodes"][0]["target"], fault["nodes"][0].get("failureSummary", "")[:200])
        for fault in found
        if fault["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("name", [*places.DESK, *places.DESK_BY_LINK])
def test_no_serious_barrier_in_our_rooms(rooms, name):
    page = places.open_desk(rooms, name)
    assert page.locator("h1").count() >= 1
    assert barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size(DESK["viewport"])


def test_no_serious_barrier_at_the_door(browser, city):
    with visiting(browser, **PHONE) as page:
        for path in (*places.DOORS.values(), "/desk/invitation/none/"):
            page.goto(city.base + path)
            assert barriers(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.goto(f"{city.base}/desk/sign-in/")
        page.fill("[name=username]", "bianji")
        page.fill("[name=password]", "wrong-Wrong-0000")
        page.click("form button.primary")
        assert barriers(page) == []


def test_cookies_of_the_desk_stay_at_the_desk(rooms, city):
    context = rooms("guancha").page.context
    kept = context.cookies()
    assert {cookie["path"] for cookie in kept} == {"/desk/"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in kept)
    asked = []
    context.on("request", lambda request: asked.append(request.headers.get("cookie")))
    rooms("guancha").open("/")
    assert not any(asked)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("guancha", "/desk/people/"), ("bianji", "/desk/people/new/"), ("bianji", "/desk/audit/"),
        ("lianluo", "/desk/reviews/check-lists/"), ("chushen", "/desk/pieces/import/"),
        ("guancha", "/desk/people/import/"), ("bianji", "/desk/organisations/new/"),
    ],
)  # fmt: skip
def test_rooms_are_shut_to_people_without_the_role(rooms, city, name, path):
    answer = rooms(name).page.request.get(city.base + path, max_redirects=0)
    assert answer.status in {302, 403}
    if answer.status == 302:
        assert path not in answer.headers["location"].split("?")[0]


def test_strangers_are_sent_to_the_door(city):
    for _who, path in places.DESK.values():
        answer = httpx.get(city.base + path)
        assert answer.status_code == 302, path
        assert answer.headers["location"].startswith(("/desk/sign-in/", "/desk/login/")), path


def test_the_desk_is_chinese_and_asks_no_other_host(rooms):
    asked = set()
    room = rooms("bianji")
    room.page.on("request", lambda request: asked.add(request.url.split("/")[2].split(":")[0]))
    page = room.open("/desk/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.wait_for_load_state("networkidle")
    assert asked <= {"127.0.0.1", ""}

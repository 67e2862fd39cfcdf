"""The reviewers' pages in a real browser: keys, and what a screen reader would stumble over."""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import sync_playwright

from pufa.lib import clock
from pufa.review.tests import factories
from pufa.review.tests.factories import put_up, rewrite, sign_in, submitted

CHROMIUM = Path("/usr/bin/chromium")
HOST = "http://desk.test"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not at /usr/bin/chromium"),
]


@pytest.fixture
def pages(staff):
    """Pages as the first reviewer gets them, asked for before the browser starts."""
    now = clock.now()
    old = factories.approved(staff)
    rewrite(old.key, title="别点陌生的链接", is_reprint=True, source="某报")
    review = submitted(staff, old.key, now=now)
    submitted(staff, put_up(title="第二篇"), now=now)
    browser = sign_in(Client(), staff.first)
    addresses = {"list": "/desk/reviews/?view=mine", "detail": f"/desk/reviews/{review.pk}/", "home": "/desk/"}
    return {name: (address, browser.get(address).content) for name, address in addresses.items()}


@pytest.fixture
def open_page(pages):
    ready = dict(pages.values())

    def answer(route):
        path = route.request.url.removeprefix(HOST)
        file = finders.find(path.removeprefix("/static/").split("?")[0]) if path.startswith("/static/") else None
        if file:
            route.fulfill(body=Path(file).read_bytes(), content_type=mimetypes.guess_type(file)[0])
        else:
            route.fulfill(status=200 if path in ready else 404, body=ready.get(path, b""), content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.route(f"{HOST}/**", answer)

        def visit(name):
            page.goto(HOST + pages[name][0])
            return page

        yield visit
        browser.close()


def test_keys_reach_approve_comment_and_send_back(open_page):
    page = open_page("detail")
    focused = "document.activeElement"
    page.keyboard.press("a")
    assert page.evaluate(f"{focused}.name").startswith("item_")
    page.keyboard.press("c")
    assert page.evaluate(f"{focused}.name") == "comment"
    page.keyboard.type("abjk")
    assert page.input_value("#approve_comment") == "abjk"
    page.evaluate(f"{focused}.blur()")
    page.keyboard.press("b")
    assert page.evaluate(f"{focused}.name") == "reasons"
    assert page.is_visible("#send_back_reasons")


def test_keys_go_through_the_list(open_page):
    page = open_page("list")
    titles = page.locator("[data-review-row] .rv-row-title").all_inner_texts()
    assert len(titles) == 2
    for key, title in (("j", titles[0]), ("j", titles[1]), ("j", titles[1]), ("k", titles[0])):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.innerText") == title


def test_nothing_serious_for_screen_readers(open_page):
    for name in ("list", "detail", "home"):
        found = Axe().run(open_page(name)).response["violations"]
        assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == []

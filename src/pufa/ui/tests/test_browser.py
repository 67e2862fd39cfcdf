"""Axe finds nothing on our pages in any theme, on a phone and on a desktop; nothing runs out at the side."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

from pufa.ui import bundle, samples

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
HOST = "http://ui.test"
WIDTHS = {"phone": 390, "desktop": 1440}
SMALLEST_LETTERS = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((one) => one.offsetParent)
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("pufa.ui.tests.urls"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not at /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def answer(route: Route) -> None:
    """Serve a request from our own views and static files, with the headers a reader gets."""
    path = route.request.url.removeprefix(HOST)
    if path.startswith("/static/ui/"):
        file = bundle.TARGETS / path.removeprefix("/static/ui/")
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
        return
    response = Client(raise_request_exception=False).get(path)
    route.fulfill(status=response.status_code, body=response.content, headers=dict(response.headers))


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.route(f"{HOST}/**", answer)
    page.faults = []  # type: ignore[attr-defined]  # what the console says against us
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)  # type: ignore[attr-defined]
    yield page
    assert page.faults == []  # type: ignore[attr-defined]
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("path", ["", "home/", "piece/", "search/"])
def test_axe_finds_nothing(open_page: Page, path: str, theme: str, width: str) -> None:
    open_page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    open_page.goto(f"{HOST}/design/{path}?theme={theme}")
    assert open_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    report = Axe().run(open_page)
    assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("query", ["", "?size=larger", "?theme=black", "?size=larger&theme=black"])
def test_axe_finds_nothing_in_the_elders_version(open_page: Page, query: str) -> None:
    open_page.set_viewport_size({"width": 360, "height": 800})
    open_page.goto(f"{HOST}/design/elders/{query}")
    assert open_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    smallest = open_page.evaluate(SMALLEST_LETTERS)
    assert smallest >= 22
    report = Axe().run(open_page)
    assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("name", sorted(samples.EXAMPLES))
def test_a_narrow_phone_needs_no_sideways_scrolling(open_page: Page, name: str) -> None:
    open_page.set_viewport_size({"width": 320, "height": 640})
    open_page.goto(f"{HOST}/design/{name}/")
    assert open_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_theme_and_size_are_kept_on_the_device_without_a_cookie(open_page: Page) -> None:
    open_page.set_viewport_size({"width": 1440, "height": 900})
    open_page.goto(f"{HOST}/design/piece/")
    open_page.click(".util > .display > summary")
    open_page.click(".util > .display [data-set-theme=dark]")
    open_page.click(".size [data-set-size=large]")
    open_page.goto(f"{HOST}/design/home/")
    assert open_page.evaluate("[document.documentElement.dataset.theme, document.documentElement.dataset.size]") == [
        "dark",
        "large",
    ]
    assert open_page.context.cookies() == []
    assert open_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 26)"


def test_the_menu_opens_without_script(chromium: Browser) -> None:
    page = chromium.new_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.route(f"{HOST}/**", answer)
    page.goto(f"{HOST}/design/home/")
    assert not page.locator(".menu .nav").is_visible()
    page.click(".menu > summary")
    assert page.locator(".menu .nav a").first.is_visible()
    assert not page.locator("[data-set-theme]").first.is_visible()
    page.close()

"""A lecturer where there is no network: reports survive the browser's death, and each counts once."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.city import City
from tests.journeys.people import at_desk

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
FIELD = "/lectures/field/"
PEOPLE = (31, 47, 58)


@contextlib.contextmanager
def phone(browser: Browser, profile: Path, *, offline: bool) -> Iterator[tuple[BrowserContext, Page]]:
    """The lecturer's phone: a browser whose profile outlives it."""
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, viewport={"width": 390, "height": 800}, offline=offline,
        args=["--no-sandbox", "--disable-gpu"],
    )  # fmt: skip
    try:
        yield context, context.pages[0] if context.pages else context.new_page()
    finally:
        with contextlib.suppress(Exception):
            context.close()


def kill(profile: Path) -> None:
    """kill -9 of every process of that browser."""
    found = subprocess.run(
        ["pgrep", "-f", "--", f"--user-data-dir={profile}"], capture_output=True, text=True, check=False
    )
    assert found.stdout.split(), "no such browser runs"
    for pid in found.stdout.split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
    time.sleep(0.5)


def open_book(page: Page, city: City) -> None:
    page.goto(city.base + FIELD)
    page.wait_for_selector("body[data-view]")


def write(page: Page, number: int, people: int) -> None:
    page.click("#other")
    page.fill("[name=place]", f"示例村第{number}组")
    page.fill("[name=people]", str(people))
    page.click("button.main[type=submit]")
    page.wait_for_selector(f"body[data-view=home][data-waiting='{number}']")


def held(city: City) -> tuple[int, int]:
    told = {line.split("\t")[0]: line.split("\t")[1] for line in city.pufa("figures").stdout.splitlines()}
    return tuple(int(told[name].replace(",", "")) for name in ("小板凳课堂", "覆盖人次"))


def linked(browser: Browser, city: City, profile: Path) -> None:
    with at_desk(browser, city, "jiangshi") as lecturer:
        page = lecturer.open("/desk/lectures/devices/")
        page.fill("[name=name]", "示例手机")
        page.click("form.dk-form button")
        code = page.locator(".dk-facts dd").first.inner_text()
    with phone(browser, profile, offline=False) as (_context, page):
        open_book(page, city)
        page.fill("[name=code]", code)
        page.click("button[type=submit]")
        page.wait_for_selector("body[data-view=home]")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.wait_for_selector("body[data-view=home]")


def test_three_visits_without_network_survive_a_kill_and_count_once(browser, city, tmp_path):
    profile = tmp_path / "phone"
    linked(browser, city, profile)
    before = held(city)
    with phone(browser, profile, offline=True) as (_context, page):
        open_book(page, city)
        for number, people in enumerate(PEOPLE, start=1):
            write(page, number, people)
        kill(profile)
    with phone(browser, profile, offline=True) as (context, page):
        open_book(page, city)
        page.wait_for_selector("body[data-waiting='3']")
        expect(page.locator("#box > li")).to_have_count(3)
        assert "示例村" in page.locator("#box").inner_text()
        raw = "".join(path.read_bytes().decode("utf-16-le", "ignore") for path in profile.rglob("*.log"))
        assert "示例村" not in raw, "a report lies on the device unsealed"
        lost = lose_first_answer(context)
        context.set_offline(False)
        page.click("#send")
        page.wait_for_selector("body[data-waiting='0']", timeout=30_000)
        assert lost["answers"] == 1
    after = held(city)
    assert (after[0] - before[0], after[1] - before[1]) == (3, sum(PEOPLE))


def lose_first_answer(context: BrowserContext) -> dict[str, int]:
    """The server takes the first report, and its answer never reaches the phone."""
    lost = {"answers": 0}

    def carry(route: Route) -> None:
        if lost["answers"]:
            route.continue_()
            return
        lost["answers"] += 1
        assert route.fetch().status == 200
        route.abort()

    context.route("**/lectures/field/api/visits", carry)
    return lost

"""Who takes part in the journeys: people at the desk, each in a browser of their own, and citizens outside."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.city import City

DESK = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1440, "height": 1000}}
# A headless browser calls itself so and is left out of the figures like every robot; readers have ordinary browsers.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
PHONE = {"locale": "zh-CN", "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


@contextlib.contextmanager
def outside(browser: Browser, **context: Any) -> Iterator[Page]:
    """A citizen's page; when it is left, the site must have set no cookie and no other host may have been asked."""
    with visiting(browser, **context) as page:
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(re.sub(r":\d+$", "", request.url.split("/")[2])))
        yield page
        assert page.context.cookies() == []
        assert hosts <= {"127.0.0.1", ""}


@contextlib.contextmanager
def visiting(browser: Browser, **context: Any) -> Iterator[Page]:
    """A page in a fresh browser profile."""
    profile: BrowserContext = browser.new_context(**context)
    profile.set_default_timeout(15_000)
    try:
        yield profile.new_page()
    finally:
        profile.close()


@contextlib.contextmanager
def at_desk(browser: Browser, city: City, name: str, **context: Any) -> Iterator["AtDesk"]:
    """A person of the sample city, signed in with the password `pufa demo` gave."""
    with visiting(browser, **(context or DESK)) as page:
        page.goto(f"{city.base}/desk/sign-in/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", city.logins[name])
        page.click("form button.primary")
        page.wait_for_url(f"{city.base}/desk/")
        yield AtDesk(page, city.base)


class AtDesk:
    """What a person does at the desk, by the fields and buttons they use."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base

    def open(self, path: str) -> Page:
        """Goes to an address of the site, which must answer well."""
        answer = self.page.goto(self.base + path)
        assert answer, path
        assert answer.ok, f"{path} answers {answer.status}"
        return self.page

    def move_to(self, piece: int, shelf: str) -> None:
        """Files a piece under another brand or series, with the page chooser."""
        page = self.open(f"/desk/pages/{piece}/move/")
        page.locator(".page-chooser .chosen .w-dropdown__toggle").click()
        page.locator("[data-chooser-action-choose]:visible").first.click()
        page.locator(".modal [name=q]").fill(shelf)
        page.locator(".modal .page-results a.choose-page", has_text=shelf).first.click()
        expect(page.locator("#id_new_parent_page-title")).to_have_text(shelf)
        page.locator("form:has([name=new_parent_page]) [type=submit]").click()
        page.locator("main form[action*=move_confirm] [type=submit], main form input[type=submit]").first.click()
        page.wait_for_load_state()

    def tab(self, number: int) -> None:
        """Opens one of the tabs of the editor: text, filing, credits, provenance."""
        self.page.locator(".w-tabs [role=tab]").nth(number).click()

    def press_submit(self) -> None:
        """Chooses 提交三审 from the editor's menu and hands the piece in."""
        self.page.locator("footer .w-dropdown__toggle, .footer .w-dropdown__toggle").first.click()
        self.page.locator("[name=action-submit-review]").click()
        self.page.wait_for_url("**/submit/")
        self.page.locator("form:has([name=track]) button.primary").click()
        self.page.wait_for_url("**/desk/pieces/")

    def review_of(self, title: str) -> str:
        """The path of the open review of a piece, found in the work list."""
        page = self.open("/desk/reviews/")
        link = page.locator(".rv-row-title", has_text=title).first
        if not link.count():
            page = self.open("/desk/reviews/?view=open")
        return str(page.locator(".rv-row-title", has_text=title).first.get_attribute("href"))

    def record_proof(self, review: str, *, corrections: int, note: str) -> None:
        """Notes one reading of the whole text."""
        page = self.open(review)
        page.locator("details:has(#deed-proof) > summary").click()
        page.fill("#deed-proof [name=corrections]", str(corrections))
        page.fill("#deed-proof [name=note]", note)
        page.click("#deed-proof button")
        page.wait_for_load_state()

    def approve(self, review: str, comment: str) -> None:
        """Ticks the whole check list and passes the gate."""
        page = self.open(review)
        for box in page.locator("#deed-approve [type=checkbox]").all():
            box.check()
        page.fill("#deed-approve [name=comment]", comment)
        page.click("#deed-approve button")
        page.wait_for_load_state()

    def try_to_approve(self, review: str, state: str) -> int:
        """The answer to somebody who sends the form although the page offers no button."""
        page = self.open(review)
        token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        answer = page.request.post(
            f"{self.base}{review}approve/",
            form={"csrfmiddlewaretoken": token, "state": state},
            headers={"Referer": self.base + review},
        )
        return answer.status

"""Many copies decided on at once, in a browser, and taken back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import at_desk

pytestmark = pytest.mark.browser


def test_an_editor_ticks_all_looks_does_and_takes_back(browser, city):
    with at_desk(browser, city, "bianji") as room:
        page = room.open("/desk/tracing/?state=new")
        boxes = page.locator("input[name=ids]")
        count = boxes.count()
        assert count >= 2
        page.locator("[data-choose-all] input").check()
        expect(page.locator("input[name=ids]:checked")).to_have_count(count)
        page.select_option("#bulk-to", "tolerated")
        page.locator(".tr-bulk button").click()
        page.locator("button[name=do]").click()
        page.wait_for_url("**/desk/tracing/")
        expect(page.locator(".tr-state-tolerated")).not_to_have_count(0)
        page.locator(".tr-undo button").click()
        page.goto(f"{city.base}/desk/tracing/?state=new")
        expect(page.locator("input[name=ids]")).to_have_count(count)

"""Laws in real browsers: found by a lay question, cited with the chooser, and a wrong citation that stops a piece."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys.people import PHONE, at_desk, outside

pytestmark = pytest.mark.browser
WRONG, DELIBERATE, RIGHT = "《雨伞法》第九条", "《雨伞法》第八条", "《雨伞法》第三条"
REASON = "讲的是草案里的条号，文中已经说明"


def test_an_article_is_found_on_a_phone_without_script(browser, city):
    with outside(browser, java_script_enabled=False, **PHONE) as page:
        page.goto(f"{city.base}/search/")
        page.locator("main [name=q]").fill("下雨时借出去的雨伞能要回来吗")
        page.locator("main form:has([name=q]) button").click()
        best = page.locator(".result.top")
        expect(best).to_contain_text("《雨伞法》第四条之一")
        expect(best.locator("mark").first).to_contain_text("下雨时")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.locator(".strip-tabs a", has_text="法条").click()
        expect(page.locator(".strip-tabs [aria-current]")).to_contain_text("法条")
        page.locator(".result.top h3 a").click()
        expect(page.locator("h1")).to_have_text("第四条之一")
        expect(page.locator("#law-text")).to_contain_text("出借人不得临时收回雨伞")
        page.goto(f"{city.base}/search/?q=雨伞法 2")
        expect(page.locator(".result.top")).to_contain_text("不得挑选借伞人")


@pytest.mark.parametrize(("path", "label"), [("/law/", "法名或拼音首字母"), ("/", "遇到什么事？用大白话问")])
def test_a_law_is_proposed_by_its_initials(browser, city, path, label):
    with outside(browser, **PHONE) as page:
        page.goto(f"{city.base}{path}")
        box = page.get_by_role("combobox", name=label)
        box.press_sequentially("ysf 4")
        page.get_by_role("option", name="《雨伞法》第4条").wait_for()
        ours = page.get_by_role("option", name="《雨伞法》第4条", selected=True)
        for _ in range(10):  # other laws of the library may begin with the same letters
            if not ours.count():
                box.press("ArrowDown")
        box.press("Enter")
        page.wait_for_url("**/law/yusanfa/4/")


def test_a_wrong_citation_stops_a_piece_until_it_is_right_or_answered_for(browser, city):
    with at_desk(browser, city, "bianji") as editor:
        page = editor.open("/desk/pieces/?state=draft")
        href = page.locator("tbody a[href^='/desk/pages/']").first.get_attribute("href") or ""
        piece = int(href.strip("/").split("/")[2])
        page = editor.open(href)
        title = page.locator("[name=title]").input_value()
        cite_with_the_chooser(page)
        page.fill("[name=standfirst]", f"先看{WRONG}，草案里是{DELIBERATE}。")
        editor.press_submit()
        review = editor.review_of(title)
        up_to_the_last_gate(browser, city, review)
        with at_desk(browser, city, "zhongshen") as final:
            final.record_proof(review, corrections=0, note="终校")
            blocked = final.open(review).locator(".rv-level.block")
            expect(blocked).to_have_count(2)
            expect(final.page.locator("#deed-approve button")).to_be_disabled()
            assert final.try_to_approve(review, "final") == 409
            final.open(review)
            final.page.locator("details:has(#deed-send_back) > summary").click()
            final.page.fill("#deed-send_back textarea", "法条引用不对，请核对。")
            final.page.click("#deed-send_back button")
            final.page.wait_for_load_state()
            page = editor.open(href)
            page.fill("[name=standfirst]", f"先看{RIGHT}，草案里是{DELIBERATE}。")
            editor.press_submit()
            review = editor.review_of(title)
            up_to_the_last_gate(browser, city, review)
            final.record_proof(review, corrections=0, note="终校")
            answer_for_it(final, review)
            final.approve(review, "同意刊发。")
    see_it_published(browser, city, title)
    with at_desk(browser, city, "bangong") as office:
        trail = office.open(f"/desk/audit/?key=page:{piece}").locator("main").inner_text()
        assert "邓国辉" in trail
        assert "具名放行一处问题" in trail
    assert city.pufa("audit", "verify").returncode == 0


def cite_with_the_chooser(page):
    """Adds a block 法条, finds the article by a lay question, takes its first paragraph, marks a sentence."""
    page.locator(".c-sf-add-button").last.click()
    page.locator("[role=option]", has_text="法条").first.click()
    page.locator(".lc-open").last.click()
    page.locator("#lc-q").fill("借伞人可以挑吗")
    page.keyboard.press("Enter")
    page.locator(".lc-rows a", has_text="《雨伞法》第二条").first.click()
    expect(page.locator("#lc-title")).to_have_text("《雨伞法》第二条")
    page.locator(".lc-foot button").click()
    expect(page.locator("input[data-law-chooser]").last).to_have_value("《雨伞法》第二条")
    expect(page.locator(".lc-card").last).to_contain_text("不得挑选借伞人")


def up_to_the_last_gate(browser, city, review):
    """The first and the second reviewer read and approve."""
    for name in ("chushen", "fushen"):
        with at_desk(browser, city, name) as reviewer:
            reviewer.record_proof(review, corrections=0, note="通读")
            reviewer.approve(review, "可以。")


def answer_for_it(final, review):
    """The final reviewer lets the deliberate one pass, by name and with a reason."""
    page = final.open(review)
    expect(page.locator("#deed-approve button")).to_be_disabled()
    row = page.locator("li", has=page.locator(".rv-level.block"))
    expect(row).to_have_count(1)
    row.locator("summary").click()
    row.locator("[name=reason]").fill(REASON)
    row.locator("button").click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator("#deed-approve button")).to_be_enabled()


def see_it_published(browser, city, title):
    """Readers see the card in the words in force, and the article's page says who cites it."""
    feed = httpx.get(f"{city.base}/feeds/all.json").json()
    address = next(item["url"] for item in feed["items"] if item["title"] == title)
    with outside(browser, java_script_enabled=False, **PHONE) as page:
        page.goto(address)
        card = page.locator(".law-card", has_text="《雨伞法》第二条")
        expect(card).to_contain_text("出借雨伞应当公平，不得挑选借伞人。")
        expect(card).to_contain_text("现行有效")
        card.get_by_role("link", name="看这一条全文").click()
        expect(page.locator(".cited-by")).to_contain_text(title)

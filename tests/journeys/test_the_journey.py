"""One piece goes from a garbled page through three reviews to readers who are counted, and is taken back."""

import json
import re
import time
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys import city as city_module
from tests.journeys.people import DESKTOP, PHONE, READER, AtDesk, at_desk, outside

pytestmark = pytest.mark.browser
TITLE = "陌生链接为什么不能点：一堂社区课"
SERIES, TOPIC, AUDIENCE = "遏制网络谣言", "反诈", "老年人"
WITHDRAWN = "来源单位已更正原文"


@dataclass
class Story:
    """What the journey learns on its way."""

    city: city_module.City
    piece: int = 0
    issue: int = 0
    review: str = ""
    address: str = ""


def test_one_piece_from_a_garbled_page_to_counted_readers_and_back(browser, city):
    story = Story(city)
    import_the_page(story)
    with at_desk(browser, city, "bianji") as editor:
        file_and_submit(story, editor)
        with at_desk(browser, city, "bangong") as office:
            give_second_role(office, "陈立")
        three_reviews(story, browser, editor)
    read_on_a_phone_without_script(story, browser)
    find_and_follow(story, browser)
    be_counted(story, browser)
    with at_desk(browser, city, "zhongshen") as final:
        withdraw(story, final)
    with at_desk(browser, city, "bangong") as office:
        see_the_trail(story, office)


def import_the_page(story):
    """An editor's machine reads the garbled page: readings out, provenance kept, the reprint warned of."""
    done = story.city.pufa("import-page", "tests/pages/own-page.html", "--draft", "--as", "bianji", "--json")
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    assert (page["noise"]["removed"], page["source"]) == (16, "示例日报")
    assert not re.search(r"\([a-z]+\)", "".join(page["body"]))
    assert page["draft"]["warnings"]
    story.piece = page["draft"]["id"]
    again = story.city.pufa("import-page", "tests/pages/own-page.html", "--draft", "--as", "bianji", "--json")
    assert (again.returncode, json.loads(again.stdout)["error"]) == (1, "already_imported")


def file_and_submit(story, editor):
    """The editor opens an issue, files the draft, settles its credits and source, and hands it in."""
    page = editor.open("/desk/pieces/issues/new/")
    page.select_option("[name=brand]", label="网信e点通")
    page.select_option("[name=series]", label=SERIES)
    story.issue = 41
    page.fill("[name=number]", str(story.issue))
    page.fill("[name=title]", TITLE)
    page.fill("[name=published_on]", "2026-11-20")
    page.locator("form:has([name=number]) button.primary").click()
    page.wait_for_url("**/issues/")
    editor.move_to(story.piece, SERIES)

    page = editor.open(f"/desk/pages/{story.piece}/edit/")
    assert page.locator(".help-warning").first.is_visible()
    page.fill("[name=title]", TITLE)
    page.fill("[name=standfirst]", "先看发信人，再看网址，最后问家里人。")
    editor.tab(1)
    choose_issue(page, story)
    page.select_option("[name=topics]", label=[TOPIC])
    page.select_option("[name=audiences]", label=[AUDIENCE])
    editor.tab(2)
    page.click("#id_credits-ADD")
    page.locator("[name=credits-1-role]").select_option("reporter")
    page.fill("[name=credits-1-name]", "甲乙丙")
    page.check("[name=source_checked]")
    editor.press_submit()
    page = editor.open(f"/desk/pages/{story.piece}/edit/")
    assert page.locator("[name=action-submit-review]").count() == 0, "a piece in review is closed"
    story.review = editor.review_of(TITLE)
    assert editor.try_to_approve(story.review, "first") in {403, 409}


def choose_issue(page, story):
    """Takes the issue opened before; the editor only offers those of the piece's brand."""
    value = page.locator("[name=issue] option", has_text=str(story.issue)).first.get_attribute("value")
    page.select_option("[name=issue]", value)


def give_second_role(office: AtDesk, name):
    """The office lets the first reviewer review at the second gate too; on one piece that must not help him."""
    page = office.open("/desk/people/?q=" + name)
    page.locator("table a", has_text=name).first.click()
    page.locator("[name=roles][value=second_reviewer]").check()
    page.locator("form:has([name=roles]) button.primary").click()
    page.wait_for_load_state()
    assert page.locator("[name=roles][value=second_reviewer]").is_checked()


def three_reviews(story, browser, editor):
    """Three people, three proof passes, three check lists; nobody passes two gates."""
    address = httpx.get(f"{story.city.base}/desk/pages/{story.piece}/view_draft/")
    assert address.status_code in {302, 403}, "a draft is not for strangers"
    with at_desk(browser, story.city, "chushen") as first:
        first.record_proof(story.review, corrections=2, note="通读，改两处标点")
        first.approve(story.review, "文字通顺。")
        expect(first.page.locator("#deed-approve button")).to_be_disabled()
        assert first.try_to_approve(story.review, "second") == 409, "the same person at two gates"
    with at_desk(browser, story.city, "fushen") as second:
        second.record_proof(story.review, corrections=0, note="核对事实")
        second.approve(story.review, "事实核过。")
    with at_desk(browser, story.city, "zhongshen") as final:
        expect(final.open(story.review).locator("#deed-approve button")).to_be_disabled()
        assert final.try_to_approve(story.review, "final") == 409, "two proof passes are too few"
        assert story_is_public(story) is None
        final.record_proof(story.review, corrections=0, note="终校")
        final.approve(story.review, "同意刊发。")
        story.address = story_is_public(story) or ""
        assert story.address, final.page.locator("main").inner_text()
        for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
            assert final.page.request.get(f"{story.city.base}{story.review}form.{form}").body()[:4].startswith(start)
    assert httpx.get(story.city.base + story.address).status_code == 200


def story_is_public(story):
    """The path of the piece as the feed tells it, or None."""
    feed = httpx.get(f"{story.city.base}/feeds/all.json").json()
    found = [item["url"] for item in feed["items"] if item["title"] == TITLE]
    return re.sub(r"^https?://[^/]+", "", found[0]) if found else None


def read_on_a_phone_without_script(story, browser):
    """A citizen reads it: the whole text, who wrote and reviewed it, in large letters, on paper."""
    with outside(browser, java_script_enabled=False, **PHONE) as page:
        answer = page.goto(story.city.base + story.address)
        assert answer.headers["etag"]
        assert page.locator("h1").inner_text().replace("\u200b", "") == TITLE
        text = page.locator("main").inner_text()
        for words in ("陌生人递来的糖", "甲乙丙", "示例日报", "陈立", "刘孟华", "邓国辉", "41"):
            assert words in text
        for secret in ("通读，改两处标点", "同意刊发"):
            assert secret not in text
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.emulate_media(media="print")
        assert page.locator("#text").is_visible()
        assert not page.locator(".masthead nav:visible, .tools:visible, .util:visible, .issue-band:visible").count()
        page.emulate_media(media="screen")
        assert page.goto(f"{story.city.base}/elders{story.address}").status == 200
        assert "陌生人递来的糖" in page.locator("main").inner_text()
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#text p')).fontSize)") >= 22


def find_and_follow(story, browser):
    """A citizen finds it by its words, in its series, and in both feeds."""
    with outside(browser, java_script_enabled=False, **DESKTOP) as page:
        page.goto(f"{story.city.base}/search/")
        page.locator("main [name=q], [name=q]").first.fill("陌生人递来的糖")
        page.locator("main form:has([name=q]) button").first.click()
        assert page.locator(f"main a[href='{story.address}']").count()
        page.goto(story.city.base + story.address.rsplit("/", 2)[0] + "/")
        assert page.locator(f"main a[href='{story.address}']").count()
    atom = httpx.get(f"{story.city.base}/feeds/all.atom")
    assert TITLE in atom.text
    assert atom.headers["content-type"].startswith("application/atom+xml")


def reads(city):
    figures = json.loads(city.pufa("figures", "--json").stdout)["figures"]
    return {figure["code"]: figure for figure in figures}["page_reads"]


def be_counted(story, browser):
    """Readers with script and without are counted within seconds, and the figure opens to this very piece."""
    before = reads(story.city)["value"]
    with outside(browser, **DESKTOP, user_agent=READER) as page:
        with page.expect_response("**/reach/hit") as counted:
            page.goto(story.city.base + story.address)
        assert counted.value.status == 204
    with outside(browser, **PHONE, java_script_enabled=False, user_agent=READER) as page:
        with page.expect_response("**/reach/hit.gif*") as counted:
            page.goto(story.city.base + story.address)
        assert counted.value.status == 200
    deadline = time.monotonic() + 15
    while reads(story.city)["value"] < before + 2 and time.monotonic() < deadline:
        time.sleep(0.5)
    now = reads(story.city)
    assert now["value"] == before + 2, "one reader with script, one without; robots and headless browsers do not count"
    with outside(browser, **DESKTOP) as page:
        page.goto(f"{story.city.base}{now['rows']}")
        row = page.locator("main tr", has=page.locator(f"a[href='{story.address}']"))
        assert row.count()
        row.locator("a").first.click()
        assert page.locator("h1").inner_text().replace("\u200b", "") == TITLE
        page.goto(f"{story.city.base}/figures/pieces_published/")
        assert TITLE in page.locator("main").inner_text()


def withdraw(story, final):
    """The final reviewer takes it back with a reason; the very next request must not see it, nor any other look."""
    looks = [story.address, f"/elders{story.address}", f"/elders-large{story.address}"]
    with httpx.Client(base_url=story.city.base) as client:
        assert [client.get(look).status_code for look in looks] == [200, 200, 200]
        page = final.open(f"/desk/pieces/{story.piece}/withdraw/")
        page.fill("[name=reason]", WITHDRAWN)
        page.locator("form:has([name=reason]) button.primary").click()
        page.wait_for_url("**/desk/pieces/")
        assert all(client.get(look).status_code in {404, 410} for look in looks)
        assert story_is_public(story) is None
        assert WITHDRAWN in client.get("/about/corrections/").text
        assert TITLE not in client.get("/search/?q=陌生人递来的糖").text


def see_the_trail(story, office):
    """The trail is whole and tells the story."""
    done = story.city.pufa("audit", "verify")
    assert done.returncode == 0, done.stderr
    page = office.open(f"/desk/audit/?key=page:{story.piece}")
    verbs = page.locator("main").inner_text()
    assert TITLE in verbs

"""Reading aloud and counting, in a browser whose voice and beacon only take notes."""

from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from pufa.ui.tests.test_browser import HOST, answer, chromium, pytestmark

__all__ = ["chromium", "pytestmark"]

NOTES = """
window.said = [];
class Words { constructor(text) { this.text = text; } }
const voice = { lang: "zh-CN", name: "notes" };
const fake = {
  getVoices: () => [voice], cancel: () => {}, addEventListener: () => {},
  speak: (words) => { window.said.push(words.text); words.onstart(); window.next = () => words.onend(); },
};
Object.defineProperty(window, "speechSynthesis", { value: fake });
window.SpeechSynthesisUtterance = Words;
window.sent = [];
navigator.sendBeacon = (url, body) => { window.sent.push([url, String(body)]); return true; };
"""


def opened(chromium: Browser, path: str, script: str = NOTES) -> Page:
    page = chromium.new_page()
    page.route(f"{HOST}/**", answer)
    page.add_init_script(script)
    page.goto(f"{HOST}/design/{path}")
    return page


def test_it_reads_sentence_by_sentence_pauses_and_goes_on(chromium: Browser) -> None:
    page = opened(chromium, "piece/")
    button = page.locator(".aloud button")
    button.click()
    assert page.evaluate("said") == ["下雨天，家住老城区的何阿姨拿着一把旧伞去修。"]
    page.evaluate("next()")
    assert page.evaluate("said[1]").startswith("铺子墙上")
    assert page.locator(".aloud").get_attribute("data-state") == "playing"
    assert button.inner_text().startswith("停一下")
    button.click()
    assert page.locator(".aloud").get_attribute("data-state") == "paused"
    button.click()
    assert page.evaluate("said[2]") == page.evaluate("said[1]")
    page.close()


def test_without_a_voice_the_button_stays_hidden(chromium: Browser) -> None:
    page = opened(chromium, "piece/", NOTES.replace("[voice]", "[]"))
    assert not page.locator(".aloud").is_visible()
    page.close()


def test_a_page_with_a_key_sends_one_beacon(chromium: Browser) -> None:
    html = render_to_string("ui/page.html", {"hit_key": "page:12", "hit_channel": "qr"})
    page = chromium.new_page()
    page.route(f"{HOST}/**", answer)
    page.route(f"{HOST}/counted/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.add_init_script(NOTES)
    page.goto(f"{HOST}/counted/")
    assert page.evaluate("sent") == [["/reach/hit", "o=page%3A12&c=qr"]]
    page.close()

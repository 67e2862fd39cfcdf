"""Every kind of public page: readable by everyone, in every look, on every width, without script and without traces."""

import os
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys import places
from tests.journeys.people import DESKTOP, PHONE, outside, visiting

pytestmark = pytest.mark.browser
FIRST_VIEW_BYTES = 60_000
MOST_PAGES = 300
# The living page shows all parts of the design system at once; no citizen is led there.
HEAVY = {"design"}
PLAIN_LOOKS = [("light", DESKTOP), ("light", PHONE)]
OTHER_LOOKS = [("dark", PHONE), ("contrast", DESKTOP)]
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNTRANSLATED = re.compile(r"\b(the|and|with|Show|Search|Open|Issue|Page|Next|Previous|Piece|Series)\b")


@pytest.fixture(scope="session")
def public(city):
    return places.public(city.base)


def looks(name):
    """Two of the four looks, by turns; all of them with PUFA_EVERY_LOOK=1 (`make test-all`)."""
    if os.environ.get("PUFA_EVERY_LOOK"):
        return [*PLAIN_LOOKS, *OTHER_LOOKS]
    turn = list(places.PUBLIC).index(name)
    return [PLAIN_LOOKS[turn % 2], OTHER_LOOKS[turn // 2 % 2]]


@pytest.mark.parametrize("name", places.PUBLIC)
def test_nothing_hinders_a_reader(browser, city, public, name):
    """axe finds nothing in light, dark and high contrast, on a phone and on a desktop."""
    with outside(browser, **DESKTOP) as page:
        for theme, device in looks(name):
            page.set_viewport_size(device["viewport"])
            page.goto(city.base + public[name])
            page.evaluate("theme => localStorage.setItem('pufa-theme', theme)", theme)
            page.goto(city.base + public[name])
            assert page.evaluate("document.documentElement.dataset.theme") == theme
            report = Axe().run(page)
            assert report.violations_count == 0, f"{name} {theme}\n{report.generate_report()}"
            assert page.evaluate(SIDEWAYS) <= 0, f"{name} scrolls sideways at {device['viewport']['width']}"


@pytest.mark.parametrize("look", places.ELDERS)
def test_nothing_hinders_an_old_reader(browser, city, look):
    addresses = {name: path for name, path in places.elders(city.base).items() if name.startswith(f"{look}:")}
    with outside(browser, **{**PHONE, "viewport": {"width": 360, "height": 800}}) as page:
        for name, path in addresses.items():
            assert page.goto(city.base + path).status == 200
            report = Axe().run(page)
            assert report.violations_count == 0, f"{name}\n{report.generate_report()}"
            assert page.evaluate(SIDEWAYS) <= 0, name


def test_narrow_phones_need_no_sideways_scrolling_and_no_script(browser, city, public):
    wide = []
    with outside(browser, java_script_enabled=False, **{**PHONE, "viewport": {"width": 320, "height": 640}}) as page:
        for name, path in {**public, **places.elders(city.base)}.items():
            answer = page.goto(city.base + path)
            assert answer.status == (404 if name == "not-found" else 200), name
            assert page.locator("h1").count() == 1, name
            assert len(page.locator("main").inner_text()) > 30, name
            assert not page.locator("[data-needs-script]:visible").count(), name
            wide += [name] if page.evaluate(SIDEWAYS) > 0 else []
    assert wide == []


def test_a_first_view_is_light_and_stays_on_our_host(browser, city, public):
    heavy = {}
    for name, path in public.items():
        with visiting(browser, **PHONE) as page:
            sent = []
            page.on("requestfinished", lambda request, kept=sent: kept.append(request))
            page.goto(city.base + path, wait_until="networkidle")
            sizes = [request.sizes() for request in sent]
            weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
            assert {urlsplit(request.url).hostname for request in sent} == {"127.0.0.1"}
            assert page.context.cookies() == []
            if weight > FIRST_VIEW_BYTES and name not in HEAVY:
                heavy[name] = weight
    assert heavy == {}


def test_the_answers_forbid_what_they_should(city, public):
    for name, path in {**public, **places.elders(city.base)}.items():
        answer = httpx.get(city.base + path)
        rules = answer.headers["content-security-policy"]
        assert "default-src 'none'" in rules, name
        assert "unsafe" not in rules, name
        assert "set-cookie" not in answer.headers, name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        assert "style=" not in answer.text, name
        assert not re.search(r"\son[a-z]+=", answer.text), name


def test_no_english_is_left_in_the_interface(browser, city, public):
    left = {}
    with outside(browser, **DESKTOP) as page:
        for name, path in public.items():
            if name != "design":
                page.goto(city.base + path)
                words = UNTRANSLATED.findall(page.locator("body").inner_text())
                left |= {name: words} if words else {}
    assert left == {}


class Links(HTMLParser):
    """The addresses a page leads to."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = {"a": "href", "link": "href", "img": "src", "script": "src"}
        value = dict(attrs).get(names.get(tag, ""))
        if value:
            self.found.append(value)


def test_every_link_leads_somewhere(city):
    """Follows the links of the whole site, up to a limit; none is dead, and none leads to the desk or abroad."""
    waiting, seen, dead, abroad = ["/"], {"/"}, {}, set()
    with httpx.Client(base_url=city.base, timeout=30) as client:
        while waiting and len(seen) < MOST_PAGES:
            path = waiting.pop(0)
            answer = client.get(path)
            if answer.status_code >= 400:
                dead[path] = answer.status_code
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            page = Links()
            page.feed(answer.text)
            for link in page.found:
                whole = urlsplit(urljoin(f"{city.base}{path}", link))
                if whole.scheme in {"data", "tel", "mailto"}:
                    continue
                if whole.netloc != urlsplit(city.base).netloc:
                    abroad.add(link)
                    continue
                target = whole.path + (f"?{whole.query}" if whole.query else "")
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
    assert dead == {}
    assert len(seen) > 60
    assert {urlsplit(link).hostname for link in abroad} <= {"service.weibo.com", "127.0.0.1", "localhost"}

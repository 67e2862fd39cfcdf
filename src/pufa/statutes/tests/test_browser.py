"""The pages of laws in a real browser: no barrier that axe knows of, nothing too wide, what can be pressed works."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from pufa.statutes import actions, lookup, search
from pufa.statutes.sources.files import Files
from pufa.statutes.tests import samples
from pufa.statutes.tests.conftest import NOW

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SITE = "http://127.0.0.1:8000"
LAW = "/law/yusanfa/"
PATHS = [
    "/law/",
    "/law/?q=none",
    LAW,
    f"{LAW}4/1/2/",
    f"{LAW}compare/2015-03-01/2025-03-01/",
    f"{LAW}version/2015-03-01/",
    "/law/yujufadian/",
    "/law/yusanzanxingtiaoli/",
    "/law/yusanfa/on/2024-05-01/",
    "/api/",
    "/search/",
    "/search/?q=%E4%B8%8B%E9%9B%A8",
    "/search/?q=%E9%9B%A8%E4%BC%9E&kind=laws",
    "/search/?q=ysf%2099",
    "/search/?q=%E9%9B%A8%E4%BC%9E&law=yusanfa",
]
ELDERS = ["/elders/law/", f"/elders{LAW}", "/elders-large-black/search/?q=%E4%B8%8B%E9%9B%A8", "/elders/api/"]


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory):
    """The answers of the site for three laws that are rolled back afterwards: path -> (type, body)."""
    from django.db import transaction
    from django.test import Client, override_settings

    folder = tmp_path_factory.mktemp("laws")
    place = samples.folder(folder / "texts", old=samples.OLD, new=samples.NEW, code=samples.CODE)
    client = Client()
    library = override_settings(LAWS_FOLDER=folder / "library")
    lookup.forget()
    with django_db_blocker.unblock(), library, transaction.atomic():
        actions.import_laws(Files(place), by=None, now=NOW)
        search.rebuild()
        pages = {path: client.get(path) for path in [*PATHS, *ELDERS]}
        found = {path: (answer["Content-Type"], answer.content) for path, answer in pages.items()}
        transaction.set_rollback(True)
    lookup.forget()
    return found


def serve(answers):
    from django.contrib.staticfiles import finders

    def answer(route):
        address = route.request.url.removeprefix(SITE)
        if address in answers:
            kind, body = answers[address]
            route.fulfill(body=body, content_type=kind)
        elif address.startswith("/static/"):
            route.fulfill(path=finders.find(address.removeprefix("/static/")))
        else:
            route.fulfill(status=404)

    return answer


@pytest.mark.parametrize(("width", "scheme", "contrast"), [(390, "light", "more"), (1440, "dark", "no-preference")])
def test_no_barriers(answers, browser, width, scheme, contrast):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, contrast=contrast)
    page = context.new_page()
    page.route("**/*", serve(answers))
    faults = []
    for path in answers:
        page.goto(SITE + path)
        found = Axe().run(page, options=RULES).response["violations"]
        # The site has no name here, so the elders' version has none in its mark.
        faults += [
            f"{path}: {one['id']} {one['nodes'][0]['html'][:150]}"
            for one in found
            if 'class="brand"' not in one["nodes"][0]["html"]
        ]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{path}: {overflow}px too wide"] if overflow > 0 else []
    context.close()
    assert faults == []


def test_a_phone_opens_the_contents_and_copies_a_citation(answers, browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.route("**/*", serve(answers))
    page.goto(SITE + LAW)
    page.get_by_text("目录", exact=True).first.click()
    page.locator(".phone-contents").get_by_role("link", name="第二章 借伞").click()
    assert page.url.endswith("#d1")
    page.get_by_role("link", name="第四条之一").first.click()
    page.goto(f"{SITE}{LAW}4/1/2/")
    page.get_by_role("button", name="复制引用").click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "《雨伞法》第四条第一款第（二）项"
    context.close()

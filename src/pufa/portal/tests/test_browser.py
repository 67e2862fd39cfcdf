"""The public pages in a real browser: no barrier that axe knows of, nothing wider than the screen."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from pufa.portal.tests import builder

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium"),
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """The answers of the site for a programme that is rolled back afterwards: path -> (status, type, body)."""
    from django.db import transaction
    from django.test import Client

    client = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        made = builder.programme()
        paths = [
            "/",
            made.brand.url,
            made.series.url,
            made.pieces[0].url,
            made.text_page.url,
            f"{made.brand.url}issues/",
            f"{made.brand.url}issues/1/",
            "/search/",
            "/search/?q=%E6%8A%BC%E9%87%91",
            "/search/?q=xyzzy",
            "/series/",
            "/feeds/",
            "/about/privacy/",
            "/about/accessibility/",
            "/about/corrections/",
            "/about/site/",
            "/nowhere/",
        ]
        paths += ["/elders/", *(f"/elders{path}" for path in paths[1:])]
        paths += ["/elders-large-black/", f"/elders-large-black{made.pieces[0].url}"]
        answers = {path: client.get(path) for path in paths}
        found = {path: (answer["Content-Type"], answer.content) for path, answer in answers.items()}
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield running
        running.close()


def _serve(pages):
    from django.contrib.staticfiles import finders

    def answer(route):
        address = route.request.url.removeprefix("http://127.0.0.1:8000")
        if address in pages:
            kind, body = pages[address]
            route.fulfill(body=body, content_type=kind)
        elif address.startswith("/static/"):
            route.fulfill(path=finders.find(address.removeprefix("/static/")))
        else:
            route.fulfill(status=404)

    return answer


# tests/journeys looks at the sample city in every theme and width; here are the rarer pages, and the elders' versions.
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_no_barriers(pages, browser, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.route("**/*", _serve(pages))
    faults = []
    for path in pages:
        page.goto(f"http://127.0.0.1:8000{path}")
        found = Axe().run(page, options=RULES)
        faults += [f"{path}: {one['id']} {one['nodes'][0]['html'][:150]}" for one in found.response["violations"]]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{path}: {overflow}px too wide"] if overflow > 0 else []
    context.close()
    assert faults == []

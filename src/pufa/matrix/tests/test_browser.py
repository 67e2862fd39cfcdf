"""The matrix' pages in a browser: no barrier for the public, none that is serious at the desk, nothing too wide."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from wagtail.models import Site

from pufa.lib import clock
from pufa.matrix.tests import factories

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
HOST = "http://127.0.0.1:8000"


def build():
    """A small register with everything the pages show; gives the addresses, public ones and those at the desk."""
    from pufa.accounts.models import Role
    from pufa.matrix import actions
    from pufa.matrix.actions import figures, inspections, suspects
    from pufa.matrix.tests.test_pure import picture

    # The rooms above, which know the site's name, are asked by name: tests too import only downwards.
    site = Site.objects.get(is_default_site=True)
    apps.get_model("portal", "SiteSettings").objects.update_or_create(site=site, defaults={"name": "示例普法"})
    office = factories.person(Role.OFFICE)
    names = [("示例发布", "lead"), ("平安示例", "law"), ("示例教育", "livelihood"), ("示例工会", "society")]
    made = []
    for name, sector in names:
        account = factories.account(name=name, sector=sector, certification="示例单位")
        made.append(account)
        platform = factories.platform("wechat")
        made.append(factories.account(name=name, sector=sector, organisation=account.organisation, platform=platform))
    first = made[0]
    rows = [factories.counted(first, age, age + 2, followers=52_000 - 90 * age, reads=900 + 7 * age, likes=20)
            for age in range(1, 20)]  # fmt: skip
    figures.bring_figures(rows=rows, source="file", file_name="示例.xlsx", by=office)
    odd = [factories.counted(first, 0, 2, followers=152_000)]
    doubtful = figures.bring_figures(rows=odd, source="file", file_name="存疑.xlsx", by=office).batch
    actions.see_posts(account=first, posts=[actions.SeenPost("a", "旧闻一则", clock.now() - timedelta(days=11))])
    gone = actions.SeenPost("b", "更早的一则", clock.now() - timedelta(days=30), reads=300)
    actions.see_posts(account=made[2], posts=[gone])
    actions.set_portrait(account=first, data=picture(), by=office)
    actions.raise_alerts(now=clock.now())
    actions.reckon_index(account=first, first_day=clock.today() - timedelta(days=10), last_day=clock.today(), by=office)
    check = inspections.draw(year=2026, quarter=2, size=6, seed="示例", by=office)
    filing = actions.file_change(
        account=made[4], fields={"name": "示例教育发布"}, happened_on=clock.today(), reason="平台改名", by=office
    )
    foreign = suspects.add_suspect(
        platform=first.platform, name="示例发市官方", picture=picture(shift=3), note="群众举报", by=office
    )
    public = ["/accounts/", first.public_url, "/accounts/verify/?q=%E7%A4%BA%E4%BE%8B%E5%8F%91%E5%B8%82"]
    public += ["/elders/accounts/", f"/elders{first.public_url}"]
    own = first.desk_url
    desk = ["/desk/matrix/", own, *(f"{own}?tab={tab}" for tab in ("filings", "figures", "health"))]
    desk += [f"{own}file/hand-over/", f"/desk/matrix/filings/{filing.pk}/", "/desk/matrix/filings/"]
    desk += ["/desk/matrix/figures/", f"/desk/matrix/figures/{doubtful.pk}/", "/desk/matrix/health/"]
    desk += ["/desk/matrix/health/rules/", "/desk/matrix/checks/", f"/desk/matrix/checks/{check.pk}/"]
    desk += ["/desk/matrix/lookalikes/", f"/desk/matrix/lookalikes/{foreign.pk}/", "/desk/matrix/new/", "/desk/"]
    return office, public, desk


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """The answers for a register that is rolled back afterwards, by path: those for the public, those at the desk."""
    from django.core.cache import cache
    from django.db import transaction
    from django.test import Client

    cache.clear()
    with django_db_blocker.unblock(), transaction.atomic():
        office, public, desk = build()
        at_desk = factories.sign_in(office)
        found = [
            {path: (answer["Content-Type"], answer.content) for path in paths for answer in [browser.get(path)]}
            for browser, paths in ((Client(), public), (at_desk, desk))
        ]
        transaction.set_rollback(True)
    return found


def serve(pages):
    from django.contrib.staticfiles import finders

    def answer(route):
        address = route.request.url.removeprefix(HOST)
        if address in pages:
            kind, body = pages[address]
            route.fulfill(body=body, content_type=kind)
        elif address.startswith("/static/") and (file := finders.find(address.removeprefix("/static/").split("?")[0])):
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    return answer


def look(browser, pages, width, scheme, is_fault):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.route("**/*", serve(pages))
    faults = []
    for path in pages:
        page.goto(f"{HOST}{path}")
        found = Axe().run(page, options=RULES).response["violations"]
        faults += [f"{path}: {one['id']} {one['nodes'][0]['html'][:150]}" for one in found if is_fault(one)]
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{path}: {overflow}px too wide"] if overflow > 0 else []
    context.close()
    return faults


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_no_barriers_for_the_public(answers, browser, width, scheme):
    assert look(browser, answers[0], width, scheme, lambda one: True) == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_nothing_serious_at_the_desk(answers, browser, width, scheme):
    assert look(browser, answers[1], width, scheme, lambda one: one["impact"] in {"serious", "critical"}) == []

"""The desk's first page as a whole: this year's figures, the menu, and nothing from elsewhere."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from pufa.accounts.models import Role
from pufa.accounts.tests import factories as accounts_factories
from pufa.editorial.actions import create_brand, create_issue, desk
from pufa.lib import clock
from pufa.reach import actions as reach_actions
from pufa.reach import metrics
from pufa.review.tests import factories
from pufa.review.tests.factories import sign_in

pytestmark = pytest.mark.django_db
METRIC = metrics.register(metrics.Metric("test_home_visits", "走访", "户", "每户一条")).code
FOREIGN = re.compile(
    r"""(?:src|href|action|url)["']?\s*[=:(]\s*["']?(?:https?:)?//(?!127\.0\.0\.1|localhost)[^"'\s>]*"""
)


@pytest.fixture
def staff(db):
    cache.clear()
    return factories.hire()


def home(user):
    response = sign_in(Client(), user).get("/desk/")
    assert response.status_code == 200
    return response.content.decode()


def enter(amount, *, organisation=None, at=None):
    now = at or clock.now()
    return reach_actions.record(
        metric=METRIC, amount=amount, at=now, source_key=f"visit:{amount}", organisation=organisation, now=now
    )


def menu(html):
    """The main menu: {name: item}."""
    text = re.search(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', html, re.DOTALL)[1]
    modules = {one["_type"]: one["_args"] for one in json.loads(text)["modules"]}
    items, *_ = modules["wagtail.sidebar.MainMenuModule"]
    return {item["_args"][0]["name"]: item["_args"] for item in items}


def test_this_years_figures_lead_to_their_rows(staff):
    enter(1234)
    enter(5000, at=clock.now() - timedelta(days=400))
    browser = sign_in(Client(), staff.observer)
    html = browser.get("/desk/").content.decode()
    (address,) = re.findall(rf'href="(/desk/figures/{METRIC}/[^"]*)"', html)
    assert "1,234" in html
    assert "不作考核依据" in html
    rows = browser.get(address).content.decode()
    assert "1,234" in rows
    assert "5,000" not in rows
    (file,) = re.findall(r'href="(/desk/figures/figures\.xlsx[^"]*)"', html)
    assert browser.get(file.replace("&amp;", "&")).headers["Content-Type"].endswith("sheet")


def test_a_unit_sees_what_the_ledger_holds_of_it(staff):
    unit, other = accounts_factories.organisation(), accounts_factories.organisation()
    contact = factories.person("袁静", Role.UNIT_CONTACT, organisation=unit)
    assert "台账里今年还没有你单位的记录" in home(contact)
    enter(7, organisation=unit)
    enter(80, organisation=other)
    browser = sign_in(Client(), contact)
    html = browser.get("/desk/").content.decode()
    (address,) = re.findall(rf'href="(/desk/figures/{METRIC}/[^"]*organisation=[^"]*)"', html)
    rows = browser.get(address.replace("&amp;", "&")).content.decode()
    assert "visit:7" in rows or ">7<" in rows
    assert other.name not in rows.split("<tbody>")[-1]
    assert "我的单位" not in home(staff.first)


def test_an_editor_is_asked_where_to_write_and_sees_the_next_issue(staff):
    desk.grant_desk_permissions(Page.get_first_root_node())
    assert "写一篇" not in home(staff.editor)
    brand = create_brand(parent=Page.objects.get(slug="home"), title="网信点通", kind="topical", by=None)
    create_issue(
        brand=brand, series=None, number=3, title="第三期", published_on=clock.today() + timedelta(days=2), by=None
    )
    browser = sign_in(Client(), staff.editor)
    html = browser.get("/desk/").content.decode()
    assert "写一篇" in html
    assert browser.get(f"/desk/pages/add/editorial/piecepage/{brand.pk}/").status_code == 200
    assert f"/desk/pages/add/editorial/piecepage/{brand.pk}/" in html
    assert "第 3 期" in html
    assert "写一篇" not in home(staff.first)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.EDITOR, Role.SECOND_REVIEWER, Role.UNIT_CONTACT])
def test_nothing_on_the_page_leads_or_asks_elsewhere(role):
    html = home(factories.person("林一", role, email="lin@example.org"))
    assert FOREIGN.findall(html) == []
    assert "wagtail.org" not in html
    assert "gravatar" not in html


def test_the_menu_is_ours(staff):
    items = menu(home(staff.office))
    ours = ["home", "pieces", "reviews", "matrix", "tracing", "last-mile", "figures", "people-and-units"]
    assert list(items)[: len(ours)] == ours
    assert not {"help", "reports", "snippets", "explorer"} & set(items)
    within = {item["_args"][0]["url"] for item in items["pieces"][1]}
    assert {"/desk/snippets/editorial/topic/", "/desk/snippets/editorial/audience/", "/desk/pages/"} <= within
    assert list(menu(home(staff.contact))) == ["home", "figures", "people-and-units"]


def test_every_door_of_the_menu_opens(staff):
    desk.grant_desk_permissions(Page.get_first_root_node())
    browser = sign_in(Client(), staff.editor)
    items = menu(browser.get("/desk/").content.decode())
    doors = [one["_args"][0]["url"] for args in items.values() for one in (args[1] if len(args) > 1 else [])]
    doors += [args[0]["url"] for args in items.values() if "url" in args[0]]
    assert {door: browser.get(door).status_code for door in doors} == dict.fromkeys(doors, 200)

"""The matrix with real processes: the office sends one piece and watches the board; a unit is warned in time."""

import json
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.city import ROOT
from tests.journeys.people import PHONE, at_desk

pytestmark = pytest.mark.browser
PASSWORD = "Kettle-42-river"
# A person of the unit whose account was quiet for eleven days.
HIRE = """
import json
import django
django.setup()
from pufa.accounts import actions
from pufa.demo.channels import QUIET
from pufa.matrix.models import Account
account = Account.objects.registered().get(name=QUIET[0], platform__code=QUIET[1])
actions.create_person(
    username="gonghui", name="示例联络", organisation=account.organisation, roles=["unit_contact"],
    password="Kettle-42-river", by=None,
)
print(json.dumps({"account": account.name, "unit": account.organisation.short_name}))
"""
FRESH = """
import json
import django
django.setup()
from pufa.editorial.models import PiecePage
print(json.dumps({"piece": PiecePage.objects.live().filter(renditions=None).order_by("pk").first().pk}))
"""
SENT = """
import json
import django
django.setup()
from django.db.models import Count
from pufa.distribution.models import Attempt, Plan
plan = Plan.objects.order_by("-created_at").first()
states = dict(plan.deliveries.order_by().values_list("state").annotate(Count("pk")))
posts = Attempt.objects.filter(delivery__plan=plan, purpose="publish", outcome__in=("ready", "pending"))
kinds = plan.deliveries.order_by().values("connector").distinct().count()
print(json.dumps({"states": states, "posts": posts.count(), "kinds": kinds}))
"""


def told(city, script):
    done = subprocess.run(
        [sys.executable, "-c", script], env=city.environ, capture_output=True, text=True, check=False, cwd=ROOT,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_office_sends_one_piece_and_watches_it_arrive(browser, city):
    """One piece, many accounts, several kinds of platform; the board fills by itself while nobody reloads it."""
    piece = told(city, FRESH)["piece"]
    with at_desk(browser, city, "bangong") as office:
        page = office.open(f"/desk/sendings/piece/{piece}/")
        page.get_by_role("button", name="全部按规则生成").click()
        page.locator("a[href$='/send/']").first.click()
        page.wait_for_url("**/send/")
        for box in page.locator("[name=renditions]").all():
            box.check()
        for by_hand in page.locator(".pick-account").filter(has_text="人工发布").all():
            by_hand.locator("input").uncheck()
        chosen = page.locator("[name=accounts]:checked").count()
        page.locator("main form button.primary").last.click()
        expect(page.locator("#board")).to_be_visible()
        after = arrived(city)
        assert after["states"]["published"] + after["states"].get("by_hand", 0) == chosen >= 30
        assert after["posts"] == after["states"]["published"] >= 20
        assert after["kinds"] >= 4
        # The page was not loaded again: its own script has brought every post's link.
        expect(page.locator(".board-cell.done")).to_have_count(after["posts"], timeout=60_000)


def arrived(city):
    """How the newest sending stands once nothing of it is under way."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        after = told(city, SENT)
        if set(after["states"]) <= {"published", "by_hand"}:
            return after
        time.sleep(2)
    raise AssertionError(after)


def test_a_unit_is_warned_before_its_account_fails(browser, city):
    names = told(city, HIRE)
    city.logins["gonghui"] = PASSWORD
    with at_desk(browser, city, "gonghui", **PHONE) as unit:
        page = unit.page
        expect(page.get_by_text("3 天后 1 个账号将不达标")).to_be_visible()
        page.get_by_role("link", name="去处理").first.click()
        row = page.locator("main").get_by_text(names["account"]).first
        expect(row).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

"""The desk's first page: greeting, work, two weeks, menu, and nothing from elsewhere."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from pufa.accounts.models import Role
from pufa.accounts.tests import factories as accounts_factories
from pufa.lib import clock
from pufa.review import actions, agenda
from pufa.review.models import Review
from pufa.review.tests import factories
from pufa.review.tests.factories import pass_gate, put_up, sign_in, submitted

pytestmark = pytest.mark.django_db


def home(user):
    response = sign_in(Client(), user).get("/desk/")
    assert response.status_code == 200
    return response.content.decode()


def menu(html):
    """The main menu: {name: item}, and the account at its foot."""
    text = re.search(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', html, re.DOTALL)[1]
    modules = {one["_type"]: one["_args"] for one in json.loads(text)["modules"]}
    items, _, account = modules["wagtail.sidebar.MainMenuModule"]
    return {item["_args"][0]["name"]: item["_args"] for item in items}, account


def due(review, *, days=0, hours=0):
    Review.objects.filter(pk=review.pk).update(due_at=clock.now() + timedelta(days=days, hours=hours))


def test_the_greeting_counts_what_is_late_or_due_today(staff):
    late, later = submitted(staff), submitted(staff)
    due(late, hours=-30)
    due(later, days=3)
    html = home(staff.first)
    assert "<h1>陈初，今天先办 1 件</h1>" in html
    assert "1 件已过期" in html
    due(late, days=2)
    assert "<h1>陈初，有 2 件等你办</h1>" in home(staff.first)


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_home_without_work(role):
    person = factories.person("黄新", role)
    html = home(person)
    is_outside = role in {"unit_contact", "lecturer", "observer"}
    assert f"<h1>{'黄新，你好' if is_outside else '黄新，今天没有稿件等你'}</h1>" in html
    assert "两周日程" in html
    assert "这两周还没有安排" in html
    assert ('id="open-head"' in html) == (role not in {Role.UNIT_CONTACT, Role.LECTURER})


def test_what_was_sent_back_waits_for_its_editor_until_it_comes_again(staff):
    key = put_up(title="退回的稿件", authors=[staff.editor])
    review = submitted(staff, key)
    actions.send_back(review=review, by=staff.first, reasons="请核对数字")
    html = home(staff.editor)
    assert "有 1 件等你办" in html
    assert "退回《退回的稿件》" in html
    factories.rewrite(key, title="改好的稿件")
    submitted(staff, key)
    assert "今天没有稿件等你" in home(staff.editor)


def test_the_office_is_told_what_to_look_back_at(staff):
    factories.approved(staff, put_up(title="早就发了"), now=clock.now() - timedelta(days=90))
    html = home(staff.office)
    assert "1 篇该回头看" in html
    assert "回头看《早就发了》" in html
    assert "早就发了" not in home(staff.observer)


def test_two_weeks_show_own_gates_and_planned_publications(staff):
    now = clock.now()
    mine = submitted(staff, put_up(title="等初审"), publish_at=now + timedelta(days=5))
    other = pass_gate(submitted(staff, put_up(title="等复审")), staff)
    due(mine, days=1)
    due(other, days=2)
    first = clock.shanghai_day(now)
    found = {(event.day, event.label, event.detail) for event in agenda.of_reviews(staff.first, now)}
    at = clock.in_shanghai(now + timedelta(days=5))
    tomorrow = first + timedelta(days=1)
    assert found == {(tomorrow, "初审", "等初审"), (at.date(), "等初审", f"计划 {at:%H:%M} 发布")}
    assert {event.detail for event in agenda.of_reviews(staff.observer, now) if event.is_deadline} == {
        "等初审",
        "等复审",
    }
    assert agenda.of_reviews(staff.contact, now) == []


def test_two_weeks_gather_a_day_and_put_what_is_late_under_today(staff):
    now = clock.now()
    for title in ("甲", "乙"):
        due(submitted(staff, put_up(title=title)), days=-2)
    due(submitted(staff, put_up(title="丙")), days=20)
    (event,) = agenda.of_reviews(staff.first, now)
    days = agenda.two_weeks(clock.shanghai_day(now), [event])
    assert len(days) == agenda.DAYS
    assert days[0].is_today
    assert (days[0].events, event.detail) == ((event,), "已过期：2 篇")


def test_no_query_for_each_row(staff):
    browser = sign_in(Client(), staff.first)
    for number in range(2):
        due(submitted(staff, put_up(title=f"稿{number}")), days=number)
    browser.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/desk/")
    for number in range(2, 5):
        due(submitted(staff, put_up(title=f"稿{number}")), days=number)
    with CaptureQueriesContext(connection) as more:
        assert browser.get("/desk/").content.decode().count("data-review-row") == 5
    assert len(more) == len(few)
    assert len(more) <= 45


def test_the_foot_of_the_menu_names_the_person_and_the_part():
    unit = accounts_factories.organisation(short_name="网信办")
    person = factories.person("刘<孟>华", Role.SECOND_REVIEWER, organisation=unit)
    html = home(person)
    _, account = menu(html)
    assert account["name"] == "刘<孟>华\n网信办\n复审"
    assert account["avatarUrl"].startswith("data:image/svg+xml,")
    assert escape("刘<孟>华") in html

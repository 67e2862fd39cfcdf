"""A campaign with a theme day, a unit with its contact, and an activity."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.events import actions
from pufa.events.errors import EventsError

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
PAST, FUTURE = NOW - timedelta(days=2), NOW + timedelta(days=5)


def together(deeds: list[Callable[[], object]]) -> list[EventsError]:
    """Does all at once, each on a connection of its own; gives the refusals."""
    refused: list[EventsError] = []

    def do(deed: Callable[[], object]) -> None:
        try:
            deed()
        except EventsError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def district(db):
    return factories.district(name="芦淞区")


@pytest.fixture
def unit(district):
    return factories.organisation(name="示例市司法局", short_name="示例司法局", district=district)


@pytest.fixture
def office(db):
    return factories.person(Role.OFFICE, organisation=factories.organisation(kind="office"))


@pytest.fixture
def contact(unit):
    return factories.person(Role.UNIT_CONTACT, organisation=unit)


@pytest.fixture
def campaign(office):
    return actions.add_campaign(
        slug="week-2026", name="网络安全宣传周", first_day=date(2026, 11, 16), last_day=date(2026, 11, 22),
        lead=office.organisation, by=office,
    )  # fmt: skip


@pytest.fixture
def theme_day(campaign, office):
    return actions.add_theme_day(campaign=campaign, name="校园日", day=date(2026, 11, 18), by=office)


@pytest.fixture
def words(unit, district):
    """What an activity is planned with."""
    return {
        "title": "广场反诈宣传", "form": "stall", "organisation": unit, "district": district, "place": "芦淞广场",
        "starts_at": PAST,
    }  # fmt: skip


@pytest.fixture
def past(words, contact, theme_day):
    return actions.plan(by=contact, theme_day=theme_day, **words)


@pytest.fixture
def coming(words, contact):
    told = words | {"starts_at": FUTURE, "title": "手机里的法律课", "capacity": 3, "has_sign_up": True}
    return actions.plan(by=contact, **told)

"""A title with an edition, a print run, and stores."""

from datetime import UTC, date, datetime

import pytest

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.materials import actions

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def office(db):
    return factories.person(Role.OFFICE, organisation=factories.organisation(kind="office"))


@pytest.fixture
def unit(db):
    return factories.organisation(district=factories.district())


@pytest.fixture
def contact(unit):
    return factories.person(Role.UNIT_CONTACT, organisation=unit)


@pytest.fixture
def store(office):
    return actions.open_store(name="市委网信办库房", organisation=office.organisation, by=office)


@pytest.fixture
def unit_store(office, unit):
    return actions.open_store(name="城关司法所", organisation=unit, by=office)


@pytest.fixture
def edition(office):
    title = actions.add_title(slug="passwords", name="密码口袋书", by=office)
    return actions.add_edition(title=title, number=1, year=2026, by=office, now=NOW)


@pytest.fixture
def run(edition, office):
    return actions.print_run(
        edition=edition, printed=1000, delivered_on=date(2026, 11, 1), cost_fen=65_000, by=office, now=NOW
    )


@pytest.fixture
def stocked(run, store, office):
    """1000 copies in the office's store."""
    actions.deliver(run=run, place=store, count=1000, at=NOW, by=office, now=NOW)
    return store

"""A convention that three people approved, and an account that may sign it."""

from datetime import UTC, datetime

import pytest

from pufa.accounts.models import Role
from pufa.accounts.tests import factories
from pufa.pledges import actions
from pufa.review.tests import factories as review_factories

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)


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
def account(unit, office):
    from pufa.matrix.tests import factories as accounts

    return accounts.account(organisation=unit, name="示例司法")


def approve(convention, office):
    staff = review_factories.hire()
    review = review_factories.proofed(actions.submit(convention=convention, by=office, now=NOW), staff, now=NOW)
    for _gate in range(3):
        review = review_factories.pass_gate(review, staff, now=NOW)
    convention.refresh_from_db()
    return convention


@pytest.fixture
def convention(office):
    made = actions.write(slug="media", title="新媒体文明公约", clauses="不造谣。\n不侵权。", by=office, now=NOW)
    return approve(made, office)

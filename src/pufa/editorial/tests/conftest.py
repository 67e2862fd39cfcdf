import pytest

from pufa.editorial.tests import factories


@pytest.fixture
def staff(db):
    return factories.hire()


@pytest.fixture
def brand(db):
    return factories.brand()


@pytest.fixture
def series(brand):
    return factories.series(brand)

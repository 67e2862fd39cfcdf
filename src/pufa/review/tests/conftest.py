import pytest

from pufa.review.tests import factories


@pytest.fixture
def staff(db):
    return factories.hire()

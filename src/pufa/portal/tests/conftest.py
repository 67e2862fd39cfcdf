"""What the tests of the public site share."""

import pytest

from pufa.portal.tests import builder


@pytest.fixture(autouse=True)
def _own_index(tmp_path, settings):
    settings.SEARCH_FOLDER = tmp_path / "search"


@pytest.fixture
def programme(db):
    """A small published programme."""
    return builder.programme()

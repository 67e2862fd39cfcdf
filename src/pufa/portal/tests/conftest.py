"""What the tests of the public site share."""

import pytest
from django.conf import settings as django_settings

from pufa.portal.tests import builder


@pytest.fixture(autouse=True)
def _own_index(tmp_path, settings):
    settings.SEARCH_FOLDER = tmp_path / "search"


@pytest.fixture
def programme(db):
    """A small published programme."""
    return builder.programme()


@pytest.fixture
def committed(django_db_serialized_rollback, transactional_db):
    """The same, really committed, so that what waits for the commit happens."""
    return builder.programme()


@pytest.fixture(scope="session")
def elders_prefixes():
    return django_settings.EDGE_VARIANT_PREFIXES

"""Sample platforms for the tests of sending."""

import pytest

from pufa.matrix import fakes

KINDS = ("mastodon", "copyready")
WITH_SERVER = ("mastodon",)


@pytest.fixture(autouse=True)
def kinds(settings):
    settings.MATRIX_CONNECTORS = [*KINDS]


@pytest.fixture
def server():
    with fakes.serve(*WITH_SERVER) as running:
        yield running

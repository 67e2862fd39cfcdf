"""What the journeys share: the sample city served by real processes."""

from collections.abc import Iterator

import pytest

from tests.journeys import city as city_module


@pytest.fixture(scope="session")
def city() -> Iterator[city_module.City]:
    """The sample city, served."""
    with city_module.served() as running:
        yield running

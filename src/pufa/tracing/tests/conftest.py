import pytest

from pufa.editorial.tests import factories
from pufa.tracing import indexing
from pufa.tracing.tests import web


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """An index and a store of evidence of its own for each test."""
    settings.TRACING_FOLDER, settings.EVIDENCE_FOLDER = tmp_path / "tracing", tmp_path / "evidence"
    yield
    indexing.forget()


@pytest.fixture
def staff(db):
    return factories.hire()


@pytest.fixture
def pieces(staff):
    """Two public pieces. How three reviews make them public is tested elsewhere; here it would take most of the time."""
    brand = factories.brand()
    found = [factories.piece(brand, staff.editor, title, body=body) for title, body in web.PIECES]
    for piece in found:
        piece.get_latest_revision().publish(skip_permission_checks=True)
        piece.refresh_from_db()
    return found


@pytest.fixture
def site(settings):
    """A web site on this machine that answers well and badly."""
    with web.serving() as running:
        settings.TRACING_PRIVATE_HOSTS = [("127.0.0.1", running.port)]
        yield running

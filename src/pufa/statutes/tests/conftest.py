"""What the tests of the library share: an imported law in two texts, and the real data file where it lies."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pufa.statutes.tests import samples

ROOT = Path(__file__).resolve().parents[4]
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def import_folder(tmp_path):
    """Imports Markdown laws given by file name, and gives the report."""
    from pufa.statutes import actions
    from pufa.statutes.sources.files import Files

    def run(**texts):
        place = samples.folder(tmp_path / "laws", **texts)
        return actions.import_laws(Files(place), by=None, now=NOW)

    return run


@pytest.fixture
def umbrellas(db, import_folder, monkeypatch):
    """The law on umbrellas in the texts of 2015 and 2025, read on 23 November 2026."""
    import_folder(old=samples.OLD, new=samples.NEW)
    monkeypatch.setattr("pufa.lib.clock.now", lambda: NOW)


@pytest.fixture(scope="session")
def law_data():
    """The data file of all laws; the test is skipped where it was never obtained."""
    file = Path(os.environ.get("PUFA_LAWS", ROOT / "var/laws/laws.db"))
    if not file.is_file():
        pytest.skip("needs the law data: pufa laws import package")
    return file

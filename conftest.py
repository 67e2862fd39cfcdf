"""What every test of the project shares: a database made once from the migrations and copied, and a clean home."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent
CHROMIUM = Path("/usr/bin/chromium")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside synchronous tests
# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any_machine")


def shared_folder() -> Path | None:
    """The folder of development data beside the project, or None on a machine that has only the project."""
    folder = Path(os.environ.get("PUFA_SHARED", ROOT.parent / "shared"))
    return folder if (folder / "data").is_dir() else None


# Files that take minutes, the longest first: begun last, they would leave one worker waiting for the others. The first
# loads the sample city; the others that need it come when it is there.
LONG = (
    "tests/journeys/test_public_pages.py",
    "tests/services/test_postgresql.py",
    "src/pufa/config/tests/test_commands.py",
    "tests/services/",
    "src/pufa/config/",
    "tests/journeys/test_desk_pages.py",
    "tests/journeys/",
)


@pytest.hookimpl(trylast=True)  # after the random order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts long files first; the order within a file stays."""

    def rank(item: pytest.Item) -> int:
        return next((number for number, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data; the test is skipped where there is none."""
    folder = shared_folder()
    if folder is None:
        if os.environ.get("PUFA_REQUIRE_SHARED"):
            pytest.fail("the folder of development data is required here and absent")
        pytest.skip("needs the development data beside the project")
    return folder


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The copied database is used as it is; migrations it already holds are not run again."""
    return True


@pytest.fixture(scope="session")
def _template_copied(django_db_modify_db_settings: None) -> Iterator[Path | None]:
    from django.conf import settings

    from pufa.config.tests import migrated

    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        yield None
        return
    name = Path(database["TEST"]["NAME"])
    name.parent.mkdir(parents=True, exist_ok=True)
    template = migrated.database()
    shutil.copy(template, name)
    yield template
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    _template_copied: Path | None,
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: object,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Makes the test database, from a copy where there is one file to copy."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        config = setup_databases(verbosity=0, interactive=False, keepdb=_template_copied is not None)
        _give_back_after_emptying(_template_copied)
    yield
    with django_db_blocker.unblock():
        teardown_databases(config, verbosity=0, keepdb=False)


def _give_back_after_emptying(template: Path | None) -> None:
    """After a test that commits, Django empties all tables; give them back what the migrations had put there."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.core.management.commands.flush import Command
    from django.db import connection

    from pufa.audit.tests import flushing

    flush = Command.handle
    kept = "" if template else connection.creation.serialize_db_to_string()

    def handle(command: Command, **options: object) -> None:
        if template is not None:
            connection.ensure_connection()
            with sqlite3.connect(template) as source:
                source.backup(connection.connection)
            source.close()
        else:
            with flushing.lifted():
                flush(command, **{**options, "inhibit_post_migrate": True})
            connection.creation.deserialize_db_from_string(kept)
        ContentType.objects.clear_cache()
        cache.clear()

    Command.handle = handle


@pytest.fixture(autouse=True)
def _names_of_laws_read_anew() -> None:
    """What a process keeps of the library is of one database; each test has its own."""
    from pufa.statutes import lookup

    lookup.forget()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's browser; the test is skipped where there is none."""
    if not CHROMIUM.exists():
        if os.environ.get("PUFA_REQUIRE_BROWSER"):
            pytest.fail("a browser is required here: /usr/bin/chromium is absent")
        pytest.skip("needs Debian's chromium at /usr/bin/chromium")
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[object]:
    """A headless browser for the tests of one module: two at once would stand in each other's way."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=str(chromium),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield running
        running.close()

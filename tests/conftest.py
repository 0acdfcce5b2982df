"""What every test may ask for: a database of its own, on each engine, and a page in a browser.

What takes time to import is imported by the fixture that needs it: the bot's tests need none of it.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest

from tests.machine import memory, own_worker

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from storage.session import Database
    from tests.databases import PostgresqlDatabases

ENGINES = ("sqlite", "postgresql")


def pytest_configure() -> None:
    """The tests' own folders, `tmp_path`, lie in memory too."""
    if folder := memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole services first, small parts last: else one core waits for the other's long file."""
    if own_worker() is not None:
        items.sort(key=lambda item: len(item.path.parts))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test proves nothing and nobody notices it: here it fails."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, and no test here may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """Databases on a real server, started for this run."""
    from tests.databases import PostgresqlDatabases, postgresql_server

    with postgresql_server() as url:
        yield PostgresqlDatabases(url)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_databases: PostgresqlDatabases) -> Iterator[str]:
    """A migrated database, only ever copied."""
    from storage import migrations

    with postgresql_databases.fresh() as url:
        migrations.upgrade(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database's file, only ever copied."""
    from storage import migrations
    from tests.databases import file_url

    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrations.upgrade(file_url(path))
    return path


@pytest.fixture
def postgresql_url(
    postgresql_databases: PostgresqlDatabases, postgresql_template: str
) -> Iterator[str]:
    """A migrated PostgreSQL database for this test alone."""
    with postgresql_databases.fresh(postgresql_template) as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file for this test alone."""
    from tests.databases import file_url

    return file_url(copyfile(sqlite_template, tmp_path / "bokcarbon.db"))


@pytest.fixture(scope="module")
def module_sqlite_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated SQLite file for the tests of one module that only look."""
    from tests.databases import file_url

    return file_url(copyfile(sqlite_template, tmp_path_factory.mktemp("module") / "bokcarbon.db"))


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database for this test alone; the test runs once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    from storage.session import Database

    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each engine: for the migrations themselves."""
    from tests.databases import file_url

    if request.param == "sqlite":
        yield file_url(tmp_path / "empty.db")
        return
    databases: PostgresqlDatabases = request.getfixturevalue("postgresql_databases")
    with databases.fresh() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    from playwright.sync_api import sync_playwright

    from tests.browsing import launch

    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """What the pages of this test complained about; the test fails unless it takes them out."""
    errors: list[str] = []
    yield errors
    assert not errors, "the browser's console shows errors"


@pytest.fixture
def page(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    """A page on a desk's screen, in Thai."""
    from tests.browsing import DESKTOP, open_page

    with open_page(browser, DESKTOP, console_errors) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    """A page on a phone's screen, in Thai."""
    from tests.browsing import PHONE, open_page

    with open_page(browser, PHONE, console_errors) as page:
        yield page

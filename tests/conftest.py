"""The hostile world of the tests, by public hooks only.

Warnings are errors, an unknown template variable fails, the order is random (pyproject.toml); here: a folder of its
own for the run, no network, no mail, no write by reading, no faulty page. MASSICOT_DATABASE_URL chooses the database.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from massicot.store import prepared
from massicot.store.migrations import note_all_applied
from tests import profiles, rows, turns
from tests.hostile import answers, network, surroundings
from tests.hostile.client import HostileClient
from tests.hostile.second_writing import SecondWriting
from tests.spent import Spending
from tools import hatch_build

gc.disable()  # what is loaded until the first test stays: looking at it took a quarter of the collection's time
if "PYTEST_XDIST_WORKER" not in os.environ:  # once, before any worker reads them
    hatch_build.compile_catalogues(Path(__file__).parents[1])
HOME = surroundings.settle()
surroundings.start_django()
surroundings.keep_key(HOME)
settings.PASSWORD_HASHERS = ["tests.hostile.hashes.Argon2"]
network.refuse_network()
profiles.register()
SECOND_WRITING = SecondWriting()
TEST_DATABASE = settings.DATABASES["default"].setdefault("TEST", {})
TEST_DATABASE["MIGRATE"] = (
    False  # one after the other they take ten times as long; tests/store/test_migrations.py runs them
)
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite"):  # a file, as in production: each thread opens its own
    TEST_DATABASE["NAME"] = str(HOME / "test.sqlite3")


def pytest_unconfigure() -> None:
    """Leave nothing behind but what was spent."""
    surroundings.leave(HOME)


def pytest_configure(config: pytest.Config) -> None:
    """Add up what the tests take, in the process that hears of all; have each prepared statement written twice."""
    if connection.vendor == "sqlite":
        config.pluginmanager.register(SECOND_WRITING)
        prepared.LISTENERS.append(SECOND_WRITING.hear)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Spending(connection.vendor, is_kept=config.getoption("--share") == turns.OWN))
    if folder := config.getoption("--keep-answers"):
        answers.begin(config, Path(folder))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the two runs of make test share what runs once, and a run keep what is answered."""
    told = "own: leave what runs once to the run whose turn it is; other: run what the other one did, and nothing else"
    parser.addoption("--share", choices=(turns.OWN, turns.OTHER), help=told)
    parser.addoption("--keep-answers", metavar="FOLDER", help="keep every answer there (tools/answers.py take)")


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of the collector's sight: a tenth of the suite's time went into looking at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what only PostgreSQL can show, and leave what runs once to the run whose turn it is."""
    items[:], left = turns.settle(items, connection.vendor, config.getoption("--share"))
    config.hook.pytest_deselected(items=left)
    if connection.vendor == "postgresql":
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: tools/with-postgres.sh")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Begin with the tables that the migrations lead to; end what still holds the test database when the run is over.

    PostgreSQL does not drop it before: a browser that closes sends what it has left, and the live server's thread may
    be answering that still.
    """
    with django_db_blocker.unblock():
        executor = MigrationExecutor(connection)
        executor.recorder.ensure_schema()
        note_all_applied(executor)
    yield
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            SECOND_WRITING.compare()
    else:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            rows.leave()
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def db(request: pytest.FixtureRequest) -> None:
    """Roll back what a test writes, but where it commits."""
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "_django_db_helper")


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let a test commit, and delete what it left: in the tables that it filled alone, unlike Django's flush."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connection.close()
            rows.delete()
            connection.close()


@pytest.fixture
def client() -> HostileClient:
    """Visit pages as a suspicious browser."""
    return HostileClient()


@pytest.fixture(autouse=True)
def _no_mail() -> Iterator[None]:
    """Fail a test that leaves mail: nothing sends any yet."""
    yield
    assert [message.subject for message in getattr(mail, "outbox", [])] == []

"""The hostile world of the tests, by public hooks only.

Warnings are errors, an unknown template variable fails, the order is random (pyproject.toml); here: a folder of its
own for the run, no network, no mail, no write by reading, no faulty page. MASSICOT_DATABASE_URL chooses the database.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from tests.hostile import network, surroundings
from tests.hostile.client import HostileClient
from tools import hatch_build

if "PYTEST_XDIST_WORKER" not in os.environ:  # once, before any worker reads them
    hatch_build.compile_catalogues(Path(__file__).parents[1])
HOME = surroundings.settle()
surroundings.start_django()
network.refuse_network()
settings.DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread of the live server must not outlive its test database
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite"):  # a file, as in production: each thread opens its own
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    surroundings.leave(HOME)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what only PostgreSQL can show."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: tools/with-postgres.sh")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """End what still holds the test database at the end of the run: PostgreSQL does not drop it before.

    A browser that closes sends what it has left, and the live server's thread may be answering that still.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def client() -> HostileClient:
    """Visit pages as a suspicious browser."""
    return HostileClient()


@pytest.fixture(autouse=True)
def _no_mail() -> Iterator[None]:
    """Fail a test that leaves mail: nothing sends any yet."""
    yield
    assert [message.subject for message in getattr(mail, "outbox", [])] == []

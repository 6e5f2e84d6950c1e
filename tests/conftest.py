"""The hostile world of the tests, by public hooks only.

Warnings are errors, an unknown template variable fails, the order is random (pyproject.toml); here: a folder of its
own for the run, no network, no mail, no write by reading, no faulty page. MASSICOT_DATABASE_URL chooses the database.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

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


@pytest.fixture
def client() -> HostileClient:
    """Visit pages as a suspicious browser."""
    return HostileClient()


@pytest.fixture(autouse=True)
def _no_mail() -> Iterator[None]:
    """Fail a test that leaves mail: nothing sends any yet."""
    yield
    assert [message.subject for message in getattr(mail, "outbox", [])] == []

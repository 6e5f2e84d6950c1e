"""The server has its address to itself, and ends when it is told to."""

import os
import signal
from collections.abc import Iterator

import pytest

from tests import programs
from tests.durability.server import Server, server

PATIENCE_S = 20


@pytest.fixture
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a free port, with nothing in its database."""
    with programs.home(tmp_path_factory.mktemp("served"), "served") as home, server(home) as started:
        started.start()
        yield started


def test_a_second_server_is_refused_the_address_of_the_first(serving: Server) -> None:
    refused = serving.home.run("serve", "--port", str(serving.port))
    assert refused.returncode == 3
    assert f"127.0.0.1:{serving.port}" in refused.stderr
    assert serving.is_open()


def test_ctrl_c_ends_the_server_and_its_workers(serving: Server) -> None:
    os.killpg(serving.process.pid, signal.SIGINT)
    assert serving.process.wait(PATIENCE_S) == 0
    assert not serving.is_open()

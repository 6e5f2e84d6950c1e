"""The server has its address to itself, and ends when it is told to."""

import os
import re
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from massicot.core import keys
from massicot.core.keys import Key
from massicot.post.rules import SEALING
from tests import programs
from tests.durability.server import Server, server
from tests.durability.visitor import Visitor

pytestmark = pytest.mark.once("sockets and signals, whatever the database")

PATIENCE_S = 20
CROWD = 2_500


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a free port, with nothing in its database, which no test ends."""
    with programs.home(tmp_path_factory.mktemp("served"), "served") as home, server(home) as started:
        started.start()
        yield started


def test_a_second_server_is_refused_the_address_of_the_first(serving: Server) -> None:
    refused = serving.home.run("serve", "--port", str(serving.port))
    assert refused.returncode == 3
    assert f"127.0.0.1:{serving.port}" in refused.stderr
    assert serving.is_open()


def last_letter(home: programs.Home) -> str:
    """Open the last letter of the outbox with the secret of the folder."""
    reference, sealed = home.rows("SELECT reference, sealed FROM post_letter ORDER BY id DESC")[0]
    secret = (home.folder / "secret-key").read_bytes().strip()
    return keys.unseal(Key(secret).sub_key(SEALING), bytes(sealed), reference).decode()


def test_what_the_server_writes_leads_to_the_port_it_listens_on(serving: Server) -> None:
    made = serving.home.run("account", "create", "odile@bureau.invalid", "--role", "office")
    assert made.returncode == 0, made.stderr
    visitor = Visitor(serving.port)
    visitor.get("/mot-de-passe/oublie/")
    assert visitor.post_form("/mot-de-passe/oublie/", email="odile@bureau.invalid")[0] == 302
    visitor.leave()
    assert re.findall(r"http://[^/]+", last_letter(serving.home)) == [f"http://127.0.0.1:{serving.port}"]


@pytest.fixture
def crowd(serving: Server) -> Iterator[list[socket.socket]]:
    """More browsers than any default allows for, each with a connection that it keeps open."""
    granted, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(granted, min(most, 4 * CROWD)), most))
    with ExitStack() as kept:
        yield [
            kept.enter_context(socket.create_connection(("127.0.0.1", serving.port), PATIENCE_S)) for _ in range(CROWD)
        ]
    resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))


def test_whoever_comes_after_a_crowd_that_keeps_its_connections_is_answered(serving: Server, crowd) -> None:
    late = Visitor(serving.port)
    assert late.get("/saisie/")[0] == 200
    late.leave()


def test_ctrl_c_ends_the_server_and_its_workers(tmp_path: Path) -> None:
    with programs.home(tmp_path, "interrupted") as home, server(home) as serving:
        serving.start()
        os.killpg(serving.process.pid, signal.SIGINT)
        assert serving.process.wait(PATIENCE_S) == 0
        assert not serving.is_open()

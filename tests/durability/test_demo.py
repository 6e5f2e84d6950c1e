"""A demonstration that is served: it made documents before its server started, and the server makes them too."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests import programs
from tests.durability.visitor import Visitor
from tests.programs import MASSICOT

pytestmark = pytest.mark.once("documents and signals, whatever the database")

BETWEEN_KNOCKS_S = 0.02
REGISTERS = "/epreuves/{uai}/{session}/{paper}/impressions/listes-d-emargement/"


@contextmanager
def demonstration(home: programs.Home) -> Iterator[dict]:
    """Build a demonstration and serve it; give what it tells programs once it opens, and end it with its workers."""
    told = home.folder / "told.json"
    command = [MASSICOT, "demo", "--stage", "prepared", "--port", "0", "--json", str(told)]
    with (home.folder / "server.log").open("a") as log:
        running = subprocess.Popen(
            command, env=home.environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
    try:
        assert any("Ctrl-C" in line for line in running.stdout), (home.folder / "server.log").read_text()
        shown = json.loads(told.read_text())
        while not is_open(port_of(shown)):
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"the server ended ({running.wait(BETWEEN_KNOCKS_S)})")
        yield shown
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[dict]:
    """A demonstration in a browser's reach."""
    with programs.home(tmp_path, "shown") as home, demonstration(home) as told:
        yield told


def test_documents_are_printed_from_a_demonstration(shown):
    (head,) = [account for account in shown["accounts"] if account["desk"] == "exam-centre"]
    uai = head["login"].removeprefix("centre.").partition("@")[0].upper()
    visitor = Visitor(port_of(shown))
    with closing(visitor.line):
        visitor.get("/connexion/")
        assert visitor.post_form("/connexion/", login=head["login"], password=head["password"])[0] == 302
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in visitor.cookies.items())
        visitor.line.request("GET", REGISTERS.format(uai=uai, **shown), headers={"Cookie": sent})
        answer = visitor.line.getresponse()
        assert (answer.status, answer.read()[:5]) == (200, b"%PDF-")


def port_of(shown: dict) -> int:
    """Tell where a demonstration listens."""
    return int(shown["url"].rpartition(":")[2])


def is_open(port: int) -> bool:
    """Knock at the door."""
    with suppress(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    return False

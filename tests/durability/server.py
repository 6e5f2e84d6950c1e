"""The server that people use, started and killed like any process."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from urllib.parse import urlsplit

from tests.programs import MASSICOT, Home

BETWEEN_KNOCKS_S = 0.02


class Server:
    """One `massicot serve` at a time, always on the same port."""

    def __init__(self, home: Home, **environment: str) -> None:
        self.home, self.environment = home, environment
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server, read its address, and return once it opens."""
        log = (self.home.folder / "server.log").open("a")
        with log:
            self.process = subprocess.Popen(
                [MASSICOT, "--lang", "en", "serve", "--port", str(self.port)],
                env=self.home.environment | self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # a group of its own: its workers outlive a kill of the parent alone
            )
        words = self.process.stdout.readline().split()
        self.port = next(urlsplit(word).port for word in words if word.startswith("http://"))
        while not self.is_open():
            self._check_that_it_runs()

    def is_open(self) -> bool:
        """Knock at the address."""
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except ConnectionRefusedError:
            return False
        return True

    def kill(self) -> None:
        """Kill the server and its workers where they stand."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            self.process = None

    def web_processes(self) -> list[int]:
        """Name the processes that answer: those that it spawned, and neither its worker nor who watches over them."""
        started = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in started if b"--multiprocessing-fork" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def _check_that_it_runs(self) -> None:
        try:
            ended = self.process.wait(BETWEEN_KNOCKS_S)
        except TimeoutExpired:
            return
        raise AssertionError(f"the server ended ({ended}): {(self.home.folder / 'server.log').read_text()}")


@contextmanager
def server(home: Home, **environment: str) -> Iterator[Server]:
    """Give a server that is gone at the end, whatever happens."""
    serving = Server(home, **environment)
    try:
        yield serving
    finally:
        serving.kill()

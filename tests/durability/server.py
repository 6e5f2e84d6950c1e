"""The server that people use, started and killed like any process."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.programs import MASSICOT, Home

WORKERS = 2


class Server:
    """One `massicot serve` at a time, always on the same port."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the server and read its address; return when its workers are there."""
        command = [MASSICOT, "--lang", "en", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            env=self.home.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # a group of its own: its workers outlive a kill of the parent alone
        )
        said, started = [], 0
        for line in self.process.stdout or ():
            said.append(line)
            if found := re.search(r"listens on (http://\S+)", line):
                self.port = urlsplit(found[1]).port or 0
            started += "Started worker" in line
            if started == WORKERS:
                return
        raise AssertionError("the server did not start:\n" + "".join(said))

    def kill(self) -> None:
        """Kill the server and its workers where they stand."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()
            self.process = None


@contextmanager
def server(home: Home) -> Iterator[Server]:
    """Give a server that is gone at the end, whatever happens."""
    serving = Server(home)
    try:
        yield serving
    finally:
        serving.kill()

"""A PostgreSQL server of one's own, to be killed: an unprivileged user's, in a folder of its own, fsync on."""

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

VERSIONS = Path("/usr/lib/postgresql")
OWNER = "postgres"
"""Who runs it when the tests are run by root, whom PostgreSQL refuses."""


def programs() -> Path | None:
    """Find PostgreSQL's programs, of the newest version that is installed."""
    found = sorted(VERSIONS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


BETWEEN_KNOCKS_S = 0.02


class Cluster:
    """One server at a time, always on the same socket and the same files."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder, self.bin = folder, bin_folder
        self.as_owner: list[str] = []
        if os.geteuid() == 0:
            self.as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"]
            subprocess.run(["chown", f"{OWNER}:{OWNER}", folder], check=True)
        made = [self.bin / "initdb", "-D", folder / "data", "-U", "massicot", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*self.as_owner, *made, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    @property
    def url(self) -> str:
        """Tell the address of its first database."""
        return f"postgresql://massicot@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it, and return once it takes connections, what it had not finished recovered."""
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*self.as_owner, self.bin / "postgres", *self._where, "-c", "max_connections=60"],
                stdout=log,
                stderr=log,
            )
        while not self._is_open():
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"PostgreSQL ended ({self.process.wait(BETWEEN_KNOCKS_S)})")

    def kill(self) -> None:
        """Kill it where it stands, with every process of its own: none is left to tell the others."""
        first = self.process.pid
        others = [int(pid) for pid in Path(f"/proc/{first}/task/{first}/children").read_text().split()]
        for pid in (first, *others):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        # It starts again once the memory that they shared is nobody's.
        pause = threading.Event()
        while any(_lives(pid) for pid in others):
            pause.wait(BETWEEN_KNOCKS_S)

    def stop(self) -> None:
        """Stop it, if it still runs, and wait for its end."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    @property
    def _where(self) -> list[str]:
        return ["-D", str(self.folder / "data"), "-k", str(self.folder), "-c", "listen_addresses="]

    def _is_open(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url).close()
            return True
        return False


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Give a server that is gone at the end, whatever happens."""
    bin_folder = programs()
    assert bin_folder is not None, "PostgreSQL is missing: install the Debian package postgresql"
    # Not pytest's folder, which its owner alone may enter.
    with tempfile.TemporaryDirectory(prefix="massicot-cluster-") as name:
        Path(name).chmod(0o755)
        serving = Cluster(Path(name), bin_folder)
        serving.start()
        try:
            yield serving
        finally:
            serving.stop()

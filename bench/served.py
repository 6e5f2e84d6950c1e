"""Servers on this machine: the program as people start it, and a plain application under the same server."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent.resolve()
sys.path.insert(0, str(HERE.parent))

from tests.durability.server import Server, server
from tests.programs import Home


def work() -> None:
    """Do all that a worker would do now: letters of the hour, whatever the hour is."""
    Home(Path(os.environ["MASSICOT_HOME"]), os.environ.get("MASSICOT_DATABASE_URL", "")).run("work", "--once")


@contextmanager
def program(**environment: str) -> Iterator[Server]:
    """Serve the database of the bench with `massicot serve`, with a few words more around it."""
    home = Home(Path(os.environ["MASSICOT_HOME"]), os.environ.get("MASSICOT_DATABASE_URL", ""))
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    with server(home, **environment) as serving:
        serving.start()
        yield serving


@contextmanager
def massicot(**environment: str) -> Iterator[int]:
    """Serve it likewise; give the port."""
    with program(**environment) as serving:
        yield serving.port


@contextmanager
def plain(target: str, **environment: str) -> Iterator[int]:
    """Serve an application of bench/ as `massicot serve` does: two workers of four threads; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    arguments = [target, "--interface", "wsgi", "--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    arguments += ["--backlog", "4096", "--backpressure", "8192"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *arguments, "--log-level", "warning", "--no-ws"],
        env=os.environ | environment | {"PYTHONPATH": str(HERE)},
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing listens on {port}")


def postgresql() -> tuple[str, str]:
    """Tell the socket folder and the name of the bench's PostgreSQL database."""
    database = settings.DATABASES["default"]
    return database.get("OPTIONS", {}).get("host", "") or database["HOST"], database["NAME"]

"""A worker beside a server: started with it, stopped with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 10
"""How long a worker may take to leave its work in good order."""


@contextmanager
def worker_beside(address: str) -> Iterator[None]:
    """Run one worker as long as this lasts; should this process be killed, the worker sees it and ends by itself.

    Its letters lead to the address at which this server is found.
    """
    command = [sys.executable, "-m", "massicot.config.main", "work", "--beside", str(os.getpid())]
    worker = subprocess.Popen(command, env=os.environ | {"MASSICOT_BASE_URL": address})  # noqa: S603 - ourselves
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()

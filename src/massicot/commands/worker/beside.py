"""A worker beside a server: started with it, started again when it dies, stopped with it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.utils.translation import gettext

from massicot.core.refused import N_

PATIENCE_S = 10
"""How long a worker may take to leave its work in good order."""

LOOK_EVERY_S = 0.25

FIRST_REST_S, LONGEST_REST_S = 1.0, 60.0
"""How long a worker that died is waited for before another is started: twice as long each time it dies soon."""

ENDED = N_("The worker beside this server ended (code {code}): another is started in {rest:.0f} s.")


@contextmanager
def worker_beside(address: str) -> Iterator[None]:
    """Keep one worker going as long as this lasts; should this process be killed, the worker sees it and ends.

    Its letters lead to the address at which this server is found.
    """
    over = Event()
    keeping = Thread(target=_keep, args=(address, over, gettext(ENDED)), daemon=True)
    keeping.start()
    try:
        yield
    finally:
        over.set()
        keeping.join()


def _keep(address: str, over: Event, ended: str) -> None:
    rest_s = FIRST_REST_S
    while not over.is_set():
        began = time.monotonic()
        worker = _start_worker(address)
        while worker.poll() is None and not over.wait(LOOK_EVERY_S):
            pass
        if over.is_set():
            _end(worker)
            return
        rest_s = FIRST_REST_S if time.monotonic() - began > LONGEST_REST_S else min(2 * rest_s, LONGEST_REST_S)
        print(ended.format(code=worker.returncode, rest=rest_s), file=sys.stderr, flush=True)
        over.wait(rest_s)


def _start_worker(address: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "massicot.config.main", "work", "--beside", str(os.getpid())]
    return subprocess.Popen(command, env=os.environ | {"MASSICOT_BASE_URL": address})  # noqa: S603 - ourselves


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()

"""`massicot work`: a worker: long work, outgoing mail, deadlines; as many as wanted."""

import argparse
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.conf import settings
from django.utils.translation import gettext

from massicot.commands import place
from massicot.commands.worker import loop
from massicot.core.refused import N_
from massicot.post.rules.letters import read_server

NAME = "work"
PURPOSE = N_("do long work, send letters, remind of deadlines, until stopped")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--once", action="store_true", help=gettext("do all there is to do now, and stop"))
    parser.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop, or once through all there is; raise ServerMalformed before anything else."""
    read_server(settings.MASSICOT_EMAIL_URL)
    if options.beside is None:
        place.say_if_open()
    with _stopped_by_signals() as stop:
        if options.once:
            loop.work_through(stop)
        else:
            loop.work_until(stop, _left_by(options.beside))
    return 0


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Let the usual signals end the work in hand at its next step, instead of cutting it short."""
    stop = threading.Event()

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        # From a thread of its own: the worker may be waiting on this very event, and hold its lock.
        threading.Thread(target=stop.set).start()

    before = {number: signal.signal(number, request_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handling in before.items():
            signal.signal(number, handling)


def _left_by(parent: int | None) -> Callable[[], bool]:
    """Say how to see that the server which started this worker is gone: somebody else is its parent then."""
    return lambda: parent is not None and os.getppid() != parent

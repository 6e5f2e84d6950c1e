"""`massicot serve`: the program in a browser."""

import argparse
import multiprocessing
import os
import resource
import socket
import sys
import time
from threading import Thread

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from massicot.commands import place
from massicot.commands.worker.beside import worker_beside
from massicot.core.refused import N_, Refused, words_of

NAME = "serve"
PURPOSE = N_("serve the program, on this machine only unless told otherwise")
HOST, PORT = "127.0.0.1", 8000
HERE = "http://{host}:{port}"
CONNECTIONS = 8_192
"""How many browsers one worker keeps a connection with; whoever comes after them waits without a word."""

BACKLOG = 4_096
FILES = 2 * CONNECTIONS
"""A connection is an open file, of which a system that is not asked allows a thousand."""

LONGEST_HEAD = 65_536
"""Bytes of a request's head that are awaited, before anybody is asked; a front server takes half as many."""

LOOK_EVERY_S = 0.1
PATIENCE_S = 5
"""How long a worker may take to finish once the server is stopped: after Ctrl-C, some never say that they are done."""


class AddressTaken(Refused):
    sentence = N_("Massicot cannot listen on {host}:{port} ({why}): stop what listens there, or choose another --port.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--host", default=HOST, help=gettext("address to listen on"))
    parser.add_argument("--port", type=int, default=PORT, help=gettext("port to listen on (0: any that is free)"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    serve(options.host, options.port)
    return 0


def serve(host: str, port: int) -> None:
    """Run the production server: one worker per core, each with a few threads; raise AddressTaken."""
    port = free_port(host, port)
    place.say_if_open()
    sentence = gettext("Massicot listens on http://{host}:{port}/ (Ctrl-C stops it).").format(host=host, port=port)
    Thread(target=_say_once_open, args=(host, port, sentence), daemon=True).start()
    connections.close_all()
    # A forked worker keeps the locks of the threads that it lost: once a document had been set here, as a demonstration
    # does, its own press would wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    # One that is started so would first read the command line's file again, and with it what no page needs.
    sys.modules["__main__"].__file__ = None
    allow_files()
    address = address_of(host, port)
    # What these workers print leads back here, as what the worker beside them writes does.
    os.environ["MASSICOT_BASE_URL"] = address
    with worker_beside(address):
        Granian(
            "massicot.config.rsgi:front",
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(max_buffer_size=LONGEST_HEAD),
            workers=2,
            backlog=BACKLOG,
            backpressure=CONNECTIONS,
            workers_kill_timeout=PATIENCE_S,
            # One that dies takes neither the other nor the server with it.
            respawn_failed_workers=True,
            log_access=False,
            log_level=LogLevels.warning,
            websockets=False,
        ).serve()


def _say_once_open(host: str, port: int, sentence: str) -> None:
    """Say a sentence once somebody answers at an address: its workers take a second to open it."""
    while True:
        try:
            socket.create_connection((host, port), timeout=PATIENCE_S).close()
        except OSError:
            time.sleep(LOOK_EVERY_S)
        else:
            print(sentence, flush=True)
            return


def allow_files() -> None:
    """Let this process and its workers open as many files as their connections want, within what the system grants."""
    granted, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(granted, wanted), most))


def address_of(host: str, port: int) -> str:
    """Say where people find it: where the environment says, or else where it listens."""
    declared = str(settings.MASSICOT_BASE_URL)
    return HERE.format(host=host, port=port) if declared == HERE.format(host=HOST, port=PORT) else declared


def free_port(host: str, port: int) -> int:
    """Check that nothing listens on a port, or find a free one for 0; raise AddressTaken.

    The server shares a port with whoever opened it the same way: two data folders would answer in turn.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        raise AddressTaken(host=host, port=port, why=words_of(error)) from None

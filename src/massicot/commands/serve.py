"""`massicot serve`: the program in a browser."""

import argparse
import os
import socket
import sys

from django.db import connections
from django.utils.translation import gettext
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from massicot.commands.console import say
from massicot.core.refused import N_, Refused

NAME = "serve"
PURPOSE = N_("serve the program, on this machine only unless told otherwise")
THREADS = 4
PATIENCE_S = 5
"""How long a worker may take to finish once the server is stopped: after Ctrl-C, some never say that they are done."""


class AddressTaken(Refused):
    """An address that this program cannot have to itself."""

    sentence = N_("Massicot cannot listen on {host}:{port} ({why}): stop what listens there, or choose another --port.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--host", default="127.0.0.1", help=gettext("address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=gettext("port to listen on (0: any that is free)"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    serve(options.host, options.port)
    return 0


def serve(host: str, port: int) -> None:
    """Run the production server: one worker per core, each with a few threads; raise AddressTaken."""
    port = free_port(host, port)
    say(N_("Massicot listens on http://{host}:{port}/ (Ctrl-C stops it)."), host=host, port=port)
    sys.stdout.flush()
    # Workers are forked: a connection opened here would be written to by several processes at once.
    connections.close_all()
    Granian(
        "massicot.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=THREADS,
        workers_kill_timeout=PATIENCE_S,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def free_port(host: str, port: int) -> int:
    """Check that nothing listens on a port, or find a free one for 0; raise AddressTaken.

    The server shares a port with whoever opened it the same way: two data folders would answer in turn.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        raise AddressTaken(host=host, port=port, why=os.strerror(error.errno or 0)) from None

"""`massicot serve`: the program in a browser."""

import argparse

from django.utils.translation import gettext
from granian import Granian
from granian.constants import Interfaces

from massicot.commands.console import say
from massicot.core.refused import N_

NAME = "serve"
PURPOSE = N_("serve the program, on this machine only unless told otherwise")
THREADS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--host", default="127.0.0.1", help=gettext("address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=gettext("port to listen on"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    say(N_("Massicot listens on http://{host}:{port}/ (Ctrl-C stops it)."), host=options.host, port=options.port)
    serve(options.host, options.port)
    return 0


def serve(host: str, port: int) -> None:
    """Run the production server: one worker per core, each with a few threads."""
    Granian(
        "massicot.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=THREADS,
        log_access=False,
    ).serve()

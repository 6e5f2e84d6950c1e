"""How each process of the program starts, whatever it is: a command, a worker, or a worker of a server.

Nothing here knows Django: it comes before the settings are read.
"""

import gc
import os
import sys

from massicot.config import environment

UNREAD = ("numpy",)
"""Libraries that others read where they find them, and that only the solver needs, in a process of its own.

openpyxl would know the numbers of numpy, which no table of ours holds: a tenth of each start.
"""


def begin() -> None:
    """Let files be their owner's alone, and hold back the collector until the end of the start.

    A quarter of a start was its looking at what stays.
    """
    gc.disable()
    os.umask(environment.OWNER_ONLY)
    for library in UNREAD:
        # How Python is told that there is none.
        sys.modules.setdefault(library, None)  # type: ignore[arg-type]


def settle() -> None:
    """Let the collector look at what is made from now on, and at nothing before it."""
    for library in UNREAD:
        if library in sys.modules and sys.modules[library] is None:
            del sys.modules[library]  # psycopg counts with it where it finds its name
    gc.freeze()
    gc.enable()

"""How each process of the program starts, whatever it is: a command, a worker, or a worker of a server.

Nothing here knows Django: it comes before the settings are read.
"""

import gc
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from massicot.config import environment

UNREAD = frozenset({"numpy"})
"""Libraries that others read where they find them, and that only the solver needs, in a process of its own.

openpyxl would know the numbers of numpy, which no table of ours holds: a tenth of each start.
"""


class Unread:
    """Says of these libraries that there are none, and has nothing to say of any other."""

    @staticmethod
    def find_spec(name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        """Look for a library as Python does; raise ModuleNotFoundError of one that is not to be read."""
        if name in UNREAD:
            raise ModuleNotFoundError(name=name)


def begin() -> None:
    """Let files be their owner's alone, and hold back the collector until the end of the start.

    A quarter of a start was its looking at what stays.
    """
    gc.disable()
    os.umask(environment.OWNER_ONLY)
    sys.meta_path.insert(0, Unread)


def settle() -> None:
    """Let the collector look at what is made from now on, and at nothing before it."""
    gc.freeze()
    gc.enable()

"""A worker that does all there is to do, between two clicks."""

import threading

from massicot.commands.worker import loop


def work():
    """Do all the work that pages asked for."""
    loop.work_through(threading.Event())

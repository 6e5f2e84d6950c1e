"""The life of a worker: turn after turn, until it is told to stop."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import close_old_connections

from massicot.anonymity import services as anonymity
from massicot.commands.console import now
from massicot.commands.worker import convocations, ladders, letters, reminders, signs, turn, urgent
from massicot.deposits import services as deposits
from massicot.jobs import queries as jobs
from massicot.jobs.rules import FIRST_PARTS
from massicot.store import strongbox
from massicot.store.trouble import goes_well

IDLE_S = 1.0
"""How long a worker without work waits before it looks again."""

TROUBLED_S = 5.0
"""How long it waits when the database does not answer."""

CALENDAR_EVERY = timedelta(minutes=1)
"""How often it looks whether somebody must be reminded of a deadline, which sealed files are too old, which documents
are to be destroyed, and whether old versions of rows are to be erased."""


def name() -> str:
    """Name this worker among all: machine and process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def work_through(stop: threading.Event) -> None:
    """Do all there is to do now: what the calendar asks for, letters to send, jobs, large papers to count."""
    _look_at_the_calendar()
    _work_off(stop)
    letters.hang_up()
    ladders.count_due(stop)


def work_until(stop: threading.Event, is_alone: Callable[[], bool]) -> None:
    """Work until told to stop, or until the program that this worker serves is gone."""
    calendar_at = now()
    with ladders.counted_beside(), signs.given_beside(name()), urgent.sent_beside():
        while not stop.is_set() and not is_alone():
            is_time = now() >= calendar_at
            calendar_at = now() + CALENDAR_EVERY if is_time else calendar_at
            is_well = goes_well(partial(_one_round, stop, with_calendar=is_time))
            stop.wait(IDLE_S if is_well else TROUBLED_S)
    letters.hang_up()


def _one_round(stop: threading.Event, *, with_calendar: bool) -> None:
    close_old_connections()
    if with_calendar:
        _look_at_the_calendar()
    _work_off(stop)


def _work_off(stop: threading.Event) -> None:
    while not stop.is_set() and _one_thing(stop):
        pass


def _one_thing(stop: threading.Event) -> bool:
    """Send a letter, and do beside it what was just asked for; what is left of large work, once no letter waits."""
    if letters.send_one(now()):
        turn.take_job(name(), now, stop, latest_turn=FIRST_PARTS)
        return True
    return turn.take_job(name(), now, stop)


def _look_at_the_calendar() -> None:
    reminders.write_due(now())
    convocations.remind(now())
    strongbox.sweep(jobs.boxes(), now())
    anonymity.erase_old_versions(at=now())
    deposits.sweep(at=now())

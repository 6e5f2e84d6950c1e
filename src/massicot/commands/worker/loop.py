"""The life of a worker: turn after turn, until it is told to stop, with signs of life beside its work."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.db import OperationalError, close_old_connections, connection

from massicot.accounts import services as accounts
from massicot.anonymity import services as anonymity
from massicot.commands.console import now
from massicot.commands.worker import calls, documents, ladders, letters, reminders, tables
from massicot.commands.worker.task import JobRun, Stopped
from massicot.core.refused import Refused
from massicot.deposits import services as deposits
from massicot.jobs import queries as jobs
from massicot.jobs import rules, services
from massicot.jobs.queries import Job
from massicot.jobs.rules import FIRST_PARTS, Content, LeaseLost, Work
from massicot.store import strongbox
from massicot.store.trouble import goes_well


@contextmanager
def given_beside(worker: str) -> Iterator[None]:
    """Give signs in a thread as long as this lasts: a worker may be an hour over its documents."""
    over = threading.Event()
    giving = threading.Thread(target=_give_until, args=(worker, over), daemon=True)
    giving.start()
    try:
        yield
    finally:
        over.set()
        giving.join()


def _give_until(worker: str, over: threading.Event) -> None:
    try:
        while True:
            goes_well(partial(_give, worker))
            if over.wait(rules.SIGNS_EVERY.total_seconds()):
                return
    finally:
        connection.close()


def _give(worker: str) -> None:
    close_old_connections()
    services.say_alive(worker=worker, at=now())


KINDS: Mapping[Work, Callable[[JobRun], Content]] = {
    Work.PREVIEW_TABLE: tables.preview_table,
    Work.IMPORT_TABLE: tables.import_table,
    Work.PREPARE: documents.prepare,
    Work.PRINT: documents.print_all,
    Work.INVITE: calls.invite_all,
    Work.DRAW_UP: calls.draw_up,
    Work.CHECK_RUN: calls.check_run,
    Work.CONVENE: calls.convene,
    Work.PLAN: calls.plan_lists,
}
"""Each is safe to do again: a worker may die at its last step."""


BEAT_S = rules.LEASE.total_seconds() / 3
"""How often a worker gives a sign of life while a long transaction leaves it no other occasion."""

log = logging.getLogger("massicot.work")


def take_job(
    worker: str, now: Callable[[], datetime], stop: threading.Event, *, latest_turn: int | None = None
) -> bool:
    """Take up one job, up to a turn, and bring it to an end; False when there is none."""
    job = services.take(worker=worker, latest_turn=latest_turn, at=now())
    if job is None:
        return False
    task = JobRun(job, now, stop)
    try:
        _bring_to_an_end(task)
    except LeaseLost:
        log.warning("job %s was taken up by another worker", job.pk)
    return True


def _bring_to_an_end(task: JobRun) -> None:
    try:
        with _signs_of_life(task):
            outcome = KINDS[Work(task.job.kind)](task)
    except Stopped:
        services.give_back(job=task.job)
    except LeaseLost:
        raise
    except Refused as refusal:
        services.fail(job=task.job, refusal=refusal, at=task.now())
    except OperationalError:
        # The database is away: the lease runs out, and somebody takes the job up once it is back.
        raise
    except Exception as fault:
        log.exception("job %s met a fault of the program", task.job.pk)
        services.fail(job=task.job, refusal=rules.BrokeDown(fault=type(fault).__name__), at=task.now())
    else:
        services.finish(job=task.job, outcome=outcome, at=task.now())


@contextmanager
def _signs_of_life(task: JobRun) -> Iterator[None]:
    over = threading.Event()
    beats = threading.Thread(target=_beat, args=(task.job, task.now, over), daemon=True)
    beats.start()
    try:
        yield
    finally:
        over.set()
        beats.join()


def _beat(job: Job, now: Callable[[], datetime], over: threading.Event) -> None:
    try:
        while not over.wait(BEAT_S):
            _renew(job, now())
    finally:
        connection.close()


def _renew(job: Job, at: datetime) -> None:
    try:
        services.renew(job=job, at=at)
    except LeaseLost:
        log.warning("job %s was taken up by another worker", job.pk)
    except OperationalError:
        # An embedded database lets one write at a time; while this job writes, nobody can take it away either.
        log.warning("job %s could not give a sign of life", job.pk)


IDLE_S = 1.0
"""How long a worker without work waits before it looks again."""

TROUBLED_S = 5.0
"""How long it waits when the database does not answer."""

CALENDAR_EVERY = timedelta(minutes=1)
"""How often it looks whether somebody must be reminded of a deadline, which sealed files are too old, which documents
are to be destroyed, whether old versions of rows are to be erased, and whose browser session is over."""


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
    with ladders.counted_beside(), given_beside(name()), letters.sent_beside():
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
        take_job(name(), now, stop, latest_turn=FIRST_PARTS)
        return True
    return take_job(name(), now, stop)


def _look_at_the_calendar() -> None:
    reminders.write_due(now())
    calls.remind(now())
    strongbox.sweep(jobs.boxes(), now())
    anonymity.erase_old_versions(at=now())
    deposits.sweep(at=now())
    accounts.forget_ended_sessions(at=now())

"""One turn of a worker: whatever is due, once."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, connection

from massicot.commands.worker.kinds import KINDS
from massicot.commands.worker.task import JobRun, Stopped
from massicot.core.refused import Refused
from massicot.jobs import rules, services
from massicot.jobs.queries import Job
from massicot.jobs.rules import LeaseLost, Work

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

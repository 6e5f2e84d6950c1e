"""Writes of jobs: asked for, taken up, advanced, ended."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import SYSTEM, Actor
from massicot.core.refused import N_, Refused
from massicot.jobs import queries, rules
from massicot.jobs.models import Job, WorkerSign
from massicot.jobs.rules import Content, JobState, Work
from massicot.store.writes import swap_one


@dataclass(frozen=True, slots=True)
class JobAsked(Fact):
    journal_word = N_("long work asked for")
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class JobEnded(Fact):
    journal_word = N_("long work ended")
    state: str
    outcome: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DocumentsTaken(Fact):
    journal_word = N_("documents taken away")
    kind: str
    subject: str


@transaction.atomic
def ask(*, kind: Work, subject: Content, turn: int = 0, by: Actor, at: datetime) -> Job:
    """Ask for long work; the same work on the same subject that is still open is given back instead.

    `turn`: the number of a part, which lets what is asked for later go first.
    """
    job, is_new = Job.objects.get_or_create(
        kind=kind,
        subject=rules.text_of(subject),
        state__in=sorted(rules.OPEN),
        defaults={"turn": turn, "asked_by": by.login, "asked_at": at, "box": secrets.token_hex(16)},
    )
    if is_new:
        audit.record(subject=f"job:{job.pk}", fact=JobAsked(job.kind, job.subject), by=by, at=at)
    return job


def take(*, worker: str, latest_turn: int | None = None, at: datetime) -> Job | None:
    """Take up the next free job under a lease, if there is one; one that has stopped too many workers fails.

    `latest_turn`: what comes in a later turn is left where it is.
    """
    while job := queries.next_free(at, latest_turn):
        free = queries.free_at(at).filter(pk=job.pk, attempts=job.attempts)
        if job.attempts >= rules.MOST_ATTEMPTS:
            _bury(free, job, at)
        elif free.update(
            state=JobState.RUNNING,
            worker=worker,
            lease_until=at + rules.LEASE,
            attempts=F("attempts") + 1,
            steps_done=0,
            steps_total=0,
        ):
            return queries.job_by_id(job.pk)
    return None


def say_alive(*, worker: str, at: datetime) -> None:
    """Give the sign of life of a worker, and forget the oldest."""
    WorkerSign.objects.update_or_create(worker=worker, defaults={"seen_at": at})
    WorkerSign.objects.filter(seen_at__lt=at - rules.SIGNS_KEPT).delete()


def renew(*, job: Job, at: datetime) -> None:
    """Give a sign of life; raise LeaseLost once another worker holds the job."""
    swap_one(_stay_of(job), rules.LeaseLost(job=job.pk), lease_until=at + rules.LEASE)


def advance(*, job: Job, done: int, total: int, at: datetime) -> None:
    """Say how far a job is, which is a sign of life too; raise LeaseLost once another worker holds the job."""
    swap_one(
        _stay_of(job),
        rules.LeaseLost(job=job.pk),
        steps_done=min(done, total),
        steps_total=total,
        lease_until=at + rules.LEASE,
    )


def give_back(*, job: Job) -> None:
    """Let a job wait again because its worker was told to stop; that attempt does not count."""
    swap_one(
        _stay_of(job),
        rules.LeaseLost(job=job.pk),
        state=JobState.WAITING,
        worker="",
        lease_until=None,
        attempts=F("attempts") - 1,
    )


@transaction.atomic
def finish(*, job: Job, outcome: Content, at: datetime) -> None:
    """End a job that is done, with what it came to; raise LeaseLost once another worker holds it."""
    swap_one(
        _stay_of(job),
        rules.LeaseLost(job=job.pk),
        state=JobState.DONE,
        lease_until=None,
        ended_at=at,
        outcome=rules.text_of(outcome),
        steps_done=F("steps_total"),
    )
    _record_end(job, JobEnded(JobState.DONE, rules.text_of(outcome), ""), at)


@transaction.atomic
def fail(*, job: Job, refusal: Refused, at: datetime) -> None:
    """End a job on a refusal, whose sentence is kept to be told; raise LeaseLost once another worker holds it."""
    _fail(_stay_of(job), job, refusal, at)


@transaction.atomic
def record_taking(*, job: Job, by: Actor, at: datetime) -> None:
    """Write down that the documents of a job were taken away whole; taken twice at a time, the first time counts."""
    if Job.objects.filter(pk=job.pk, state=JobState.DONE, taken_at=None).update(taken_at=at):
        audit.record(subject=f"job:{job.pk}", fact=DocumentsTaken(job.kind, job.subject), by=by, at=at)


def _bury(free: QuerySet[Job], job: Job, at: datetime) -> None:
    # Another worker may have buried it meanwhile: it is buried, and this one looks for other work.
    try:
        with transaction.atomic():
            _fail(free, job, rules.StoppedTooOften(attempts=job.attempts), at)
    except rules.LeaseLost:
        return


def _fail(rows: QuerySet[Job], job: Job, refusal: Refused, at: datetime) -> None:
    swap_one(
        rows,
        rules.LeaseLost(job=job.pk),
        state=JobState.FAILED,
        lease_until=None,
        ended_at=at,
        sentence=refusal.sentence,
        values=rules.written_values(refusal),
    )
    _record_end(job, JobEnded(JobState.FAILED, "", type(refusal).__name__), at)


def _stay_of(job: Job) -> QuerySet[Job]:
    # The count of attempts tells one stay with a worker from the next one, were it the same worker.
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, attempts=job.attempts)


def _record_end(job: Job, fact: JobEnded, at: datetime) -> None:
    audit.record(subject=f"job:{job.pk}", fact=fact, by=SYSTEM, at=at)

"""Reads of jobs."""

import json
from collections.abc import Collection
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from massicot.core.keys import Key
from massicot.jobs import models, rules
from massicot.jobs.models import WorkerSign
from massicot.jobs.rules import Content, JobState, Work
from massicot.store import strongbox
from massicot.store.prepared import Question
from massicot.store.strongbox import Box

Job = models.Job
"""The row that the web and the worker are handed and may name; the table itself is imported by this area only."""


def job_by_id(job_id: int) -> Job:
    """Fetch a job; raise JobUnknown."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise rules.JobUnknown
    return job


def subject_of(job: Job) -> dict[str, Any]:
    return dict(json.loads(job.subject))


def outcome_of(job: Job) -> dict[str, Any]:
    """Read what a job has come to; empty before its end, or when it failed."""
    return dict(json.loads(job.outcome or "{}"))


def values_of(job: Job) -> dict[str, Any]:
    """Read the values of the sentence that a failed job ended on."""
    return dict(json.loads(job.values or "{}"))


def free_at(at: datetime) -> QuerySet[Job]:
    """Find the jobs that a worker may take up: those that wait, and those whose worker gives no sign of life."""
    waiting = Q(state=JobState.WAITING)
    lapsed = Q(state=JobState.RUNNING, lease_until__lte=at)
    return Job.objects.filter(waiting | lapsed)


def next_free(at: datetime, latest_turn: int | None = None) -> Job | None:
    """Fetch the job that a worker may take up next: the oldest of the first turn; up to a turn, if one is given."""
    return _NEXT_FREE.first(at=at, latest_turn=latest_turn)


def last_sign() -> datetime | None:
    """Say when any worker gave a sign of life for the last time; None when there never was one."""
    return WorkerSign.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def last_of(kind: Work, subject: Content) -> Job | None:
    """Fetch the last job of a kind on a subject, open or ended."""
    return _LAST.first(kind=kind.value, subject=rules.text_of(subject))


def last_jobs(kinds: Collection[Work], count: int) -> list[Job]:
    """List the last jobs of some kinds, newest first."""
    return list(_last(kinds, count))


def open_or_last(kinds: Collection[Work], count: int) -> list[Job]:
    """List what has not ended, and the last jobs of some kinds, newest first."""
    asked = {"kinds": [kind.value for kind in kinds]} if kinds and count else {}
    return _open_or_last(count).ask(**asked)


def _last(kinds: Collection[str], count: int) -> QuerySet[Job]:
    return Job.objects.filter(kind__in=kinds).order_by("-pk")[:count]


def _next_free(at: datetime, latest_turn: int | None) -> QuerySet[Job]:
    free = free_at(at) if latest_turn is None else free_at(at).filter(turn__lte=latest_turn)
    return free.order_by("turn", "pk")[:1]


_NEXT_FREE: Question[Job] = Question(_next_free)
_LAST = Question(lambda kind, subject: Job.objects.filter(kind=kind, subject=subject).order_by("-pk")[:1])


@cache
def _open_or_last(count: int) -> Question[Job]:
    is_open = Q(state__in=sorted(rules.OPEN))
    return Question(lambda kinds=(): Job.objects.filter(is_open | Q(pk__in=_last(kinds, count))).order_by("-pk"))


def boxes() -> Path:
    """Say where sealed files are kept for an hour."""
    return Path(settings.HOME) / "sealed"


def upload_box(upload: str) -> Box:
    """Name the box of a file that somebody sent, sealed under the secret of the installation; raise NoLongerKept."""
    return strongbox.box(boxes(), upload, Key(settings.SECRET_KEY.encode()).sub_key("uploads"))


def letters_box(job: Job) -> Box:
    """Name the box of the letters that a job prints: they hold one-time links, and leave before there is a key."""
    return strongbox.box(boxes(), job.box, Key(settings.SECRET_KEY.encode()).sub_key("letters-of-jobs"))


def result_box(job: Job, key: Key) -> Box:
    """Name the box of the documents that a job makes, sealed under the anonymity key."""
    return strongbox.box(boxes(), job.box, key.sub_key("documents-of-jobs"))

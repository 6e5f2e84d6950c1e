"""Long work as the office sees it: what it is, how far it is, how it ended, where it leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext

from massicot.core.refused import Refused
from massicot.jobs import queries as jobs
from massicot.jobs import rules
from massicot.web.office.jobs.kinds import KINDS, JobKind, JobPart
from massicot.web.shared.refusals import grouped_in

IDLE_AFTER = timedelta(seconds=15)
"""After which somebody should hear that no worker takes a piece of work up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """One piece of work on its page."""

    part: JobPart
    job: jobs.Job
    title: str
    session: str
    percent: int
    is_open: bool
    is_idle: bool
    is_stalled: bool
    most_attempts: int
    ending: str
    is_refused: bool
    leaves_documents: bool
    onward: str
    button: str | Promise


def job_or_404(job_id: int, *kinds: rules.Work) -> jobs.Job:
    """Fetch the job of an address, of one of these kinds or of any."""
    try:
        job = jobs.job_by_id(job_id)
    except Refused:
        raise Http404 from None
    if kinds and rules.Work(job.kind) not in kinds:
        raise Http404
    return job


def shown_job(job: jobs.Job, now: datetime) -> ShownJob:
    """Put a job into words."""
    kind = kind_of(job)
    onward, button = kind.onward(job)
    return ShownJob(
        part=kind.part,
        job=job,
        title=title_of(job),
        session=session_of(job),
        percent=rules.percent(job.steps_done, job.steps_total),
        is_open=job.state in rules.OPEN,
        is_idle=_waits_since(job, now - IDLE_AFTER),
        is_stalled=job.lease_until is not None and job.lease_until <= now,
        most_attempts=rules.MOST_ATTEMPTS,
        ending=_ending(job),
        is_refused=job.state == rules.JobState.FAILED,
        leaves_documents=kind.download is not None and kind.download.is_left(jobs.subject_of(job)),
        onward=onward,
        button=button,
    )


def _waits_since(job: jobs.Job, instant: datetime) -> bool:
    """Say whether nobody has taken work up since then: since it was asked for, or since whoever did it fell silent."""
    since = job.asked_at if job.state == rules.JobState.WAITING else job.lease_until
    return since is not None and since <= instant


def silent_since(now: datetime) -> datetime | None:
    """Say since when no worker gives a sign of life; None when one does, or when there never was one."""
    last = jobs.last_sign()
    return last if rules.is_silent(last, now) else None


def kind_of(job: jobs.Job) -> JobKind:
    """Find what the office knows of a kind of work."""
    return KINDS[rules.Work(job.kind)]


def title_of(job: jobs.Job) -> str:
    """Say what a piece of work is."""
    return kind_of(job).title(jobs.subject_of(job))


def session_of(job: jobs.Job) -> str:
    """Name the session that a piece of work is of, where its title does not; empty where its paper does."""
    return str(jobs.subject_of(job).get("session", ""))


def fetched_until(job: jobs.Job, login: str, now: datetime) -> datetime | None:
    """Say until when somebody may take the documents of a job away: whoever asked for them, once; None if not."""
    download = kind_of(job).download
    box = download.box_left(job, now) if download and job.asked_by == login else None
    return box.kept_until if box else None


def _ending(job: jobs.Job) -> str:
    if job.state == rules.JobState.FAILED:
        return grouped_in(gettext(job.sentence).format_map(kind_of(job).told(jobs.values_of(job))))
    return kind_of(job).ending(jobs.outcome_of(job)) if job.state == rules.JobState.DONE else ""

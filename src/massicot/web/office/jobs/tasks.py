"""What remains of long work: what goes on, and the documents that are made and not yet taken away."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from massicot.jobs import queries as jobs
from massicot.jobs.rules import OPEN
from massicot.web.office.jobs.kinds import FETCHED
from massicot.web.office.jobs.shown import fetched_until, kind_of, session_of, title_of
from massicot.web.shared.tasks import Task, Urgency

LOOKED_AT = 20
"""How many of the last printings are looked at: documents are kept for an hour."""


def tasks_of_jobs(login: str) -> Iterator[Task]:
    """List the work under way, and the documents that somebody asked for and has not taken away."""
    recent = jobs.open_or_last(FETCHED, LOOKED_AT)
    under_way = {_watched_at(job): job for job in recent if job.state in OPEN}
    for address, job in reversed(under_way.items()):
        yield _task(job, gettext("{work}: under way."), gettext("Watch"), Urgency.LATER, address)
    for job in recent:
        if fetched_until(job, login, timezone.now()):
            sentence = gettext("{work}: ready, and kept for one hour.")
            yield _task(job, sentence, gettext("Download"), Urgency.NOW, _watched_at(job))


def _watched_at(job: jobs.Job) -> str:
    """Say where a piece of work is watched: its own page, or that of the whole of which it is a part."""
    kind = kind_of(job)
    return kind.onward(job)[0] if kind.is_part else reverse("office:job", args=[job.pk])


def _task(job: jobs.Job, sentence: str, button: str, urgency: Urgency, address: str) -> Task:
    return Task(sentence.format(work=title_of(job)), button, address, urgency, heading=session_of(job))

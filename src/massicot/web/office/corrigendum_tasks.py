"""What remains to be done of corrigenda: drafts to be applied, readers to be reminded."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.exams import queries as exams
from massicot.exams.queries import Corrigendum
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_corrigenda(now: datetime) -> Iterator[Task]:
    """List the drafts that change nothing yet, and the corrigenda that somebody has not read."""
    for corrigendum in exams.corrigenda_pending(now):
        yield _draft(corrigendum) if corrigendum.applied_at is None else _unread(corrigendum)


def _draft(corrigendum: Corrigendum) -> Task:
    sentence = gettext("The corrigendum %(reference)s is written and not applied: nobody is told.")
    return Task(
        sentence % {"reference": corrigendum.reference},
        gettext("See what follows from it"),
        _address(corrigendum),
        due_at=exams.local(corrigendum.paper, corrigendum.paper.starts_at),
        heading=_heading(corrigendum),
    )


def _unread(corrigendum: Corrigendum) -> Task:
    count = getattr(corrigendum, "unread", 0)
    sentence = ngettext(
        "%(n)d reader has not read the corrigendum %(reference)s.",
        "%(n)d readers have not read the corrigendum %(reference)s.",
        count,
    )
    return Task(
        sentence % {"n": count, "reference": corrigendum.reference},
        gettext("See who, and write again"),
        _address(corrigendum),
        Urgency.LATER,
        heading=_heading(corrigendum),
    )


def _heading(corrigendum: Corrigendum) -> str:
    return f"{corrigendum.paper.session.code} – {corrigendum.paper.title}"


def _address(corrigendum: Corrigendum) -> str:
    paper = corrigendum.paper
    return reverse("office:corrigendum", args=[paper.session.code, paper.code, corrigendum.pk])

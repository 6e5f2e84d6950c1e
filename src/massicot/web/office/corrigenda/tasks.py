"""What remains to be done of corrigenda: drafts to be applied, readers to be reminded."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.exams import queries as exams
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_corrigenda(papers: Collection[exams.Paper], now: datetime) -> Iterator[Task]:
    """List the drafts that change nothing yet, and the corrigenda that somebody has not read."""
    papers_by_id = {paper.pk: paper for paper in papers}
    for pending in exams.corrigenda_pending(now):
        if paper := papers_by_id.get(pending.paper_id):  # written since they were asked
            yield _draft(paper, pending, now) if pending.is_draft else _unread(paper, pending)


def _draft(paper: exams.Paper, pending: exams.Pending, now: datetime) -> Task:
    sentence = gettext("The corrigendum %(reference)s is written and not applied: nobody is told.")
    # Once the paper has begun, a draft is late only for what it still moves.
    due_at = paper.starts_at if now < paper.starts_at else exams.first_moved(paper, pending.calendar)
    return Task(
        sentence % {"reference": pending.reference},
        gettext("See what follows from it"),
        _address(paper, pending),
        due_at=exams.local(paper, due_at) if due_at else None,
        heading=_heading(paper),
    )


def _unread(paper: exams.Paper, pending: exams.Pending) -> Task:
    sentence = ngettext(
        "%(n)d reader has not read the corrigendum %(reference)s.",
        "%(n)d readers have not read the corrigendum %(reference)s.",
        pending.unread,
    )
    return Task(
        sentence % {"n": pending.unread, "reference": pending.reference},
        gettext("See who, and write again"),
        _address(paper, pending),
        Urgency.LATER,
        heading=_heading(paper),
    )


def _heading(paper: exams.Paper) -> str:
    return f"{paper.session.code} – {paper.title}"


def _address(paper: exams.Paper, pending: exams.Pending) -> str:
    return reverse("office:corrigendum", args=[paper.session.code, paper.code, pending.corrigendum_id])

"""What remains of requests to see a script: to answer, mails to put right, whose silence is a refusal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.results.rules.consultations import count_silent, waiting_since
from massicot.results.rules.files import is_due
from massicot.results.rules.script_copies import asks_for_somebody
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_SILENT = TaskKind(
    ngettext_lazy(
        "{n} request to see a script had no answer within a month: that is held to be a refusal.",
        "{n} requests to see a script had no answer within a month: that is held to be a refusal.",
        "n",
    ),
    gettext_lazy("Answer"),
    "consultations",
    urgency=Urgency.AT_ONCE,
)
_WAITING = TaskKind(
    ngettext_lazy(
        "{n} request to see a script waits for its answer.",
        "{n} requests to see a script wait for their answers.",
        "n",
    ),
    gettext_lazy("Answer"),
    "consultations",
)
_UNSENT = TaskKind(
    ngettext_lazy(
        "{n} request to see a script was answered by a mail that does not leave by itself.",
        "{n} requests to see a script were answered by mails that do not leave by themselves.",
        "n",
    ),
    gettext_lazy("See which"),
    "consultations",
    urgency=Urgency.AT_ONCE,
)


def tasks_of_files(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """Ask for the files of requests and disputes that were kept long enough to be erased."""
    today = exams.local(facts.paper, now).date()
    months = facts.paper.session.files_kept_months
    if any(is_due(closed_on, months, today) for closed_on in facts.lifted.files_closed):
        yield Task(
            gettext("Files of requests or disputes were kept long enough: erase them."),
            gettext("See which"),
            facts.address("old_files"),
            urgency=Urgency.LATER,
            heading=facts.heading,
        )


def tasks_of_consultations(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List the requests of a paper that wait, the first one's last day as when they are due.

    The silent ones apart, and those whose mail has to be put right.
    """
    asked = facts.lifted.asked
    today = exams.local(facts.paper, now).date()
    others = [row.received_on for row in asked if not asks_for_somebody(row.mail_state, has_server=is_mailed())]
    if len(others) < len(asked):
        yield facts.task(_UNSENT, len(asked) - len(others))
    if silent := count_silent([row.received_on for row in asked], today):
        yield facts.task(_SILENT, silent)
    if running := sorted(others)[count_silent(others, today) :]:
        zone = exams.zone_of(facts.paper.session)
        last = datetime.combine(waiting_since(running[0]).answer_by, time.max.replace(microsecond=0), zone)
        yield replace(facts.task(_WAITING, len(running)), due_at=last)

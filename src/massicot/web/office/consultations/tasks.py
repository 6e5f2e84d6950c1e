"""What remains of requests to see a script: those that wait for an answer, those whose silence is a refusal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.results.rules.consultations import count_silent, waiting_since
from massicot.web.office.facts import OfficePaperFacts
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


def tasks_of_consultations(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List the requests of a paper that wait, the first one's last day as when they are due; the silent ones apart."""
    received = facts.lifted.asked_on
    silent = count_silent(received, exams.local(facts.paper, now).date())
    if silent:
        yield facts.task(_SILENT, silent)
    if running := sorted(received)[silent:]:
        zone = exams.zone_of(facts.paper.session)
        last = datetime.combine(waiting_since(running[0]).answer_by, time.max.replace(microsecond=0), zone)
        yield replace(facts.task(_WAITING, len(running)), due_at=last)

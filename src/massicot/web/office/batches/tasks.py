"""What remains to be done of the batches of a paper: lines to be answered, batches that lack their lock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from massicot.exams import queries as exams
from massicot.marks.rules.rungs import NOT_LOCKED
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, TaskKind, Urgency

LAST_DAY = timedelta(hours=24)
"""How long before mark entry closes a batch that is not locked becomes urgent."""


TO_ANSWER = TaskKind(
    ngettext_lazy(
        "{n} line that the register forbids is referred to the office: its marker waits.",
        "{n} lines that the register forbids are referred to the office: their markers wait.",
        "n",
    ),
    gettext_lazy("Answer"),
    "referrals",
    urgency=Urgency.AT_ONCE,
)
TO_DECIDE = TaskKind(
    ngettext_lazy(
        "{n} script withdrawn from its batch waits for your word: what is it?",
        "{n} scripts withdrawn from their batch wait for your word: what are they?",
        "n",
    ),
    gettext_lazy("Decide"),
    "withdrawn",
)
ASIDE = TaskKind(
    ngettext_lazy(
        "{n} script is set aside: see that it gets an end.",
        "{n} scripts are set aside: see that each gets an end.",
        "n",
    ),
    gettext_lazy("See which"),
    "set_asides",
)
ASTRAY = TaskKind(
    ngettext_lazy(
        "{n} script sent on to another marking centre never came there: call both, have it looked for.",
        "{n} scripts sent on to another marking centre never came there: call both, have them looked for.",
        "n",
    ),
    gettext_lazy("See which"),
    "set_asides",
    urgency=Urgency.AT_ONCE,
)
TO_LOCK = TaskKind(
    ngettext_lazy("{n} batch is not locked.", "{n} batches are not locked.", "n"),
    gettext_lazy("See the batches"),
    "batches",
)
LOCKED_LATE = TaskKind(
    ngettext_lazy(
        "{n} batch was locked since the marks were taken away: whoever loaded them has MQ for its scripts.",
        "{n} batches were locked since the marks were taken away: whoever loaded them has MQ for their scripts.",
        "n",
    ),
    gettext_lazy("Take the marks away again"),
    "exports",
    urgency=Urgency.AT_ONCE,
)


def tasks_of_batches(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List what remains of the batches of a paper."""
    if facts.referred:
        yield facts.task(TO_ANSWER, facts.referred)
    if facts.withdrawn:
        yield facts.task(TO_DECIDE, facts.withdrawn)
    yield from _aside(facts)
    if (count := facts.gaps[NOT_LOCKED.name]) and now >= facts.paper.entry_opens_at:
        closes_at = exams.local(facts.paper, facts.paper.entry_closes_at)
        urgency = Urgency.AT_ONCE if closes_at - now < LAST_DAY else Urgency.LATER
        yield replace(facts.task(TO_LOCK, count, "", urgency), due_at=closes_at, detail=_complete(facts.complete))


def tasks_of_late_batches(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of the batches that were made since the lifting of a paper, of what was found then."""
    yield from _aside(facts)
    if facts.lifted.not_locked:
        yield facts.task(TO_LOCK, facts.lifted.not_locked)
    if facts.lifted.late:
        yield facts.task(LOCKED_LATE, facts.lifted.late)


def _aside(facts: OfficePaperFacts) -> Iterator[Task]:
    if facts.astray:
        yield facts.task(ASTRAY, facts.astray)
    # What is missing and lies under a slip is told as such, and leads to the same list.
    if (count := facts.aside - facts.lying.total()) > 0:
        yield facts.task(ASIDE, count)


def _complete(count: int) -> str:
    """Tell of the batches that lack the lock alone."""
    sentence = ngettext(
        "{n} of them is complete: it lacks the lock alone.",
        "{n} of them are complete: they lack the lock alone.",
        count,
    )
    return sentence.format(n=Grouped(count)) if count else ""

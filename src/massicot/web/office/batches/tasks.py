"""What remains to be done of the batches of a paper: lines to be answered, batches that lack their lock."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from massicot.exams import queries as exams
from massicot.marks.rules.rungs import NOT_LOCKED
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency

LAST_DAY = timedelta(hours=24)
"""How long before mark entry closes a batch that is not locked becomes urgent."""


def tasks_of_batches(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List what remains of the batches of a paper."""
    yield from _lines_to_answer(facts)
    yield from _scripts_to_decide(facts)
    yield from _batches_to_lock(facts, now)


def tasks_of_late_batches(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of the batches that were made since the lifting of a paper, of what was found then."""
    if count := facts.lifted.not_locked:
        sentence = ngettext("{n} batch is not locked.", "{n} batches are not locked.", count)
        address = facts.address("batches")
        yield Task(sentence.format(n=Grouped(count)), gettext("See the batches"), address, heading=facts.heading)
    if count := facts.lifted.late:
        sentence = ngettext(
            "{n} batch was locked since the marks were taken away: whoever loaded them has MQ for its scripts.",
            "{n} batches were locked since the marks were taken away: whoever loaded them has MQ for their scripts.",
            count,
        )
        button, address = gettext("Take the marks away again"), facts.address("exports")
        yield Task(sentence.format(n=Grouped(count)), button, address, Urgency.AT_ONCE, heading=facts.heading)


def _lines_to_answer(facts: OfficePaperFacts) -> Iterator[Task]:
    if count := facts.referred:
        sentence = ngettext(
            "{n} line that the register forbids is referred to the office: its marker waits.",
            "{n} lines that the register forbids are referred to the office: their markers wait.",
            count,
        )
        address = facts.address("referrals")
        yield Task(
            sentence.format(n=Grouped(count)), gettext("Answer"), address, Urgency.AT_ONCE, heading=facts.heading
        )


def _scripts_to_decide(facts: OfficePaperFacts) -> Iterator[Task]:
    if count := facts.withdrawn:
        sentence = ngettext(
            "{n} script withdrawn from its batch waits for your word: what is it?",
            "{n} scripts withdrawn from their batch wait for your word: what are they?",
            count,
        )
        address = facts.address("withdrawn")
        yield Task(sentence.format(n=Grouped(count)), gettext("Decide"), address, Urgency.NOW, heading=facts.heading)


def _batches_to_lock(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    closes_at = exams.local(facts.paper, facts.paper.entry_closes_at)
    urgency = Urgency.AT_ONCE if closes_at - now < LAST_DAY else Urgency.LATER
    if (count := facts.gaps[NOT_LOCKED.name]) and now >= facts.paper.entry_opens_at:
        sentence = ngettext("{n} batch is not locked.", "{n} batches are not locked.", count)
        sentence = sentence.format(n=Grouped(count))
        address = facts.address("batches")
        detail = _complete(facts.complete)
        yield Task(
            sentence, gettext("See the batches"), address, urgency, closes_at, detail=detail, heading=facts.heading
        )


def _complete(count: int) -> str:
    """Tell of the batches that lack the lock alone."""
    sentence = ngettext(
        "{n} of them is complete: it lacks the lock alone.",
        "{n} of them are complete: they lack the lock alone.",
        count,
    )
    return sentence.format(n=Grouped(count)) if count else ""

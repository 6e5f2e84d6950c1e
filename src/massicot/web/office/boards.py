"""Where each paper stands, under the list of what remains: the state in figures, each leading to its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.exams import queries as exams
from massicot.results.rules.centres import STATE_NAMES, CentreState
from massicot.web.office.known import PaperFacts


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its word, and the page that lists what it counts."""

    count: int
    title: str
    address: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Where one paper stands: what is awaited until when, and its figures once it has begun."""

    heading: str
    address: str
    sentence: str
    until: datetime | None
    figures: tuple[Figure, ...]


def board_of(facts: PaperFacts, now: datetime) -> Board:
    """Say where a paper stands."""
    sentence, until = _awaited(facts, now)
    local = exams.local(facts.paper, until) if until else None
    return Board(facts.heading, facts.address("ladder"), sentence, local, tuple(_figures(facts)))


def _awaited(facts: PaperFacts, now: datetime) -> tuple[str, datetime | None]:
    """Name the next instant of a paper's calendar, whatever remains to be done."""
    paper = facts.paper
    if facts.lifted.is_lifted:
        return gettext("The anonymity is lifted."), None
    steps = (
        (gettext("The paper begins on"), paper.starts_at),
        (gettext("The paper ends on"), paper.ends_at),
        (gettext("Scripts are to leave before"), exams.due_at(paper)),
        (gettext("Mark entry opens on"), paper.entry_opens_at),
        (gettext("Mark entry closes on"), paper.entry_closes_at),
    )
    coming = (step for step in steps if now < step[1])
    return next(coming, (gettext("Mark entry is closed."), None))


def _figures(facts: PaperFacts) -> Iterator[Figure]:
    for state in CentreState:
        if count := facts.centres[state]:
            address = facts.address("centres_of_paper", query=f"?etat={state}")
            yield Figure(count, gettext(STATE_NAMES[state]), address, is_bad=state is CentreState.LATE)
    if facts.centres:
        title = ngettext("gap open on the ladder", "gaps open on the ladder", facts.open_gaps)
        yield Figure(facts.open_gaps, title, facts.address("ladder"))

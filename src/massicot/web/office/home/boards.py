"""Where each paper stands, under the list of what remains: the state in figures, each leading to its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN
from massicot.exams import queries as exams
from massicot.marks.rules.rungs import NOT_LOCKED
from massicot.results.rules.centres import CentreState
from massicot.results.rules.ladder import GAPS, LOSSES, RUNG_OF, count_looked_into
from massicot.web.office.centres.shown import caption_of
from massicot.web.office.facts import OfficePaperFacts

_PAGES = {NOT_LOCKED.name: "batches", DEPARTURE_UNKNOWN.name: "unrecorded"}
"""Lists that say more of each gap than its rung does: the marker of a batch, whom to call about a parcel."""


@dataclass(frozen=True, slots=True)
class BoardFigure:
    """A number with its word, and the page that lists what it counts."""

    count: int
    title: str
    address: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class PaperBoard:
    """Where one paper stands: what is awaited until when, and its figures once it has begun."""

    heading: str
    address: str
    sentence: str
    until: datetime | None
    figures: tuple[BoardFigure, ...]


def board_of(facts: OfficePaperFacts, now: datetime) -> PaperBoard:
    """Say where a paper stands."""
    sentence, until = _next_instant(facts, now)
    local = exams.local(facts.paper, until) if until else None
    return PaperBoard(facts.heading, facts.address("ladder"), sentence, local, tuple(_figures(facts, now)))


def _next_instant(facts: OfficePaperFacts, now: datetime) -> tuple[str, datetime | None]:
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


def _figures(facts: OfficePaperFacts, now: datetime) -> Iterator[BoardFigure]:
    for state in CentreState:
        if count := facts.centres[state]:
            address = facts.address("centres_of_paper", query=f"?etat={state}")
            yield BoardFigure(count, caption_of(state, count), address, is_bad=state is CentreState.LATE)
    yield from _on_the_way(facts, now)
    for kind in GAPS.values():
        if kind.step and (count := facts.gaps[kind.name]):
            page = _PAGES.get(kind.name)
            address = facts.address(page) if page else facts.rung(RUNG_OF[kind.name])
            yield BoardFigure(count, ngettext(*kind.step, count), address, is_bad=kind.name in LOSSES)
    yield from _gaps(facts)


def _on_the_way(facts: OfficePaperFacts, now: datetime) -> Iterator[BoardFigure]:
    if count := facts.awaited:
        address = facts.address("centres_of_paper", query="?tri=-parcels")
        is_late = now > exams.due_at(facts.paper)
        title = (
            ngettext("parcel late to arrive", "parcels late to arrive", count)
            if is_late
            else ngettext("parcel on its way", "parcels on their way", count)
        )
        yield BoardFigure(count, title, address, is_bad=is_late)


def _gaps(facts: OfficePaperFacts) -> Iterator[BoardFigure]:
    """Count the gaps that are no step to come, or say that there is none of any kind."""
    if count := count_looked_into(facts.gaps):
        title = ngettext("gap to be looked into", "gaps to be looked into", count)
        yield BoardFigure(count, title, facts.address("ladder"), is_bad=True)
    elif facts.centres and not facts.open_gaps:
        yield BoardFigure(0, ngettext("gap open on the ladder", "gaps open on the ladder", 0), facts.address("ladder"))

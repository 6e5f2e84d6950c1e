"""Disputes about results as the pages of the office show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.access import ASKERS
from massicot.web.shared.instants import day


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLine:
    """One dispute in the list."""

    name: str
    candidate_number: str
    asked_by: str
    received_on: date
    standing: str
    is_open: bool
    address: str


def lines_of(paper: Paper, rows: Sequence[results.Dispute]) -> list[DisputeLine]:
    """Put disputes into words, each with who it is about."""
    people = candidates.names_of_entries([row.entry_id for row in rows])
    return [_line(paper, row, people.get(row.entry_id)) for row in rows]


def standing_of(row: results.Dispute) -> str:
    """Say whether a dispute keeps its script, or since when it does not."""
    if row.ended_on is None:
        return gettext("open: no list destroys its script, if that is still there")
    return gettext("ended on {day}").format(day=day(row.ended_on))


def _line(paper: Paper, row: results.Dispute, person: candidates.EntryRow | None) -> DisputeLine:
    return DisputeLine(
        name=f"{person.surname} {person.first_names}" if person else "",
        candidate_number=person.candidate_number if person else "",
        asked_by=gettext(ASKERS[row.asked_by]),
        received_on=row.received_on,
        standing=standing_of(row),
        is_open=row.ended_on is None,
        address=reverse("office:dispute", args=[paper.session.code, paper.code, row.pk]),
    )

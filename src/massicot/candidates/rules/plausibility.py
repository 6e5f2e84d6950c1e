"""Plausibility: what a table says of its candidates and hardly can be. It is told, and the table stands.

No text sets an age, so none is refused here; but fewer than fifteen years or more than seventy-five between the day of
birth and the first paper are nearly always a year mistyped: that of the session, of tomorrow, of another century. One
name on one day of birth under two numbers is nearly always one person entered twice, by two schools or under a number
mistyped: two numbers, two labels, and a script that nobody hands in. Real homonyms born on one day there are, so that
whoever reads the warning decides.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from massicot.candidates.rules.candidate_row import CandidateRow
from massicot.candidates.rules.candidate_table import CandidateTable
from massicot.candidates.rules.naming import called_as
from massicot.core.refused import N_
from massicot.core.tables import Findings, Reason, because
from massicot.core.tables.plausible import doubt_names

YOUNGEST, OLDEST = 15, 75

TOO_YOUNG = N_("Born on that day, this candidate is not {years} years old when the exam begins: check the year.")
TOO_OLD = N_("Born on that day, this candidate is more than {years} years old when the exam begins: check the year.")
SAME_PERSON = N_(
    "Line {first} has this name and this day of birth too, under the number {number}: if it is one person, keep one of "
    "the two lines."
)
SAME_AS_ENTERED = N_(
    "The candidate {number} of this session has this name and this day of birth already: if it is one person, put that "
    "number here, or leave the line out."
)

_NAMES = {"surname": "nom_famille", "usual_name": "nom_usage", "first_names": "prenoms"}


class KnownPerson(NamedTuple):
    """A candidate of the session: their number, under what they are found, their day of birth."""

    candidate_number: str
    called: str
    born_on: date


def doubt(table: CandidateTable, sat_on: date | None, entered: Iterable[KnownPerson], findings: Findings) -> None:
    """Warn of what hardly can be; `sat_on` is the day of the first paper, `entered` all candidates of the session."""
    if sat_on is not None:
        _doubt_births(table, sat_on, findings)
    doubt_names(table.rows, table.lines, _NAMES, findings)
    _doubt_persons(table, entered, findings)


def _doubt_births(table: CandidateTable, sat_on: date, findings: Findings) -> None:
    latest = _years_before(sat_on, YOUNGEST)
    earliest = _years_before(sat_on, OLDEST + 1)
    too_young = because(TOO_YOUNG, years=YOUNGEST)
    too_old = because(TOO_OLD, years=OLDEST)
    for row, line in zip(table.rows, table.lines, strict=True):
        if not earliest < row.born_on <= latest:
            reason = too_young if row.born_on > latest else too_old
            findings.warn(line, "date_naissance", f"{row.born_on:%d/%m/%Y}", reason)


def _years_before(day: date, years: int) -> date:
    """Go back so many years from a day; from a 29 February, where there is none, to the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _doubt_persons(table: CandidateTable, entered: Iterable[KnownPerson], findings: Findings) -> None:
    firsts: dict[tuple[str, date], CandidateRow] = {}
    # A reason for each line that is one of two: those of a file that repeats one person share theirs.
    reasons: dict[int, Reason] = {}
    for row in table.rows:
        first = firsts.setdefault((called_as(row).called, row.born_on), row)
        if first is not row:
            if first.line not in reasons:
                reasons[first.line] = because(SAME_PERSON, first=first.line, number=first.candidate_number)
            findings.warn(row.line, "numero_candidat", row.candidate_number, reasons[first.line])
    numbers = {row.candidate_number for row in table.rows}
    for person in entered:
        here = firsts.get((person.called, person.born_on))
        if here is not None and person.candidate_number not in numbers:
            reason = because(SAME_AS_ENTERED, number=person.candidate_number)
            findings.warn(here.line, "numero_candidat", here.candidate_number, reason)

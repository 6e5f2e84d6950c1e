"""The table of candidates: who sits the session, where, in which specialty; what in it hardly can be.

Columns as in contract.md §3; the "Liste simple" of Cyclades is recognised too. A candidate without listed papers sits
all of them. A paper whose mark is kept is not expected: the candidate stands on no register of it. A candidate stands
once in the file; the seat is text, since rooms are numbered in every way.

Plausibility: what a table says of its candidates and hardly can be. It is told, and the table stands. No text sets an
age, so none is refused here; but fewer than fifteen years or more than seventy-five between the day of birth and the
first paper are nearly always a year mistyped: that of the session, of tomorrow, of another century. One name on one day
of birth under two numbers is nearly always one person entered twice, by two schools or under a number mistyped: two
numbers, two labels, and a script that nobody hands in. Real homonyms born on one day there are, so that whoever reads
the warning decides.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from massicot.candidates.rules import cyclades_list
from massicot.candidates.rules.candidate_row import (
    BIRTH_DATE,
    CANDIDATE_NUMBER,
    CENTRE_UNKNOWN,
    NAME,
    CandidateRow,
    SessionCodes,
    called_as,
    specialty_code,
)
from massicot.core.refused import N_
from massicot.core.tables import (
    CellKind,
    Draft,
    EmptyCell,
    Findings,
    Reason,
    Table,
    TableColumn,
    because,
    cells,
    read_sheets,
    sheets_of,
)
from massicot.core.tables.cells import doubt_names
from massicot.core.tables.sheets import TableSheet

__all__ = ["CandidateRow", "CandidateTable", "columns", "read_candidates"]

CENTRE_NOT_USED = N_("The centre given beside the file was not used: the file names the centre of each candidate.")

CandidateTable = Table[CandidateRow]


def columns(codes: SessionCodes) -> tuple[TableColumn, ...]:
    """Declare the columns, in the order of a row."""
    return (
        TableColumn(name="numero_candidat", kind=CANDIDATE_NUMBER, is_required=True, is_compared=True),
        TableColumn(name="nom_famille", kind=NAME, is_required=True),
        TableColumn(name="nom_usage", kind=NAME),
        TableColumn(name="prenoms", kind=NAME, is_required=True),
        TableColumn(name="date_naissance", kind=BIRTH_DATE, is_required=True),
        TableColumn(name="uai_origine", kind=CellKind(cells.read_uai)),
        TableColumn(name="uai_centre", kind=cells.known_uai(codes.centres, CENTRE_UNKNOWN), is_required=True),
        TableColumn(name="specialite", kind=specialty_code(codes), is_required=True),
        TableColumn(name="epreuves", kind=cells.codes(codes.papers), empty=(), meaning=EmptyCell.ALL),
        TableColumn(name="conservations", kind=cells.codes(codes.papers), empty=()),
        TableColumn(name="salle", kind=cells.text(40)),
        TableColumn(name="place", kind=cells.text(20)),
        TableColumn(name="amenagement", kind=cells.text(200)),
    )


def read_candidates(
    content: bytes,
    file_name: str,
    *,
    centres: Collection[str],
    specialties: Collection[str],
    papers: Collection[str],
    centre: str = "",
) -> CandidateTable:
    """Read a table of candidates in either layout; raise TableRefused with every fault.

    `centre` is a UAI given beside the file: where the candidates of a Cyclades list sit, if not at their own school.
    """
    findings = Findings(file_name)
    codes = SessionCodes(centres, specialties, papers)
    with sheets_of(content, findings) as sheets:
        if cyclades_list.is_recognised(sheets):
            draft = cyclades_list.read_list(sheets, codes, centre, findings)
            number = cyclades_list.NUMBER
        else:
            draft = _read_own_layout(sheets, codes, centre, findings)
            number = "numero_candidat"
    draft.refuse_doubles(number)
    return draft.settle(content)


def _read_own_layout(
    sheets: Sequence[TableSheet], codes: SessionCodes, centre: str, findings: Findings
) -> Draft[CandidateRow]:
    if centre:
        findings.warn(1, "uai_centre", centre, because(CENTRE_NOT_USED))
    return read_sheets(sheets, columns(codes), CandidateRow._make, findings)


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

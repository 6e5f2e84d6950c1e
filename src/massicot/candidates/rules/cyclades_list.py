"""The "Liste simple" that schools export from Cyclades, the ministry's enrolment system.

Eight lines stand above the header, among them the school and its UAI in brackets; cells may stand between apostrophes,
which names hold too; an empty cell is " -"; "Division de classe" stands twice and is not read. Only candidates whose
state is "Inscrit" are enrolled. The list names no centre: the candidates sit at the school of the preamble unless
another centre is given beside the file, and that school is their institution of origin (domain.md §2.5).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from massicot.candidates.rules.candidate_row import (
    BIRTH_DATE,
    CANDIDATE_NUMBER,
    CENTRE_UNKNOWN,
    NAME,
    CandidateRow,
    SessionCodes,
    specialty_code,
)
from massicot.core.parsing.told_rows import Rows
from massicot.core.refused import N_
from massicot.core.tables import CellRefused, Draft, Findings, Remarked, TableColumn, because, cells, reading
from massicot.core.tables import columns as declared
from massicot.core.tables.columns import Header
from massicot.core.tables.sheets import TableSheet

NUMBER = "N° Candidat"
STATE = "Etat"
ENROLLED = "inscrit"
SCHOOL_LINE = 3
EMPTY_CELL = "-"
QUOTE = "'"

NOT_ENROLLED = N_("This candidate is not “Inscrit” and was left out.")
SCHOOL_UNKNOWN = N_("The list names no school: give the centre beside the file, with --centre.")
ORIGIN_UNKNOWN = N_("The list names no school: the institution of origin of its candidates stays unknown.")

LEFT_OUT = frozenset(
    declared.fold(name)
    for name in (
        "Division de classe",
        "N° Inscription",
        "N° Océan",
        "INE",
        "Catégorie Candidat",
        "Spécialité",
        "Enseignements",
    )
)

_SCHOOL = re.compile(r"\(\s*([0-9]{7}\s?[A-Za-z])\s*\)")


TOLD = {
    NUMBER: "numero_candidat",
    "Nom de famille": "nom_famille",
    "Nom d'usage": "nom_usage",
    "Prénom(s)": "prenoms",
    "Date de Naissance": "date_naissance",
    "Code Spécialité": "specialite",
}
"""The columns of the list by what they are called in a table of candidates: all that a list says, beside its school."""


class ListRow(NamedTuple):
    candidate_number: str
    surname: str
    usual_name: str
    first_names: str
    born_on: date
    specialty_code: str
    state: str
    line: int


@dataclass(frozen=True, slots=True)
class School:
    """Where the candidates of a list come from, and where they sit."""

    origin_uai: str
    centre_uai: str


def columns(codes: SessionCodes) -> tuple[TableColumn, ...]:
    """Declare the columns that are read, in the order of a row."""
    return (
        TableColumn(name=NUMBER, kind=CANDIDATE_NUMBER, is_required=True, is_compared=True),
        TableColumn(name="Nom de famille", kind=NAME, is_required=True),
        TableColumn(name="Nom d'usage", kind=NAME),
        TableColumn(name="Prénom(s)", kind=NAME, is_required=True),
        TableColumn(name="Date de Naissance", kind=BIRTH_DATE, is_required=True),
        TableColumn(name="Code Spécialité", kind=specialty_code(codes), is_required=True),
        TableColumn(name=STATE, kind=cells.text(40), is_required=True),
    )


_RECOGNISED_BY = (TableColumn(name=NUMBER, kind=NAME), TableColumn(name="Division de classe", kind=NAME))


def is_recognised(sheets: Iterable[TableSheet]) -> bool:
    """Say whether a file has the header of a Cyclades list."""
    headers = (declared.find_header(sheet.top, _RECOGNISED_BY) for sheet in sheets)
    return any(header is not None and len(header.positions) == len(_RECOGNISED_BY) for header in headers)


def read_list(
    sheets: Sequence[TableSheet], codes: SessionCodes, centre: str, findings: Findings
) -> Draft[CandidateRow]:
    """Read a Cyclades list; `centre` is where its candidates sit, empty for their own school."""
    read = columns(codes)
    sheet, header = reading.choose_sheet(sheets, read, findings)
    declared.examine_header(header, read, LEFT_OUT, findings)
    school = _school(sheet.top, header, centre, codes, findings)
    rows = _keep_enrolled(_unquote(reading.rows_below(sheet, header, findings), header), header, findings)
    listed = reading.read_rows(rows, header, read, ListRow._make, findings)
    told = {TOLD[name] for name in listed.columns & TOLD.keys()} | {"uai_centre"}
    told |= {"uai_origine"} if school.origin_uai else set()
    candidates = [_candidate(row, school) for row in listed.rows]
    return Draft(findings, frozenset(told), candidates, listed.lines, listed.compared)


def _candidate(row: ListRow, school: School) -> CandidateRow:
    return CandidateRow(
        candidate_number=row.candidate_number,
        surname=row.surname,
        usual_name=row.usual_name,
        first_names=row.first_names,
        born_on=row.born_on,
        origin_uai=school.origin_uai,
        centre_uai=school.centre_uai,
        specialty_code=row.specialty_code,
        papers=(),
        kept=(),
        room="",
        seat="",
        arrangement="",
        line=row.line,
    )


def _school(
    top: Iterable[tuple[int, list[str]]], header: Header, centre: str, codes: SessionCodes, findings: Findings
) -> School:
    """Find the school of the preamble and the centre; find fault with a centre that is not known."""
    line, origin = _school_named(top, header)
    origin = _read_uai(line, origin, findings)
    if not origin and centre:
        findings.warn(line, "", "", because(ORIGIN_UNKNOWN))
    if not origin and not centre:
        findings.fault(line, "", "", because(SCHOOL_UNKNOWN))
        return School("", "")
    place = _read_uai(line, centre, findings) if centre else origin
    if place and place not in codes.centres:
        findings.fault(line, "", place, because(CENTRE_UNKNOWN))
    return School(origin, place)


def _school_named(top: Iterable[tuple[int, list[str]]], header: Header) -> tuple[int, str]:
    """Find the UAI in brackets above the header, and its line; an empty UAI if there is none."""
    for line, row in top:
        if line < header.line and (match := _SCHOOL.search(" ".join(row))) is not None:
            return line, match[1]
    return SCHOOL_LINE, ""


def _read_uai(line: int, uai: str, findings: Findings) -> str:
    """Read a UAI that stands outside the table; add its fault or its warning."""
    try:
        read = cells.read_uai(uai) if uai else ""
    except CellRefused as refusal:
        findings.fault(line, "", uai, refusal.reason)
        return ""
    if isinstance(read, Remarked):
        findings.warn(line, "", uai, read.reason)
        return str(read.value)
    return read


def _keep_enrolled(rows: Rows, header: Header, findings: Findings) -> Rows:
    """Leave out the candidates whose state says that they are not enrolled, and tell each of them."""
    place = header.positions.get(STATE)
    for line, row in rows:
        state = row[place].strip() if place is not None and place < len(row) else ""
        if state and state.casefold() != ENROLLED:
            findings.warn(line, STATE, state, because(NOT_ENROLLED))
        else:
            yield line, row


def _unquote(rows: Rows, header: Header) -> Rows:
    """Take away the apostrophes around cells, and empty those that hold only a dash."""
    for line, row in rows:
        whole = row if len(row) <= len(header.names) else list(_rejoin(row))
        yield line, [_cell(cell) for cell in whole]


def _cell(cell: str) -> str:
    text = cell.strip()
    if len(text) > 1 and text[0] == text[-1] == QUOTE:
        text = text[1:-1].replace(QUOTE * 2, QUOTE).strip()
    return "" if text == EMPTY_CELL else text


def _rejoin(row: Iterable[str]) -> Iterator[str]:
    """Join the pieces of a cell between apostrophes that was cut at a separator inside it."""
    pieces: list[str] = []
    for piece in row:
        pieces.append(piece)
        whole = ";".join(pieces)
        if not whole.startswith(QUOTE) or (len(whole) > 1 and whole.endswith(QUOTE)):
            yield whole
            pieces.clear()
    yield from pieces

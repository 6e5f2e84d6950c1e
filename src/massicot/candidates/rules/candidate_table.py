"""The table of candidates: who sits the session, where, in which specialty and at which papers.

Columns as in contract.md §3; the "Liste simple" of Cyclades is recognised too. A candidate without listed papers sits
all of them. A paper whose mark is kept is not expected: the candidate stands on no register of it. A candidate stands
once in the file; the seat is text, since rooms are numbered in every way.
"""

from collections.abc import Collection, Sequence

from massicot.candidates.rules import cyclades_list
from massicot.candidates.rules.candidate_row import (
    BIRTH_DATE,
    CANDIDATE_NUMBER,
    CENTRE_UNKNOWN,
    NAME,
    CandidateRow,
    SessionCodes,
    specialty_code,
)
from massicot.core.refused import N_
from massicot.core.tables import (
    CellKind,
    Draft,
    EmptyCell,
    Findings,
    Table,
    TableColumn,
    because,
    cells,
    read_sheets,
    sheets_of,
)
from massicot.core.tables.sheets import TableSheet

__all__ = ["CandidateRow", "CandidateTable", "columns", "read_candidates"]

CENTRE_NOT_USED = N_("The centre given beside the file was not used: the file names the centre of each candidate.")

CandidateTable = Table[CandidateRow]


def columns(codes: SessionCodes) -> tuple[TableColumn, ...]:
    """Declare the columns, in the order of a row."""
    return (
        TableColumn("numero_candidat", CANDIDATE_NUMBER, is_required=True, is_compared=True),
        TableColumn("nom_famille", NAME, is_required=True),
        TableColumn("nom_usage", NAME),
        TableColumn("prenoms", NAME, is_required=True),
        TableColumn("date_naissance", BIRTH_DATE, is_required=True),
        TableColumn("uai_origine", CellKind(cells.read_uai)),
        TableColumn("uai_centre", cells.known_uai(codes.centres, CENTRE_UNKNOWN), is_required=True),
        TableColumn("specialite", specialty_code(codes), is_required=True),
        TableColumn("epreuves", cells.codes(codes.papers), empty=(), meaning=EmptyCell.ALL),
        TableColumn("conservations", cells.codes(codes.papers), empty=()),
        TableColumn("salle", cells.text(40)),
        TableColumn("place", cells.text(20)),
        TableColumn("amenagement", cells.text(200)),
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
    return draft.settled(content)


def _read_own_layout(
    sheets: Sequence[TableSheet], codes: SessionCodes, centre: str, findings: Findings
) -> Draft[CandidateRow]:
    if centre:
        findings.warn(1, "uai_centre", centre, because(CENTRE_NOT_USED))
    return read_sheets(sheets, columns(codes), CandidateRow._make, findings)

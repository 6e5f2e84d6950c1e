"""The table of markers: the teachers who may be called in a session, and where they teach and live.

Columns as in contract.md §3. The identifier is the one printed on convocations and stands once in the file; it is the
same person in every session. Two markers with one e-mail address are told and kept: the address is the login, and only
one of them could use it. A marker without listed papers may be called for all of them.
"""

from collections.abc import Collection
from typing import NamedTuple

from massicot.core.refused import N_
from massicot.core.tables import CellKind, Table, TableColumn, because, cells, read_table, without_line
from massicot.core.tables.columns import EmptyCell
from massicot.persons.rules import SKILL_LENGTH, EmployerKind

INSTITUTION_UNKNOWN = N_("This institution is not known: import it first, or correct the UAI.")
EMAIL_SHARED = N_("This address stands already on line {first}: two markers cannot sign in with one address.")

EMPLOYER_WORDS = {
    "academie": EmployerKind.ACADEMY,
    "autre-academie": EmployerKind.OTHER_ACADEMY,
    "prive-sous-contrat": EmployerKind.CONTRACT,
    "cfa": EmployerKind.CFA,
    "exterieur": EmployerKind.OUTSIDE,
    "retraite": EmployerKind.RETIRED,
}
"""How the column of employers calls each kind."""

WORD_OF_EMPLOYER = {kind: word for word, kind in EMPLOYER_WORDS.items()}


class MarkerRow(NamedTuple):
    """One line of the table."""

    identifier: str
    civility: str
    surname: str
    first_name: str
    email: str
    institution_uai: str
    discipline: str
    employer: str
    home_town: str
    home_insee_code: str
    telephone: str
    skills: tuple[str, ...]
    papers: tuple[str, ...]
    employer_kind: str
    is_state_agent: bool | None


MarkerTable = Table[MarkerRow]


def columns(institutions: Collection[str], papers: Collection[str] = ()) -> tuple[TableColumn, ...]:
    """Declare the columns, in the order of a row; `institutions` are the UAIs known, `papers` those of the session."""
    return (
        TableColumn("identifiant", cells.text(30), is_required=True, is_compared=True),
        TableColumn("civilite", cells.text(10)),
        TableColumn("nom", cells.text(100), is_required=True),
        TableColumn("prenom", cells.text(100), is_required=True),
        TableColumn("courriel", CellKind(cells.read_email), is_required=True, is_compared=True),
        TableColumn("uai", cells.known_uai(institutions, INSTITUTION_UNKNOWN), is_required=True),
        TableColumn("discipline", cells.text(100), is_required=True),
        TableColumn("employeur", cells.text(100)),
        TableColumn("commune_residence", cells.text(100)),
        TableColumn("code_insee_residence", cells.short_code(5, maximum=5)),
        TableColumn("telephone", cells.text(30)),
        TableColumn("competences", cells.words(SKILL_LENGTH), empty=()),
        TableColumn("epreuves", cells.codes(papers), empty=(), meaning=EmptyCell.ALL),
        TableColumn("type_employeur", cells.one_of(EMPLOYER_WORDS)),
        TableColumn("agent_etat", CellKind(cells.read_yes_no), empty=None),
    )


COLUMN_OF = dict(zip(MarkerRow._fields, (column.name for column in columns(())), strict=True))


def read_markers(
    content: bytes, file_name: str, *, institutions: Collection[str], papers: Collection[str] = ()
) -> MarkerTable:
    """Read a table of markers; raise TableRefused with every fault."""
    draft = read_table(content, file_name, columns(institutions, papers), without_line(MarkerRow._make))
    draft.refuse_doubles("identifiant")
    for line, email, first in draft.doubles("courriel"):
        draft.findings.warn(line, "courriel", email, because(EMAIL_SHARED, first=first))
    return draft.settled(content)

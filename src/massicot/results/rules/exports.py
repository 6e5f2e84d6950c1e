"""Tables that leave the program, and their columns (contract.md §4; the kinds beside `marks` are extensions).

The marks leave in one of three forms, whichever the next system reads; every form says the same and has the same
control totals (docs/exports.md). The other tables are CSV.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from massicot.consignments.rules import Tick
from massicot.consignments.rules.rungs import LEFT_OUT
from massicot.core.refused import N_, Refused
from massicot.exams.rules import ROUTE_NAMES
from massicot.scripts.rules import ScriptKind


class ExportKind(StrEnum):
    """What can be exported of a paper."""

    MARKS = "marks"
    MARKS_TOTALS = "marks-totals"
    SCRIPTS = "scripts"
    BATCHES = "batches"
    PARCELS = "parcels"
    PRESENCE = "presence"
    CENTRES = "centres"
    SPECIALTIES = "specialties"


AFTER_LIFTING = frozenset({ExportKind.MARKS, ExportKind.MARKS_TOTALS})
"""The tables that join numbers and candidates: they need the key and a lifted anonymity."""


class Form(StrEnum):
    """How a table is written."""

    CSV = "csv"
    FIXED = "fixed"
    XLSX = "xlsx"


class FormNotOffered(Refused):
    """A table in a form that it does not have."""

    sentence = N_(
        "The table {kind} is written as CSV only: leave --format out, and let the name of the file end in .csv."
    )


def check_form(kind: ExportKind, form: Form) -> None:
    """Refuse a form that a table does not have."""
    if form is not Form.CSV and kind is not ExportKind.MARKS:
        raise FormNotOffered(kind=kind.value)


class MarkLine(NamedTuple):
    """One line of the marks, as its CSV has it: all text, the mark in the paper's scale, or a code in its place."""

    candidate_number: str
    surname: str
    first_names: str
    specialty: str
    paper: str
    number: str
    batch: str
    mark: str
    code: str

    @property
    def nameless(self) -> tuple[str, ...]:
        """Leave the names out."""
        return (self.candidate_number, *self[3:])


class WithheldLine(NamedTuple):
    """One candidate whose result a fraud file withholds, without number and mark."""

    candidate_number: str
    surname: str
    first_names: str
    centre: str


WITHHELD_COLUMNS = ("numero_candidat", "nom_famille", "prenoms", "centre")
"""The third sheet of the marks for people."""


@dataclass(frozen=True, slots=True)
class MarksExported:
    """Somebody exported the marks with the names: how many lines, in which form, and their digest."""

    paper: str
    lines: int
    form: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TotalsExported:
    """Somebody exported the control totals of the marks."""

    paper: str
    lines: int
    sha256: str


COLUMNS: dict[ExportKind, Sequence[str]] = {
    ExportKind.MARKS: (
        "numero_candidat",
        "nom_famille",
        "prenoms",
        "specialite",
        "epreuve",
        "numero_anonymat",
        "lot",
        "note",
        "code",
    ),
    ExportKind.MARKS_TOTALS: ("total", "valeur"),
    ExportKind.SCRIPTS: ("numero_anonymat", "centre", "specialite", "nature", "paquet", "pointage", "lot"),
    ExportKind.BATCHES: (
        "lot",
        "centre",
        "specialite",
        "copies",
        "lignes_bordereau",
        "saisies",
        "notes",
        "ab",
        "cb",
        "somme_centiemes",
        "lignes_verrouillees",
        "notes_tapees",
        "somme_tapee_centiemes",
        "sans_copie",
    ),
    ExportKind.PARCELS: (
        "paquet",
        "centre",
        "voie",
        "destination",
        "annonce",
        "transporteur",
        "suivi",
        "compte_transporteur",
        "limite",
        "parti",
        "arrive",
        "pointe",
        "manquant",
        "non_recherche",
    ),
    ExportKind.PRESENCE: ("centre", "salle", "inscrits", "presents", "absents", "copies_comptees"),
    ExportKind.CENTRES: (
        "centre",
        "inscrits",
        "natures",
        "pieces_en_main",
        "etiquettes",
        "en_tetes",
        "en_tetes_en_boite",
    ),
    ExportKind.SPECIALTIES: ("specialite", "importes", "inscrits"),
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "nature": {
        ScriptKind.DRAWN: N_("day not closed yet"),
        ScriptKind.SPARE: N_("spare number"),
        ScriptKind.WRITTEN: N_("written script"),
        ScriptKind.BLANK: N_("blank script"),
        ScriptKind.PLACEHOLDER: N_("absent"),
    },
    "pointage": {
        Tick.NOT_YET: N_("not looked for yet"),
        Tick.RECEIVED: N_("received"),
        Tick.MISSING: N_("missing"),
        LEFT_OUT.name: N_("left out of its parcel"),
    },
    "voie": ROUTE_NAMES,
}
"""The columns of the tables without names that hold a code, and what each code is called where people read."""

Row = Sequence[object]


def in_words(kind: ExportKind, rows: Iterable[Row], translate: Callable[[str], str]) -> Iterator[Row]:
    """Write the codes of a table as the screens say them, in the reader's language."""
    words = [{code: translate(word) for code, word in WORDS.get(column, {}).items()} for column in COLUMNS[kind]]
    for row in rows:
        yield [said.get(str(cell), cell) if said else cell for said, cell in zip(words, row, strict=True)]

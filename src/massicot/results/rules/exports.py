"""Tables that leave the program, their columns (contract.md §4), and the control totals of exported marks.

The marks leave in one of three forms, whichever the next system reads; every form says the same and has the same
control totals (docs/exports.md). The other tables are CSV.

The control totals of exported marks: what a clerk compares, and what a program recomputes (docs/exports.md). A clerk
compares counts and the sum of the marks with what the next system says it has loaded. Two control sums show a candidate
or a script that was changed for another. Neither sees two marks exchanged: the digests do, of the lines as they stand
in the CSV, and of the same lines without the names, for a system that writes names in its own way.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from massicot.audit.rules import Fact
from massicot.consignments.rules import IN_RECEPTION, Tick
from massicot.consignments.rules.return_arrivals import GOING_BACK
from massicot.consignments.rules.rungs import LEFT_OUT
from massicot.core.codes import NUMBER_DIGITS
from massicot.core.marks import Code, Scale, format_mark, parse_mark
from massicot.core.refused import N_, Refused
from massicot.core.tables_out import csv_lines
from massicot.exams.rules import ROUTE_NAMES
from massicot.results.rules import consultation_table
from massicot.results.rules.decisions import MISSING_CODE
from massicot.scripts.rules import ScriptKind


class ExportKind(StrEnum):
    """What can be exported of a paper."""

    MARKS = "marks"
    MARKS_TOTALS = "marks-totals"
    SCRIPTS = "scripts"
    BATCHES = "batches"
    PARCELS = "parcels"
    RETURNS = "returns"
    PRESENCE = "presence"
    CENTRES = "centres"
    SPECIALTIES = "specialties"
    CONSULTATIONS = "consultations"


AFTER_LIFTING = frozenset({ExportKind.MARKS, ExportKind.MARKS_TOTALS})
"""The tables that join numbers and candidates: they need the key and a lifted anonymity."""


class Form(StrEnum):
    """How a table is written."""

    CSV = "csv"
    FIXED = "fixed"
    XLSX = "xlsx"


class FormNotOffered(Refused):
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
class MarksExported(Fact):
    """Somebody exported the marks with the names: how many lines, in which form, and their digest."""

    journal_word = N_("marks exported with names")
    paper: str
    lines: int
    form: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TotalsExported(Fact):
    journal_word = N_("control totals exported")
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
    ExportKind.RETURNS: (
        "lot",
        "numero_anonymat",
        "centre",
        "specialite",
        "copies",
        "paquet",
        "transporteur",
        "suivi",
        "parti",
        "arrive",
        "etat",
        "bordereau",
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
    ExportKind.CONSULTATIONS: consultation_table.COLUMNS,
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
        IN_RECEPTION: N_("reception going on"),
        LEFT_OUT.name: N_("left out of its parcel"),
    },
    "voie": ROUTE_NAMES,
    "etat": {state.value: word for state, word in GOING_BACK.items()},
    "bordereau": {"here": N_("received"), "given-up": N_("given up"), "due": N_("awaited")},
    **consultation_table.WORDS,
}
"""The columns of the tables for people that hold a code, and what each code is called where people read."""

Row = Sequence[object]


def in_words(kind: ExportKind, rows: Iterable[Row], translate: Callable[[str], str]) -> Iterator[Row]:
    """Write the codes of a table as the screens say them, in the reader's language."""
    words = [{code: translate(word) for code, word in WORDS.get(column, {}).items()} for column in COLUMNS[kind]]
    for row in rows:
        yield [said.get(str(cell), cell) if said else cell for said, cell in zip(words, row, strict=True)]


VERSION = 1
"""Changes when a reader of docs/exports.md would misread what is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTotals:
    """The control totals of the marks of one paper."""

    session: str
    paper: str
    scale: Scale
    lines: int
    marks: int
    absent: int
    blank: int
    missing: int
    sum_hundredths: int
    candidate_sum: int
    number_sum: int
    sha256: str
    nameless_sha256: str

    @property
    def mark_sum(self) -> str:
        return format_mark(self.sum_hundredths, self.scale)


def totals_of(session: str, paper: str, scale: Scale, lines: Sequence[MarkLine]) -> MarkTotals:
    """Compute the totals of lines as they are written."""
    codes = Counter(line.code for line in lines)
    return MarkTotals(
        session=session,
        paper=paper,
        scale=scale,
        lines=len(lines),
        marks=sum(bool(line.mark) for line in lines),
        absent=codes[Code.ABSENT],
        blank=codes[Code.BLANK],
        missing=codes[MISSING_CODE],
        sum_hundredths=sum(parse_mark(line.mark, scale).hundredths or 0 for line in lines if line.mark),
        candidate_sum=sum(int(line.candidate_number) for line in lines),
        number_sum=sum(int(line.number[:NUMBER_DIGITS]) for line in lines),
        sha256=hashlib.sha256(csv_lines(lines)).hexdigest(),
        nameless_sha256=hashlib.sha256(csv_lines(line.nameless for line in lines)).hexdigest(),
    )


def total_rows(totals: MarkTotals) -> list[tuple[str, object]]:
    """List the totals by name, as their own table and the sheet beside the marks have them."""
    scale = totals.scale
    return [
        ("version", VERSION),
        ("session", totals.session),
        ("epreuve", totals.paper),
        ("note_minimale", format_mark(scale.lowest, scale)),
        ("note_maximale", format_mark(scale.highest, scale)),
        ("pas", format_mark(scale.step, scale)),
        ("chiffres", scale.digits),
        ("decimales", scale.decimals),
        ("lignes", totals.lines),
        ("notes", totals.marks),
        ("ab", totals.absent),
        ("cb", totals.blank),
        ("mq", totals.missing),
        ("somme_notes", totals.mark_sum),
        ("somme_numeros_candidat", str(totals.candidate_sum)),
        ("somme_numeros_anonymat", str(totals.number_sum)),
        ("sha256_lignes", totals.sha256),
        ("sha256_sans_noms", totals.nameless_sha256),
    ]

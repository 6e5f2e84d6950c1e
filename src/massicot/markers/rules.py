"""Markers: the teachers who may be called, known by the identifier that their institution knows them by.

A marker never marks the pupils of their own institution (`batches`); whether they come, and what they are owed, is
other work. A table of markers may hold a part of them: those that it does not name are left alone.

The table of markers: the teachers who may be called in a session, and where they teach and live. Columns as in
contract.md §3. The identifier is the one printed on convocations and stands once in the file; it is the same person in
every session. Two markers with one e-mail address are told and kept: the address is the login, and only one of them
could use it. A marker without listed papers may be called for all of them.

Identifiers and the persons who bear them: what a table may not change by the way. A person is one across sessions. A
table that calls an identifier by another name speaks of somebody else, or of a name that has changed: an act of the
office tells which. An address is a login where there is an account: it moves by an act of the office, which closes the
open sessions and writes to both addresses.

Plausibility: what a table says of its markers and hardly can be. It is told, and the table stands. One name under two
identifiers is nearly always one teacher, listed by two institutions or under a new identifier: they would be called and
counted twice. One address under two identifiers lets one of them sign in.

The staff of an institution in the pool of a session: its head confirms the list, and again once it has changed. What
was confirmed is known by a digest of the list: who, under which identifier, for what discipline. Days on which somebody
cannot be called are told beside it and change nothing of it.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded
from massicot.core.tables import CellKind, Fault, Findings, Table, TableColumn, because, cells, read_table, without_line
from massicot.core.tables.cells import doubt_names
from massicot.core.tables.columns import EmptyCell
from massicot.persons.rules import (
    ACCOUNT_ADDRESS_DIFFERS,
    NAME_DIFFERS,
    SET_ASIDE,
    SKILL_LENGTH,
    EmployerKind,
    NameInUse,
)


class MarkerUnknown(Refused):
    sentence = N_(
        "There is no marker {identifier} in this session: read the identifier again, or call the exam office, which "
        "imports the markers."
    )


class AmongMarkers(Refused):
    sentence = N_(
        "{email} stands in the table of markers of {paper}, who see its numbers: nobody may hold both names and "
        "numbers. Name another person; if the address in that table is wrong, import it again with the right one."
    )


class KnowsNames(Refused):
    sentence = N_(
        "{marker} has or had an access that shows the names of {paper}: nobody may hold both names and numbers. Give "
        "the batch to another marker, and tell the exam office."
    )


KNOWS_NAMES = N_(
    "This person has or had an access that shows the names of {paper}: nobody may hold both names and numbers. Take "
    "the line out, or correct the address."
)


@dataclass(frozen=True, slots=True)
class MarkersImported(Fact):
    journal_word = N_("markers imported")
    new: int
    changed: int
    same: int
    file_sha256: str
    erased: Mapping[str, int]
    """How many values empty cells took away, by column; each was confirmed."""


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
        TableColumn(name="identifiant", kind=cells.text(30), is_required=True, is_compared=True),
        TableColumn(name="civilite", kind=cells.text(10)),
        TableColumn(name="nom", kind=cells.text(100), is_required=True),
        TableColumn(name="prenom", kind=cells.text(100), is_required=True),
        TableColumn(name="courriel", kind=CellKind(cells.read_email), is_required=True, is_compared=True),
        TableColumn(name="uai", kind=cells.known_uai(institutions, INSTITUTION_UNKNOWN), is_required=True),
        TableColumn(name="discipline", kind=cells.text(100), is_required=True),
        TableColumn(name="employeur", kind=cells.text(100)),
        TableColumn(name="commune_residence", kind=cells.text(100)),
        TableColumn(name="code_insee_residence", kind=cells.short_code(5, maximum=5)),
        TableColumn(name="telephone", kind=cells.text(30)),
        TableColumn(name="competences", kind=cells.words(SKILL_LENGTH), empty=()),
        TableColumn(name="epreuves", kind=cells.codes(papers), empty=(), meaning=EmptyCell.ALL),
        TableColumn(name="type_employeur", kind=cells.one_of(EMPLOYER_WORDS)),
        TableColumn(name="agent_etat", kind=CellKind(cells.read_yes_no), empty=None),
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
    return draft.settle(content)


class Bearer(Protocol):
    """Who bears an identifier in the installation."""

    surname: str
    first_name: str
    email: str
    account_id: int | None
    set_aside_reason: str


class BearerFile(Protocol):
    """What is known of them."""

    @property
    def person(self) -> Bearer: ...


def name_faults(table: MarkerTable, files: Mapping[str, BearerFile]) -> Iterator[Fault]:
    """Find each line that bears the identifier of somebody of another name, or the account of another address."""
    for row, line in zip(table.rows, table.lines, strict=True):
        if row.identifier not in files:
            continue
        person = files[row.identifier].person
        if not NameInUse(person.surname, person.first_name).is_of(row.surname, row.first_name):
            name = f"{person.first_name} {person.surname}"
            reason = because(NAME_DIFFERS, identifier=row.identifier, name=name)
            yield Fault(table.file, line, COLUMN_OF["surname"], f"{row.first_name} {row.surname}", reason)
        if person.account_id is not None and person.email != row.email:
            reason = because(ACCOUNT_ADDRESS_DIFFERS, email=person.email)
            yield Fault(table.file, line, COLUMN_OF["email"], row.email, reason)


def doubt_persons(table: MarkerTable, files: Mapping[str, BearerFile], findings: Findings) -> None:
    """Warn of each person whom the office has set aside."""
    for row, line in zip(table.rows, table.lines, strict=True):
        if row.identifier in files and (reason := files[row.identifier].person.set_aside_reason):
            findings.warn(line, COLUMN_OF["identifier"], row.identifier, because(SET_ASIDE, reason=reason))


NAME_SHARED = N_(
    "Line {first} has this name too, under the identifier {marker}: if it is one person, keep one of the two lines."
)
NAME_ENTERED = N_(
    "The marker {marker} of this session has this name already: if it is one person, put that identifier here."
)
EMAIL_ENTERED = N_(
    "The marker {marker} of this session has this address already: two markers cannot sign in with one address."
)

_NAMES = {name: COLUMN_OF[name] for name in ("surname", "first_name")}


class Teacher(Protocol):
    """A marker, in the table or in the session."""

    @property
    def identifier(self) -> str: ...

    @property
    def surname(self) -> str: ...

    @property
    def first_name(self) -> str: ...

    @property
    def email(self) -> str: ...


def doubt(table: MarkerTable, entered: Iterable[Teacher], findings: Findings) -> None:
    """Warn of what hardly can be, in the table and beside the markers of the session whom it does not name."""
    doubt_names(table.rows, table.lines, _NAMES, findings)
    listed = {row.identifier for row in table.rows}
    others = [marker for marker in entered if marker.identifier not in listed]
    names = {_name_of(marker): marker.identifier for marker in others}
    emails = {marker.email.lower(): marker.identifier for marker in others}
    firsts: dict[str, tuple[int, str]] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        name = _name_of(row)
        first, marker = firsts.setdefault(name, (line, row.identifier))
        if first != line:
            findings.warn(line, "identifiant", row.identifier, because(NAME_SHARED, first=first, marker=marker))
        elif name in names:
            findings.warn(line, "identifiant", row.identifier, because(NAME_ENTERED, marker=names[name]))
        if row.email in emails:
            findings.warn(line, COLUMN_OF["email"], row.email, because(EMAIL_ENTERED, marker=emails[row.email]))


def _name_of(teacher: Teacher) -> str:
    return folded(f"{teacher.surname} {teacher.first_name}")


class StaffChanged(Refused):
    sentence = N_("The list has changed since this page was shown: read it again, then confirm it.")


class NobodyToConfirm(Refused):
    sentence = N_(
        "Nobody of {uai} is in the pool of {session}: there is nothing to confirm. Tell the exam office who is lacking."
    )


class StaffConfirmedAlready(Refused):
    sentence = N_("This list is confirmed already, as it stands: there is nothing to do.")


class InPoolAlready(Refused):
    sentence = N_("{identifier} is in the pool of {session} already: nothing to do.")


class OutsideSession(Refused):
    sentence = N_("{identifier} is not in the pool of {session}: put them there first.")


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person of the list, as its head confirms them."""

    identifier: str
    name: str
    discipline: str


@dataclass(frozen=True, slots=True)
class StaffConfirmed(Fact):
    journal_word = N_("list of a school’s staff confirmed")
    session: str
    uai: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class PutIntoPool(Fact):
    journal_word = N_("person put into a pool")
    identifier: str
    discipline: str


@dataclass(frozen=True, slots=True)
class TakenOutOfPool(Fact):
    journal_word = N_("person taken out of a pool")
    identifier: str
    discipline: str


def staff_digest(staff: Iterable[StaffMember]) -> str:
    """Compute by what a list is known: the same for the same people, in whatever order."""
    lines = sorted((member.identifier, member.name, member.discipline) for member in staff)
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()

"""Reads of registers: everybody expected in a centre or in a room, and a candidate found again by name or number."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from massicot.candidates.models import Candidate, EarlierIdentity, Entry
from massicot.candidates.rules import attendance, registers
from massicot.candidates.rules.attendance import Attendance, AttendanceSource
from massicot.candidates.rules.candidate_row import number_typed
from massicot.candidates.rules.candidates import Identity
from massicot.candidates.rules.intake import CivilIdentity, Sitting
from massicot.core.spelling import folded
from massicot.documents.attendance_register import AttendanceRegister, RegisterLine, RegisterRoom
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.store.prepared import Question
from massicot.store.rows import begins_with


def entries_expected(
    paper_id: int, specialties: Collection[str] | None = None, centre_uai: str | None = None
) -> QuerySet[Entry]:
    """Begin with the entries expected at a paper, of these specialties or of all, in one centre or in all."""
    entries = Entry.objects.filter(paper_id=paper_id, is_mark_kept=False)
    if specialties is not None:
        entries = entries.filter(specialty_code__in=specialties)
    return entries if centre_uai is None else entries.filter(centre_uai=centre_uai)


class EntryRow(NamedTuple):
    """One expected candidate, as lists and registers show them."""

    entry_id: int
    candidate_number: str
    surname: str
    usual_name: str
    first_names: str
    born_on: date
    origin_uai: str
    centre_uai: str
    specialty_code: str
    room: str
    seat: str
    arrangement: str
    attendance: str
    sits_at: str
    comes_from: str


class RoomRow(NamedTuple):
    """One line of the register of a room, as the page made for it shows it."""

    candidate_number: str
    surname: str
    usual_name: str
    first_names: str
    specialty_code: str
    seat: str
    arrangement: str
    attendance: Attendance
    source: AttendanceSource
    minutes_late: int | None
    sits_at: str
    comes_from: str
    listed_room: str | None
    listed_seat: str | None
    arrived_at: datetime | None

    @property
    def is_moved(self) -> bool:
        """Say whether they are of another room or another centre by the list."""
        return bool(self.comes_from) or self.listed_room is not None

    @property
    def line(self) -> registers.RoomLine:
        """Reduce the row to what the rules of keying look at."""
        return registers.RoomLine(self.candidate_number, self.seat, self.attendance, self.source, self.minutes_late)


ENTRY_TABLE = Entry._meta.db_table
"""Where the words of the register lie, for whoever erases in which order they were written."""

ENTRY = (
    "pk",
    *(f"candidate__{name}" for name in ("candidate_number", *CivilIdentity._fields)),
    *Sitting._fields,
    "attendance",
    "sits_at",
    "comes_from",
)
"""Where each field of an EntryRow comes from."""


def entry_rows(
    paper: Paper, specialties: Collection[str] | None = None, centre_uai: str | None = None
) -> list[EntryRow]:
    """List the expected candidates, of these specialties or of all, centre by centre in seat order."""
    if specialties is not None and not specialties:
        return []
    some = None if specialties is None else list(specialties)
    rows = [EntryRow(*row) for row in _ENTRIES.ask(paper_id=paper.pk, specialties=some, uai=centre_uai)]
    rows.sort(key=lambda row: (row.centre_uai, attendance.seat_rank(row.room, row.seat, row.candidate_number)))
    return rows


def register_of(paper: Paper, centre_uai: str) -> AttendanceRegister:
    """Build the attendance register of a centre: everybody expected, whatever the route of their script."""
    labels = exams.specialty_labels(paper.session_id)
    rows = entry_rows(paper, centre_uai=centre_uai)
    if not rows:
        raise attendance.CentreUnknown(centre=centre_uai, paper=paper.code)
    rooms = [
        RegisterRoom(room, [_register_line(row, labels.get(row.specialty_code, row.specialty_code)) for row in seated])
        for room, seated in groupby(rows, key=attrgetter("room"))
    ]
    return AttendanceRegister(exams.heading_of(paper), exams.place_of(centre_uai), rooms)


def _register_line(row: EntryRow, specialty: str) -> RegisterLine:
    return RegisterLine(
        seat=row.seat,
        candidate_number=row.candidate_number,
        surname=row.surname,
        first_names=row.first_names,
        born_on=row.born_on,
        specialty=specialty,
        arrangement=row.arrangement,
        usual_name=row.usual_name,
    )


def room_rows(paper: Paper, centre_uai: str, room: str) -> list[RoomRow]:
    """List the lines of one room's register, in seat order."""
    return room_lines(ROOM.ask(paper_id=paper.pk, uai=centre_uai, room=room))


def room_lines(values: Iterable[tuple[Any, ...]]) -> list[RoomRow]:
    """Write what ROOM found as lines of a register, in seat order."""
    rows = [RoomRow(*row)._replace(attendance=Attendance(row[7]), source=AttendanceSource(row[8])) for row in values]
    return sorted(rows, key=lambda row: attendance.seat_rank("", row.seat, row.candidate_number))


def late_rows(paper: Paper, centre_uai: str) -> dict[str, list[RoomRow]]:
    """Map the rooms of a centre to the lines of who came late, in seat order."""
    late = entries_expected(paper.pk, centre_uai=centre_uai).filter(minutes_late__isnull=False)
    by_room: dict[str, list[tuple[Any, ...]]] = {}
    for room, *values in late.values_list("room", *_LINE):
        by_room.setdefault(room, []).append(tuple(values))
    return {room: room_lines(values) for room, values in by_room.items()}


_LINE = (
    *(f"candidate__{name}" for name in ("candidate_number", "surname", "usual_name", "first_names")),
    *("specialty_code", "seat", "arrangement", "attendance", "source", "minutes_late"),
    *("sits_at", "comes_from", "listed__room", "listed__seat", "arrived_at"),
)
"""Where each field of a RoomRow comes from."""


def _room(paper_id: int, uai: str, room: str) -> QuerySet[Any, Any]:
    return entries_expected(paper_id, centre_uai=uai).filter(room=room).values_list(*_LINE)


ROOM: Question[tuple[Any, ...]] = Question(_room)
"""The register of one room; `room_lines` reads it."""


_ENTRIES: Question[tuple[Any, ...]] = Question(
    lambda paper_id, specialties, uai: entries_expected(paper_id, specialties, uai).values_list(*ENTRY)
)


SHOWN = 50
"""Candidates that are found at once; more are told, and wait for more letters."""


class Found(NamedTuple):
    """Who answers to what was typed, by name; `has_more` when not everybody is listed."""

    rows: list[EntryRow]
    has_more: bool


class Earlier(NamedTuple):
    """Who a candidate was until a correction; why, by whom and when it was corrected."""

    person: Identity
    reason: str
    corrected_by: str
    corrected_at: datetime


def entries_called(paper: Paper, typed: str) -> Found:
    """Find who is expected at a paper and is called so: first letters suffice, accents and hyphens do not count."""
    named = _candidates_called(paper.session_id, typed)
    if named is None:
        return Found([], has_more=False)
    # Names first, by their index; then the few entries of those who bear them.
    ids = list(named.order_by("called", "candidate_number").values_list("pk", flat=True)[: SHOWN + 1])
    entries = entries_expected(paper.pk).filter(candidate_id__in=ids[:SHOWN], sits_at="")
    rows = [EntryRow(*row) for row in entries.values_list(*ENTRY)]
    rows.sort(key=lambda row: (folded(row.surname), folded(row.first_names), row.candidate_number))
    return Found(rows, has_more=len(ids) > SHOWN)


def entry_row(paper: Paper, entry_id: int) -> EntryRow | None:
    """Fetch one entry expected at a paper; None when it is not one."""
    row = entries_expected(paper.pk).filter(pk=entry_id).values_list(*ENTRY).first()
    return None if row is None else EntryRow(*row)


def entry_of_person(paper: Paper, candidate_number: str, born_on: date) -> EntryRow | None:
    """Find where somebody sat, or was to sit, by both their number and their date of birth; None of anybody else."""
    people = {"candidate__candidate_number": number_typed(candidate_number), "candidate__born_on": born_on}
    row = entries_expected(paper.pk).filter(**people, sits_at="").values_list(*ENTRY).first()
    return None if row is None else EntryRow(*row)


def earlier_identities(entry_id: int) -> list[Earlier]:
    """List who the candidate of an entry was before each correction, the last one first."""
    rows = EarlierIdentity.objects.filter(candidate__entries__pk=entry_id).order_by("-pk")
    fields = (*Identity._fields, *Earlier._fields[1:])
    return [Earlier(Identity(*row[:-3]), *row[-3:]) for row in rows.values_list(*fields)]


def names_of_entries(entry_ids: Collection[int]) -> dict[int, EntryRow]:
    """Map some entries to who they are, by name."""
    rows = Entry.objects.filter(pk__in=entry_ids).values_list(*ENTRY)
    named = sorted((EntryRow(*row) for row in rows), key=lambda row: (folded(row.surname), row.candidate_number))
    return {row.entry_id: row for row in named}


def _candidates_called(session_id: int, typed: str) -> QuerySet[Candidate] | None:
    if number := number_typed(typed):
        return Candidate.objects.filter(session_id=session_id, candidate_number=number)
    start = folded(typed)
    if not start:
        return None
    called = begins_with("called", start) | begins_with("usually_called", start)
    return Candidate.objects.filter(Q(session_id=session_id), called)

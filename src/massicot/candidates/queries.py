"""Reads of candidates: registers, the counts of a centre's day, what an import compares itself with."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from massicot.audit import queries as audit
from massicot.candidates import rules
from massicot.candidates.models import Candidate, CentreDay, Entry, RoomCount
from massicot.candidates.rules import Attendance, ClosingCounts, Person, Sitting, StoredCandidate, StoredEntry, Tally
from massicot.documents.attendance_register import AttendanceRegister, RegisterLine, RegisterRoom
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session

_CANDIDATE = ("pk", "candidate_number", *Person._fields)
_STORED = (
    *_CANDIDATE,
    *(f"entries__{name}" for name in ("pk", "paper_id", "attendance", "is_mark_kept", *Sitting._fields)),
)
_ENTRY, _SITTING = len(_CANDIDATE), len(_STORED) - len(Sitting._fields)
"""Where in a stored row the entry begins, and where its sitting does."""


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


def day_subject(paper: Paper, centre_uai: str) -> str:
    """Name the day of a paper in one centre as the journal does."""
    return f"centre:{paper.session.code}/{paper.code}/{centre_uai}"


def entry_rows(
    paper: Paper, specialties: Collection[str] | None = None, centre_uai: str | None = None
) -> list[EntryRow]:
    """List the expected candidates, of these specialties or of all, centre by centre in seat order."""
    person = (f"candidate__{name}" for name in ("candidate_number", *Person._fields))
    columns = ("pk", *person, *Sitting._fields, "attendance")
    rows = [EntryRow(*row) for row in _expected(paper.pk, specialties, centre_uai).values_list(*columns).iterator()]
    rows.sort(key=lambda row: (row.centre_uai, rules.seat_rank(row.room, row.seat, row.candidate_number)))
    return rows


def expected_entries(paper: Paper, specialties: Collection[str]) -> Iterator[tuple[int, str, str, str]]:
    """Go through the entries to be numbered: entry, centre, specialty, institution of origin; oldest first."""
    columns = ("pk", "centre_uai", "specialty_code", "candidate__origin_uai")
    return _expected(paper.pk, specialties).order_by("pk").values_list(*columns).iterator(chunk_size=10_000)


def specialties_sat(paper: Paper) -> set[str]:
    """List the specialties that somebody is expected in."""
    return set(_expected(paper.pk).values_list("specialty_code", flat=True).distinct())


def centres_of(paper: Paper, specialties: Collection[str] | None = None) -> list[str]:
    """List the centres where somebody is expected, by UAI."""
    return list(_expected(paper.pk, specialties).order_by("centre_uai").values_list("centre_uai", flat=True).distinct())


def centres_of_entries(entry_ids: Collection[int], specialties: Collection[str]) -> dict[int, str]:
    """Map those entries that are expected in these specialties to their centres, oldest first."""
    rows = Entry.objects.filter(pk__in=entry_ids, is_mark_kept=False, specialty_code__in=specialties)
    return dict(rows.order_by("pk").values_list("pk", "centre_uai"))


def hold_entries(paper: Paper, centre_uai: str) -> list[Entry]:
    """List everybody expected in a centre, held until the end of the transaction; raise CentreUnknown.

    Who keys a room and who closes the day wait for one another here.
    """
    expected = _expected(paper.pk, centre_uai=centre_uai).order_by("pk")
    if not list(expected.select_for_update().values_list("pk")):
        raise rules.CentreUnknown(centre=centre_uai, paper=paper.code)
    # Read only now: whoever held them before may have added a candidate off the list.
    return list(expected.select_related("candidate"))


def rooms_of(paper: Paper, centre_uai: str) -> dict[str, Tally]:
    """Map the rooms of a centre, in natural order, to what their registers say."""
    rows = _expected(paper.pk, centre_uai=centre_uai).values_list("room", "attendance")
    return tally_rooms(rows)


def tally_rooms(rows: Iterable[tuple[str, str]]) -> dict[str, Tally]:
    """Count pairs of a room and a word of its register, room by room in natural order."""
    words: dict[str, list[str]] = {}
    for room, word in rows:
        words.setdefault(room, []).append(word)
    return {room: rules.tally(words[room]) for room in sorted(words, key=rules.room_rank)}


def register_of(paper: Paper, centre_uai: str) -> AttendanceRegister:
    """Build the attendance register of a centre: everybody expected, whatever the route of their script."""
    labels = exams.specialty_labels(paper.session_id)
    rows = entry_rows(paper, centre_uai=centre_uai)
    if not rows:
        raise rules.CentreUnknown(centre=centre_uai, paper=paper.code)
    rooms = [
        RegisterRoom(room, [_register_line(row, labels.get(row.specialty_code, row.specialty_code)) for row in seated])
        for room, seated in groupby(rows, key=attrgetter("room"))
    ]
    return AttendanceRegister(exams.heading_of(paper), exams.place_of(centre_uai), rooms)


def attendance_counts(
    paper_id: int, centre_uai: str | None = None, specialties: Collection[str] | None = None
) -> dict[str, Tally]:
    """Count what the registers say, centre by centre; kept marks are left out."""
    rows = _expected(paper_id, specialties, centre_uai).order_by("centre_uai").values_list("centre_uai", "attendance")
    counts: dict[str, dict[str, int]] = {}
    for uai, word, count in rows.annotate(count=Count("pk")):
        counts.setdefault(uai, {})[word.replace("-", "_")] = count
    return {uai: Tally(**words) for uai, words in counts.items()}


def room_counts(paper_id: int, centre_uai: str) -> dict[str, int]:
    """Map the rooms of a centre to the scripts counted there in the hand; a room not counted yet is left out."""
    rows = RoomCount.objects.filter(paper_id=paper_id, centre_uai=centre_uai)
    return dict(rows.values_list("room", "counted"))


def scripts_counted(paper_id: int) -> dict[str, int]:
    """Map centres to the scripts counted in the hand in all their rooms, whatever the route."""
    rows = RoomCount.objects.filter(paper_id=paper_id).order_by("centre_uai").values_list("centre_uai")
    return dict(rows.annotate(Sum("counted")))


def closing_counts(paper_id: int) -> dict[str, ClosingCounts]:
    """Map the centres whose day is closed to the counts typed at the closing, numbered scripts only."""
    rows = CentreDay.objects.filter(paper_id=paper_id, is_closed=True).order_by("centre_uai")
    columns = ("centre_uai", "items_in_hand", "labels_used", "strips_boxed")
    return {uai: ClosingCounts(*counts) for uai, *counts in rows.values_list(*columns)}


def is_day_closed(paper_id: int, centre_uai: str) -> bool:
    """Say whether the day of a paper is closed in a centre."""
    return CentreDay.objects.filter(paper_id=paper_id, centre_uai=centre_uai, is_closed=True).exists()


def absent_and_blank(paper_id: int, specialties: Collection[str] | None = None) -> dict[str, Attendance]:
    """Map the numbers of absent candidates, and of those with a blank script, to which of the two they are."""
    rows = _expected(paper_id, specialties).filter(attendance__in=(Attendance.ABSENT, Attendance.BLANK))
    pairs = rows.order_by("candidate__candidate_number").values_list("candidate__candidate_number", "attendance")
    return {number: Attendance(word) for number, word in pairs}


def cells_of_one(paper: Paper, specialties: Collection[str] | None = None) -> list[tuple[str, str]]:
    """List the cells (centre, specialty) with a single expected candidate, whom a number's cell would tell."""
    cells = _expected(paper.pk, specialties).order_by("centre_uai", "specialty_code")
    counted = cells.values_list("centre_uai", "specialty_code").annotate(count=Count("pk"))
    return [(centre, code) for centre, code, count in counted if count == 1]


def rooms_of_paper(paper_id: int) -> dict[tuple[str, str], Tally]:
    """Map every room of every centre (UAI, room) to what its register says, in natural order."""
    rows = _expected(paper_id).values_list("centre_uai", "room", "attendance").annotate(count=Count("pk"))
    words: dict[tuple[str, str], list[str]] = {}
    for uai, room, word, count in rows.order_by("centre_uai", "room", "attendance"):
        words.setdefault((uai, room), []).extend([word] * count)
    ranked = sorted(words, key=lambda place: (place[0], rules.natural_rank(place[1])))
    return {place: rules.tally(words[place]) for place in ranked}


def room_counts_of_paper(paper_id: int) -> dict[tuple[str, str], int]:
    """Map every room that was counted (UAI, room) to the scripts counted there in the hand."""
    rows = RoomCount.objects.filter(paper_id=paper_id).values_list("centre_uai", "room", "counted")
    return {(uai, room): counted for uai, room, counted in rows}


def entries_by_specialty(paper_id: int) -> dict[str, int]:
    """Count who is expected in each specialty, whatever the route."""
    rows = _expected(paper_id).values_list("specialty_code").annotate(count=Count("pk"))
    return dict(rows.order_by("specialty_code"))


def words_by_cell(paper_id: int, specialties: Collection[str]) -> dict[tuple[str, str, Attendance], int]:
    """Count what the registers say by centre and specialty, of these specialties."""
    cells = _expected(paper_id, specialties).order_by("centre_uai", "specialty_code", "attendance")
    counted = cells.values_list("centre_uai", "specialty_code", "attendance").annotate(count=Count("pk"))
    return {(uai, code, Attendance(word)): count for uai, code, word, count in counted}


def entries_by_tables(paper: Paper) -> dict[str, int]:
    """Count who is expected in each specialty without those who came off the list."""
    counts = Counter(entries_by_specialty(paper.pk))
    counts.subtract(fact["specialty"] for fact in off_list_facts(paper))
    return dict(counts)


def imported_entries(paper: Paper) -> dict[str, int]:
    """Count who is expected in each specialty by the journal: the last import, and all who came off the list."""
    imports = audit.facts_on(f"session:{paper.session.code}", rules.CandidatesImported.__name__)
    counts = Counter(imports[-1]["entered"].get(paper.code, {}) if imports else {})
    counts.update(fact["specialty"] for fact in off_list_facts(paper))
    return dict(counts)


def off_list_facts(paper: Paper) -> list[dict[str, Any]]:
    """List by the journal who came off the list: `candidate_number` and `specialty`."""
    return audit.facts_below(rules.OffListEntered.__name__, day_subject(paper, ""))


def papers_facts(papers: Collection[Paper]) -> list[rules.PaperFacts]:
    """Tell an import what each paper still allows."""
    closed: dict[int, set[str]] = {}
    days = CentreDay.objects.filter(paper_id__in=[paper.pk for paper in papers], is_closed=True)
    for paper_id, uai in days.values_list("paper_id", "centre_uai"):
        closed.setdefault(paper_id, set()).add(uai)
    return [
        rules.PaperFacts(paper.pk, paper.code, paper.prepared_at is not None, frozenset(closed.get(paper.pk, ())))
        for paper in papers
    ]


def stored_candidates(session: Session, numbers: Container[str]) -> Iterator[StoredCandidate]:
    """Go through those of a session's candidates that bear one of the numbers, each with all their entries."""
    rows = Candidate.objects.filter(session=session).order_by("pk", "entries__pk").values_list(*_STORED)
    for _, lines in groupby(rows.iterator(chunk_size=10_000), key=itemgetter(0)):
        first, *others = lines
        if first[1] in numbers:
            yield _stored_candidate([first, *others])


def _expected(
    paper_id: int, specialties: Collection[str] | None = None, centre_uai: str | None = None
) -> QuerySet[Entry]:
    entries = Entry.objects.filter(paper_id=paper_id, is_mark_kept=False)
    if specialties is not None:
        entries = entries.filter(specialty_code__in=specialties)
    return entries if centre_uai is None else entries.filter(centre_uai=centre_uai)


def _register_line(row: EntryRow, specialty: str) -> RegisterLine:
    return RegisterLine(
        row.seat,
        row.candidate_number,
        row.surname,
        row.first_names,
        row.born_on,
        specialty,
        row.arrangement,
        row.usual_name,
    )


def _stored_candidate(rows: Sequence[Sequence[Any]]) -> StoredCandidate:
    candidate_id, candidate_number, *person = rows[0][:_ENTRY]
    entries = [
        StoredEntry._make((*row[_ENTRY:_SITTING], Sitting(*row[_SITTING:]))) for row in rows if row[_ENTRY] is not None
    ]
    return StoredCandidate(candidate_id, candidate_number, Person(*person), entries)

"""Reads of the day of a centre: its rooms, its counts, who holds what; of some papers and centres side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db.models import Count, QuerySet

from massicot.candidates.models import CentreDay, Entry, ListChange, NumbersAsked, RoomCount
from massicot.candidates.queries.registers import entries_expected
from massicot.candidates.rules import attendance, candidates, registers
from massicot.candidates.rules import day as day_rules
from massicot.candidates.rules.attendance import Attendance, AttendanceSource, Tally
from massicot.candidates.rules.day import ClosingCounts, HandCount
from massicot.candidates.rules.registers import RoomLine
from massicot.exams.queries import Paper
from massicot.store.prepared import Question, ask_all

HAND_COUNTS: Question[tuple[Any, ...]] = Question(
    lambda paper_id, uai: RoomCount.objects.filter(paper_id=paper_id, centre_uai=uai).values_list(
        "room", *HandCount._fields
    )
)
"""The scripts counted in the hand in the rooms of a centre; `counts_by_room` reads it."""

CLOSED: Question[tuple[int]] = Question(
    lambda paper_id, uai: CentreDay.objects.filter(paper_id=paper_id, centre_uai=uai, is_closed=True).values_list("pk")
)
"""The day of a paper in a centre, when it is closed."""


_WORDS: Question[tuple[str, str]] = Question(
    lambda paper_id, uai: entries_expected(paper_id, centre_uai=uai).values_list("room", "attendance")
)
_WORDS_OF_ROOM: Question[tuple[str]] = Question(
    lambda paper_id, uai, room: entries_expected(paper_id, centre_uai=uai).filter(room=room).values_list("attendance")
)


def _lines(paper_id: int, uai: str, room: str | None) -> QuerySet[Entry]:
    lines = entries_expected(paper_id, centre_uai=uai).order_by("pk")
    return lines if room is None else lines.filter(room=room)


_HOLD: Question[tuple[int]] = Question(lambda **where: _lines(**where).select_for_update().values_list("pk"))
_ENTRIES: Question[Entry] = Question(lambda **where: _lines(**where).select_related("candidate"))
_CANDIDATE_HELD: Question[Entry] = Question(
    lambda paper_id, uai, number: (
        entries_expected(paper_id, centre_uai=uai)
        .filter(candidate__candidate_number=number)
        .select_related("candidate")
        .select_for_update(of=("self",))
    )
)


class RoomState(NamedTuple):
    """How far a room is keyed: what its register says, and its scripts counted in the hand (None: not confirmed)."""

    room: str
    register: Tally
    hand: HandCount | None

    @property
    def title(self) -> str:
        return attendance.room_title(self.room)

    @property
    def counted(self) -> int | None:
        return self.hand.counted if self.hand else None

    @property
    def is_confirmed(self) -> bool:
        return registers.is_confirmed(self.register, self.counted)

    @property
    def is_off_count(self) -> bool:
        """Say whether a confirmed room's count does not make its candidates present, and nobody signed that."""
        return self.is_confirmed and day_rules.is_off_count(self.register, self.hand)

    @property
    def is_counted(self) -> bool:
        return self.is_confirmed and not self.is_off_count

    @property
    def is_signed(self) -> bool:
        """Say whether a confirmed room's count does not make its candidates present, and that is signed."""
        return self.is_confirmed and not self.is_off_count and self.counted != self.register.scripts


def day_subject(paper: Paper, centre_uai: str) -> str:
    """Name the day of a paper in one centre as the journal does."""
    return f"centre:{paper.session.code}/{paper.code}/{centre_uai}"


def hold_whoever_is_expected(paper: Paper, centre_uai: str) -> int:
    """Hold the lines of a centre until the end of the transaction, and count them; there may be none."""
    return len(_HOLD.ask(paper_id=paper.pk, uai=centre_uai, room=None))


def hold_entries(paper: Paper, centre_uai: str) -> list[Entry]:
    """List everybody expected in a centre, held until the end of the transaction; raise CentreUnknown.

    Who keys a room and who closes the day wait for one another here.
    """
    if not hold_whoever_is_expected(paper, centre_uai):
        raise attendance.CentreUnknown(centre=centre_uai, paper=paper.code)
    # Read only now: whoever held them before may have added a candidate off the list.
    return _ENTRIES.ask(paper_id=paper.pk, uai=centre_uai, room=None)


def hold_room(paper: Paper, centre_uai: str, room: str) -> list[Entry]:
    """List everybody expected in a room, held until the end of the transaction; raise RoomUnknown."""
    where: dict[str, Any] = {"paper_id": paper.pk, "uai": centre_uai, "room": room}
    held, entries = ask_all(_HOLD.of(**where), _ENTRIES.of(**where))
    if not held:
        attendance.check_room(centre_uai, room, rooms_of(paper, centre_uai))
    return cast("list[Entry]", entries)


def hold_candidate(paper: Paper, centre_uai: str, candidate_number: str) -> Entry:
    """Fetch the entry of a candidate in a centre, held until the end of the transaction; raise CandidateUnknown."""
    entry = _CANDIDATE_HELD.first(paper_id=paper.pk, uai=centre_uai, number=candidate_number)
    if entry is None:
        raise candidates.CandidateUnknown(candidate=candidate_number, centre=centre_uai, paper=paper.code)
    return entry


def hold_entry(entry_id: int) -> Entry:
    """Fetch one entry, held until the end of the transaction."""
    return Entry.objects.select_related("candidate").select_for_update(of=("self",)).get(pk=entry_id)


def hold_lines(paper: Paper, centre_uai: str, room: str) -> list[int]:
    """Hold the lines of a room until the end of the transaction, in the order in which all hold them."""
    return [entry_id for (entry_id,) in _HOLD.ask(paper_id=paper.pk, uai=centre_uai, room=room)]


def entry_of(entry_id: int) -> Entry:
    """Fetch one entry with its candidate."""
    return Entry.objects.select_related("candidate").get(pk=entry_id)


def line_of(entry: Entry) -> RoomLine:
    return RoomLine(
        entry.candidate.candidate_number,
        entry.seat,
        Attendance(entry.attendance),
        AttendanceSource(entry.source),
        entry.minutes_late,
    )


def lines_of(entries: Iterable[Entry]) -> list[RoomLine]:
    """Write entries as lines of their register, in seat order."""
    ranked = sorted(entries, key=lambda entry: attendance.seat_rank("", entry.seat, entry.candidate.candidate_number))
    return [line_of(entry) for entry in ranked]


def rooms_of(paper: Paper, centre_uai: str) -> dict[str, Tally]:
    """Map the rooms of a centre, in natural order, to what their registers say."""
    return tally_rooms(_WORDS.ask(paper_id=paper.pk, uai=centre_uai))


def tally_rooms(rows: Iterable[tuple[str, str]]) -> dict[str, Tally]:
    """Count pairs of a room and a word of its register, room by room in natural order."""
    words: dict[str, list[str]] = {}
    for room, word in rows:
        words.setdefault(room, []).append(word)
    return {room: attendance.tally(words[room]) for room in sorted(words, key=attendance.room_rank)}


def room_states(paper: Paper, centre_uai: str) -> list[RoomState]:
    """List the rooms of a centre, in natural order, with how far each is keyed."""
    where: dict[str, Any] = {"paper_id": paper.pk, "uai": centre_uai}
    words, counted = ask_all(_WORDS.of(**where), HAND_COUNTS.of(**where))
    hands = counts_by_room(counted)
    return [RoomState(room, register, hands.get(room)) for room, register in tally_rooms(words).items()]


def room_state(paper_id: int, centre_uai: str, room: str) -> RoomState:
    """Tell how far one room is keyed."""
    where: dict[str, Any] = {"paper_id": paper_id, "uai": centre_uai}
    words, counted = ask_all(_WORDS_OF_ROOM.of(**where, room=room), HAND_COUNTS.of(**where))
    return RoomState(room, attendance.tally(word for (word,) in words), counts_by_room(counted).get(room))


def room_counts(paper_id: int, centre_uai: str) -> dict[str, int]:
    """Map the rooms of a centre to the scripts counted there in the hand; a room not counted yet is left out."""
    return {room: hand.counted for room, hand in hand_counts(paper_id, centre_uai).items()}


def hand_counts(paper_id: int, centre_uai: str) -> dict[str, HandCount]:
    """Map the rooms of a centre to the scripts counted there in the hand, and what was signed there."""
    return counts_by_room(HAND_COUNTS.ask(paper_id=paper_id, uai=centre_uai))


def counts_by_room(counted: Iterable[tuple[Any, ...]]) -> dict[str, HandCount]:
    return {room: HandCount(*hand) for room, *hand in counted}


def numbers_asked(paper_ids: Sequence[int]) -> list[NumbersAsked]:
    """List the centres that asked for more numbers of some papers and have not got them, who asked first told first."""
    return list(NumbersAsked.objects.filter(paper_id__in=paper_ids, answered_at=None).order_by("asked_at", "pk"))


def is_day_closed(paper_id: int, centre_uai: str) -> bool:
    return bool(CLOSED.ask(paper_id=paper_id, uai=centre_uai))


class RegisterCell(NamedTuple):
    paper_id: int
    centre_uai: str
    room: str
    specialty_code: str
    word: Attendance


class DayState(NamedTuple):
    """A centre's day that was closed at least once: whether it is closed now, its counts, and when it was closed."""

    is_closed: bool
    counts: ClosingCounts
    closed_at: datetime


def _cells(paper_ids: list[int], uais: list[str]) -> QuerySet[Entry, Any]:
    columns = ("paper_id", "centre_uai", "room", "specialty_code", "attendance")
    entries = Entry.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais, is_mark_kept=False)
    return entries.values_list(*columns).annotate(count=Count("pk")).order_by(*columns)


def hand_rows(paper_ids: list[int], uais: list[str]) -> QuerySet[RoomCount, Any]:
    """Find the scripts counted in the hand in the rooms of some centres, for areas that say more of each room."""
    rows = RoomCount.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais)
    return rows.values_list("paper_id", "centre_uai", "room", *HandCount._fields)


REGISTER: Question[tuple[int, str, str, str, str, int]] = Question(_cells)
"""How many are expected at some papers in some centres, by word of the register; `register_cells` reads it."""

DAYS: Question[CentreDay] = Question(
    lambda paper_ids, uais: CentreDay.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais)
)
"""Their days; `day_states` reads it."""

LISTS_CHANGED: Question[tuple[int, str, datetime]] = Question(
    lambda paper_ids, uais: ListChange.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais).values_list(
        "paper_id", "centre_uai", "changed_at"
    )
)
"""When a table last changed what they print."""


def lists_changed(paper_id: int) -> dict[str, datetime]:
    """Map the centres of a paper whose candidates a table changed after the draw to when it last did."""
    return dict(ListChange.objects.filter(paper_id=paper_id).values_list("centre_uai", "changed_at"))


def register_cells(counted: Iterable[tuple[int, str, str, str, str, int]]) -> Counter[RegisterCell]:
    """Count who is expected by paper, centre, room, specialty and word of the register."""
    return Counter(
        {
            RegisterCell(paper_id, uai, room, specialty_code, Attendance(word)): count
            for paper_id, uai, room, specialty_code, word, count in counted
        }
    )


def rooms_counted(hands: Iterable[tuple[Any, ...]]) -> dict[tuple[int, str, str], HandCount]:
    """Map rooms (paper, centre, room) to their scripts counted in the hand, of `hand_rows`; others are left out."""
    return {(paper_id, uai, room): HandCount(*hand) for paper_id, uai, room, *hand in hands}


def day_states(days: Iterable[CentreDay]) -> dict[tuple[int, str], DayState]:
    """Map papers and centres to their day, where it was closed at least once."""
    return {
        (day.paper_id, day.centre_uai): DayState(
            day.is_closed, ClosingCounts(day.items_in_hand, day.labels_used, day.strips_boxed), day.closed_at
        )
        for day in days
    }

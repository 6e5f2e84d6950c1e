"""Acts on the register of a room, while the centre's day is open."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates import queries, rules
from massicot.candidates.models import Entry, RoomCount
from massicot.candidates.rules import Attendance
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.store.swap import swap_one


@transaction.atomic
def key_room(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    absent: Collection[str],
    blank: Collection[str],
    counted: int,
    gap_reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Key the register of a room: absent, blank (candidate numbers), all the others present; and its scripts counted.

    Keying again replaces. Raise DayClosed, RoomUnknown, CandidateNotInRoom, AbsentAndBlank, or RoomCountDiffers unless
    the difference is signed with a reason.
    """
    entries = _entries_of_room(paper, centre_uai, room)
    words = rules.plan_keying(room, entries.keys(), absent, blank)
    register = rules.tally(words.values())
    rules.check_room_count(room, register, counted, gap_reason)
    _write_words(entries, words)
    _write_count(paper, centre_uai, room, counted)
    fact = rules.RoomKeyed(
        room, register.present, tuple(sorted(absent)), tuple(sorted(blank)), counted, gap_reason.strip()
    )
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def count_room(
    *, paper: Paper, centre_uai: str, room: str, counted: int, gap_reason: str = "", by: Actor, at: datetime
) -> None:
    """Count the scripts of a keyed room again, after its register changed; raise as `key_room` does."""
    entries = _entries_of_room(paper, centre_uai, room)
    register = rules.tally(entry.attendance for entry in entries.values())
    rules.check_all_keyed(centre_uai, {room: register})
    rules.check_room_count(room, register, counted, gap_reason)
    _write_count(paper, centre_uai, room, counted)
    fact = rules.RoomCounted(room, counted, gap_reason.strip())
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def correct_attendance(
    *,
    paper: Paper,
    centre_uai: str,
    candidate_number: str,
    attendance: Attendance,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Correct what the register says of one candidate; the typed count of the room stays until it is typed again.

    Raise DayClosed, CandidateUnknown, RoomNotKeyed, AttendanceUnchanged or ReasonMissing.
    """
    entry = _entry_of(paper, centre_uai, candidate_number)
    before = Attendance(entry.attendance)
    rules.check_correction(candidate_number, entry.room, (before, attendance), reason)
    unchanged = Entry.objects.filter(pk=entry.pk, attendance=before)
    swap_one(unchanged, rules.AttendanceUnchanged(candidate=candidate_number), attendance=attendance)
    fact = rules.AttendanceCorrected(candidate_number, before.value, attendance.value, reason.strip())
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


def hold_open_day(paper: Paper, centre_uai: str) -> list[Entry]:
    """Hold everybody expected in a centre whose day is open; raise CentreUnknown or DayClosed."""
    entries = queries.hold_entries(paper, centre_uai)
    # Read after the entries are held: who closes the day holds them too.
    if queries.is_day_closed(paper.pk, centre_uai):
        raise rules.DayClosed(paper=paper.code, centre=centre_uai)
    return entries


def check_room(centre_uai: str, room: str, entries: Collection[Entry]) -> None:
    """Refuse a room that none of the centre's entries is in."""
    rooms = {entry.room for entry in entries}
    if room not in rooms:
        names = ", ".join(rules.room_title(name) for name in sorted(rooms, key=rules.room_rank))
        raise rules.RoomUnknown(centre=centre_uai, room=rules.room_title(room), rooms=names)


def _entries_of_room(paper: Paper, centre_uai: str, room: str) -> dict[str, Entry]:
    entries = hold_open_day(paper, centre_uai)
    check_room(centre_uai, room, entries)
    return {entry.candidate.candidate_number: entry for entry in entries if entry.room == room}


def _entry_of(paper: Paper, centre_uai: str, candidate_number: str) -> Entry:
    for entry in hold_open_day(paper, centre_uai):
        if entry.candidate.candidate_number == candidate_number:
            return entry
    raise rules.CandidateUnknown(candidate=candidate_number, centre=centre_uai, paper=paper.code)


def _write_words(entries: Mapping[str, Entry], words: Mapping[str, Attendance]) -> None:
    for word in sorted(set(words.values())):
        ids = [entries[number].pk for number, said in words.items() if said is word]
        Entry.objects.filter(pk__in=ids).update(attendance=word)


def _write_count(paper: Paper, centre_uai: str, room: str, counted: int) -> None:
    RoomCount.objects.update_or_create(paper=paper, centre_uai=centre_uai, room=room, defaults={"counted": counted})

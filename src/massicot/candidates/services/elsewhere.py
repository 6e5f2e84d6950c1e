"""Acts on a candidate who sits where they were not expected: another room or centre, or with a mark that they keep.

Those between two centres are lower services of the acts that give a spare number, and take it back.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from massicot.audit import services as audit
from massicot.candidates.models import Candidate, Entry, KeptMarkSat, ListedSeat, ListTries, RoomCount
from massicot.candidates.queries import day as queries
from massicot.candidates.rules import arrivals, attendance, candidates, elsewhere
from massicot.candidates.rules.attendance import Attendance, AttendanceSource
from massicot.candidates.rules.candidate_row import name_written
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.candidates.services.day import check_day_open, hold_open_day, remove_lines, void_signature
from massicot.candidates.services.intake import count_roll
from massicot.candidates.services.registers import check_not_on_register, seats_taken
from massicot.core.actor import Actor
from massicot.core.attempts import Attempts
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


class Listed(NamedTuple):
    """Where a list has a candidate: the entry, its centre, whether the mark is kept."""

    entry_id: int
    centre_uai: str
    is_mark_kept: bool


class Seated(NamedTuple):
    """The entry that was made, or is gone, where a candidate sat; and what the journal says of it."""

    entry_id: int
    specialty_code: str
    comes_from: str
    is_mark_kept: bool


@transaction.atomic
def move_to_room(
    *, paper: Paper, centre_uai: str, candidate_number: str, room: str, seat: str, by: Actor, at: datetime
) -> None:
    """Move a candidate to the room of their centre where they sat, present; their number stays theirs.

    Both rooms are to be counted again where that was done. Raise DayIsClosed, RoomUnknown, CandidateUnknown,
    OnThisRegister, SitsElsewhere, SeenInOtherRoom or SeatTaken.
    """
    exams.share_paper(paper)
    entries = hold_open_day(paper, centre_uai)
    attendance.check_room(centre_uai, room, {entry.room for entry in entries})
    entry = _line(entries, paper, centre_uai, candidate_number)
    line = queries.line_of(entry)
    if entry.room == room:
        raise elsewhere.OnThisRegister(name=name_written(entry.candidate), line=line.title)
    elsewhere.check_movable(name_written(entry.candidate), entry.room, line)
    arrivals.check_seat(room, seat, seats_taken(entries, room))
    listed, _ = ListedSeat.objects.get_or_create(entry=entry, defaults={"room": entry.room, "seat": entry.seat})
    if (listed.room, listed.seat) == (room, seat):
        listed.delete()
    source = line.source if line.source is AttendanceSource.OFF_LIST else AttendanceSource.HAND
    _reseat(entry, room, seat, Attendance.PRESENT, source)
    fact = elsewhere.MovedToRoom(
        candidate_number=candidate_number,
        from_room=entry.room,
        from_seat=entry.seat,
        room=room,
        seat=seat,
        before=line.word.value,
    )
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def move_back(*, paper: Paper, centre_uai: str, candidate_number: str, by: Actor, at: datetime) -> None:
    """Move a candidate back to the room and the seat that the list gives them, to be keyed there again.

    Raise DayIsClosed, CandidateUnknown, SitsElsewhere or SitsAsListed.
    """
    entries = hold_open_day(paper, centre_uai)
    entry = _line(entries, paper, centre_uai, candidate_number)
    listed = ListedSeat.objects.filter(entry=entry).first()
    if listed is None:
        raise elsewhere.SitsAsListed(candidate=candidate_number)
    room, seat = listed.room, listed.seat
    listed.delete()
    if entry.source == AttendanceSource.OFF_LIST:
        _reseat(entry, room, seat, Attendance(entry.attendance), AttendanceSource.OFF_LIST)
    else:
        _reseat(entry, room, seat, Attendance.NOT_KEYED, AttendanceSource.NOTHING)
    fact = elsewhere.MovedBack(candidate_number, entry.room, entry.seat, room, seat)
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


def find_listed(*, paper: Paper, candidate_number: str, born_on: date, by: Actor, at: datetime) -> Listed:
    """Find where a list has the candidate of this number and this date of birth, who is of any centre.

    It is counted as a wrong try of whoever sends it until it proves right, in a transaction of its own, so that a
    refusal does not undo it. Raise TooManyTries, NotOnAnotherList or NotOfThisPaper.
    """
    _count_try(by.login, at)
    people = Candidate.objects.filter(session_id=paper.session_id, candidate_number=candidate_number, born_on=born_on)
    person = people.first()
    if person is None:
        raise elsewhere.NotOnAnotherList
    # One right try washes off itself alone: who knows one candidate would else look for all others.
    ListTries.objects.filter(login=by.login, failures__gt=0).update(failures=F("failures") - 1, waits_until=at)
    entry = Entry.objects.filter(candidate=person, paper=paper, comes_from="").first()
    if entry is None:
        raise elsewhere.NotOfThisPaper(paper=paper.code)
    return Listed(entry.pk, entry.centre_uai, entry.is_mark_kept)


def look_elsewhere(
    *, paper: Paper, centre_uai: str, candidate_number: str, born_on: date, by: Actor, at: datetime
) -> Listed:
    """Tell a centre whose list has a candidate who sat here, and let the journal know; raise as `find_listed`."""
    listed = find_listed(paper=paper, candidate_number=candidate_number, born_on=born_on, by=by, at=at)
    fact = elsewhere.FoundElsewhere(candidate_number, listed.centre_uai)
    with transaction.atomic():
        audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return listed


@transaction.atomic
def seat_from_elsewhere_unnumbered(*, paper: Paper, centre_uai: str, room: str, seat: str, listed: Listed) -> Seated:
    """Enter where they sat a candidate whom another list has; lower service of the act that gives a number.

    Their line on the list is absent from then on, or keeps its mark. Raise DayIsClosed, CentreUnknown, RoomUnknown,
    OnThisRegister, SitsInOtherRoom, SeatTaken or PresentElsewhere.
    """
    exams.share_paper(paper)
    _hold_both(paper, centre_uai, listed.centre_uai)
    entries = hold_open_day(paper, centre_uai)
    attendance.check_room(centre_uai, room, {entry.room for entry in entries})
    origin = queries.hold_entry(listed.entry_id)
    check_not_on_register(entries, origin.candidate.candidate_number, room)
    _check_sits_nowhere(origin)
    arrivals.check_seat(room, seat, seats_taken(entries, room))
    if not origin.is_mark_kept and origin.attendance == Attendance.NOT_KEYED:
        absent = {"attendance": Attendance.ABSENT, "source": AttendanceSource.HAND}
        Entry.objects.filter(pk=origin.pk).update(**absent)
        void_signature(paper.pk, origin.centre_uai, origin.room)
    Entry.objects.filter(pk=origin.pk).update(sits_at=centre_uai)
    word = {"attendance": Attendance.PRESENT, "source": AttendanceSource.OFF_LIST}
    place = {"centre_uai": centre_uai, "room": room, "seat": seat, "comes_from": origin.centre_uai}
    same = {"specialty_code": origin.specialty_code, "arrangement": origin.arrangement}
    entry = Entry.objects.create(candidate_id=origin.candidate_id, paper=paper, **word, **place, **same)
    if origin.is_mark_kept:
        KeptMarkSat.objects.create(entry=entry)
    count_roll([paper.pk], centre_uai)
    void_signature(paper.pk, centre_uai, room)
    return Seated(entry.pk, origin.specialty_code, origin.centre_uai, origin.is_mark_kept)


@transaction.atomic
def take_back_seating_unbound(*, paper: Paper, centre_uai: str, candidate_number: str) -> Seated:
    """Take back that a candidate of another list sat here; lower service of the act that frees the number.

    Their line on the list is to be keyed again while its room is not confirmed, and stays absent else. Raise
    DayIsClosed, CandidateUnknown, SitsAsListed, NotedAtSeat or NamedInReport.
    """
    listed = {"candidate__candidate_number": candidate_number, "paper": paper, "sits_at": centre_uai}
    _hold_both(paper, centre_uai, *Entry.objects.filter(**listed).values_list("centre_uai", flat=True))
    check_day_open(paper, centre_uai)
    entry = queries.hold_candidate(paper, centre_uai, candidate_number)
    if not entry.comes_from:
        raise elsewhere.SitsAsListed(candidate=candidate_number)
    origin = Entry.objects.select_for_update().get(candidate_id=entry.candidate_id, paper=paper, comes_from="")
    for beside in (KeptMarkSat, ListedSeat):
        beside._default_manager.filter(entry=entry).delete()
    seated = Seated(entry.pk, entry.specialty_code, origin.centre_uai, origin.is_mark_kept)
    remove_lines([entry.pk])
    Entry.objects.filter(pk=origin.pk).update(sits_at="")
    if not origin.is_mark_kept and _is_to_key(origin):
        nothing = {"attendance": Attendance.NOT_KEYED, "source": AttendanceSource.NOTHING}
        Entry.objects.filter(pk=origin.pk).update(**nothing)
    count_roll([paper.pk], centre_uai)
    _void_room(paper.pk, centre_uai, entry.room)
    return seated


def _line(entries: Sequence[Entry], paper: Paper, centre_uai: str, candidate_number: str) -> Entry:
    for entry in entries:
        if entry.candidate.candidate_number == candidate_number:
            if entry.sits_at:
                centre = exams.institution_name(entry.sits_at)
                raise elsewhere.SitsElsewhere(candidate=candidate_number, centre=centre)
            return entry
    raise candidates.CandidateUnknown(candidate=candidate_number, centre=centre_uai, paper=paper.code)


def _reseat(entry: Entry, room: str, seat: str, word: Attendance, source: AttendanceSource) -> None:
    Entry.objects.filter(pk=entry.pk).update(room=room, seat=seat, attendance=word, source=source)
    _void_room(entry.paper_id, entry.centre_uai, entry.room)
    void_signature(entry.paper_id, entry.centre_uai, room)


def _void_room(paper_id: int, centre_uai: str, room: str) -> None:
    """Void what was signed in a room that somebody leaves; nothing is counted any more where nobody is left."""
    void_signature(paper_id, centre_uai, room)
    where = {"paper_id": paper_id, "centre_uai": centre_uai, "room": room}
    if not Entry.objects.filter(**where, is_mark_kept=False).exists():
        RoomCount.objects.filter(**where).delete()


def _is_to_key(origin: Entry) -> bool:
    """Say whether the register of the list may still say another word without being corrected."""
    is_closed = queries.is_day_closed(origin.paper_id, origin.centre_uai)
    return not is_closed and origin.room not in queries.room_counts(origin.paper_id, origin.centre_uai)


def _check_sits_nowhere(origin: Entry) -> None:
    """Refuse to enter twice somebody who is present by their own register, or sits in another centre already."""
    is_late = origin.minutes_late is not None
    is_present = not origin.is_mark_kept and (origin.attendance in attendance.HANDED_IN or is_late)
    if where := origin.sits_at or (origin.centre_uai if is_present else ""):
        number = origin.candidate.candidate_number
        raise elsewhere.PresentElsewhere(candidate=number, centre=exams.institution_name(where))


def _hold_both(paper: Paper, *centres: str) -> None:
    """Hold the lines of two centres, always in the same order: both may enter somebody of the other at once."""
    for uai in sorted(set(centres)):
        queries.hold_whoever_is_expected(paper, uai)


@transaction.atomic
def _count_try(login: str, at: datetime) -> None:
    ListTries.objects.bulk_create([ListTries(login=login, failures=0, waits_until=at)], ignore_conflicts=True)
    row = ListTries.objects.select_for_update().get(login=login)
    before = Attempts(row.failures, row.waits_until)
    elsewhere.check_tries(before, at)
    after = elsewhere.one_more_try(before, at)
    ListTries.objects.filter(pk=row.pk).update(failures=after.failures, waits_until=after.waits_until)


@transaction.atomic
def decide_kept_mark_unchecked_lifting(
    *, paper: Paper, entry_id: int, counts: WhatCounts, reason: str, by: Actor, at: datetime
) -> None:
    """Say which counts of a candidate who keeps a mark and sat; it may be said again, each with its reason.

    Whether the paper is lifted is not looked at: an act of a later area does. Raise CorrectionReasonMissing,
    ReasonNamesScript, NoKeptMarkSat or SaidAlready.
    """
    attendance.check_reason_of_candidate(reason)
    # Held, so that of two who decide at once the second reads what the first one said.
    rows = KeptMarkSat.objects.select_for_update(of=("self",)).filter(entry_id=entry_id, entry__paper=paper)
    sat = rows.select_related("entry__candidate").first()
    if sat is None:
        raise elsewhere.NoKeptMarkSat
    if sat.counts == counts:
        raise elsewhere.SaidAlready
    said = {"counts": counts, "reason": reason.strip(), "decided_by": by.login, "decided_at": at}
    KeptMarkSat.objects.filter(pk=sat.pk).update(**said)
    fact = elsewhere.KeptMarkDecided(sat.entry.candidate.candidate_number, counts.value, reason.strip())
    audit.record(subject=queries.day_subject(paper, sat.entry.centre_uai), fact=fact, by=by, at=at)

"""Acts on a register: a line keyed, corrected, noted late, added; a room confirmed and counted again."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from massicot.audit import services as audit
from massicot.candidates.models import Candidate, Entry, RoomCount
from massicot.candidates.queries import day, registers
from massicot.candidates.rules import arrivals, candidates, elsewhere
from massicot.candidates.rules import attendance as attendance_rules
from massicot.candidates.rules import day as day_rules
from massicot.candidates.rules import registers as register_rules
from massicot.candidates.rules.arrivals import OffList
from massicot.candidates.rules.attendance import Attendance, AttendanceSource
from massicot.candidates.rules.candidate_row import called_as, name_written
from massicot.candidates.rules.intake import CivilIdentity, Sitting
from massicot.candidates.rules.registers import Ticked
from massicot.candidates.services.day import (
    check_day_open,
    check_sits_here,
    hold_line,
    hold_open_day,
    hold_open_room,
    void_signature,
)
from massicot.candidates.services.intake import count_roll
from massicot.core.actor import Actor
from massicot.documents import attendance_register
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.store.writes import swap_one


@transaction.atomic
def key_attendance(
    *,
    paper: Paper,
    centre_uai: str,
    candidate_number: str,
    seen: Attendance,
    word: Attendance,
    by: Actor,
    at: datetime,
) -> None:
    """Key what the register says of one candidate, or take it back, in a room that is not confirmed yet.

    `seen` is what the page showed: whoever comes second is told what stands now. A word that stands already is left as
    it is, so that an act whose answer was lost may be sent again. Raise DayIsClosed, CandidateUnknown, NowAbsent or
    another word of NOW, RoomConfirmedAlready, LateIsNotAbsent, SitsElsewhere or SeatedHereIsNotAbsent.
    """
    entry = hold_line(paper, centre_uai, candidate_number)
    line = day.line_of(entry)
    if line.word is word:
        return
    state = day.room_state(paper.pk, centre_uai, entry.room)
    register_rules.check_open_room(entry.room, state.register, state.counted)
    register_rules.check_seen(line, seen)
    _write_word(entry, word)
    fact = register_rules.AttendanceKeyed(candidate_number, line.word.value, word.value)
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def correct_attendance(
    *,
    paper: Paper,
    centre_uai: str,
    candidate_number: str,
    seen: Attendance,
    attendance: Attendance,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Correct what the register says of one candidate; the typed count of the room stays until it is typed again.

    `seen` is what the page showed: whoever comes second is told what stands now. Raise DayIsClosed, CandidateUnknown,
    NowAbsent or another word of NOW, RoomNotKeyed, AttendanceUnchanged, CorrectionReasonMissing or LateIsNotAbsent.
    """
    entry = hold_line(paper, centre_uai, candidate_number)
    register_rules.check_seen(day.line_of(entry), seen)
    before = Attendance(entry.attendance)
    attendance_rules.check_correction(candidate_number, entry.room, (before, attendance), reason)
    _write_word(entry, attendance)
    fact = attendance_rules.AttendanceCorrected(candidate_number, before.value, attendance.value, reason.strip())
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def note_late_arrival(
    *,
    paper: Paper,
    centre_uai: str,
    candidate_number: str,
    minutes: int,
    arrived_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Note how late a candidate came in, in minutes; what stands already is left as it is.

    `arrived_at`: the hour from which the minutes were counted, where the register says it and not the delay.

    Raise DayIsClosed, CandidateUnknown, TooLate, AbsentIsNotLate or LateOtherwise.
    """
    entry = hold_line(paper, centre_uai, candidate_number)
    line = day.line_of(entry)
    arrivals.check_delay(line, minutes)
    arrivals.check_noted(line, minutes)
    if line.minutes_late is None:
        Entry.objects.filter(pk=entry.pk).update(arrived_at=arrived_at, minutes_late=minutes)
        _record_delay(paper, entry, minutes, by, at)


@transaction.atomic
def take_back_late_arrival(
    *, paper: Paper, centre_uai: str, candidate_number: str, seen: int, by: Actor, at: datetime
) -> None:
    """Take back a late arrival that was noted by mistake, of the minutes that the page showed; none is left as it is.

    Raise DayIsClosed, CandidateUnknown or LateOtherwise.
    """
    entry = hold_line(paper, centre_uai, candidate_number)
    line = day.line_of(entry)
    arrivals.check_noted(line, seen)
    if line.minutes_late is not None:
        Entry.objects.filter(pk=entry.pk).update(arrived_at=None, minutes_late=None)
        _record_delay(paper, entry, None, by, at)


@transaction.atomic
def tick_entry(*, paper: Paper, centre_uai: str, room: str, entry_id: int) -> Ticked:
    """Say present whose label was scanned among the scripts of a room; lower service of the act that reads the label.

    It leaves no line in the journal, which would tell in what order the labels were scanned, and that is an order of
    numbers; the confirmation of the room counts them. Raise DayIsClosed, LabelOfOtherRoom, ScriptOfAbsent.
    """
    # Of the whole room, in one order: each scan writes all its lines, and two who scan wait for one another.
    together = day.hold_lines(paper, centre_uai, room)
    entry = day.entry_of(entry_id)
    check_day_open(paper, centre_uai)
    check_sits_here(entry)
    line = day.line_of(entry)
    register_rules.check_label_room(line, entry.room, room)
    ticked = register_rules.plan_tick(line)
    if not ticked.is_double and not day.room_state(paper.pk, centre_uai, room).is_confirmed:
        _write_among(together, [entry.pk], ticked.line.word, ticked.line.source)
        void_signature(paper.pk, centre_uai, room)
    return ticked


def _write_among(room: Collection[int], entry_ids: Collection[int], word: Attendance, source: AttendanceSource) -> None:
    """Write one word on some lines of a room that is held, and all its other lines as they are, in one statement.

    PostgreSQL keeps rows as they were written last, and labels come in an order of numbers: written alone, each line
    would lie behind that of the label before.
    """
    is_changed = Q(pk__in=entry_ids)
    Entry.objects.filter(pk__in=room).update(
        attendance=Case(When(is_changed, then=Value(word.value)), default=F("attendance")),
        source=Case(When(is_changed, then=Value(source.value)), default=F("source")),
    )


def _write_word(entry: Entry, word: Attendance) -> None:
    line = day.line_of(entry)
    arrivals.check_word(line, word)
    if entry.comes_from and word is Attendance.ABSENT:
        centre = exams.institution_name(entry.comes_from)
        raise elsewhere.SeatedHereIsNotAbsent(candidate=line.candidate, centre=centre)
    Entry.objects.filter(pk=entry.pk).update(attendance=word, source=attendance_rules.source_after(line.source, word))
    void_signature(entry.paper_id, entry.centre_uai, entry.room)


def _record_delay(paper: Paper, entry: Entry, minutes: int | None, by: Actor, at: datetime) -> None:
    fact = arrivals.LateArrivalNoted(entry.candidate.candidate_number, entry.minutes_late, minutes)
    audit.record(subject=day.day_subject(paper, entry.centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def confirm_room(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    others_present: int,
    counted: int,
    gap_reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Confirm the register of a room: all the others, so many as the page showed, are present; and count its scripts.

    Raise DayIsClosed, RoomUnknown, RoomConfirmedAlready, OthersChanged, or RoomCountDiffers unless the difference is
    signed with a reason.
    """
    entries = hold_open_room(paper, centre_uai, room)
    lines = day.lines_of(entries)
    register = attendance_rules.tally(line.word for line in lines)
    register_rules.check_open_room(room, register, day.room_counts(paper.pk, centre_uai).get(room))
    register_rules.check_others(room, register.not_keyed, others_present)
    register_rules.check_room_count(room, lines, counted, gap_reason)
    others = [entry.pk for entry in entries if entry.attendance == Attendance.NOT_KEYED]
    _write_among([entry.pk for entry in entries], others, Attendance.PRESENT, AttendanceSource.OTHERS)
    hand = day_rules.hand_count(register.scripts + register.not_keyed, counted, gap_reason, by.login)
    RoomCount.objects.update_or_create(paper=paper, centre_uai=centre_uai, room=room, defaults=hand._asdict())
    fact = register_rules.room_confirmed(room, lines, counted, gap_reason.strip())
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def take_back_confirmation(*, paper: Paper, centre_uai: str, room: str, reason: str, by: Actor, at: datetime) -> None:
    """Take the confirmation of a room back: the others are to be keyed again, what was keyed or scanned stays.

    Raise DayIsClosed, RoomUnknown, RoomNotConfirmed or CorrectionReasonMissing.
    """
    attendance_rules.check_reason(reason)
    entries = hold_open_room(paper, centre_uai, room)
    counted = day.room_counts(paper.pk, centre_uai).get(room)
    if counted is None:
        raise register_rules.RoomNotConfirmed(room=attendance_rules.room_title(room))
    RoomCount.objects.filter(paper=paper, centre_uai=centre_uai, room=room).delete()
    others = Entry.objects.filter(pk__in=[entry.pk for entry in entries], source=AttendanceSource.OTHERS)
    taken_back = others.update(attendance=Attendance.NOT_KEYED, source=AttendanceSource.NOTHING)
    fact = register_rules.ConfirmationTakenBack(room, taken_back, counted, reason.strip())
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def count_room(
    *, paper: Paper, centre_uai: str, room: str, counted: int, gap_reason: str = "", by: Actor, at: datetime
) -> None:
    """Count the scripts of a confirmed room again, after its register changed.

    Raise DayIsClosed, RoomUnknown, RoomNotConfirmed, or RoomCountDiffers unless the difference is signed with a reason.
    """
    lines = day.lines_of(hold_open_room(paper, centre_uai, room))
    register = attendance_rules.tally(line.word for line in lines)
    if register.not_keyed:
        raise register_rules.RoomNotConfirmed(room=attendance_rules.room_title(room))
    register_rules.check_room_count(room, lines, counted, gap_reason)
    confirmed = RoomCount.objects.filter(paper=paper, centre_uai=centre_uai, room=room)
    hand = day_rules.hand_count(register.scripts, counted, gap_reason, by.login)
    swap_one(confirmed, register_rules.RoomNotConfirmed(room=attendance_rules.room_title(room)), **hand._asdict())
    fact = register_rules.RoomCounted(room, counted, gap_reason.strip())
    audit.record(subject=day.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


@transaction.atomic
def add_off_list_unnumbered(*, paper: Paper, centre_uai: str, candidate: OffList) -> int:
    """Enter a candidate off the list, present, and return the entry; lower service of the act that gives a number.

    The count of the room, if typed already, is left as it was: it no longer fits until it is typed again.

    Raise DayIsClosed, CentreUnknown, RoomUnknown, OnThisRegister, SitsInOtherRoom, SeatTaken, CandidateEntered,
    SpecialtyUnknown or what check_off_list refuses.
    """
    arrivals.check_off_list(candidate, paper.starts_at.date())
    exams.share_paper(paper)
    entries = hold_open_day(paper, centre_uai)
    attendance_rules.check_room(centre_uai, candidate.room, {entry.room for entry in entries})
    check_not_on_register(entries, candidate.candidate_number, candidate.room)
    arrivals.check_seat(candidate.room, candidate.seat, seats_taken(entries, candidate.room))
    if candidate.specialty_code not in exams.specialty_labels(paper.session_id):
        raise candidates.SpecialtyUnknown(specialty=candidate.specialty_code)
    sitting = Sitting(centre_uai, candidate.specialty_code, candidate.room, candidate.seat, candidate.arrangement)
    person = _add_person(paper.session, candidate)
    word = {"attendance": Attendance.PRESENT, "source": AttendanceSource.OFF_LIST}
    entry = Entry(candidate=person, paper=paper, **word, **sitting._asdict())
    entry.save(force_insert=True)
    count_roll([paper.pk], centre_uai)
    void_signature(paper.pk, centre_uai, candidate.room)
    return entry.pk


def check_not_on_register(entries: Iterable[Entry], candidate_number: str, room: str) -> None:
    """Refuse to enter off the list of a room whom a register of the centre names; raise what says where."""
    for entry in entries:
        if entry.candidate.candidate_number == candidate_number and not entry.sits_at:
            line = day.line_of(entry).title
            if entry.room == room:
                raise elsewhere.OnThisRegister(name=name_written(entry.candidate), line=line)
            title = attendance_rules.room_title(entry.room)
            raise elsewhere.SitsInOtherRoom(name=name_written(entry.candidate), room=title, line=line)


def seats_taken(entries: Iterable[Entry], room: str) -> list[tuple[str, str]]:
    """List the seats of a room where somebody sits, and who."""
    seated = (entry for entry in entries if entry.room == room and entry.attendance != Attendance.ABSENT)
    return [(entry.seat, name_written(entry.candidate)) for entry in seated]


def _add_person(session: Session, candidate: OffList) -> Candidate:
    values = {name: getattr(candidate, name) for name in CivilIdentity._fields} | called_as(candidate)._asdict()
    person, is_new = Candidate.objects.get_or_create(
        session=session, candidate_number=candidate.candidate_number, defaults=values
    )
    if not is_new:
        raise candidates.CandidateEntered(candidate=candidate.candidate_number)
    return person


def print_registers(*, paper: Paper, centre_uai: str) -> bytes:
    """Print the attendance register of a centre, a room a page; raise CentreUnknown."""
    return attendance_register.make_attendance_register(registers.register_of(paper, centre_uai))

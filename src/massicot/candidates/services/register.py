"""Acts on one line of a register: keyed, corrected, seen by its label, noted late."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates import queries, rules
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, Ticked, elsewhere
from massicot.candidates.services.holding import check_day_open, check_sits_here, hold_line
from massicot.candidates.services.signing import void_signature
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


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
    line = queries.line_of(entry)
    if line.word is word:
        return
    state = queries.room_state(paper.pk, centre_uai, entry.room)
    rules.check_open_room(entry.room, state.register, state.counted)
    rules.check_seen(line, seen)
    _write_word(entry, word)
    fact = rules.AttendanceKeyed(candidate_number, line.word.value, word.value)
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


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
    rules.check_seen(queries.line_of(entry), seen)
    before = Attendance(entry.attendance)
    rules.check_correction(candidate_number, entry.room, (before, attendance), reason)
    _write_word(entry, attendance)
    fact = rules.AttendanceCorrected(candidate_number, before.value, attendance.value, reason.strip())
    audit.record(subject=queries.day_subject(paper, centre_uai), fact=fact, by=by, at=at)


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
    line = queries.line_of(entry)
    rules.check_delay(line, minutes)
    rules.check_noted(line, minutes)
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
    line = queries.line_of(entry)
    rules.check_noted(line, seen)
    if line.minutes_late is not None:
        Entry.objects.filter(pk=entry.pk).update(arrived_at=None, minutes_late=None)
        _record_delay(paper, entry, None, by, at)


@transaction.atomic
def tick_entry(*, paper: Paper, centre_uai: str, room: str, entry_id: int) -> Ticked:
    """Say present whose label was scanned among the scripts of a room; lower service of the act that reads the label.

    It leaves no line in the journal, which would tell in what order the labels were scanned, and that is an order of
    numbers; the confirmation of the room counts them. Raise DayIsClosed, LabelOfOtherRoom, ScriptOfAbsent.
    """
    entry = queries.hold_entry(entry_id)
    check_day_open(paper, centre_uai)
    check_sits_here(entry)
    line = queries.line_of(entry)
    rules.check_label_room(line, entry.room, room)
    ticked = rules.plan_tick(line)
    if not ticked.is_double and not queries.room_state(paper.pk, centre_uai, room).is_confirmed:
        Entry.objects.filter(pk=entry.pk).update(attendance=ticked.line.word, source=ticked.line.source)
        void_signature(paper.pk, centre_uai, room)
    return ticked


def _write_word(entry: Entry, word: Attendance) -> None:
    line = queries.line_of(entry)
    rules.check_word(line, word)
    if entry.comes_from and word is Attendance.ABSENT:
        centre = exams.institution_name(entry.comes_from)
        raise elsewhere.SeatedHereIsNotAbsent(candidate=line.candidate, centre=centre)
    Entry.objects.filter(pk=entry.pk).update(attendance=word, source=rules.source_after(line.source, word))
    void_signature(entry.paper_id, entry.centre_uai, entry.room)


def _record_delay(paper: Paper, entry: Entry, minutes: int | None, by: Actor, at: datetime) -> None:
    fact = rules.LateArrivalNoted(entry.candidate.candidate_number, entry.minutes_late, minutes)
    audit.record(subject=queries.day_subject(paper, entry.centre_uai), fact=fact, by=by, at=at)

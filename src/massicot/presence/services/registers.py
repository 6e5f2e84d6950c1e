"""Acts on the register of a half-day: a word on a line, a letter read, somebody uncalled, hours, all the others.

What a register says is told to the absences, in the same transaction: it wins over what was announced. Whoever it found
absent, and nobody had announced, is of an absence that is to be explained; whoever it found present was not away on
that half-day, whatever was said before, and even if they were let off it and came uncalled. A word taken back takes
back what the register itself had found, and nothing that people announced.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import AbsenceState
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers import queries as markers
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.expected import days_called
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.missions.rules.letters import ConvocationUnknown
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.presence.models import DayRegister, HalfDayRegister, PresenceLine
from massicot.presence.queries import registers as queries
from massicot.presence.queries.registers import HalfDaySheet, SheetRow
from massicot.presence.rules import hours, registers, sending
from massicot.presence.rules.registers import LineSource, Presence, SaidOfOthers


def hold_register(session: exams.Session, place_uai: str, day: date, at: datetime) -> DayRegister:
    """Hold the register of a place and day until the end of the transaction; the first act on it makes it.

    Raise SessionIsArchived, DayNotCome, DayOfNoSession or RegisterIsSent.
    """
    exams.check_at_work(session)
    registers.check_day_come(day, exams.day_of(session, at))
    if queries.find_register(session, place_uai, day) is None:
        hours.check_day_of_session(day, days_called(session))
    register = _hold_register(session, place_uai, day)
    if register.is_sent:
        raise sending.RegisterIsSent
    return register


def hold_registers(session: exams.Session, sittings: Iterable[tuple[date, str]], at: datetime) -> None:
    """Hold the registers of days and places, sent or not: nobody keys one meanwhile. Nobody keys a day to come at all.

    Whoever holds somebody's letter as well holds it after these, as whoever keys does.
    """
    today = exams.day_of(session, at)
    for day, place_uai in sorted(sittings):
        if day <= today:
            _hold_register(session, place_uai, day)


def hold_half_day(
    session: exams.Session, place_uai: str, day: date, half: HalfDay, at: datetime, person_id: int | None = None
) -> tuple[HalfDayRegister, HalfDaySheet]:
    """Hold one half-day of a register with its list, or with its line of one person; raise as `hold_register` does."""
    register = hold_register(session, place_uai, day, at)
    row, _ = HalfDayRegister.objects.get_or_create(register=register, half=half)
    row.register = register
    return row, queries.day_sheet(session, place_uai, day, person_id).half(half)


def _hold_register(session: exams.Session, place_uai: str, day: date) -> DayRegister:
    begins_at, ends_at = queries.bounds_of(session, day)
    made, _ = DayRegister.objects.get_or_create(
        session=session, place_uai=place_uai, day=day, defaults={"begins_at": begins_at, "ends_at": ends_at}
    )
    return DayRegister.objects.select_for_update(of=("self",)).get(pk=made.pk)


def tell_absences(row: HalfDayRegister, lines: Iterable[SheetRow], word: Presence, by: Actor, at: datetime) -> None:
    """Tell what a half-day says of some people now."""
    half = (row.register.day, HalfDay(row.half))
    lines = list(lines)
    if word is Presence.ABSENT:
        called = {assignment for line in lines for assignment in line.assignment_ids}
        for assignment in sorted(called):
            absence_acts.observe(assignment_id=assignment, half=half, place_uai=row.register.place_uai, by=by, at=at)
        return
    for assignment in _known_away(row, lines, half):
        known = absences.halves_away(assignment)[half].absence
        if word is Presence.PRESENT or known.state == AbsenceState.OBSERVED:
            absence_acts.end_half(assignment_id=assignment, half=half, by=by, at=at)


def _known_away(row: HalfDayRegister, lines: Iterable[SheetRow], half: DayHalf) -> list[int]:
    """List the missions from which some people are known to be away: that calls them, or called them here before."""
    called: set[int] = set()
    uncalled: set[int] = set()
    for line in lines:
        called.update(line.assignment_ids)
        if not line.is_called:
            uncalled.add(line.person.pk)
    away = absences.away_at(row.register.session_id, None, half[0])
    here = row.register.place_uai
    then = [one for one in away if one.half is half[1]]
    return sorted(
        one.assignment for one in then if one.assignment in called or (one.person in uncalled and one.place == here)
    )


@transaction.atomic
def key_presence(
    *,
    session: exams.Session,
    place_uai: str,
    day: date,
    half: HalfDay,
    person_id: int,
    seen: Presence,
    word: Presence,
    by: Actor,
    at: datetime,
) -> None:
    """Say of one person that they are present, absent, or neither again; whoever came uncalled is taken off by that.

    On a confirmed half-day the signatures follow: whoever comes late signs. Raise RegisterIsSent, DayNotCome,
    NotOnRegister, LineKeyedElsewhere, UncalledNotAbsent, HalfDayConfirmedAlready or PresentAtAnotherPlace.
    """
    row, sheet = hold_half_day(session, place_uai, day, half, at, person_id)
    line = _row_of(session, sheet, person_id)
    registers.check_word(_name(line.person), line.presence, seen, word, is_called=line.is_called)
    if row.is_confirmed and word is Presence.UNKNOWN and line.is_called:
        raise registers.HalfDayConfirmedAlready
    _say(row, [line], word, LineSource.KEYED, by, at)
    if row.is_confirmed:
        _sign(row, line.presence, word)
    fact = registers.PresenceKeyed(half, person_id, line.presence, word)
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


@transaction.atomic
def read_letter(
    *, session: exams.Session, place_uai: str, day: date, half: HalfDay, code: str, by: Actor, at: datetime
) -> tuple[Person, bool]:
    """Say present whoever the code of a letter calls here; give who it is, and whether they were present already.

    Raise RegisterIsSent, DayNotCome, CodeOfNoLetter, LetterElsewhere, LetterHoldsNoMore or PresentAtAnotherPlace.
    """
    letter = _letter_of(code)
    person = letter.assignment.person
    row, sheet = hold_half_day(session, place_uai, day, half, at, person.pk)
    line = sheet.row_of(person.pk)
    if line is None:
        names = {"code": code, "person": _name(person), "identifier": person.identifier}
        is_cancelled = letter.state == ConvocationState.CANCELLED
        raise registers.LetterHoldsNoMore(**names) if is_cancelled else registers.LetterElsewhere(**names)
    if line.presence is Presence.PRESENT:
        return person, True
    _say(row, [line], Presence.PRESENT, LineSource.SCANNED, by, at)
    if row.is_confirmed:
        _sign(row, line.presence, Presence.PRESENT)
    audit.record(
        subject=queries.subject_of(session, place_uai, day), fact=registers.LetterRead(half, code), by=by, at=at
    )
    return person, False


@transaction.atomic
def add_uncalled(
    *, session: exams.Session, place_uai: str, day: date, half: HalfDay, person: Person, by: Actor, at: datetime
) -> None:
    """Add somebody who came without being called.

    Raise RegisterIsSent, DayNotCome, OnRegisterAlready or PresentAtAnotherPlace.
    """
    row, sheet = hold_half_day(session, place_uai, day, half, at, person.pk)
    if sheet.row_of(person.pk):
        raise registers.OnRegisterAlready(person=_name(person))
    _say(row, [SheetRow(person, (), None)], Presence.PRESENT, LineSource.KEYED, by, at)
    if row.is_confirmed:
        _sign(row, Presence.UNKNOWN, Presence.PRESENT)
    fact = registers.UncalledAdded(half, person.pk)
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


@transaction.atomic
def note_presence_hours(
    *,
    session: exams.Session,
    place_uai: str,
    day: date,
    half: HalfDay,
    person_id: int,
    arrived_at: time | None,
    left_at: time | None,
    by: Actor,
    at: datetime,
) -> None:
    """Note at what hour somebody came late or left early; neither takes both back.

    Raise RegisterIsSent, NotOnRegister, HoursOfAbsent, HourOutsideHalfDay, LeftBeforeComing, NotLate,
    LeftBeforeBeginning, NotEarly or PresentAtAnotherPlace.
    """
    hours.check_hours(half, arrived_at, left_at)
    row, sheet = hold_half_day(session, place_uai, day, half, at, person_id)
    line = _row_of(session, sheet, person_id)
    if line.line is None or line.presence is not Presence.PRESENT:
        raise registers.HoursOfAbsent(person=_name(line.person))
    hours.check_within(day, line.hours, arrived_at, left_at)
    if left_at is None:
        _check_here_alone(row, [person_id])
    PresenceLine.objects.filter(pk=line.line.pk).update(arrived_at=arrived_at, left_at=left_at)
    fact = registers.PresenceHoursNoted(half, person_id, _write_hour(arrived_at), _write_hour(left_at))
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


@transaction.atomic
def confirm_half_day(
    *,
    session: exams.Session,
    place_uai: str,
    day: date,
    half: HalfDay,
    others: SaidOfOthers,
    by: Actor,
    at: datetime,
) -> None:
    """Say of all the others that they were present, or that they did not come, on the signatures counted in the hand.

    Raise RegisterIsSent, DayNotCome, HalfDayNotBegun, HalfDayConfirmedAlready, ListChangedMeanwhile,
    PresentAtAnotherPlace, MoreSignaturesThanPeople, MoreSignaturesThanPresent or FewerSignaturesThanPresent.
    """
    row, sheet = hold_half_day(session, place_uai, day, half, at)
    if row.is_confirmed and not sheet.count.unknown:
        raise registers.HalfDayConfirmedAlready
    registers.check_begun(sheet.starts, at)
    registers.check_others(sheet.count, others)
    rest = [line for line in sheet.rows if line.presence is Presence.UNKNOWN]
    _say(row, rest, others.presence, LineSource.OTHERS, by, at)
    HalfDayRegister.objects.filter(pk=row.pk).update(
        signatures=others.signatures, confirmed_at=at, confirmed_by=by.login
    )
    fact = registers.HalfDayConfirmed(half, others.presence, others.count, others.signatures)
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


@transaction.atomic
def take_back_half_day(
    *, session: exams.Session, place_uai: str, day: date, half: HalfDay, reason: str, by: Actor, at: datetime
) -> None:
    """Take the confirmation of a half-day back: all the others are to be keyed again, what was keyed alone stays.

    Raise RegisterIsSent, TextNamesCandidate or HalfDayNotConfirmed.
    """
    check_names_nobody(reason)
    row, sheet = hold_half_day(session, place_uai, day, half, at)
    if not row.is_confirmed:
        raise registers.HalfDayNotConfirmed
    others = [line for line in sheet.rows if line.line and line.line.source == LineSource.OTHERS]
    _say(row, others, Presence.UNKNOWN, LineSource.OTHERS, by, at)
    HalfDayRegister.objects.filter(pk=row.pk).update(signatures=None, confirmed_at=None, confirmed_by="")
    fact = registers.HalfDayTakenBack(half, reason.strip())
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


def _letter_of(code: str) -> Convocation:
    """Find the letter of a code; raise CodeOfNoLetter where there is none."""
    try:
        return convocations.convocation_by_code(code)
    except ConvocationUnknown:
        raise registers.CodeOfNoLetter(code=code) from None


def _row_of(session: exams.Session, sheet: HalfDaySheet, person_id: int) -> SheetRow:
    line = sheet.row_of(person_id)
    if line is None:
        # Nobody is named whom the desk could not find by name: a number may be made up.
        person = persons.person_by_id(person_id) if markers.is_in_pool(session.pk, person_id) else None
        raise registers.NotOnRegister(person=_name(person) if person else "–")
    return line


def _say(
    row: HalfDayRegister, lines: Iterable[SheetRow], word: Presence, source: LineSource, by: Actor, at: datetime
) -> None:
    """Write one word on lines of a half-day, whose people are held: they are present in no other place."""
    lines = list(lines)
    ids = [line.person.pk for line in lines]
    row.lines.filter(person__in=ids).delete()
    tell_absences(row, lines, word, by, at)
    if word is Presence.UNKNOWN:
        return
    if word is Presence.PRESENT:
        _check_here_alone(row, ids)
    PresenceLine.objects.bulk_create(
        PresenceLine(
            half=row,
            person=line.person,
            assignment_id=line.assignment_id,
            day=row.register.day,
            half_day=row.half,
            presence=word,
            source=source,
            keyed_at=at,
            keyed_by=by.login,
        )
        for line in lines
    )


def _check_here_alone(row: HalfDayRegister, person_ids: Iterable[int]) -> None:
    """Refuse that somebody is in two places; another place that says so at the same time waits."""
    ids = sorted(person_ids)
    persons.hold_persons(ids)
    if elsewhere := queries.present_elsewhere(ids, row):
        place = exams.institution_name(elsewhere.half.register.place_uai)
        raise registers.PresentAtAnotherPlace(person=_name(elsewhere.person), place=place)


def _sign(row: HalfDayRegister, before: Presence, after: Presence) -> None:
    """Let the signatures of a confirmed half-day follow one line."""
    change = (after is Presence.PRESENT) - (before is Presence.PRESENT)
    HalfDayRegister.objects.filter(pk=row.pk).update(signatures=(row.signatures or 0) + change)


def _write_hour(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _name(person: Person) -> str:
    return f"{person.first_name} {person.surname}"


@transaction.atomic
def delete_registers(*, session: Session) -> None:
    """Delete the registers of a session on which nobody stands; any other keeps its session."""
    DayRegister.objects.filter(session=session, halves__lines=None).delete()

"""Acts on the register of a half-day: a word on a line, a letter read, somebody uncalled, hours, all the others."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.letters import ConvocationUnknown
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.presence import queries
from massicot.presence.models import HalfDayRegister, PresenceLine
from massicot.presence.queries import HalfDaySheet, SheetRow
from massicot.presence.rules import LineSource, Presence, hours, keying
from massicot.presence.rules.keying import SaidOfOthers
from massicot.presence.services.holding import hold_half_day
from massicot.presence.services.reconciling import tell_absences


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
    keying.check_word(_name(line.person), line.presence, seen, word, is_called=line.is_called)
    if row.is_confirmed and word is Presence.UNKNOWN and line.is_called:
        raise keying.HalfDayConfirmedAlready
    _say(row, [line], word, LineSource.KEYED, by, at)
    if row.is_confirmed:
        _sign(row, line.presence, word)
    fact = keying.PresenceKeyed(half, person_id, line.presence, word)
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
        raise keying.LetterHoldsNoMore(**names) if is_cancelled else keying.LetterElsewhere(**names)
    if line.presence is Presence.PRESENT:
        return person, True
    _say(row, [line], Presence.PRESENT, LineSource.SCANNED, by, at)
    if row.is_confirmed:
        _sign(row, line.presence, Presence.PRESENT)
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=keying.LetterRead(half, code), by=by, at=at)
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
        raise keying.OnRegisterAlready(person=_name(person))
    _say(row, [SheetRow(person, (), None)], Presence.PRESENT, LineSource.KEYED, by, at)
    if row.is_confirmed:
        _sign(row, Presence.UNKNOWN, Presence.PRESENT)
    fact = keying.UncalledAdded(half, person.pk)
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
        raise keying.HoursOfAbsent(person=_name(line.person))
    hours.check_within(day, line.hours, arrived_at, left_at)
    if left_at is None:
        _check_here_alone(row, [person_id])
    PresenceLine.objects.filter(pk=line.line.pk).update(arrived_at=arrived_at, left_at=left_at)
    fact = keying.PresenceHoursNoted(half, person_id, _written(arrived_at), _written(left_at))
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
        raise keying.HalfDayConfirmedAlready
    keying.check_begun(sheet.starts, at)
    keying.check_others(sheet.count, others)
    rest = [line for line in sheet.rows if line.presence is Presence.UNKNOWN]
    _say(row, rest, others.presence, LineSource.OTHERS, by, at)
    HalfDayRegister.objects.filter(pk=row.pk).update(
        signatures=others.signatures, confirmed_at=at, confirmed_by=by.login
    )
    fact = keying.HalfDayConfirmed(half, others.presence, others.count, others.signatures)
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
        raise keying.HalfDayNotConfirmed
    others = [line for line in sheet.rows if line.line and line.line.source == LineSource.OTHERS]
    _say(row, others, Presence.UNKNOWN, LineSource.OTHERS, by, at)
    HalfDayRegister.objects.filter(pk=row.pk).update(signatures=None, confirmed_at=None, confirmed_by="")
    fact = keying.HalfDayTakenBack(half, reason.strip())
    audit.record(subject=queries.subject_of(session, place_uai, day), fact=fact, by=by, at=at)


def _letter_of(code: str) -> Convocation:
    """Find the letter of a code; raise CodeOfNoLetter where there is none."""
    try:
        return convocations.convocation_by_code(code)
    except ConvocationUnknown:
        raise keying.CodeOfNoLetter(code=code) from None


def _row_of(session: exams.Session, sheet: HalfDaySheet, person_id: int) -> SheetRow:
    line = sheet.row_of(person_id)
    if line is None:
        # Nobody is named whom the desk could not find by name: a number may be made up.
        person = persons.person_by_id(person_id) if markers.is_in_pool(session.pk, person_id) else None
        raise keying.NotOnRegister(person=_name(person) if person else "–")
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
        raise keying.PresentAtAnotherPlace(person=_name(elsewhere.person), place=place)


def _sign(row: HalfDayRegister, before: Presence, after: Presence) -> None:
    """Let the signatures of a confirmed half-day follow one line."""
    change = (after is Presence.PRESENT) - (before is Presence.PRESENT)
    HalfDayRegister.objects.filter(pk=row.pk).update(signatures=(row.signatures or 0) + change)


def _written(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _name(person: Person) -> str:
    return f"{person.first_name} {person.surname}"

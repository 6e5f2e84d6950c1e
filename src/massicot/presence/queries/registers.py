"""Reads of who came: the register of a place and day as it stands, beside who is expected there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, reduce
from operator import and_

from django.db.models import Q

from massicot.absences import queries as absences
from massicot.documents import french, headings
from massicot.documents.marker_register import MarkerRegister, SignatureGroup, SignatureLine, SignatureSheet
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.markers.rules import MarkerUnknown
from massicot.missions.queries import convocations
from massicot.missions.queries import letters as letter_reads
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.expected import ExpectedPerson, expected_at, places_expected
from massicot.missions.queries.letters import Assignment
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.persons.queries import Person
from massicot.presence import models
from massicot.presence.rules import registers as register_rules
from massicot.presence.rules.registers import HalfDayCount, NobodyToSign, Presence, RegisterOrder
from massicot.presence.rules.sending import SaidThere, begins_at

PresenceLine = models.PresenceLine


DayRegister = models.DayRegister
HalfDayRegister = models.HalfDayRegister
"""Rows that others are handed and may name; the tables themselves are imported by this area only."""

REMARK_UNSEEN = Q(sent_at__isnull=False, remark_seen_at__isnull=True) & ~Q(remark="")
"""A register that was sent with a remark of which the office has not taken note."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person on the list of a half-day: the letters that call them to it, and what the register says."""

    person: Person
    letters: Sequence[ExpectedPerson]
    line: PresenceLine | None

    @property
    def presence(self) -> Presence:
        return Presence(self.line.presence) if self.line else Presence.UNKNOWN

    @property
    def assignment_id(self) -> int | None:
        """Name what they are called for first; None where nobody called them."""
        if self.letters:
            return min(self.letters, key=lambda letter: letter.slots[0].starts).letter.assignment_id
        return self.line.assignment_id if self.line else None

    @property
    def assignment_ids(self) -> list[int]:
        """Name all that they are called for; none where nobody called them."""
        letters = {letter.letter.assignment_id for letter in self.letters}
        kept = {self.line.assignment_id} if self.line and self.line.assignment_id else set()
        return sorted(letters or kept)

    @property
    def hours(self) -> list[tuple[datetime, datetime]]:
        """List from when to when their letters call them on the half-day."""
        return [(slot.starts, slot.ends) for letter in self.letters for slot in letter.slots]

    @property
    def is_called(self) -> bool:
        """Say whether a letter calls them, or called them when they were keyed."""
        return self.assignment_id is not None


@dataclass(frozen=True)
class HalfDaySheet:
    """The list of one half-day, by name: who is expected, and whom the register speaks of besides."""

    half: HalfDay
    rows: Sequence[SheetRow]
    register: HalfDayRegister | None

    @property
    def is_confirmed(self) -> bool:
        """Say whether something was said of everybody on it at once."""
        return self.register is not None and self.register.is_confirmed

    @cached_property
    def count(self) -> HalfDayCount:
        words = [row.presence for row in self.rows]
        return HalfDayCount(*(words.count(word) for word in (Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN)))

    @property
    def starts(self) -> list[datetime]:
        return [starts for row in self.rows for starts, _ in row.hours]

    def row_of(self, person_id: int) -> SheetRow | None:
        """Find somebody on it."""
        return next((row for row in self.rows if row.person.pk == person_id), None)


@dataclass(frozen=True)
class DaySheet:
    """The register of one place and day: its row where it has one, and the lists of its half-days."""

    day: date
    register: DayRegister | None
    halves: Sequence[HalfDaySheet]

    @property
    def is_sent(self) -> bool:
        return self.register is not None and self.register.is_sent

    @property
    def people(self) -> int:
        """Count on how many lines its lists speak of somebody."""
        return sum(sheet.count.people for sheet in self.halves)

    @property
    def unknown(self) -> dict[HalfDay, int]:
        """Map the half-days of whose people something is not known to of how many."""
        return {sheet.half: sheet.count.unknown for sheet in self.halves if sheet.count.unknown}

    @property
    def to_come(self) -> dict[HalfDay, datetime]:
        """Map the half-days of whose people something is not known to when they begin."""
        return {
            sheet.half: begins_at(sheet.half, self.day, sheet.starts)
            for sheet in self.halves
            if sheet.count.unknown and sheet.starts
        }

    def half(self, half: HalfDay) -> HalfDaySheet:
        return next(sheet for sheet in self.halves if sheet.half is half)


def day_sheet(session: exams.Session, uai: str, day: date, person_id: int | None = None) -> DaySheet:
    """Read the register of a place and day beside who is expected there: its line of one person, where one is named."""
    return _day_sheet(day, expected_at(session.pk, uai, person_id), find_register(session, uai, day), person_id)


def day_sheets(session: exams.Session, uai: str) -> list[DaySheet]:
    """Read the registers of a place, day by day: those on which somebody is expected, and those that it keyed."""
    expected = expected_at(session.pk, uai)
    rows = {row.day: row for row in DayRegister.objects.filter(session=session, place_uai=uai)}
    days = sorted({day for day, _ in expected} | rows.keys())
    sheets = [_day_sheet(day, expected, rows.get(day)) for day in days]
    return [sheet for sheet in sheets if sheet.people or sheet.is_sent]


def find_register(session: exams.Session, uai: str, day: date) -> DayRegister | None:
    """Fetch the register of a place and day, if anything was ever keyed of it."""
    return DayRegister.objects.filter(session=session, place_uai=uai, day=day).first()


def is_place_of(session: exams.Session, uai: str) -> bool:
    """Say whether a session calls somebody to a place, or anything was ever keyed there."""
    keyed = DayRegister.objects.filter(session=session, place_uai=uai)
    return uai in places_expected(session.pk) or keyed.exists()


def sent_at(session: exams.Session, sheet: DaySheet) -> datetime | None:
    """Say when a register was sent, on the clock of its session."""
    at = sheet.register.sent_at if sheet.register else None
    return at and at.astimezone(exams.zone_of(session))


def subject_of(session: exams.Session, uai: str, day: date) -> str:
    """Name the register of a place and day as the journal does."""
    return f"presence:{session.code}/{day.isoformat()}/{uai}"


def bounds_of(session: exams.Session, day: date) -> tuple[datetime, datetime]:
    """Give the instants at which a day begins and ends on the clock of a session."""
    zone = exams.zone_of(session)
    return datetime.combine(day, time.min, zone), datetime.combine(day + timedelta(days=1), time.min, zone)


def present_elsewhere(person_ids: Iterable[int], half: HalfDayRegister) -> PresenceLine | None:
    """Find somebody who is present in another place on a half-day, and did not leave it."""
    day = half.register.day
    rows = PresenceLine.objects.filter(person_id__in=sorted(person_ids), day=day, half_day=half.half)
    there = rows.filter(presence=Presence.PRESENT, left_at=None).exclude(half=half)
    return there.select_related("person", "half__register").order_by("pk").first()


def _day_sheet(
    day: date,
    expected: Mapping[DayHalf, Sequence[ExpectedPerson]],
    register: DayRegister | None,
    person_id: int | None = None,
) -> DaySheet:
    halves = {row.half: row for row in register.halves.all()} if register else {}
    lines = _lines(halves.values(), person_id)
    sheets = [
        HalfDaySheet(half, _rows(expected.get((day, half), ()), lines.get(half, ())), halves.get(half))
        for half in HalfDay
    ]
    return DaySheet(day, register, sheets)


def _lines(halves: Iterable[HalfDayRegister], person_id: int | None) -> dict[str, list[PresenceLine]]:
    names = {row.pk: row.half for row in halves}
    by_half: dict[str, list[PresenceLine]] = {half: [] for half in names.values()}
    rows = PresenceLine.objects.filter(half__in=list(names)).select_related("person")
    for line in rows if person_id is None else rows.filter(person=person_id):
        by_half[names[line.half_id]].append(line)
    return by_half


def _rows(expected: Iterable[ExpectedPerson], lines: Iterable[PresenceLine]) -> list[SheetRow]:
    by_person = {line.person_id: line for line in lines}
    letters: dict[int, list[ExpectedPerson]] = {line.person_id: [] for line in by_person.values()}
    people = {line.person_id: line.person for line in by_person.values()}
    for letter in expected:
        letters.setdefault(letter.person.pk, []).append(letter)
        people[letter.person.pk] = letter.person
    rows = [SheetRow(people[person], own, by_person.get(person)) for person, own in letters.items()]
    return sorted(rows, key=lambda row: (row.person.surname, row.person.first_name, row.person.pk))


WORDS = {HalfDay.MORNING: "Matin", HalfDay.AFTERNOON: "Après-midi"}


def register_document(
    session: exams.Session, uai: str, order: RegisterOrder, day: date | None = None
) -> MarkerRegister:
    """Gather the register of a place, of letter day or of every day of a session; raise NobodyToSign."""
    expected = expected_at(session.pk, uai)
    chosen = {half: people for half, people in expected.items() if day is None or half[0] == day}
    if not chosen:
        raise NobodyToSign(place=exams.institution_name(uai))
    place = exams.place_of(uai)
    return MarkerRegister(
        authority=session.authority,
        session_code=session.code,
        session=session.title,
        place=headings.InstitutionHeading(place.uai, place.title, place.town),
        office=", ".join(filter(None, (session.office, session.office_telephone))),
        is_rehearsal=session.is_rehearsal,
        sheets=_sheets(chosen, order),
    )


def _sheets(expected: Mapping[DayHalf, Sequence[ExpectedPerson]], order: RegisterOrder) -> list[SignatureSheet]:
    groups = _by_name if order is RegisterOrder.NAME else _by_mission
    return [SignatureSheet(day, WORDS[half], groups(people)) for (day, half), people in expected.items()]


def _by_name(people: Iterable[ExpectedPerson]) -> list[SignatureGroup]:
    letters: dict[int, list[ExpectedPerson]] = {}
    for letter in people:
        letters.setdefault(letter.person.pk, []).append(letter)
    return [SignatureGroup("", [_line(own) for own in letters.values()])]


def _by_mission(people: Iterable[ExpectedPerson]) -> list[SignatureGroup]:
    missions: dict[tuple[str, int], list[ExpectedPerson]] = {}
    for letter in people:
        missions.setdefault((letter.facts.title, letter.facts.mission), []).append(letter)
    return [SignatureGroup(title, [_line([letter]) for letter in own]) for (title, _), own in sorted(missions.items())]


def _line(letters: Sequence[ExpectedPerson]) -> SignatureLine:
    person = letters[0].person
    return SignatureLine(
        surname=person.surname,
        first_name=person.first_name,
        identifier=person.identifier,
        mission=" ; ".join(dict.fromkeys(letter.facts.title for letter in letters)),
        hours=[
            f"{french.hour(slot.starts)} – {french.hour(slot.ends)} : {slot.title}"
            for letter in letters
            for slot in letter.slots
        ],
        is_reserve=all(letter.facts.is_reserve for letter in letters),
    )


def said_present(assignment: Assignment, places: Mapping[DayHalf, str]) -> dict[DayHalf, SaidThere]:
    """Map those of some half-days on which the register of their place has somebody present to what it says."""
    rows = PresenceLine.objects.filter(
        person=assignment.person_id,
        half__register__session=assignment.mission.session_id,
        half__register__place_uai__in=set(places.values()),
        presence=Presence.PRESENT,
    )
    registers = {(row.day, HalfDay(row.half_day)): row.half.register for row in rows.select_related("half__register")}
    there = {half: row for half, row in registers.items() if places.get(half) == row.place_uai}
    names = exams.institution_names({row.place_uai for row in there.values()}) if there else {}
    return {half: SaidThere(names.get(row.place_uai, row.place_uai), row.is_sent) for half, row in there.items()}


def halves_to_announce(letter: Convocation) -> list[DayHalf]:
    """List the half-days of a letter on which its reader is neither known to be away nor present by a register."""
    places = letter_reads.halves_called(convocations.facts_of(letter))
    known = absences.halves_away(letter.assignment_id).keys() | said_present(letter.assignment, places).keys()
    return [half for half in places if half not in known]


FEW = 5
"""How many are named where several are called so."""


def person_typed(session: exams.Session, typed: str, day: date) -> Person:
    """Find somebody of the pool of a session; raise NobodyCalledSo or SeveralCalledSo."""
    words = " ".join(typed.split())
    try:
        return markers.marker_by_identifier(session.pk, words).person
    except MarkerUnknown:
        fitting = markers.rows_of(session.pk, day).filter(_is_called(words)).select_related("person")
    people = {row.person_id: row.person for row in fitting.order_by("person__surname", "person__first_name")[: FEW + 1]}
    if not people:
        raise register_rules.NobodyCalledSo(typed=words)
    if len(people) > 1:
        raise register_rules.SeveralCalledSo(typed=words, names=register_rules.names_of(list(people.values())[:FEW]))
    return next(iter(people.values()))


def _is_called(words: str) -> Q:
    """Look for every word, in whichever order they were typed."""
    return reduce(and_, map(markers.has_in_name, words.split()), Q(pk__isnull=not words))

"""Reads of who came: the register of a place and day as it stands, beside who is expected there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Q

from massicot.exams import queries as exams
from massicot.missions.queries.expected import ExpectedPerson, expected_at, places_expected
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.persons.queries import Person
from massicot.presence import models
from massicot.presence.rules import Presence
from massicot.presence.rules.keying import HalfDayCount
from massicot.presence.rules.sending import begins_at

DayRegister = models.DayRegister
HalfDayRegister = models.HalfDayRegister
PresenceLine = models.PresenceLine
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
        """Say what the register says of them."""
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
        """Count what is said of how many."""
        words = [row.presence for row in self.rows]
        return HalfDayCount(*(words.count(word) for word in (Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN)))

    @property
    def starts(self) -> list[datetime]:
        """List when those who are expected are to begin."""
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
        """Say whether the exam office has it."""
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
        """Give the list of one half-day."""
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

"""Who is called and comes, as an inspector sees it: by day and half-day, and meeting by meeting."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property

from massicot.absences import queries as absences
from massicot.exams import queries as exams
from massicot.missions.queries.expected import ExpectedPerson, expected_by_place
from massicot.missions.rules.hours import HalfDay, half_days
from massicot.missions.rules.letters import CallSlot
from massicot.presence.models import PresenceLine
from massicot.presence.rules.hours import is_meeting
from massicot.presence.rules.registers import Presence

Papers = Collection[str] | None
"""Codes of the papers that somebody may see; None for all of a session, and what is of no paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedPerson:
    """Somebody called to a place on a half-day, and what its register says of them."""

    expected: ExpectedPerson
    place_uai: str
    day: date
    half: HalfDay
    line: PresenceLine | None
    is_away: bool = False
    """Whether they are announced absent; why is nobody's business there."""

    @property
    def presence(self) -> Presence:
        return Presence(self.line.presence) if self.line else Presence.UNKNOWN

    def presence_at(self, slot: CallSlot) -> Presence:
        """Say whether they were there for some hours: whoever came after them, or left before, was not."""
        if self.line is None or self.presence is not Presence.PRESENT:
            return self.presence
        came, left = self.line.arrived_at or time.min, self.line.left_at or time.max
        is_there = came < slot.ends.time() and left > slot.starts.time()
        return Presence.PRESENT if is_there else Presence.ABSENT


@dataclass(frozen=True)
class Meeting:
    """One meeting: what it is called, where and when, and who is called to it, by name."""

    slot: CallSlot
    place_uai: str
    paper: str
    people: list[InspectedPerson]

    @property
    def day(self) -> date:
        return self.slot.starts.date()

    @cached_property
    def counts(self) -> dict[Presence, int]:
        """Count who was there, who was not, of whom it is not known."""
        words = [row.presence_at(self.slot) for row in self.people]
        return {word: words.count(word) for word in Presence}


def called_people(session: exams.Session, papers: Papers) -> list[InspectedPerson]:
    """List who is called to a session, or to some of its papers, by day, half-day, place and name."""
    lines = _lines(session)
    away = {(row.assignment, row.day, row.half) for row in absences.away_at(session.pk)}
    people = [
        InspectedPerson(
            expected=row,
            place_uai=uai,
            day=day,
            half=half,
            line=lines.get((uai, day, half, row.person.pk)),
            is_away=(row.letter.assignment_id, day, half) in away,
        )
        for uai, halves in expected_by_place(session.pk).items()
        for (day, half), letters in halves.items()
        for row in letters
        if papers is None or row.facts.paper in papers
    ]
    return sorted(people, key=lambda row: (row.day, row.half is HalfDay.AFTERNOON, row.place_uai))


def meetings_of(people: Iterable[InspectedPerson]) -> list[Meeting]:
    """List the meetings to which some people are called, in their order."""
    meetings: dict[int, Meeting] = {}
    for row in people:
        for slot in row.expected.slots:
            if is_meeting(row.expected.facts.kind, slot.title) and _begins_on(slot, row):
                own = Meeting(slot, row.place_uai, row.expected.facts.paper, [])
                meetings.setdefault(slot.activity, own).people.append(row)
    return sorted(meetings.values(), key=lambda meeting: (meeting.slot.starts, meeting.place_uai, meeting.slot.title))


def _begins_on(slot: CallSlot, row: InspectedPerson) -> bool:
    """Say whether a meeting begins on a half-day: one that lasts over 13 h is told once."""
    return half_days(slot.starts, slot.ends)[0] == (row.day, row.half)


def _lines(session: exams.Session) -> Mapping[tuple[str, date, HalfDay, int], PresenceLine]:
    rows = PresenceLine.objects.filter(half__register__session=session).select_related("half__register")
    return {(row.half.register.place_uai, row.day, HalfDay(row.half_day), row.person_id): row for row in rows}

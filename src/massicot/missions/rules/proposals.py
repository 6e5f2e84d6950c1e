"""How many to call, and the marking mission of a paper, proposed from its calendar.

How many to call: scripts of each specialty by about fifty, and a reserve. A batch holds scripts of one specialty, so
that each specialty is divided by itself (the notice: "une cinquantaine de copies"). The reserve replaces those who do
not come, in whole persons.

The notice: an agreement meeting on the morning of the first day, three days of marking, a harmonisation board during
the marking for those who are named. On the day of the agreement meeting marking begins when it ends. A meeting lasts
two hours until somebody says otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from massicot.core.refused import N_, Refused
from massicot.missions.rules.missions import ActivityValues

SCRIPTS_EACH = 50
"""About how many scripts a marker has (the notice)."""


@dataclass(frozen=True, slots=True)
class SpecialtyNeed:
    """How many markers the scripts of one specialty ask for."""

    specialty: str
    scripts: int
    markers: int


@dataclass(frozen=True, slots=True)
class Need:
    """How many to call for a mission, and why."""

    specialties: tuple[SpecialtyNeed, ...]
    reserve_percent: int

    @property
    def scripts(self) -> int:
        return sum(row.scripts for row in self.specialties)

    @property
    def markers(self) -> int:
        return sum(row.markers for row in self.specialties)

    @property
    def reserve(self) -> int:
        """Count the persons of the reserve, rounded up: a tenth of 41 is 5."""
        return -(-self.markers * self.reserve_percent // 100)

    @property
    def to_call(self) -> int:
        return self.markers + self.reserve

    def lacking(self, called: int) -> int:
        """Count who is called too few; below zero, too many."""
        return self.to_call - called


def need_of(scripts: Mapping[str, int], reserve_percent: int, each: int = SCRIPTS_EACH) -> Need:
    """Compute how many to call for scripts by specialty; one of no scripts asks for nobody."""
    rows = tuple(
        SpecialtyNeed(specialty, count, -(-count // each)) for specialty, count in sorted(scripts.items()) if count
    )
    return Need(rows, reserve_percent)


MEETING = timedelta(hours=2)

AGREEMENT = "Réunion d’entente"
MARKING = "Corrections"
BOARD = "Commission d’harmonisation"
"""What convocations call them, in the language of the letters."""


class NothingToPropose(Refused):
    sentence = N_(
        "Nothing is to be proposed for {paper}: its missions stand already, or no marking centre expects scripts of "
        "it. Import its candidates and specialties first, or make a mission by hand."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingCalendar:
    """When a paper is marked, on the clock of the session."""

    opens_on: date
    closes_on: date
    starts: time
    ends: time
    agreement_at: datetime | None = None
    board_at: datetime | None = None


def plan_activities(calendar: MarkingCalendar, place_uai: str) -> list[ActivityValues]:
    """Plan the agreement meeting, the marking days and the board of a marking centre, in their order."""
    planned = [*_meeting(calendar.agreement_at, AGREEMENT, place_uai), *_days(calendar, place_uai)]
    board = [replace(row, is_for_named=True) for row in _meeting(calendar.board_at, BOARD, place_uai)]
    return sorted([*planned, *board], key=lambda row: (row.day, row.starts, row.is_for_named))


def _meeting(at: datetime | None, title: str, place_uai: str) -> Iterator[ActivityValues]:
    if at is not None:
        ends = min(at + MEETING, at.replace(hour=23, minute=59))
        yield ActivityValues(title=title, day=at.date(), starts=at.time(), ends=ends.time(), place_uai=place_uai)


def _days(calendar: MarkingCalendar, place_uai: str) -> Iterator[ActivityValues]:
    meeting = next(_meeting(calendar.agreement_at, AGREEMENT, place_uai), None)
    day = calendar.opens_on
    while day <= calendar.closes_on:
        starts = max(calendar.starts, meeting.ends) if meeting and meeting.day == day else calendar.starts
        if starts < calendar.ends:
            yield ActivityValues(title=MARKING, day=day, starts=starts, ends=calendar.ends, place_uai=place_uai)
        day += timedelta(days=1)

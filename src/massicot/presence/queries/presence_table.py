"""Reads for the table of who came: every letter that holds beside the registers, and whoever nobody had called."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, time

from massicot.exams import queries as exams
from massicot.missions.queries.expected import ExpectedPerson, expected_by_place
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.persons.queries import Person
from massicot.presence.models import HalfDayRegister, PresenceLine
from massicot.presence.rules.presence_table import PresenceTableLine
from massicot.presence.rules.registers import Presence

Sitting = tuple[str, date, HalfDay]
"""One half-day at one place."""


def presence_lines(session: exams.Session, paper: exams.Paper | None = None) -> Iterator[PresenceTableLine]:
    """List who was expected, and who came, at every place of a session, by place, day, half-day and name.

    Of one paper: its letters alone, and nobody whom nobody had called.
    """
    registers = _lines_by_sitting(session)
    halves = _halves(session)
    called: set[tuple[Sitting, int]] = set()
    for sitting, people in sorted(_sittings(expected_by_place(session.pk)).items(), key=lambda pair: _order(pair[0])):
        lines = registers.get(sitting, {})
        for letter in people:
            called.add((sitting, letter.person.pk))
            if paper is None or letter.facts.paper == paper.code:
                yield _line(session, sitting, letter.person, letter, lines.get(letter.person.pk), halves.get(sitting))
    for sitting, lines in sorted(registers.items(), key=lambda pair: _order(pair[0])) if paper is None else ():
        for person, line in lines.items():
            if (sitting, person) not in called:
                yield _line(session, sitting, line.person, None, line, halves.get(sitting))


def _sittings(
    expected: Mapping[str, Mapping[DayHalf, list[ExpectedPerson]]],
) -> dict[Sitting, list[ExpectedPerson]]:
    return {(uai, day, half): people for uai, own in expected.items() for (day, half), people in own.items()}


def _order(sitting: Sitting) -> tuple[str, date, bool]:
    uai, day, half = sitting
    return uai, day, half is HalfDay.AFTERNOON


def _lines_by_sitting(session: exams.Session) -> dict[Sitting, dict[int, PresenceLine]]:
    rows = PresenceLine.objects.filter(half__register__session=session)
    by_sitting: dict[Sitting, dict[int, PresenceLine]] = defaultdict(dict)
    lines = rows.select_related("half__register", "person", "assignment__mission__paper")
    for line in lines.order_by("person__surname", "person__first_name", "pk"):
        by_sitting[line.half.register.place_uai, line.day, HalfDay(line.half_day)][line.person_id] = line
    return by_sitting


def _halves(session: exams.Session) -> dict[Sitting, HalfDayRegister]:
    rows = HalfDayRegister.objects.filter(register__session=session).select_related("register")
    return {(row.register.place_uai, row.register.day, HalfDay(row.half)): row for row in rows}


def _line(
    session: exams.Session,
    sitting: Sitting,
    person: Person,
    letter: ExpectedPerson | None,
    line: PresenceLine | None,
    half: HalfDayRegister | None,
) -> PresenceTableLine:
    uai, day, of_day = sitting
    # Somebody keyed by a letter that holds no more keeps the mission that it called to.
    mission = line.assignment.mission if line and line.assignment else None
    sent_at = half.register.sent_at if half else None
    return PresenceTableLine(
        session=session.code,
        place=uai,
        day=day.isoformat(),
        half=of_day,
        identifier=person.identifier,
        civility=person.civility,
        surname=person.surname,
        first_name=person.first_name,
        is_called="oui" if letter or mission else "non",
        mission=str(letter.facts.mission if letter else mission.pk if mission else ""),
        title=letter.facts.title if letter else mission.title if mission else "",
        paper=letter.facts.paper if letter else mission.paper.code if mission and mission.paper else "",
        code=letter.letter.code if letter else "",
        presence=line.presence if line else Presence.UNKNOWN,
        arrived_at=_hour(line.arrived_at if line else None),
        left_at=_hour(line.left_at if line else None),
        source=line.source if line else "",
        is_confirmed="oui" if half and half.is_confirmed else "non",
        sent_at=sent_at.astimezone(exams.zone_of(session)).isoformat() if sent_at else "",
    )


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""

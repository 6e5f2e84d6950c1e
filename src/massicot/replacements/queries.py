"""Reads of who replaces whom, of who may, and of who is absent while nobody comes in their stead.

Who is absent while nobody comes in their stead, and whom an urgent letter did not reach. Which half-days are over the
clock of each session says: where Paris has its lunch, Martinique has not begun.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from massicot.absences import queries as absences
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.missions import queries as missions
from massicot.missions.queries import ProposedPerson
from massicot.missions.queries import letters as letter_reads
from massicot.missions.queries.letters import Assignment
from massicot.missions.queries.replacements import PlaceCalled, call_of, reserve_of, stead_of, unreached_letters
from massicot.missions.rules import AssignmentState
from massicot.missions.rules.hours import NOON, DayHalf, HalfDay
from massicot.missions.rules.lists import Obstacle, ObstacleKind
from massicot.persons.queries import Person, persons_called
from massicot.presence.queries.registers import said_present
from massicot.replacements import models
from massicot.replacements.rules import NothingAsked, ReplacementState
from massicot.store.prepared import Question, ask_all
from massicot.store.wording import Call

Replacement = models.Replacement
ReplacedHalf = models.ReplacedHalf
"""Rows that others are handed and may name; the tables themselves are imported by this area only."""


def name_of(person: Person) -> str:
    """Write a name as refusals do: Mme Bob BADIANE."""
    return " ".join(filter(None, (person.civility, person.first_name, person.surname)))


def replacement_by_id(replacement_id: int) -> Replacement:
    """Fetch a replacement with its people; raise NothingAsked."""
    row = _REPLACEMENT.first(replacement_id=replacement_id)
    if row is None:
        raise NothingAsked
    return row


def standing_halves(absent: Assignment) -> dict[DayHalf, Replacement]:
    """Map the half-days of somebody on which another comes to who that is; one who is called no more comes not."""
    return {half_of(row): row.replacement for row in _STANDING.ask(absent_id=absent.pk)}


def standing_rows() -> QuerySet[ReplacedHalf]:
    """Find the half-days that somebody keeps in the stead of another."""
    rows = ReplacedHalf.objects.filter(ended_at=None)
    return rows.exclude(replacement__stand_in__state=AssignmentState.WITHDRAWN)


def replaced_persons(paper_id: int) -> list[str]:
    """List who is replaced on some half-day of the missions of a paper, by identifier."""
    return sorted({identifier for (identifier,) in _REPLACED.ask(paper_id=paper_id)})


_REPLACED: Question[tuple[str]] = Question(
    lambda paper_id: standing_rows().filter(absent__mission__paper=paper_id).values_list("absent__person__identifier")
)
_REPLACEMENT: Question[Replacement] = Question(
    lambda replacement_id: Replacement.objects.select_related(
        "absent__person", "absent__mission__session", "person", "stand_in"
    ).filter(pk=replacement_id)
)
_STANDING: Question[ReplacedHalf] = Question(
    lambda absent_id: (
        standing_rows().filter(absent=absent_id).select_related("replacement__person", "replacement__stand_in")
    )
)
_WORDS: Question[Replacement] = Question(
    lambda absent_id: (
        Replacement.objects.filter(absent=absent_id).select_related("person", "stand_in").order_by("-said_at", "-pk")
    )
)


def words_of(absent: Assignment) -> list[Replacement]:
    """List who was asked or offered in the stead of somebody and what came of it, the last first."""
    return _WORDS.ask(absent_id=absent.pk)


def half_of(row: ReplacedHalf) -> DayHalf:
    return row.day, HalfDay(row.half)


@dataclass(frozen=True, slots=True)
class AbsentMarker:
    """Somebody of the pool of a session who is absent from a centre, and who comes in their stead, by identifier."""

    session: int
    place: str
    identifier: str
    instead: Sequence[str]


def absent_markers(uais: Collection[str], days: Mapping[int, date]) -> list[AbsentMarker]:
    """List who is absent from some centres, each once a session and centre; `days` say which day of each session."""
    at = sorted(uais)
    rows = set(_on_days(days, lambda sessions, day: _AWAY.of(sessions=sessions, day=day, uais=at)) if at else ())
    instead = _instead({assignment for *_, assignment in rows}, days) if rows else {}
    return [
        AbsentMarker(session, place, identifier, instead.get(assignment, ()))
        for session, place, identifier, assignment in sorted(rows)
    ]


def _instead(assignments: Collection[int], days: Mapping[int, date]) -> dict[int, list[str]]:
    """Map those of some absent persons in whose stead somebody comes to who does, by identifier."""
    absent = sorted(assignments)
    rows = _on_days(days, lambda sessions, day: _INSTEAD.of(sessions=sessions, day=day, absent=absent))
    stand_ins: dict[int, list[str]] = defaultdict(list)
    for assignment, identifier in rows:
        stand_ins[assignment].append(identifier)
    return stand_ins


def _on_days(days: Mapping[int, date], ask: Callable[[list[int], date], Call]) -> Iterator[Any]:
    """Ask of each day together the sessions that have it: those of one clock have one."""
    sessions: dict[date, list[int]] = defaultdict(list)
    for session, day in days.items():
        sessions[day].append(session)
    return chain.from_iterable(ask_all(*(ask(some, day) for day, some in sessions.items())))


def _away(sessions: Collection[int], day: date, uais: Collection[str]) -> QuerySet[Any, Any]:
    session = "assignment__mission__session"
    rows = absences.away_rows().filter(assignment__mission__session__in=sessions, day=day, place_uai__in=uais)
    called: QuerySet[Any] = rows.annotate(called=_identifier(session, "assignment__person"))
    return called.filter(called__isnull=False).values_list(session, "place_uai", "called", "assignment")


def _standing_in(sessions: Collection[int], day: date, absent: Collection[int]) -> QuerySet[Any, Any]:
    rows = standing_rows().filter(absent__mission__session__in=sessions, day=day, absent__in=absent)
    called = rows.annotate(called=_identifier("absent__mission__session", "replacement__person"))
    return called.filter(called__isnull=False).order_by("called").values_list("absent", "called").distinct()


def _identifier(session: str, person: str) -> Subquery:
    return markers.identifier_of(OuterRef(session), OuterRef(person))


_AWAY: Question[tuple[int, str, str, int]] = Question(_away)
_INSTEAD: Question[tuple[int, str]] = Question(_standing_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInChoices:
    """Somebody who is to be replaced, on which half-days, and by whom they may be."""

    call: PlaceCalled
    replaced: Mapping[DayHalf, Replacement]
    away: Collection[DayHalf]
    """The half-days of which an absence is known."""
    open_halves: Sequence[DayHalf]
    """Those on which nobody comes in their stead, and no register has them present."""
    halves: Sequence[DayHalf]
    """Those for which somebody is wanted."""
    words: Sequence[Replacement]
    """What was said of whom, the last first."""
    proposals: Sequence[ProposedPerson]
    reserve: Collection[int] = ()
    """Who is called for the reserve of the mission, by person."""

    @property
    def unanswered(self) -> Mapping[int, Replacement]:
        """Map whoever did not answer, by person, to what was noted."""
        return {row.person_id: row for row in self.words if row.state == ReplacementState.UNANSWERED}

    @property
    def offered(self) -> set[int]:
        return {row.person_id for row in self.words if row.state == ReplacementState.OFFERED}


def choices_for(absent_id: int, at: datetime, only: Collection[DayHalf] = ()) -> StandInChoices:
    """Tell by whom somebody may be replaced on the half-days that are left to them; raise NotOnList.

    Where an absence is known, on those half-days alone, and on none once somebody comes on each of them; else on all to
    which their letter calls; of these `only` some where they are named.
    """
    call = call_of(absent_id, at)
    replaced = standing_halves(call.assignment)
    away = absences.halves_away(absent_id).keys() & set(call.left)
    present = said_present(call.assignment, letter_reads.halves_called(call.facts)) if call.facts else {}
    open_ones = [half for half in call.left if half not in replaced and half not in present]
    halves = [half for half in open_ones if half in (away or call.called)]
    wanted = [half for half in open_ones if half in only] or halves
    words = words_of(call.assignment)
    if not wanted:
        return StandInChoices(
            call=call, replaced=replaced, away=away, open_halves=open_ones, halves=[], words=words, proposals=[]
        )
    mission = call.assignment.mission
    stead = stead_of(call, wanted, _against(wanted, words))
    everybody = missions.proposals_for(mission, exams.day_of(mission.session, at), stead)
    others = [row for row in everybody if row.person.pk != call.assignment.person_id]
    return StandInChoices(
        call=call,
        replaced=replaced,
        away=away,
        open_halves=open_ones,
        halves=wanted,
        words=words,
        proposals=others,
        reserve=reserve_of(mission.pk),
    )


def away_then(halves: Collection[DayHalf]) -> set[int]:
    """List who is known to be absent on one of some half-days, by person; whoever is ill is so for every session."""
    wanted = set(halves)
    rows = absences.away_rows().filter(day__in={day for day, _ in wanted})
    away = rows.values_list("assignment__person", "day", "half")
    return {person for person, day, half in away if (day, HalfDay(half)) in wanted}


def _against(halves: Collection[DayHalf], words: Sequence[Replacement]) -> Mapping[int, Sequence[Obstacle]]:
    obstacles: dict[int, list[Obstacle]] = defaultdict(list)
    for person in away_then(halves):
        obstacles[person].append(Obstacle(ObstacleKind.AWAY))
    for row in words:
        if row.state == ReplacementState.REFUSED:
            obstacles[row.person_id].append(Obstacle(ObstacleKind.SAID_NO))
    return obstacles


@dataclass(frozen=True, slots=True)
class NotReplaced:
    """Somebody who is absent, and the half-days to come on which nobody comes in their stead."""

    assignment: Assignment
    halves: Sequence[DayHalf]


@dataclass(frozen=True, slots=True)
class FirstHalves:
    """From which days on the mornings and the afternoons of the sessions of a time zone are not over."""

    zone: str
    morning: date
    afternoon: date


def not_replaced(now: datetime, uais: Collection[str] | None = None) -> list[NotReplaced]:
    """List who is absent on half-days to come while nobody comes in their stead, the first half-day first.

    With `uais`, those who were staff of some institutions as their absence began.
    """
    of_each: dict[Assignment, list[DayHalf]] = defaultdict(list)
    away = _rows(first_halves(now, exams.zones_at_work()))
    if uais is not None:
        away = away.filter(absence__institution_uai__in=sorted(uais))
    rows = away.select_related("assignment__person", "assignment__mission__session")
    for row in rows.order_by("day", "-half", "assignment__person__surname", "pk"):
        of_each[row.assignment].append((row.day, HalfDay(row.half)))
    return [NotReplaced(assignment, halves) for assignment, halves in of_each.items()]


@dataclass(frozen=True, slots=True)
class ReplacedPerson:
    """Somebody in whose stead another comes, and the half-days on which that one does, today or later."""

    absent: Assignment
    by: Replacement
    halves: Sequence[DayHalf]


def replaced_from(now: datetime, words: str = "") -> list[ReplacedPerson]:
    """List who is replaced by whom from today on, the first half-day first; with `words`, those of that name alone."""
    from_today = reduce(or_, (_from_today(now, zone) for zone in exams.zones_at_work()), Q(pk__in=[]))
    rows = standing_rows().filter(from_today, absent__mission__session__archived_at=None)
    if words:
        rows = rows.filter(absent__person__in=persons_called(words).values("pk"))
    rows = rows.select_related("absent__person", "absent__mission", "replacement__person", "replacement__stand_in")
    of_each: dict[tuple[Assignment, Replacement], list[DayHalf]] = defaultdict(list)
    for row in rows.order_by("day", "-half", "absent__person__surname", "pk"):
        of_each[row.absent, row.replacement].append((row.day, HalfDay(row.half)))
    return [ReplacedPerson(absent, by, halves) for (absent, by), halves in of_each.items()]


def in_whose_stead(stand_in_id: int) -> list[Assignment]:
    """List in whose stead somebody on a list comes."""
    rows = standing_rows().filter(replacement__stand_in=stand_in_id).select_related("absent__person")
    return list(dict.fromkeys(row.absent for row in rows.order_by("pk")))


def first_halves(now: datetime, zones: Iterable[ZoneInfo]) -> list[FirstHalves]:
    """Tell from when on half-days are to come in time zones, in the order of their names."""
    return [_first_of(now.astimezone(zone), zone.key) for zone in sorted(zones, key=lambda zone: zone.key)]


def count_beside(first: Iterable[FirstHalves]) -> dict[str, Subquery]:
    """Write how many persons these are as a value of another statement; one of `first` for each zone at work."""
    rows = _rows(first).order_by().values(one=Value(1))
    return {"not_replaced": Subquery(rows.annotate(counted=Count("assignment", distinct=True)).values("counted"))}


def count_read(values: Mapping[str, Any]) -> int:
    """Read what was asked beside another statement, or alone."""
    return int(values.get("not_replaced") or 0)


def offers_of(assignments: Collection[Assignment]) -> list[Replacement]:
    """List whom heads have offered in the stead of some persons, and nobody has answered."""
    rows = models.Replacement.objects.filter(absent__in=list(assignments), state=ReplacementState.OFFERED)
    return list(rows.select_related("person", "absent__person").order_by("pk"))


def stand_ins_to_reach(now: datetime) -> list[Replacement]:
    """List who was convened in somebody's stead and is not reached, by their head."""
    letters = unreached_letters(now).values("assignment")
    rows = models.Replacement.objects.filter(stand_in__in=letters, halves__ended_at=None).distinct()
    return list(rows.select_related("person", "stand_in__person", "stand_in__mission").order_by("pk"))


def _rows(first: Iterable[FirstHalves]) -> QuerySet[Any]:
    """Find the half-days to come of absences, of sessions at work, on which nobody comes instead."""
    to_come = reduce(or_, map(_to_come, first), Q(pk__in=[]))
    there = standing_rows().filter(absent=OuterRef("assignment"), day=OuterRef("day"), half=OuterRef("half"))
    return absences.away_rows().filter(to_come, ~Exists(there), assignment__mission__session__archived_at=None)


def _first_of(here: datetime, zone: str) -> FirstHalves:
    morning = here.date() if here.time() < NOON else here.date() + timedelta(days=1)
    return FirstHalves(zone, morning, here.date())


def _to_come(first: FirstHalves) -> Q:
    """Say which half-days of the sessions of a time zone are not over."""
    mornings = Q(half=HalfDay.MORNING, day__gte=first.morning)
    afternoons = Q(half=HalfDay.AFTERNOON, day__gte=first.afternoon)
    return Q(mornings | afternoons, assignment__mission__session__time_zone=first.zone)


def _from_today(now: datetime, zone: ZoneInfo) -> Q:
    """Say which half-days of the sessions of a time zone are of today or later."""
    return Q(day__gte=now.astimezone(zone).date(), absent__mission__session__time_zone=zone.key)

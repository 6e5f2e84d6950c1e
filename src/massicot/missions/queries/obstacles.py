"""Reads of what speaks against calling somebody: other missions, declared days, a role on the side of names."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from massicot.exams import queries as exams
from massicot.missions.models import Assignment, Mission, NamedFor
from massicot.missions.queries.missions import ON_LIST, kept_by_all
from massicot.missions.rules.hours import ClashKind, Slot, clashes
from massicot.missions.rules.lists import SEES_NUMBERS, Obstacle, ObstacleKind
from massicot.missions.rules.missions import AssignmentState, MissionKind
from massicot.missions.rules.replacements import kept_hours, left_out
from massicot.missions.rules.uncalled import keeps, read_days
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.store.prepared import Question

A_DAY = timedelta(days=1)
"""How far around a mission others are looked for: half of its first day may be taken."""

_KINDS = {ClashKind.HOURS: ObstacleKind.HOURS, ClashKind.PLACES: ObstacleKind.PLACES}


@dataclass(frozen=True, slots=True)
class Around:
    """All that may speak against calling anybody for one mission, read once for thousands."""

    wanted: Sequence[Slot]
    kept: Mapping[int, list[Slot]]
    unavailable: Mapping[int, list[tuple[date, date]]]
    with_names: frozenset[str]
    listed: Mapping[int, AssignmentState]

    def obstacles(self, person: Person) -> tuple[Obstacle, ...]:
        """Say what speaks against calling one person, what bars the list first."""
        found = [
            Obstacle(_KINDS[clash.kind], clash.one) for clash in clashes(self.kept.get(person.pk, ()), self.wanted)
        ]
        if person.set_aside_at is not None:
            found.append(Obstacle(ObstacleKind.SET_ASIDE))
        days = {slot.starts_at.date() for slot in self.wanted}
        for first, last in self.unavailable.get(person.pk, ()):
            if any(first <= day <= last for day in days):
                found.append(Obstacle(ObstacleKind.UNAVAILABLE, days=(first, last)))
        if self.with_names and self.with_names.intersection(_logins(person)):
            found.append(Obstacle(ObstacleKind.NAMES))
        if state := self.listed.get(person.pk):
            is_off = state is AssignmentState.WITHDRAWN
            found.append(Obstacle(ObstacleKind.TAKEN_OFF if is_off else ObstacleKind.ON_LIST))
        return tuple(found)


def around(
    mission: Mission,
    person_ids: Collection[int] | None = None,
    *,
    without: QuerySet[Any] | None = None,
    wanted: Sequence[Slot] | None = None,
) -> Around:
    """Read what may speak against calling somebody for a mission: some persons, or anybody.

    Whoever is on a list by a row of `without` is taken for off it: that list is made anew. `wanted`: the hours for
    which they are called, where these are not all of the mission.
    """
    wanted = kept_by_all(mission) if wanted is None else wanted
    first = min((slot.starts_at for slot in wanted), default=None)
    last = max((slot.ends_at for slot in wanted), default=None)
    if first is None or last is None:
        return Around([], {}, {}, frozenset(), _states_on_list(mission, without))
    sees_numbers = MissionKind(mission.kind) in SEES_NUMBERS
    return Around(
        wanted,
        slots_between(first - A_DAY, last + A_DAY, person_ids, besides=mission.pk, without=without),
        persons.unavailable_between(first.date(), last.date(), person_ids),
        frozenset(exams.logins_with_names(mission.session)) if sees_numbers else frozenset(),
        _states_on_list(mission, without),
    )


def slots_between(
    first: datetime,
    last: datetime,
    person_ids: Collection[int] | None = None,
    *,
    besides: int = 0,
    without: QuerySet[Any] | None = None,
) -> dict[int, list[Slot]]:
    """Map those who are on a list, in any session, to the hours that they keep between two instants.

    Of some persons, or of everybody; the mission `besides` is left out, and the rows `without`.
    """
    if person_ids is not None and not person_ids:
        return {}
    found: dict[int, list[Slot]] = defaultdict(list)
    some = None if person_ids is None else list(person_ids)
    if without is None:
        hours = _HOURS.ask(first=first, last=last, besides=besides, person_ids=some)
    else:
        hours = list(_hours(first, last, besides, some).exclude(pk__in=without.values("pk")))
    boards = {row[-1] for row in hours if row[-2]}
    named = _namings_of(boards) if boards else set()
    for assignment, person, mission, zone, days, halves, let_off, starts_at, ends_at, place, *which in hours:
        is_for_named, activity = which
        starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (starts_at, ends_at))
        comes = (assignment, activity) in named if is_for_named else keeps(read_days(days), starts.date())
        if comes and (hours_kept := kept_hours(starts, ends, left_out(halves, let_off))):
            found[person].append(Slot(*hours_kept, place, mission))
    return dict(found)


def _namings_of(activity_ids: Collection[int]) -> set[tuple[int, int]]:
    """List who is named for some activities: assignment and activity."""
    return set(_NAMED.ask(activity_ids=list(activity_ids)))


def titles_of(mission_ids: Collection[int]) -> dict[int, str]:
    return dict(_TITLES.ask(mission_ids=list(mission_ids))) if mission_ids else {}


def _states_on_list(mission: Mission, without: QuerySet[Any] | None) -> dict[int, AssignmentState]:
    """Map those who are, or were, on the list of a mission to how they stand; whoever is on it again, on it."""
    rows = (
        _LISTED.ask(mission_id=mission.pk)
        if without is None
        else list(_listed_rows(mission.pk).exclude(pk__in=without.values("pk")))
    )
    ranked = sorted(rows, key=lambda row: row[1] != AssignmentState.WITHDRAWN)
    return {person_id: AssignmentState(state) for person_id, state in ranked}


def _logins(person: Person) -> set[str]:
    """List the addresses of a person: the one they are written to, and the one they sign in with."""
    account = person.account.email if person.account_id and person.account else ""
    return {person.email.strip().lower(), account} - {""}


def _hours(first: datetime, last: datetime, besides: int, person_ids: list[int] | None) -> QuerySet[Assignment, Any]:
    rows = Assignment.objects.filter(
        ON_LIST, mission__activities__starts_at__lt=last, mission__activities__ends_at__gt=first
    ).exclude(mission_id=besides)
    if person_ids is not None:
        rows = rows.filter(person_id__in=person_ids)
    fields = ("starts_at", "ends_at", "place_uai", "is_for_named", "pk")
    return rows.order_by("mission__activities__starts_at", "pk").values_list(
        "pk",
        "person_id",
        "mission_id",
        "mission__session__time_zone",
        "days",
        "halves",
        "let_off",
        *(f"mission__activities__{name}" for name in fields),
    )


def _listed_rows(mission_id: int) -> QuerySet[Assignment, Any]:
    return Assignment.objects.filter(mission_id=mission_id).values_list("person_id", "state")


_HOURS: Question[tuple[Any, ...]] = Question(_hours)
_LISTED: Question[tuple[int, str]] = Question(_listed_rows)
_NAMED: Question[tuple[int, int]] = Question(
    lambda activity_ids: NamedFor.objects.filter(activity_id__in=activity_ids).values_list(
        "assignment_id", "activity_id"
    )
)
_TITLES: Question[tuple[int, str]] = Question(
    lambda mission_ids: Mission.objects.filter(pk__in=mission_ids).values_list("pk", "title")
)

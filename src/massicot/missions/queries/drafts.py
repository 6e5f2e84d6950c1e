"""What letters would say now: of each assignment, whom it calls, for what, where and when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from massicot.exams import queries as exams
from massicot.missions.models import Activity, Assignment, Mission, NamedFor
from massicot.missions.rules import letters
from massicot.missions.rules.hours import Slot
from massicot.missions.rules.letters import CalledPerson, CallOffice, CallPlace, CallSlot, LetterFacts
from massicot.missions.rules.missions import AssignmentState
from massicot.missions.rules.replacements import left_out, slots_kept
from massicot.missions.rules.uncalled import keeps, read_days
from massicot.persons import queries as persons
from massicot.persons.rules import EmployerKind
from massicot.persons.rules.situations import is_duty
from massicot.store.prepared import Question, ask_all

OF_NO_SCHOOL = frozenset({EmployerKind.OUTSIDE, EmployerKind.RETIRED})
"""The employers of whom no head of institution answers, whatever school a table names beside them."""

AT_ONCE = 500

WAITING = Q(state=AssignmentState.PROPOSED, person__set_aside_at=None)
"""Who waits for a letter; nobody calls somebody whom the office has set aside since they were put on the list."""


def waiting_ids(mission_ids: Collection[int]) -> list[int]:
    """List who waits for a letter on the lists of some missions, by assignment."""
    ids = list(mission_ids)
    return [pk for (pk,) in _WAITING_IN.ask(mission_ids=ids)] if ids else []


def missions_waiting(session_id: int) -> list[tuple[Mission, int]]:
    """List the missions of a session on whose lists somebody waits for a letter, each with how many."""
    is_waiting = Q(assignments__state=AssignmentState.PROPOSED, assignments__person__set_aside_at=None)
    waits = Count("assignments", filter=is_waiting)
    rows = Mission.objects.filter(session_id=session_id).annotate(waiting=waits).filter(waiting__gt=0)
    return [(row, row.waiting) for row in rows.order_by("title", "pk")]


def assignment_rows(run_id: int) -> QuerySet[Assignment]:
    """Find who waits for a letter in the missions of a run, by name, for a list that the database cuts and sorts."""
    rows = Assignment.objects.filter(WAITING, mission__runs=run_id)
    return rows.select_related("person", "mission").order_by("person__surname", "person__first_name", "pk")


def drafts_of(assignment_ids: Collection[int]) -> dict[int, LetterFacts]:
    """Write what the letters of some assignments would say, in their order; one without any hours is left out."""
    return _drafts_of(_ROWS, assignment_ids)


def draft_in_full(assignment: Assignment) -> LetterFacts | None:
    """Write what the letter of somebody would say who is let off nothing; None where the mission has no hours."""
    row = copy(assignment)
    row.let_off = ""
    return _drafts([row]).get(row.pk)


def _drafts_of(some: Question[Assignment], assignment_ids: Collection[int]) -> dict[int, LetterFacts]:
    drafts: dict[int, LetterFacts] = {}
    ordered = sorted(assignment_ids)
    for start in range(0, len(ordered), AT_ONCE):
        if rows := some.ask(ids=ordered[start : start + AT_ONCE]):
            drafts |= _drafts(rows)
    return drafts


def _drafts(rows: Sequence[Assignment]) -> dict[int, LetterFacts]:
    activities, named = _hours(rows)
    slots = {row.pk: _slots(row, activities[row.mission_id], named[row.pk]) for row in rows}
    drawn = [row for row in rows if slots[row.pk]]
    situations = _situations(drawn, {row.pk: slots[row.pk][0].starts.date() for row in drawn})
    schools = {_school(found) for found in situations.values()}
    uais = schools | {slot.place for own in slots.values() for slot in own}
    places = exams.call_places(uais)
    return {row.pk: _draft(row, slots[row.pk], situations.get(row.pk), places) for row in drawn}


def _hours(rows: Sequence[Assignment]) -> tuple[dict[int, list[Activity]], dict[int, set[int]]]:
    """Map the missions of some assignments to their activities, and the assignments to those they are named for."""
    missions = sorted({row.mission_id for row in rows})
    hours, pairs = ask_all(_ACTIVITIES.of(mission_ids=missions), _NAMED.of(ids=[row.pk for row in rows]))
    activities: dict[int, list[Activity]] = defaultdict(list)
    for activity in hours:
        activities[activity.mission_id].append(activity)
    named: dict[int, set[int]] = defaultdict(set)
    for assignment_id, activity_id in pairs:
        named[assignment_id].add(activity_id)
    return activities, named


def _slots(row: Assignment, activities: Iterable[Activity], named: Collection[int]) -> tuple[CallSlot, ...]:
    zone = ZoneInfo(row.mission.session.time_zone)
    days = read_days(row.days)
    slots = (
        CallSlot(
            activity.pk,
            activity.title,
            activity.starts_at.astimezone(zone).isoformat(),
            activity.ends_at.astimezone(zone).isoformat(),
            activity.place_uai,
        )
        for activity in activities
        if (activity.pk in named if activity.is_for_named else keeps(days, activity.starts_at.astimezone(zone).date()))
    )
    return tuple(slots_kept(slots, left_out(row.halves, row.let_off)))


def _situations(rows: Sequence[Assignment], days: Mapping[int, date]) -> dict[int, persons.Situation | None]:
    by_day: dict[date, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_day[days[row.pk]].append(row)
    found: dict[int, persons.Situation | None] = {}
    for day, some in by_day.items():
        situations = persons.situations_of({row.person_id for row in some}, day)
        found |= {row.pk: situations.get(row.person_id) for row in some}
    return found


def _draft(
    row: Assignment,
    slots: tuple[CallSlot, ...],
    situation: persons.Situation | None,
    places: Mapping[str, exams.CallSite],
) -> LetterFacts:
    mission, person = row.mission, row.person
    session, paper = mission.session, mission.paper
    school = _school(situation)
    return LetterFacts(
        person=CalledPerson(
            identifier=person.identifier,
            civility=person.civility,
            surname=person.surname,
            first_name=person.first_name,
            institution_uai=school,
            institution=places[school].called if school in places else school,
            is_duty=is_duty(situation.employer_kind, is_state_agent=situation.is_state_agent) if situation else None,
        ),
        office=CallOffice(
            session.authority, session.office, session.office_telephone, session.office_address, session.signatory
        ),
        session=session.code,
        session_title=session.title,
        time_zone=session.time_zone,
        is_rehearsal=session.is_rehearsal,
        mission=mission.pk,
        kind=mission.kind,
        title=mission.title,
        paper=paper.code if paper else "",
        paper_title=paper.title if paper else "",
        is_reserve=row.is_reserve,
        is_late=row.late_on is not None,
        is_instead=row.is_stand_in,
        places=tuple(_place(uai, places) for uai in dict.fromkeys(slot.place for slot in slots)),
        slots=slots,
    )


def _place(uai: str, places: Mapping[str, exams.CallSite]) -> CallPlace:
    site = places.get(uai)
    if site is None:
        return CallPlace(uai, uai)
    return CallPlace(uai, site.called, site.address, site.latitude, site.longitude)


def _school(situation: persons.Situation | None) -> str:
    if situation is None or situation.employer_kind in OF_NO_SCHOOL:
        return ""
    return situation.institution_uai


def in_reading_order(drafts: Mapping[int, LetterFacts]) -> list[LetterFacts]:
    """Put what letters would say in the order in which people look through them: by mission, then by name."""
    return sorted(
        drafts.values(), key=lambda facts: (facts.title, facts.mission, facts.person.surname, facts.person.first_name)
    )


def slots_of(facts: LetterFacts) -> list[Slot]:
    """Give the hours of a letter as the rule of conflicts weighs them."""
    return [Slot(slot.starts, slot.ends, slot.place, facts.mission) for slot in facts.slots]


def waiting_drafts(assignment_ids: Collection[int]) -> dict[int, LetterFacts]:
    """Write what the letters of those would say, of some, who still wait for one."""
    return _drafts_of(_WAITING_ROWS, assignment_ids)


def digests_of(drafts: Mapping[int, LetterFacts]) -> dict[int, str]:
    """Digest what some letters would say, by assignment."""
    return {assignment: letters.seen_digest(facts) for assignment, facts in drafts.items()}


def _whole(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related("person", "mission__session", "mission__paper").order_by("pk")


_ROWS: Question[Assignment] = Question(lambda ids: _whole(Assignment.objects.filter(pk__in=ids)))
_WAITING_ROWS: Question[Assignment] = Question(lambda ids: _whole(Assignment.objects.filter(WAITING, pk__in=ids)))
_WAITING_IN: Question[tuple[int]] = Question(
    lambda mission_ids: Assignment.objects.filter(WAITING, mission_id__in=mission_ids).order_by("pk").values_list("pk")
)
_ACTIVITIES: Question[Activity] = Question(
    lambda mission_ids: Activity.objects.filter(mission_id__in=mission_ids).order_by("starts_at", "pk")
)
_NAMED: Question[tuple[int, int]] = Question(
    lambda ids: NamedFor.objects.filter(assignment_id__in=ids).values_list("assignment_id", "activity_id")
)

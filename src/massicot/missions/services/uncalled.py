"""The act that convenes somebody late, who marks without being called, by a letter that says so with its date."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.exams import queries as exams
from massicot.missions.models import Assignment, Convocation, ConvocationRun, Mission
from massicot.missions.queries import missions, obstacles
from massicot.missions.queries.expected import uncalled_at
from massicot.missions.queries.missions import ON_LIST, kept_by_all
from massicot.missions.rules import uncalled
from massicot.missions.rules.lists import CannotKeepBoth
from massicot.missions.rules.missions import AssignmentState, ConvocationState, MissionKind
from massicot.missions.services.letters import Addresses, LetterWriting, issue_one
from massicot.missions.services.lists import clashes_of, name_of
from massicot.missions.services.runs import tell_heads
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.store.writes import share_rows


@transaction.atomic
def convene_late(
    *, paper: exams.Paper, centre_uai: str, person: str, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> Convocation:
    """Convene somebody, by their identifier, to the marking where they have had batches without being called.

    Their letter names the days on which they had some and, while they do, those to come; one that regularised earlier
    days is replaced. Nobody is too many for it. Raise CalledMeanwhile, NoHoursThatDay, LetterToReissue, CannotKeepBoth,
    PersonUnknown or SessionIsArchived.
    """
    exams.check_at_work(paper.session)
    row = persons.person_by_identifier(person)
    mission = _hold_mission(paper, centre_uai, row, _days_with_batches(paper, centre_uai, row, at))
    # Two caseworkers wait for one another at the mission: what the first one did is seen here.
    held = _days_with_batches(paper, centre_uai, row, at)
    days = _days(mission, held, exams.day_of(paper.session, at))
    if mission is None or not days:
        raise uncalled.NoHoursThatDay(
            paper=paper.code, place=exams.institution_name(centre_uai), day=held[0], person=name_of(row)
        )
    assignment = _put(mission, row, days, by, at)
    if clashing := clashes_of(mission, [row.pk]).get(row.pk):
        slot = clashing[0].one
        other = obstacles.titles_of([slot.mission])[slot.mission]
        raise CannotKeepBoth(person=name_of(row), other=other, day=slot.starts_at.date())
    letter = issue_one(mission, assignment, LetterWriting(addresses, draw, by, at))
    tell_heads(run_id=letter.run_id, at=at)
    written = [day.isoformat() for day in sorted(uncalled.read_days(assignment.days))]
    fact = uncalled.ConvenedLate(mission.pk, row.identifier, letter.code, written)
    audit.record(subject=missions.subject_of(mission), fact=fact, by=by, at=at)
    return letter


def _days_with_batches(paper: exams.Paper, centre_uai: str, person: Person, at: datetime) -> tuple[date, ...]:
    """List the days on which somebody had batches without being called; raise CalledMeanwhile where there is none."""
    rows = uncalled_at(paper, centre_uai, at)
    days = next((one.days for one in rows if one.person.pk == person.pk), ())
    if not days:
        raise uncalled.CalledMeanwhile(person=name_of(person))
    return days


def _hold_mission(paper: exams.Paper, centre_uai: str, person: Person, held: Sequence[date]) -> Mission | None:
    """Hold the marking mission of a paper at a centre: one of those days first, then one on whose list somebody is."""
    rows = Mission.objects.filter(paper_id=paper.pk, kind=MissionKind.MARKING, place_uai=centre_uai)
    theirs = set(Assignment.objects.filter(ON_LIST, person=person).values_list("mission_id", flat=True))
    ranked = [(_hours(row).isdisjoint(held), row.pk not in theirs, row.pk) for row in rows.select_related("session")]
    return missions.hold_mission(min(ranked)[-1]) if ranked else None


def _hours(mission: Mission) -> set[date]:
    return {slot.starts_at.date() for slot in kept_by_all(mission)}


def _days(mission: Mission | None, held: Sequence[date], today: date) -> list[date]:
    return uncalled.late_days(held, _hours(mission), today) if mission else []


def _put(mission: Mission, person: Person, days: Sequence[date], by: Actor, at: datetime) -> Assignment:
    """Put somebody on the list for some days, or for more days than they had."""
    persons.hold_persons([person.pk])
    row = Assignment.objects.filter(ON_LIST, mission=mission, person=person).first()
    row = row and _hold_place(row)
    if row is None:
        row = Assignment(mission=mission, person=person, is_pinned=True, put_by=by.login, put_at=at)
    elif row.state == AssignmentState.CONVENED and row.late_on is None:
        raise uncalled.LetterToReissue(person=name_of(person), mission=mission.title)
    row.late_on = row.late_on or exams.day_of(mission.session, at)
    row.days = uncalled.written_days({*uncalled.read_days(row.days), *days})
    row.state = AssignmentState.CONVENED
    row.is_reserve = False
    row.save()
    return row


def _hold_place(row: Assignment) -> Assignment | None:
    """Hold somebody on a list, and their letter before them, as whoever cancels it does; None once they are off it."""
    valid = Convocation.objects.filter(assignment=row, state=ConvocationState.VALID)
    share_rows(ConvocationRun, valid.values_list("run", flat=True))
    list(valid.select_for_update())
    return Assignment.objects.filter(ON_LIST, pk=row.pk).select_for_update().first()

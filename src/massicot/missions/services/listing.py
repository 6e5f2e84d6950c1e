"""Acts on the list of a mission: put on it, taken off, pinned, named for an activity."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.missions import queries
from massicot.missions.models import Activity, Assignment, Mission, NamedFor
from massicot.missions.queries import ProposedPerson
from massicot.missions.queries.lists import movable_rows
from massicot.missions.rules import AssignmentState, MissionKind, listing
from massicot.missions.rules.hours import Slot
from massicot.missions.rules.listing import BARRING, FROM_ANYWHERE, Obstacle
from massicot.missions.services.clashing import clashes_of, name_of
from massicot.persons import queries as persons
from massicot.persons.queries import Person


@transaction.atomic
def put_on_list(*, mission_id: int, person: str, by: Actor, at: datetime) -> Assignment:
    """Put a person, by their identifier, on the list of a mission; put there by hand, they are pinned.

    What speaks against them and does not bar the list is written down. Raise ListFull, OnListAlready, CannotKeepBoth,
    PersonSetAside, NotInPool, PersonUnknown or MissionUnknown.
    """
    mission = queries.hold_mission(mission_id)
    row = persons.person_by_identifier(person)
    main, reserve, _ = queries.count_listed(mission.pk)
    persons.hold_persons([row.pk])
    obstacles = queries.around(mission, [row.pk]).obstacles(row)
    _check_free(mission, row, obstacles)
    if main + reserve >= mission.places:
        raise listing.ListFull(places=mission.places)
    day = exams.day_of(mission.session, at)
    assignment = _assignment(mission, _proposed(mission, row, day), row, by, at)
    assignment.is_pinned = True
    assignment.is_reserve = main >= mission.needed
    assignment.save()
    fact = listing.PersonListed(mission.pk, row.identifier, listing.keys_of(obstacles))
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
    return assignment


@transaction.atomic
def take_off_list(*, mission_id: int, assignment_id: int, by: Actor, at: datetime) -> None:
    """Take a person off the list of a mission; the rule puts them there no more. Raise PersonConvened or NotOnList."""
    mission = queries.hold_mission(mission_id)
    row = queries.assignment_of(mission.pk, assignment_id)
    _check_not_convened(row)
    NamedFor.objects.filter(assignment=row).delete()
    Assignment.objects.filter(pk=row.pk).update(state=AssignmentState.WITHDRAWN)
    fact = listing.PersonTakenOff(mission.pk, row.person.identifier)
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)


@transaction.atomic
def clear_list(*, mission_id: int, by: Actor, at: datetime) -> int:
    """Take all those off a list who are neither pinned nor convened, as if they had never been there; count them.

    Raise NobodyToTakeOff.
    """
    mission = queries.hold_mission(mission_id)
    rows = movable_rows([mission.pk])
    identifiers = sorted(rows.values_list("person__identifier", flat=True))
    if not identifiers:
        raise listing.NobodyToTakeOff
    rows.delete()
    fact = listing.ListCleared(mission.pk, identifiers)
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
    return len(identifiers)


@transaction.atomic
def pin_assignment(*, mission_id: int, assignment_id: int, by: Actor, at: datetime) -> None:
    """Let a person stay when their list is cleared; raise PinnedAlready or NotOnList."""
    _pin(mission_id, assignment_id, by, at, is_pinned=True)


@transaction.atomic
def unpin_assignment(*, mission_id: int, assignment_id: int, by: Actor, at: datetime) -> None:
    """Let a person go when their list is cleared; raise PinnedAlready or NotOnList."""
    _pin(mission_id, assignment_id, by, at, is_pinned=False)


@transaction.atomic
def name_for_activity(*, mission_id: int, assignment_id: int, activity_id: int, by: Actor, at: datetime) -> None:
    """Name a person for an activity that not everybody of their mission keeps.

    Raise NotForNamed, NotOnList or CannotKeepBoth.
    """
    mission = queries.hold_mission(mission_id)
    row = queries.assignment_of(mission.pk, assignment_id)
    activity = _activity(mission, activity_id)
    persons.hold_persons([row.person_id])
    _, is_new = NamedFor.objects.get_or_create(assignment=row, activity=activity)
    if clashing := clashes_of(mission, [row.person_id]).get(row.person_id):
        _refuse_both(row.person, clashing[0].one)
    if is_new:
        fact = listing.PersonNamed(mission.pk, row.person.identifier, activity.title)
        audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)


@transaction.atomic
def take_back_name(*, mission_id: int, assignment_id: int, activity_id: int, by: Actor, at: datetime) -> None:
    """Name a person for an activity no more; raise NotForNamed or NotOnList."""
    mission = queries.hold_mission(mission_id)
    row = queries.assignment_of(mission.pk, assignment_id)
    activity = _activity(mission, activity_id)
    if NamedFor.objects.filter(assignment=row, activity=activity).delete()[0]:
        fact = listing.PersonNamedNoMore(mission.pk, row.person.identifier, activity.title)
        audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)


def new_assignment(mission: Mission, proposed: ProposedPerson, by: Actor, at: datetime) -> Assignment:
    """Build the row of a person whom the rule puts on a list, with what the list said of them."""
    return _assignment(mission, proposed, proposed.person, by, at)


def _assignment(
    mission: Mission, proposed: ProposedPerson | None, person: Person, by: Actor, at: datetime
) -> Assignment:
    row = Assignment(mission=mission, person=person, put_by=by.login, put_at=at)
    if proposed is not None:
        row.distance_m = proposed.proposal.distance_m
        row.times_called = proposed.proposal.person.times_called
        row.rank_in_institution = proposed.proposal.rank_in_institution
        row.of_institution = proposed.proposal.of_institution
    return row


def _proposed(mission: Mission, person: Person, day: date) -> ProposedPerson | None:
    return next((row for row in queries.proposals_for(mission, day) if row.person.pk == person.pk), None)


def check_may_be_called(mission: Mission, person: Person) -> None:
    """Refuse whom the session may not call for a mission, or the office has set aside."""
    is_from_pool = MissionKind(mission.kind) in FROM_ANYWHERE or markers.is_in_pool(mission.session_id, person.pk)
    if not is_from_pool:
        raise listing.NotInPool(person=name_of(person), session=mission.session.code)
    if person.set_aside_at is not None:
        raise listing.PersonSetAside(person=name_of(person), reason=person.set_aside_reason)


def _check_free(mission: Mission, person: Person, obstacles: Sequence[Obstacle]) -> None:
    check_may_be_called(mission, person)
    if any(row.kind is listing.ObstacleKind.ON_LIST for row in obstacles):
        raise listing.OnListAlready(person=name_of(person))
    for row in obstacles:
        if row.kind in BARRING and row.slot is not None:
            _refuse_both(person, row.slot)


def _refuse_both(person: Person, elsewhere: Slot) -> None:
    other = queries.titles_of([elsewhere.mission])[elsewhere.mission]
    raise listing.CannotKeepBoth(person=name_of(person), other=other, day=f"{elsewhere.starts_at:%d/%m/%Y}")


def _check_not_convened(row: Assignment) -> None:
    if row.state == AssignmentState.CONVENED:
        raise listing.PersonConvened(person=name_of(row.person))


def _activity(mission: Mission, activity_id: int) -> Activity:
    activity = Activity.objects.filter(mission=mission, pk=activity_id, is_for_named=True).first()
    if activity is None:
        raise listing.NotForNamed
    return activity


def _pin(mission_id: int, assignment_id: int, by: Actor, at: datetime, *, is_pinned: bool) -> None:
    mission = queries.hold_mission(mission_id)
    row = queries.assignment_of(mission.pk, assignment_id)
    moved = Assignment.objects.filter(pk=row.pk, is_pinned=not is_pinned).update(is_pinned=is_pinned)
    if moved != 1:
        raise listing.PinnedAlready(person=name_of(row.person))
    fact = listing.PersonPinned if is_pinned else listing.PersonSetFree
    audit.record(subject=queries.subject_of(mission), fact=fact(mission.pk, row.person.identifier), by=by, at=at)

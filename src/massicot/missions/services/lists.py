"""Acts on the list of a mission: put on it, taken off, pinned; nobody is left at two places at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import services as batch_acts
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers import queries as markers
from massicot.missions.models import Activity, Assignment, Mission, NamedFor
from massicot.missions.queries import lists, missions
from massicot.missions.queries import obstacles as obstacle_reads
from massicot.missions.queries.lists import ProposedPerson, missions_listing, movable_rows
from massicot.missions.queries.obstacles import A_DAY
from massicot.missions.rules import lists as list_rules
from massicot.missions.rules import runs
from massicot.missions.rules.hours import Clash, Slot, clashes
from massicot.missions.rules.lists import BARRING, FROM_ANYWHERE, Obstacle
from massicot.missions.rules.missions import AssignmentState, ConvenedCannotKeep, MissionKind
from massicot.persons import queries as persons
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.persons.rules.addresses import DoubleOnLists

NAMED_AT_MOST = 5
"""How many people a refusal names: the first ones say where to look."""


def check_list_still_holds(mission: Mission) -> None:
    """Refuse new hours that somebody on the list, convened or not, could not keep; raise ConvenedCannotKeep.

    Each of them is held, so that nobody puts them on another list meanwhile.
    """
    people = {row.person_id: row.person for row in lists.list_rows(mission.pk)}
    persons.hold_persons(people)
    if barred := list(clashes_of(mission, list(people))):
        names = ", ".join(name_of(people[person_id]) for person_id in barred[:NAMED_AT_MOST])
        raise ConvenedCannotKeep(persons=names)


def clashes_of(mission: Mission, person_ids: list[int]) -> dict[int, list[Clash]]:
    """Map those of some persons on the list of a mission who cannot keep all that is asked of them to what clashes."""
    hours = missions.activities_of(mission.pk)
    first = min(row.starts_at for row in hours) - A_DAY
    last = max(row.ends_at for row in hours) + A_DAY
    found = {}
    for person_id, kept in obstacle_reads.slots_between(first, last, person_ids).items():
        own = [slot for slot in kept if slot.mission == mission.pk]
        if clashing := clashes([slot for slot in kept if slot.mission != mission.pk], own):
            found[person_id] = clashing
    return found


def name_of(person: persons.Person) -> str:
    """Write how a person is called in a refusal."""
    return " ".join(filter(None, (person.civility, person.first_name, person.surname)))


@transaction.atomic
def put_on_list(*, mission_id: int, person: str, by: Actor, at: datetime) -> Assignment:
    """Put a person, by their identifier, on the list of a mission; put there by hand, they are pinned.

    What speaks against them and does not bar the list is written down. Raise ListFull, OnListAlready, CannotKeepBoth,
    PersonSetAside, NotInPool, PersonUnknown or MissionUnknown.
    """
    mission = missions.hold_mission(mission_id)
    row = persons.person_by_identifier(person)
    main, reserve, _ = missions.count_listed(mission.pk)
    persons.hold_persons([row.pk])
    obstacles = obstacle_reads.around(mission, [row.pk]).obstacles(row)
    _check_free(mission, row, obstacles)
    if main + reserve >= mission.places:
        raise list_rules.ListFull(places=mission.places)
    day = exams.day_of(mission.session, at)
    assignment = _assignment(mission, _proposal_of(mission, row, day), row, by, at)
    assignment.is_pinned = True
    assignment.is_reserve = main >= mission.needed
    assignment.save()
    fact = list_rules.PersonListed(mission.pk, row.identifier, list_rules.keys_of(obstacles))
    audit.record(subject=missions.subject_of(mission), fact=fact, by=by, at=at)
    return assignment


@transaction.atomic
def take_off_list(*, mission_id: int, assignment_id: int, by: Actor, at: datetime) -> None:
    """Take a person off the list of a mission; the rule puts them there no more. Raise PersonConvened or NotOnList."""
    mission = missions.hold_mission(mission_id)
    row = lists.assignment_of(mission.pk, assignment_id)
    _check_not_convened(row)
    NamedFor.objects.filter(assignment=row).delete()
    Assignment.objects.filter(pk=row.pk).update(state=AssignmentState.WITHDRAWN)
    fact = list_rules.PersonTakenOff(mission.pk, row.person.identifier)
    audit.record(subject=missions.subject_of(mission), fact=fact, by=by, at=at)


@transaction.atomic
def clear_list(*, mission_id: int, by: Actor, at: datetime) -> int:
    """Take all those off a list who are neither pinned nor convened, as if they had never been there; count them.

    Raise NobodyToTakeOff.
    """
    mission = missions.hold_mission(mission_id)
    rows = movable_rows([mission.pk])
    identifiers = sorted(rows.values_list("person__identifier", flat=True))
    if not identifiers:
        raise list_rules.NobodyToTakeOff
    rows.delete()
    fact = list_rules.ListCleared(mission.pk, identifiers)
    audit.record(subject=missions.subject_of(mission), fact=fact, by=by, at=at)
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
    mission = missions.hold_mission(mission_id)
    row = lists.assignment_of(mission.pk, assignment_id)
    activity = _activity(mission, activity_id)
    persons.hold_persons([row.person_id])
    _, is_new = NamedFor.objects.get_or_create(assignment=row, activity=activity)
    if clashing := clashes_of(mission, [row.person_id]).get(row.person_id):
        _refuse_both(row.person, clashing[0].one)
    if is_new:
        fact = list_rules.PersonNamed(mission.pk, row.person.identifier, activity.title)
        audit.record(subject=missions.subject_of(mission), fact=fact, by=by, at=at)


@transaction.atomic
def take_back_name(*, mission_id: int, assignment_id: int, activity_id: int, by: Actor, at: datetime) -> None:
    """Name a person for an activity no more; raise NotForNamed or NotOnList."""
    mission = missions.hold_mission(mission_id)
    row = lists.assignment_of(mission.pk, assignment_id)
    activity = _activity(mission, activity_id)
    if NamedFor.objects.filter(assignment=row, activity=activity).delete()[0]:
        fact = list_rules.PersonNamedNoMore(mission.pk, row.person.identifier, activity.title)
        audit.record(subject=missions.subject_of(mission), fact=fact, by=by, at=at)


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


def _proposal_of(mission: Mission, person: Person, day: date) -> ProposedPerson | None:
    return next((row for row in lists.proposals_for(mission, day) if row.person.pk == person.pk), None)


def check_may_be_called(mission: Mission, person: Person) -> None:
    """Refuse whom the session may not call for a mission, or the office has set aside."""
    is_from_pool = MissionKind(mission.kind) in FROM_ANYWHERE or markers.is_in_pool(mission.session_id, person.pk)
    if not is_from_pool:
        raise list_rules.NotInPool(person=name_of(person), session=mission.session.code)
    if person.set_aside_at is not None:
        raise list_rules.PersonSetAside(person=name_of(person), reason=person.set_aside_reason)


def _check_free(mission: Mission, person: Person, obstacles: Sequence[Obstacle]) -> None:
    check_may_be_called(mission, person)
    if any(row.kind is list_rules.ObstacleKind.ON_LIST for row in obstacles):
        raise list_rules.OnListAlready(person=name_of(person))
    for row in obstacles:
        if row.kind in BARRING and row.slot is not None:
            _refuse_both(person, row.slot)


def _refuse_both(person: Person, elsewhere: Slot) -> None:
    other = obstacle_reads.titles_of([elsewhere.mission])[elsewhere.mission]
    raise list_rules.CannotKeepBoth(person=name_of(person), other=other, day=f"{elsewhere.starts_at:%d/%m/%Y}")


def _check_not_convened(row: Assignment) -> None:
    if row.state == AssignmentState.CONVENED:
        raise list_rules.PersonConvened(person=name_of(row.person))


def _activity(mission: Mission, activity_id: int) -> Activity:
    activity = Activity.objects.filter(mission=mission, pk=activity_id, is_for_named=True).first()
    if activity is None:
        raise list_rules.NotForNamed
    return activity


def _pin(mission_id: int, assignment_id: int, by: Actor, at: datetime, *, is_pinned: bool) -> None:
    mission = missions.hold_mission(mission_id)
    row = lists.assignment_of(mission.pk, assignment_id)
    moved = Assignment.objects.filter(pk=row.pk, is_pinned=not is_pinned).update(is_pinned=is_pinned)
    if moved != 1:
        raise list_rules.PinnedAlready(person=name_of(row.person))
    fact = list_rules.PersonPinned if is_pinned else list_rules.PersonSetFree
    audit.record(subject=missions.subject_of(mission), fact=fact(mission.pk, row.person.identifier), by=by, at=at)


@transaction.atomic
def take_out_of_pool(*, person: Person, session: Session, by: Actor, at: datetime) -> None:
    """Take a person out of the pool of a session, who was put there by mistake; whoever comes back is put in again.

    Raise OutsideSession, HeldBatchesThere, OnListsStill, SessionIsArchived.
    """
    batch_acts.take_out_of_pool_unchecked_missions(person=person, session=session, by=by, at=at)
    # Looked at once the row is gone, and the person held: whoever puts them on a list waits, or was here before.
    if titles := missions_listing(person.pk, session_id=session.pk):
        raise list_rules.OnListsStill(identifier=person.identifier, missions=runs.name_few(titles))


@transaction.atomic
def say_double(*, person: Person, kept: str, reason: str, by: Actor, at: datetime) -> None:
    """Set a person aside as the double of another, named by their identifier.

    Only lists to come hold back: what is over stays under the identifier under which it was done. Raise as `persons`
    does, or DoubleOnLists.
    """
    other = person_acts.say_double_unchecked_lists(person=person, kept=kept, reason=reason, by=by, at=at)
    # Looked at once the person is held: whoever puts them on a list waits, or was here before.
    if titles := missions_listing(person.pk, after=at):
        raise DoubleOnLists(identifier=person.identifier, missions=runs.name_few(titles), kept=other.identifier)

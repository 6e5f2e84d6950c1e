"""The act that convenes somebody, at once, in the stead of another; the absence is recorded by the way."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.absences import queries as absences
from massicot.absences.rules import Who
from massicot.absences.rules.announcing import SaidOfAbsence, in_order
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.missions import queries as missions
from massicot.missions import services as mission_acts
from massicot.missions.queries.standing_in import PlaceCalled, call_of, place_called
from massicot.missions.rules import AssignmentState
from massicot.missions.rules.hours import DayHalf
from massicot.missions.services import Addresses
from massicot.persons import queries as persons
from massicot.presence import services as presence_acts
from massicot.replacements import rules
from massicot.replacements.models import ReplacedHalf, Replacement
from massicot.replacements.queries.choices import away_then
from massicot.replacements.queries.standing import name_of, standing_halves
from massicot.replacements.rules import ReplacementState


@transaction.atomic
def replace_person(
    *,
    absent_id: int,
    person: str,
    halves: Collection[DayHalf],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> Replacement:
    """Convene a person, by their identifier, to half-days of somebody's mission, who is known to be absent then.

    Raise AlreadyReplaced, AwayThemselves, NobodyCallsThem, or what missions refuse: HalvesNotTheirs, ThemselvesInstead,
    ThereAlready, NotInPool, PersonSetAside, CannotKeepBoth, PersonUnknown, NotOnList.
    """
    call = _hold(absent_id, at)
    absent = call.assignment
    stand_in = persons.person_by_identifier(person)
    _end_stale(call, at)
    _check_not_replaced(call, halves)
    if stand_in.pk != absent.person_id and stand_in.pk in away_then(halves):
        raise rules.AwayThemselves(person=name_of(stand_in))
    away = absences.halves_away(absent_id).keys()
    if missing := rules.check_can_be_replaced(name_of(absent.person), halves, call.called, away):
        presence_acts.announce_absence(
            assignment_id=absent_id, halves=missing, said=SaidOfAbsence(), way=Who.OFFICE, by=by, at=at
        )
    letter = mission_acts.replace_person_unchecked_absence(
        absent_id=absent_id, person=person, halves=halves, addresses=addresses, draw=draw, by=by, at=at
    )
    replacement = _kept(call, stand_in.pk, letter.assignment_id, halves, by, at)
    written = [f"{day.isoformat()}/{half}" for day, half in in_order(halves)]
    fact = rules.PersonReplaced(absent.mission_id, absent.person.identifier, stand_in.identifier, letter.code, written)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return replacement


def _hold(absent_id: int, at: datetime) -> PlaceCalled:
    """Hold the mission, where two caseworkers wait for one another, then look whom it calls."""
    missions.hold_mission(place_called(absent_id).mission_id)
    return call_of(absent_id, at)


def _end_stale(call: PlaceCalled, at: datetime) -> None:
    """End what nobody keeps: whoever replaced was called off since, and nobody in their stead."""
    theirs = ReplacedHalf.objects.filter(absent=call.assignment, ended_at=None)
    rows = theirs.filter(replacement__stand_in__state=AssignmentState.WITHDRAWN)
    ReplacedHalf.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(ended_at=at)


def _check_not_replaced(call: PlaceCalled, halves: Collection[DayHalf]) -> None:
    standing = standing_halves(call.assignment)
    for half in halves:
        if there := standing.get(half):
            raise rules.AlreadyReplaced(stand_in=name_of(there.person), person=name_of(call.assignment.person))


def _kept(
    call: PlaceCalled, person_id: int, stand_in_id: int, halves: Collection[DayHalf], by: Actor, at: datetime
) -> Replacement:
    """Keep who comes on which half-days; where the absent one stood in for somebody, that is theirs too."""
    asked = Replacement.objects.filter(absent=call.assignment, person_id=person_id, state__in=rules.ASKED).first()
    row = asked or Replacement(absent=call.assignment, person_id=person_id)
    row.state, row.stand_in_id = ReplacementState.CONVENED, stand_in_id
    row.said_by, row.said_at = by.login, at
    row.save()
    for day, half in halves:
        in_turn = ReplacedHalf.objects.filter(replacement__stand_in=call.assignment, day=day, half=half, ended_at=None)
        in_turn.update(replacement=row)
        ReplacedHalf.objects.create(replacement=row, absent=call.assignment, day=day, half=half)
    return row

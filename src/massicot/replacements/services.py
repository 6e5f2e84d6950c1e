"""The acts that convene somebody in the stead of another, and that take it back; what is said before."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence, in_order
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.core.spelling import visible_text
from massicot.missions import queries as missions
from massicot.missions import services as mission_acts
from massicot.missions.queries.letters import Assignment
from massicot.missions.queries.replacements import PlaceCalled, call_of, place_called
from massicot.missions.rules import AssignmentState
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.missions import check_text
from massicot.missions.services import Addresses
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.presence import services as presence_acts
from massicot.replacements import rules
from massicot.replacements.models import ReplacedHalf, Replacement
from massicot.replacements.queries import away_then, half_of, name_of, replacement_by_id, standing_halves, standing_rows
from massicot.replacements.rules import (
    ReplacementRefused,
    ReplacementState,
    ReplacementUnanswered,
    ReplyTakenBack,
    SubstituteOffered,
)
from massicot.store.writes import swap_one


@transaction.atomic
def note_refusal(*, absent_id: int, person: str, by: Actor, at: datetime) -> Replacement:
    """Note that somebody, by their identifier, does not come in the stead of another; raise AskedAlready."""
    absent = _hold(absent_id, at)
    asked = persons.person_by_identifier(person)
    row = _say(absent, asked, ReplacementState.REFUSED, by, at)
    fact = ReplacementRefused(absent.mission_id, absent.person.identifier, asked.identifier)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def note_no_answer(*, absent_id: int, person: str, by: Actor, at: datetime) -> Replacement:
    """Note that somebody, by their identifier, does not answer the telephone, once more where it is noted already.

    Raise SaidNoAlready.
    """
    absent = _hold(absent_id, at)
    called = persons.person_by_identifier(person)
    row = _say(absent, called, ReplacementState.UNANSWERED, by, at)
    fact = ReplacementUnanswered(absent.mission_id, absent.person.identifier, called.identifier)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def offer_substitute(*, absent_id: int, person: str, by: Actor, at: datetime) -> Replacement:
    """Tell the office that somebody could come in the stead of another; raise AskedAlready."""
    absent = _hold(absent_id, at)
    offered = persons.person_by_identifier(person)
    row = _say(absent, offered, ReplacementState.OFFERED, by, at)
    fact = SubstituteOffered(absent.mission_id, absent.person.identifier, offered.identifier)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def take_back_reply(*, replacement_id: int, by: Actor, at: datetime) -> None:
    """Take back that somebody said no, did not answer, or was offered: they are asked again. Raise NothingAsked."""
    row = replacement_by_id(replacement_id)
    still = Replacement.objects.filter(pk=row.pk, state__in=rules.ASKED)
    swap_one(still, rules.NothingAsked(), state=ReplacementState.TAKEN_BACK)
    fact = ReplyTakenBack(row.absent.mission_id, row.absent.person.identifier, row.person.identifier)
    audit.record(subject=missions.subject_of(row.absent.mission), fact=fact, by=by, at=at)


def _hold(absent_id: int, at: datetime) -> Assignment:
    absent = call_of(absent_id, at).assignment
    missions.hold_mission(absent.mission_id)
    return absent


def _say(absent: Assignment, person: Person, state: ReplacementState, by: Actor, at: datetime) -> Replacement:
    before = Replacement.objects.filter(absent=absent, person=person, state__in=rules.ASKED).first()
    if before and before.state == ReplacementState.REFUSED and state is ReplacementState.UNANSWERED:
        raise rules.SaidNoAlready(person=name_of(person))
    if before and before.state == state and state is not ReplacementState.UNANSWERED:
        raise rules.AskedAlready(person=name_of(person))
    row = before or Replacement(absent=absent, person=person)
    row.state, row.said_by, row.said_at = state, by.login, at
    row.save()
    return row


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
    call = _hold_call(absent_id, at)
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
    replacement = _keep_stand_in(call, stand_in.pk, letter.assignment_id, halves, by, at)
    written = [f"{day.isoformat()}/{half}" for day, half in in_order(halves)]
    fact = rules.PersonReplaced(absent.mission_id, absent.person.identifier, stand_in.identifier, letter.code, written)
    audit.record(subject=missions.subject_of(absent.mission), fact=fact, by=by, at=at)
    return replacement


def _hold_call(absent_id: int, at: datetime) -> PlaceCalled:
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


def _keep_stand_in(
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


@transaction.atomic
def take_back_replacement(
    *, replacement_id: int, reason: str, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> None:
    """Call whoever was replaced again, and whoever stood in no more, on the half-days that are left.

    The absence stays until it is withdrawn, and nobody is called again to what the rector exempts them from.
    Raise ReplacementReasonMissing, MissionNamesNumber, NothingAsked, ReplacedInTurn or ReplacementOver.
    """
    tidy = " ".join(visible_text(reason).split())[: rules.REASON_LENGTH]
    if not tidy:
        raise rules.ReplacementReasonMissing
    check_text(tidy)
    row = replacement_by_id(replacement_id)
    missions.hold_mission(row.absent.mission_id)
    convened = Replacement.objects.filter(pk=row.pk, state=ReplacementState.CONVENED)
    swap_one(convened, rules.NothingAsked(), state=ReplacementState.TAKEN_BACK, reason=tidy)
    own = list(ReplacedHalf.objects.filter(replacement=row, absent=row.absent, ended_at=None))
    left = set(call_of(row.absent_id, at).left)
    if not own or row.stand_in_id is None or _in_turn(row) & left:
        raise rules.ReplacedInTurn(person=name_of(row.person))
    kept = {half_of(half) for half in own}
    halves = kept & left
    if not halves:
        raise rules.ReplacementOver
    mission_acts.take_back_replacement_unchecked_absence(
        absent_id=row.absent_id,
        stand_in_id=row.stand_in_id,
        halves=halves,
        still_off=absences.halves_exempted(row.absent_id) | (kept - halves) | _kept_by_others(row),
        reason=tidy,
        addresses=addresses,
        draw=draw,
        by=by,
        at=at,
    )
    ReplacedHalf.objects.filter(pk__in=[half.pk for half in own if half_of(half) in halves]).update(ended_at=at)
    _give_back(row, at)
    fact = rules.ReplacementTakenBack(row.absent.mission_id, row.absent.person.identifier, row.person.identifier, tidy)
    audit.record(subject=missions.subject_of(row.absent.mission), fact=fact, by=by, at=at)


def _kept_by_others(row: Replacement) -> set[DayHalf]:
    """List the half-days on which others come in the stead of whoever was replaced: they are not called to these."""
    return set(map(half_of, standing_rows().filter(absent=row.absent).exclude(replacement=row)))


def _in_turn(row: Replacement) -> set[DayHalf]:
    """List the half-days of a replacement on which whoever stood in is replaced in turn."""
    rows = standing_rows().filter(absent=row.absent, replacement__absent=row.stand_in)
    return set(map(half_of, rows))


def _give_back(row: Replacement, at: datetime) -> None:
    """Let whoever stood in before, and was replaced in turn, stand for the first one again; else nobody does."""
    for half in ReplacedHalf.objects.filter(replacement=row, ended_at=None).exclude(absent=row.absent):
        before = Replacement.objects.filter(
            absent=half.absent_id, stand_in=row.absent_id, state=ReplacementState.CONVENED
        ).first()
        stands = {"replacement": before} if before else {"ended_at": at}
        ReplacedHalf.objects.filter(pk=half.pk).update(**stands)


@transaction.atomic
def take_back_answer(
    *, absence_id: int, reason: str, addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> None:
    """Take the answer to an absence back; on half-days on which somebody comes instead, nobody else is called again.

    Raise ReasonMissing, AbsenceUnknown, AbsenceMoved or SessionIsArchived.
    """
    absence = absences.absence_by_id(absence_id)
    # Whoever replaces somebody waits here too.
    missions.hold_mission(absence.assignment.mission_id)
    absence_acts.take_back_answer_unchecked_replacement(
        absence_id=absence_id,
        reason=reason,
        replaced=standing_halves(absence.assignment),
        addresses=addresses,
        draw=draw,
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw_absence(*, absence_id: int, reason: str, who: Who, by: Actor, at: datetime) -> None:
    """Withdraw an absence that was said by mistake, or whose person comes after all, while nothing is decided.

    Raise ReplacedMeanwhile, ReasonMissing, TextNamesCandidate, TextMayNameCandidate, SaidByAnother, AbsenceUnknown,
    AbsenceMoved or SessionIsArchived.
    """
    absence = absences.absence_by_id(absence_id)
    # Whoever replaces somebody waits here too.
    missions.hold_mission(absence.assignment.mission_id)
    standing = standing_halves(absence.assignment)
    for day, half in absences.halves_of(absence):
        if (day, half) in standing:
            raise rules.ReplacedMeanwhile(person=name_of(absence.assignment.person), day=f"{day:%d/%m/%Y}")
    absence_acts.withdraw_absence_unchecked_replacement(absence_id=absence_id, reason=reason, who=who, by=by, at=at)

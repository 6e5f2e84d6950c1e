"""The acts that let somebody off half-days of their letter, or call one person in the stead of another.

Somebody let off half-days of their letter, and called to them again; lower services of the acts on absences. They join
the transaction of these, which holds the call and writes its own line of the journal; the letter has one too.

Both are told, and their heads. Lower services: whether an absence is recorded, who stands in for whom, and the line of
the journal, are of the act of the same name, in a later area.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.exams import queries as exams
from massicot.missions.models import (
    Activity,
    Assignment,
    Convocation,
    ConvocationEvent,
    ConvocationRun,
    Mission,
    NamedFor,
)
from massicot.missions.queries import convocations, drafts, letters, lists, missions, obstacles
from massicot.missions.queries.lists import Stead
from massicot.missions.queries.missions import ON_LIST
from massicot.missions.queries.replacements import PlaceCalled, call_of, is_at_hand, wanted_slots
from massicot.missions.rules import replacements
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.lists import CannotKeepBoth
from massicot.missions.rules.missions import AssignmentState, ConvocationAct, ConvocationState
from massicot.missions.rules.replacements import ConvocationIssuedAgain, kept_hours, read_halves, written_halves
from massicot.missions.services import heads as mails
from massicot.missions.services.acknowledgements import letter_subject
from massicot.missions.services.cancellations import call_off, replace_letters
from massicot.missions.services.letters import Addresses, LetterWriting, has_mail, issue_one
from massicot.missions.services.lists import check_may_be_called, clashes_of, name_of, new_assignment
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.store.writes import share_rows


def let_off(
    *,
    assignment_id: int,
    halves: Collection[DayHalf],
    reason: str,
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    """Issue the letter of somebody again without some half-days, or cancel it where none is left.

    A letter whose mission is over stays as it is, and so does one that calls to none of them.
    """
    assignment, letter = letters.hold_call(assignment_id)
    if letter is None or letter.ends_at <= at:
        return
    called = letters.halves_called(convocations.facts_of(letter)).keys()
    if called <= set(halves):
        call_off(letter, reason, addresses, by, at)
    elif not called.isdisjoint(halves):
        _say(assignment, read_halves(assignment.let_off) | set(halves), addresses, draw, by, at)


def call_again(
    *, assignment_id: int, halves: Collection[DayHalf], addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> None:
    """Issue the letter of somebody again with half-days from which they were let off; one that was cancelled stays."""
    assignment, letter = letters.hold_call(assignment_id)
    off = read_halves(assignment.let_off)
    if letter is not None and letter.ends_at > at and not off.isdisjoint(halves):
        _say(assignment, off - set(halves), addresses, draw, by, at)


def _say(
    assignment: Assignment,
    off: Collection[DayHalf],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(let_off=written_halves(off))
    valid = Convocation.objects.filter(assignment=assignment, state=ConvocationState.VALID)
    before = valid.select_related("run").get()
    replace_letters([before], drafts.drafts_of([assignment.pk]), addresses, draw, by, at)
    fact = ConvocationIssuedAgain(before.code, valid.get().code)
    audit.record(subject=letter_subject(before), fact=fact, by=by, at=at)


def note_cannot_come(*, convocation: Convocation, by: Actor, at: datetime) -> None:
    """Note with a letter that its reader is announced absent."""
    ConvocationEvent.objects.create(convocation=convocation, act=ConvocationAct.CANNOT_COME, at=at, by=by.login)


def note_holds(*, assignment_id: int, by: Actor, at: datetime) -> None:
    """Note with a letter that it holds, whoever was announced absent."""
    row = Convocation.objects.filter(assignment_id=assignment_id, state=ConvocationState.VALID).first()
    if row and convocations.followed_of([row])[row.pk].is_absent:
        ConvocationEvent.objects.create(convocation=row, act=ConvocationAct.HOLDS, at=at, by=by.login)


@dataclass(frozen=True, slots=True)
class _Held:
    """A mission, held with the place and the letter of whoever stands in, where they have one."""

    mission: Mission
    row: Assignment | None
    letter: Convocation | None


@transaction.atomic
def replace_person_unchecked_absence(
    *,
    absent_id: int,
    person: str,
    halves: Collection[DayHalf],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> Convocation:
    """Call a person, by their identifier, to half-days of somebody's mission; the other is called to these no more.

    Raise HalvesNotTheirs, ThemselvesInstead, ThereAlready, NotInPool, PersonSetAside, CannotKeepBoth, PersonUnknown,
    NotOnList or MissionUnknown.
    """
    stand_in = persons.person_by_identifier(person)
    there = _hold(absent_id, stand_in)
    call = call_of(absent_id, at)
    replacements.check_halves(name_of(call.assignment.person), halves, call.left)
    writing = LetterWriting(addresses, draw, by, at)
    letter = issue_one(there.mission, _put(there, call, stand_in, halves, writing), writing)
    mails.tell_head_of_stand_in(letter, by, at)
    _let_off(call, halves, writing)
    return letter


@transaction.atomic
def take_back_replacement_unchecked_absence(
    *,
    absent_id: int,
    stand_in_id: int,
    halves: Collection[DayHalf],
    still_off: Collection[DayHalf],
    reason: str,
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    """Call whoever was replaced to these half-days again, but for those still off, and whoever stood in no more."""
    there = _hold(absent_id, Assignment.objects.select_related("person").get(pk=stand_in_id).person)
    writing = LetterWriting(addresses, draw, by, at)
    if there.row and there.letter and there.row.pk == stand_in_id:
        _call_off(there, there.row, halves, reason, writing)
    absent = Assignment.objects.select_for_update(of=("self",)).select_related("person").get(pk=absent_id)
    elsewhere = Assignment.objects.filter(ON_LIST, mission=there.mission, person=absent.person).exclude(pk=absent_id)
    is_off = absent.state == AssignmentState.WITHDRAWN and absent.withdrawn_reason != mails.REPLACED_REASON
    if is_off or set(halves) <= set(still_off) or elsewhere.exists():
        return  # exempted or called off since, or put on the list anew: that stands
    absent.let_off = written_halves(read_halves(absent.let_off) - set(halves) | set(still_off))
    absent.state = AssignmentState.CONVENED
    absent.withdrawn_reason = ""
    absent.save()
    mails.tell_head_of_called_again(issue_one(there.mission, absent, writing), by, at)


def _hold(absent_id: int, stand_in: Person) -> _Held:
    """Hold a mission, where two caseworkers wait, then the letter of whoever stands in, then them and their place."""
    mission_id = Assignment.objects.values_list("mission_id", flat=True).get(pk=absent_id)
    mission = missions.hold_mission(mission_id)
    theirs = Assignment.objects.filter(ON_LIST, mission=mission, person=stand_in)
    valid = Convocation.objects.filter(assignment__in=theirs, state=ConvocationState.VALID)
    share_rows(ConvocationRun, valid.values_list("run", flat=True).distinct())
    letter = valid.select_for_update(of=("self",)).first()
    persons.hold_persons([stand_in.pk])
    return _Held(mission, theirs.select_for_update(of=("self",)).first(), letter)


def _put(
    there: _Held, call: PlaceCalled, stand_in: Person, halves: Collection[DayHalf], writing: LetterWriting
) -> Assignment:
    """Put somebody on the list for some half-days, or let one of the reserve come; raise as the act does."""
    if stand_in.pk == call.assignment.person_id:
        raise replacements.ThemselvesInstead(person=name_of(stand_in))
    check_may_be_called(there.mission, stand_in)
    if there.row and not is_at_hand(there.row, halves):
        raise replacements.ThereAlready(person=name_of(stand_in))
    row = there.row or _new_row(there, call, stand_in, halves, writing)
    if row.halves or row.state != AssignmentState.CONVENED:
        row.halves = written_halves({*read_halves(row.halves), *halves})
    row.state = AssignmentState.CONVENED
    row.is_reserve = False
    row.is_stand_in = True
    row.is_pinned = True
    row.save()
    _name_as(call.assignment, row, halves)
    if clashing := clashes_of(there.mission, [stand_in.pk]).get(stand_in.pk):
        slot = clashing[0].one
        other = obstacles.titles_of([slot.mission])[slot.mission]
        raise CannotKeepBoth(person=name_of(stand_in), other=other, day=f"{slot.starts_at:%d/%m/%Y}")
    return row


def _new_row(
    there: _Held, call: PlaceCalled, stand_in: Person, halves: Collection[DayHalf], writing: LetterWriting
) -> Assignment:
    """Build the row of whoever stands in, with what the list says of them."""
    stead = Stead(wanted_slots(call.facts, halves) if call.facts else [])
    proposals = lists.proposals_for(there.mission, exams.day_of(there.mission.session, writing.at), stead)
    proposed = next((row for row in proposals if row.person.pk == stand_in.pk), None)
    if proposed:
        return new_assignment(there.mission, proposed, writing.by, writing.at)
    return Assignment(mission=there.mission, person=stand_in, put_by=writing.by.login, put_at=writing.at)


def _name_as(absent: Assignment, row: Assignment, halves: Collection[DayHalf]) -> None:
    """Name whoever stands in for what the other was named for on these half-days: they sit on the board instead."""
    zone = exams.zone_of(absent.mission.session)
    for activity in Activity.objects.filter(named__assignment=absent):
        if kept_hours(activity.starts_at.astimezone(zone), activity.ends_at.astimezone(zone), replacements.but(halves)):
            NamedFor.objects.get_or_create(assignment=row, activity=activity)


def _let_off(call: PlaceCalled, halves: Collection[DayHalf], writing: LetterWriting) -> None:
    """Call somebody to some half-days no more; where none is left, their head is told even if a mail tells them."""
    if not call.letter or set(call.called).isdisjoint(halves):
        return
    let_off(
        assignment_id=call.assignment.pk,
        halves=halves,
        reason=mails.REPLACED_REASON,
        addresses=writing.addresses,
        draw=writing.draw,
        by=writing.by,
        at=writing.at,
    )
    if set(call.called) <= set(halves) and has_mail(call.assignment.person.email):
        mails.tell_head_of_replaced(call.letter, writing.by, writing.at)


def _call_off(there: _Held, row: Assignment, halves: Collection[DayHalf], reason: str, writing: LetterWriting) -> None:
    """Call whoever stood in to these half-days no more; one of the reserve is of the reserve again."""
    kept = read_halves(row.halves)
    if there.letter and kept and kept - set(halves) <= read_halves(row.let_off):
        call_off(there.letter, reason, writing.addresses, writing.by, writing.at)
        _replaced_on(row, kept - set(halves))
        if has_mail(row.person.email):
            mails.tell_head_of_called_off(there.letter, reason, writing.by, writing.at)
        return
    row.halves = written_halves(kept - set(halves))
    row.is_reserve = not kept
    row.is_stand_in = bool(kept)
    row.save(update_fields=["halves", "is_reserve", "is_stand_in"])
    mails.tell_head_of_called_again(issue_one(there.mission, row, writing), writing.by, writing.at)


def _replaced_on(row: Assignment, halves: Collection[DayHalf]) -> None:
    """Leave to whoever is called off those half-days on which they are replaced: they may be called to these again."""
    if halves:
        Assignment.objects.filter(pk=row.pk).update(
            halves=written_halves(halves), withdrawn_reason=mails.REPLACED_REASON
        )

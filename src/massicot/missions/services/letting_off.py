"""Somebody let off half-days of their letter, and called to them again; lower services of the acts on absences.

They join the transaction of these, which holds the call and writes its own line of the journal; the letter has one too.
"""

from collections.abc import Collection
from datetime import datetime

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries import calls, convocations, drafting
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.letting_off import ConvocationIssuedAgain, read_halves, written_halves
from massicot.missions.services.cancelling import call_off
from massicot.missions.services.following import letter_subject
from massicot.missions.services.issuing import Addresses
from massicot.missions.services.reissuing import replace_letters


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
    assignment, letter = calls.hold_call(assignment_id)
    if letter is None or letter.ends_at <= at:
        return
    called = calls.halves_called(convocations.facts_of(letter)).keys()
    if called <= set(halves):
        call_off(letter, reason, addresses, by, at)
    elif not called.isdisjoint(halves):
        _say(assignment, read_halves(assignment.let_off) | set(halves), addresses, draw, by, at)


def call_again(
    *, assignment_id: int, halves: Collection[DayHalf], addresses: Addresses, draw: Draw, by: Actor, at: datetime
) -> None:
    """Issue the letter of somebody again with half-days from which they were let off; one that was cancelled stays."""
    assignment, letter = calls.hold_call(assignment_id)
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
    replace_letters([before], drafting.drafts_of([assignment.pk]), addresses, draw, by, at)
    fact = ConvocationIssuedAgain(before.code, valid.get().code)
    audit.record(subject=letter_subject(before), fact=fact, by=by, at=at)

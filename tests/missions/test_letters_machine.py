"""Any sequence of acts on letters: none is valid twice, none comes back to life, and what is void takes no act."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.core import draws
from massicot.missions import queries, services
from massicot.missions.models import Assignment, Convocation, ConvocationEvent, ConvocationRun, Mission
from massicot.missions.queries import convocations, replacements
from massicot.missions.rules import AssignmentState, ConvocationState, RunKind
from massicot.missions.rules.letters import ConvocationCancelled, ConvocationReplaced
from tests.cast import CEDRES, ODILE
from tests.keeping import RolledBack, explored, kept
from tests.missions import calling, calls
from tests.missions.calling import ADDRESSES
from tests.missions.calls import BEFORE, hours

pytestmark = pytest.mark.django_db
BY = {"by": ODILE, "at": BEFORE}
PEOPLE = st.sampled_from(["ALICE", "BOB", "CHARLIE", "DIANE"])
RANKS = st.integers(0, 9)
ORAL_2 = {"title": "Oral de grec", "place_uai": CEDRES}


def two_missions():
    """Make two missions of two persons, on two days."""
    built = calls.pooled()
    calls.mission_of(built, hours(day=date(2017, 6, 1), place=CEDRES, title="Oral"))
    calls.mission_of(built, hours(day=date(2017, 6, 2), place=CEDRES, title="Oral"), **ORAL_2)
    return built


built = kept(two_missions)


class Letters(RolledBack):
    """People convened, told otherwise, called off; `void` are the codes of letters that no longer hold."""

    world = None

    def __init__(self):
        super().__init__()
        self.void = {}

    def one_of(self, rows, rank):
        found = list(rows.order_by("pk"))
        return found[rank % len(found)] if found else None

    @rule(rank=RANKS, person=PEOPLE)
    def put(self, rank, person):
        self.attempt(lambda: calls.put(self.one_of(Mission.objects, rank), person))

    @rule(rank=RANKS)
    def take_off(self, rank):
        if row := self.one_of(Assignment.objects.exclude(state=AssignmentState.WITHDRAWN), rank):
            self.attempt(services.take_off_list, mission_id=row.mission_id, assignment_id=row.pk, **BY)

    @rule()
    def convene(self):
        self.attempt(lambda: calling.convened(self.world.session, *Mission.objects.all(), at=BEFORE))

    @rule(rank=RANKS, hour=st.integers(8, 11))
    def move(self, rank, hour):
        mission = self.one_of(Mission.objects, rank)
        (row,) = queries.activity_values(mission)
        moved = replace(row, starts=row.starts.replace(hour=hour), ends=row.ends.replace(hour=hour + 2))
        asked = {"mission_id": mission.pk, "seen": mission.revision, "reason": "Salle"}
        values = queries.values_of(mission)
        self.attempt(services.change_mission, values=values, activities=[moved], **asked, **BY)

    @rule(rank=RANKS)
    def reissue(self, rank):
        mission = self.one_of(Mission.objects, rank)
        draw = draws.from_seed("again", Convocation.objects.count())
        self.attempt(services.reissue_letters, mission_id=mission.pk, addresses=ADDRESSES, draw=draw, **BY)

    @rule(rank=RANKS)
    def cancel_run(self, rank):
        if run := self.one_of(ConvocationRun.objects.filter(kind=RunKind.OFFICIAL), rank):
            self.attempt(services.cancel_run, run_id=run.pk, reason="Reporté", addresses=ADDRESSES, **BY)

    @rule(rank=RANKS)
    def cancel_letter(self, rank):
        if row := self.one_of(Convocation.objects, rank):
            self.attempt(services.cancel_convocation, code=row.code, reason="Congé", addresses=ADDRESSES, **BY)

    @rule(rank=RANKS)
    def acknowledge(self, rank):
        if row := self.one_of(Convocation.objects, rank):
            refusal = self.attempt(services.acknowledge_convocation, code=row.code, at=BEFORE)
            # Whoever was convened again since is expected, whatever became of their first letter.
            is_again = Assignment.objects.get(pk=row.assignment_id).state == AssignmentState.CONVENED
            of_cancelled = ConvocationReplaced if is_again else ConvocationCancelled
            told = {"replaced": ConvocationReplaced, "cancelled": of_cancelled, "valid": None}
            assert refusal is told[row.state]

    @rule(rank=RANKS)
    def come_back(self, rank):
        if row := self.one_of(Convocation.objects, rank):
            self.attempt(services.note_came_back, code=row.code, note="inconnu", **BY)

    @rule(rank=RANKS)
    def tell(self, rank):
        if row := self.one_of(Convocation.objects, rank):
            self.attempt(services.tell_convocation, codes=[row.code], **BY)

    @rule(rank=RANKS)
    def take_back_told(self, rank):
        if row := self.one_of(Convocation.objects, rank):
            refusal = self.attempt(services.take_back_told, code=row.code, **BY)
            assert refusal or not convocations.followed_by_code(row.code).is_known

    @invariant()
    def a_page_and_a_list_say_the_same_of_a_letter_that_holds(self):
        held = Convocation.objects.filter(state=ConvocationState.VALID).values_list("assignment", flat=True)
        rows = list(replacements.letters_held_by(held).values())
        known = convocations.followed_of(rows)
        assert [(row.is_known, row.is_back) for row in rows] == [
            (known[row.pk].is_known, known[row.pk].is_back) for row in rows
        ]

    @invariant()
    def nobody_has_two_letters_that_hold_for_one_mission(self):
        valid = Convocation.objects.filter(state=ConvocationState.VALID)
        pairs = list(valid.values_list("assignment__mission_id", "assignment__person_id"))
        assert len(pairs) == len(set(pairs))

    @invariant()
    def whoever_is_convened_has_a_letter_that_holds_and_nobody_else_has(self):
        convened = Assignment.objects.filter(state=AssignmentState.CONVENED).values_list("pk", flat=True)
        valid = Convocation.objects.filter(state=ConvocationState.VALID).values_list("assignment_id", flat=True)
        assert sorted(convened) == sorted(valid)

    @invariant()
    def what_is_void_stays_so_and_nothing_more_becomes_of_it(self):
        for code, events in self.void.items():
            assert Convocation.objects.get(code=code).state != ConvocationState.VALID
            assert ConvocationEvent.objects.filter(convocation__code=code).count() == events
        for row in Convocation.objects.exclude(state=ConvocationState.VALID).exclude(code__in=self.void):
            self.void[row.code] = row.events.count()


def machine_of(built):
    class Here(Letters):
        world = built

    return Here


def test_no_sequence_of_acts_makes_a_letter_valid_twice(built):
    run_state_machine_as_test(machine_of(built), settings=explored(45, steps=20))


def test_the_machine_knows_that_a_letter_of_a_cancelled_run_may_be_replaced(built):
    state = machine_of(built)()
    try:
        state.put(rank=0, person="ALICE")
        state.convene()
        state.cancel_run(rank=0)
        state.convene()
        state.acknowledge(rank=0)
        assert Convocation.objects.count() == 2
    finally:
        state.teardown()

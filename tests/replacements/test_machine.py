"""Any sequence of acts: a half-day is replaced once, nobody is at two places, and nobody is called who is replaced."""

from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.core import draws
from massicot.missions import services as mission_acts
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries import convocations
from massicot.missions.rules import AssignmentState, ConvocationState
from massicot.missions.rules.hours import half_days
from massicot.replacements import services
from massicot.replacements.models import Replacement
from massicot.replacements.queries import half_of, standing_rows
from tests.cast import ODILE
from tests.keeping import RolledBack, explored, kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES
from tests.replacements import morning
from tests.replacements.morning import BOTH, NOW, TODAY, TOMORROW

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(["ALICE", "BOB", "CHARLIE", "DIANE", "EVE", "FRANK"])
HALVES = st.sampled_from([BOTH, TODAY, TOMORROW, TODAY[:1], TOMORROW[1:]])
RANKS = st.integers(0, 9)


def with_reserve():
    """Convene Diane for the reserve beside Bob and Charlie."""
    return morning.called("DIANE")


built = kept(with_reserve)


class Replacements(RolledBack):
    """People replaced, replaced in turn, called off and called again."""

    world = None

    def __init__(self):
        super().__init__()
        self.turn = 0

    def draw(self):
        self.turn += 1
        return draws.from_seed("machine", self.turn)

    def one_of(self, rows, rank):
        found = list(rows.order_by("pk"))
        return found[rank % len(found)] if found else None

    @rule(rank=RANKS, person=PEOPLE, halves=HALVES)
    def replace(self, rank, person, halves):
        absent = self.one_of(Assignment.objects, rank)
        asked = {"absent_id": absent.pk, "person": person, "halves": halves, "by": ODILE, "at": NOW}
        self.attempt(services.replace_person, addresses=ADDRESSES, draw=self.draw(), **asked)

    @rule(rank=RANKS)
    def take_back(self, rank):
        if row := self.one_of(Replacement.objects, rank):
            asked = {"replacement_id": row.pk, "reason": "Il vient", "by": ODILE, "at": NOW}
            self.attempt(services.take_back_replacement, addresses=ADDRESSES, draw=self.draw(), **asked)

    @rule(rank=RANKS)
    def call_off(self, rank):
        if row := self.one_of(Convocation.objects.filter(state=ConvocationState.VALID), rank):
            about = {"code": row.code, "reason": "Erreur", "by": ODILE, "at": NOW}
            self.attempt(mission_acts.cancel_convocation, addresses=ADDRESSES, **about)

    @rule(rank=RANKS, person=PEOPLE)
    def say_no(self, rank, person):
        absent = self.one_of(Assignment.objects, rank)
        self.attempt(services.note_refusal, absent_id=absent.pk, person=person, by=ODILE, at=NOW)

    @rule(rank=RANKS, person=PEOPLE)
    def say_nothing(self, rank, person):
        absent = self.one_of(Assignment.objects, rank)
        self.attempt(services.note_no_answer, absent_id=absent.pk, person=person, by=ODILE, at=NOW)

    def called(self):
        """List who is called to which half-day, by the letters that hold."""
        for row in calling.letters(state=ConvocationState.VALID):
            for slot in convocations.facts_of(row).slots:
                for half in half_days(slot.starts, slot.ends):
                    yield row.assignment, half

    @invariant()
    def nobody_is_called_twice_to_a_half_day(self):
        counts = Counter((row.person_id, half) for row, half in self.called())
        assert not [key for key, count in counts.items() if count > 1]

    @invariant()
    def nobody_is_called_to_what_another_keeps_in_their_stead(self):
        called = {(row.pk, half) for row, half in self.called()}
        for row in standing_rows().select_related("replacement"):
            assert (row.absent_id, half_of(row)) not in called
            assert (row.replacement.stand_in_id, half_of(row)) in called

    @invariant()
    def whoever_is_convened_has_a_letter(self):
        convened = set(Assignment.objects.filter(state=AssignmentState.CONVENED).values_list("pk", flat=True))
        assert convened == {row.assignment_id for row in calling.letters(state=ConvocationState.VALID)}


def test_no_sequence_of_acts_replaces_a_half_day_twice_or_calls_whoever_is_replaced(built):
    class Here(Replacements):
        world = built

    run_state_machine_as_test(Here, settings=explored(30, steps=15))

"""Can any sequence of acts make a batch too large, or put a script in two batches?"""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.batches import queries, rules, services
from massicot.batches.models import BatchScript
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.custody.models import Item
from massicot.exams.models import Paper
from massicot.exams.queries import paper_by_id
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY
from tests import world
from tests.keeping import RolledBack, kept
from tests.world import ARRIVAL, KEY, MARC, MARKING, PERRIN

SIZE, CEILING = 2, 3


def arrived_with_small_batches():
    """Twelve scripts arrived; batches of about two, never over three."""
    built = world.arrived()
    Paper.objects.update(batch_size=SIZE, batch_ceiling=CEILING)
    built.paper = paper_by_id(built.paper.pk)
    return built


arrived = kept(arrived_with_small_batches)


class Batches(RolledBack):
    """Twelve scripts ticked a few at a time, batched, handed out and taken back."""

    def __init__(self, built):
        super().__init__()
        self.built = built
        self.parcel_of = {number: code for number, (code, _) in parcels.parcel_and_tick(built.paper.pk).items()}
        self.numbers = sorted(self.parcel_of)
        self.received, self.batched, self.holders = set(), {}, {}

    @rule(ranks=st.sets(st.integers(0, 11), min_size=1, max_size=6))
    def tick(self, ranks):
        for rank in ranks:
            number = self.numbers[rank]
            arguments = {"code": self.parcel_of[number], "numbers": [number], "by": MARC, "at": ARRIVAL}
            refusal = self.attempt(consignments.tick_scripts, **arguments)
            assert (refusal is None) == (number not in self.received)
            self.received.add(number)

    @rule()
    def make(self):
        loose = self.received - set(self.batched)
        known = {batch.code for batch in self.all()}
        arguments = {"paper": self.built.paper, "centre_uai": PERRIN, "by": MARC, "at": MARKING}
        refusal = self.attempt(services.make_batches, **arguments)
        assert refusal == (None if loose else rules.NothingToBatch)
        made = [batch for batch in self.all() if batch.code not in known]
        contents = {number: batch.code for batch in made for number in queries.numbers_of(batch.pk)}
        assert set(contents) == loose
        self.batched |= contents
        self.holders |= {batch.code: "" for batch in made}

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), marker=st.sampled_from(["BOB", "CHARLIE"]))
    def hand_out(self, which, marker):
        code = self.pick(which)
        refusal = self.attempt(
            services.hand_out_batch,
            code=code,
            marker_identifier=marker,
            pupil_key=KEY.sub_key(PUPIL_KEY),
            by=MARC,
            at=MARKING,
        )
        assert refusal == (rules.BatchAlreadyOut if self.holders[code] else None)
        self.holders[code] = self.holders[code] or marker

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), off=st.sampled_from([0, 0, 1, -1]))
    def take_back(self, which, off):
        code = self.pick(which)
        size = list(self.batched.values()).count(code)
        refusal = self.attempt(services.return_batch, code=code, count=size + off, by=MARC, at=MARKING)
        assert (refusal is None) == (bool(self.holders[code]) and not off)
        if refusal is None:
            self.holders[code] = ""

    def pick(self, which):
        return sorted(self.holders)[which % len(self.holders)]

    def all(self):
        return queries.batches_of(self.built.paper.pk)

    @invariant()
    def each_script_stays_in_the_batch_that_it_was_put_in(self):
        rows = list(BatchScript.objects.values_list("number", "batch__code"))
        assert len(rows) == len(dict(rows))
        assert dict(rows) == self.batched

    @invariant()
    def no_batch_is_over_the_ceiling_and_each_is_of_one_specialty_in_order(self):
        for batch in self.all():
            numbers = queries.numbers_of(batch.pk)
            assert len(numbers) == batch.size <= CEILING
            assert numbers == sorted(numbers)
            assert set(scripts.specialties_of(numbers).values()) == {batch.specialty_code}

    @invariant()
    def a_script_is_where_its_batch_is(self):
        places = dict(Item.objects.filter(ref__in=self.batched).values_list("ref", "place_ref"))
        assert places == {number: self.holders[code] or PERRIN for number, code in self.batched.items()}

    @invariant()
    def a_batch_is_with_one_marker_at_most(self):
        for batch in self.all():
            stay = queries.open_hand_out(batch.pk)
            assert (stay.marker if stay else "") == self.holders[batch.code]


@pytest.mark.django_db
def test_no_sequence_of_acts_breaks_a_batch(arrived):
    run_state_machine_as_test(
        lambda: Batches(arrived), settings=settings(max_examples=15, stateful_step_count=12, deadline=None)
    )

"""Can any sequence of acts on boxes of header strips lose one, or put it in two boxes?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.anonymity import queries, services
from massicot.anonymity.rules.strips import FiledBox
from massicot.consignments.rules.despatch import AllBut
from massicot.scripts import queries as scripts
from massicot.scripts.queries import FiledStrips
from massicot.shelves import queries as shelves
from tests import boxing, world
from tests.cast import CEDRES, CLAIRE, EVENING
from tests.keeping import RolledBack, explored, kept

closed = kept(world.sat)

ENDS = st.integers(0, 5)
MOSTLY_RIGHT = st.sampled_from([0, 0, 0, -1, 1])
SECOND = st.sampled_from(["Mme Roux", "Mme Roux", " "])


class Boxes(RolledBack):
    """The six strips of a centre, sorted, and beside them the boxes as a clerk would write them on their lids."""

    def __init__(self, built):
        super().__init__()
        self.built = built
        self.numbers = sorted(scripts.in_hand_of_centre(built.paper.pk, CEDRES))
        self.boxes, self.lacking = {}, {}
        for ref in queries.boxes_of_centre(built.paper, CEDRES):
            services.unbox_strips(**self.at, ref=ref, reason="À refaire")

    @property
    def at(self):
        return {"paper": self.built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}

    def within(self, first, last):
        return self.numbers[min(first, last) : max(first, last) + 1]

    @property
    def filed(self):
        return [number for box in self.boxes.values() for number in box]

    @rule(first=ENDS, last=ENDS, lost=st.sets(ENDS, max_size=2), off=MOSTLY_RIGHT, second=SECOND)
    def box(self, first, last, lost, off, second):
        inside = self.within(first, last)
        lacking = [self.numbers[rank] for rank in lost]
        count = max(0, len(inside) - len(lacking) + off)
        filed = FiledBox(
            first=self.numbers[first],
            last=self.numbers[last],
            count=count,
            kept_in=boxing.KEPT_IN,
            lacking=AllBut(lacking, second),
            reason=boxing.UNCOMPARED,
        )
        refusal = self.attempt(services.box_strips, **self.at, box=filed)
        is_free = not set(inside) & set(self.filed)
        is_signed = bool(second.strip()) or not lacking
        is_right = set(lacking) <= set(inside[1:-1]) and count == len(inside) - len(lacking)
        assert (refusal is None) == (is_free and is_signed and is_right)
        if refusal is None:
            (ref,) = queries.boxes_of_centre(self.built.paper, CEDRES).keys() - self.boxes.keys()
            self.boxes[ref] = inside
            self.lacking |= dict.fromkeys(lacking, ref)

    @precondition(lambda self: self.boxes)
    @rule(which=ENDS, reason=st.sampled_from(["Mal comptée", "Mal comptée", " "]))
    def unbox(self, which, reason):
        ref = sorted(self.boxes)[which % len(self.boxes)]
        refusal = self.attempt(services.unbox_strips, **self.at, ref=ref, reason=reason)
        assert (refusal is None) == bool(reason.strip())
        if refusal is None:
            del self.boxes[ref]
            self.lacking = {number: box for number, box in self.lacking.items() if box != ref}

    @rule(rank=ENDS)
    def find(self, rank):
        number = self.numbers[rank]
        refusal = self.attempt(services.find_strip, **self.at, number=number)
        assert (refusal is None) == (number in self.lacking)
        self.lacking.pop(number, None)

    @invariant()
    def each_strip_is_in_one_box_or_waits_and_the_box_of_any_is_found_by_its_number(self):
        assert boxing.in_no_box(self.built) == [number for number in self.numbers if number not in self.filed]
        for ref, box in self.boxes.items():
            assert {scripts.box_of_strip(number).ref for number in box} == {ref}

    @invariant()
    def what_is_not_there_stays_on_the_list_until_it_is_found_and_is_counted_in_no_box(self):
        filed = scripts.strips_filed([CEDRES], shelves.papers_destroyed()).get(
            (self.built.paper.pk, CEDRES), FiledStrips()
        )
        assert list(filed.lacking) == sorted(self.lacking)
        assert filed.boxed == len(self.filed) - len(self.lacking)
        counts = queries.boxes_of_centre(self.built.paper, CEDRES)
        lacking = list(self.lacking.values())
        assert counts == {ref: len(box) - lacking.count(ref) for ref, box in self.boxes.items()}


@pytest.mark.django_db
def test_no_sequence_of_acts_loses_a_strip_or_files_it_twice(closed):
    run_state_machine_as_test(lambda: Boxes(closed), settings=explored(15, steps=15))

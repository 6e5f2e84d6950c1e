"""Can any sequence of acts lose a script from the lists that has no end, or give one two ends?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.custody.models import Item
from massicot.custody.rules import ItemKind
from massicot.results import queries as results
from massicot.setasides import queries, rules, services
from massicot.setasides.rules import ENDS, Oddity, Oddment, SlipEnd, SlipOutcome
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, MURIERS, ODILE, PERRIN, TYPING
from tests.keeping import RolledBack, explored, kept

NUMBERS = ["00000042W", "00000043X"]
REFS = {SlipEnd.RETURNED: CEDRES, SlipEnd.DESTROYED: "Mme Roux", SlipEnd.FORWARDED: MURIERS, SlipEnd.MISTAKE: ""}
arrived = kept(world.arrived)


class SetAsides(RolledBack):
    """Scripts put under slips, moved, ended by either desk, and back again."""

    def __init__(self, built):
        super().__init__()
        self.built, self.open, self.ended, self.numbers = built, {}, {}, {}

    @rule(oddity=st.sampled_from(Oddity), number=st.sampled_from(["", *NUMBERS]), back=st.integers(-1, 9))
    def put(self, oddity, number, back):
        known = sorted(self.open | self.ended)
        follows = known[back % len(known)] if known and back >= 0 else ""
        oddment = Oddment(oddity=oddity, place="Étagère", number=number, follows=follows)
        where = {"paper": self.built.paper, "centre_uai": PERRIN, "oddment": oddment}
        refusal = self.attempt(services.set_aside, **where, by=MARC, at=ARRIVAL)
        wants = oddity in rules.NUMBERED and not number
        unwanted = oddity is Oddity.NUMBERLESS and bool(number)
        lying = {self.numbers[code] for code in self.open} - {""}
        twice = oddity is not Oddity.DOUBLED and number in lying
        assert (refusal is None) == (not wants and not unwanted and not twice and follows not in self.open)
        if refusal is None:
            code = queries.set_asides_at(self.built.paper.pk)[0].code
            self.open[code], self.numbers[code] = oddity, number

    @precondition(lambda self: self.open or self.ended)
    @rule(which=st.integers(0, 9), ending=st.sampled_from(sorted(REFS)), by=st.sampled_from([MARC, ODILE]))
    def settle(self, which, ending, by):
        known = sorted(self.open | self.ended)
        code = known[which % len(known)]
        oddity = self.open.get(code) or self.ended[code][0]
        outcome = SlipOutcome(SlipEnd(ending), REFS[SlipEnd(ending)], "Vu")
        refusal = self.attempt(services.settle_set_aside, code=code, outcome=outcome, by=by, at=TYPING)
        if ending not in ENDS[oddity]:
            assert refusal is rules.EndUnfit
        else:
            assert refusal == (None if code in self.open else rules.SetAsideEnded)
        if refusal is None:
            self.ended[code] = (self.open.pop(code), ending)

    @precondition(lambda self: self.open)
    @rule(which=st.integers(0, 9))
    def move(self, which):
        code = sorted(self.open)[which % len(self.open)]
        services.move_set_aside(code=code, place="Coffre", by=MARC, at=TYPING)

    @invariant()
    def whatever_has_no_end_is_on_both_lists_and_in_the_ledger(self):
        for centre in (PERRIN, None):
            listed = queries.set_asides_at(self.built.paper.pk, centre)
            assert {row.code for row in listed if row.is_open} == set(self.open)
        assert queries.open_slips().aside.total() == len(self.open)
        here = Item.objects.filter(kind=ItemKind.SET_ASIDE, place="aside", place_ref=PERRIN)
        assert set(here.values_list("ref", flat=True)) == set(self.open)

    @invariant()
    def an_end_stays_and_each_slip_is_told_once(self):
        ends = {row.code: row.ending for row in queries.set_asides_at(self.built.paper.pk) if not row.is_open}
        assert ends == {code: ending for code, (_, ending) in self.ended.items()}
        told = [event.subject for event in results.ladder(self.built.paper).events if event.kind == "set-aside"]
        assert told == sorted(self.open | self.ended)


@pytest.mark.django_db
def test_no_sequence_of_acts_loses_a_script_that_has_no_end(arrived):
    run_state_machine_as_test(lambda: SetAsides(arrived), settings=explored(15, steps=15))

"""Can any sequence of acts lose a script from sight that is missing from its batch, or count one that is not there?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.batches import queries, services
from massicot.batches.models import Batch
from massicot.batches.rules import concordance, shortages
from massicot.batches.rules.concordance import EnvelopeEmpty, InHandCountDiffers, SeenBefore
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.custody.models import Item
from massicot.custody.rules import ItemKind
from massicot.marks import services as marks
from massicot.results import queries as results
from tests.batches.test_machine import Batches, arrived_with_small_batches
from tests.cast import MARC, MARKING, ODILE, PERRIN
from tests.keeping import explored, kept
from tests.short_batches import SIGNED

arrived = kept(arrived_with_small_batches)


class ShortBatches(Batches):
    """The life of batches, with envelopes closed and batches taken back while a script of them is missing."""

    def __init__(self, built):
        super().__init__(built)
        self.struck, self.short, self.mislaid = {}, set(), set()

    @rule(which=st.integers(0, 11))
    def miss_loose(self, which):
        number = self.numbers[which]
        is_loose = number in self.received - set(self.batched) - set(self.withdrawn) - self.absent
        said = {"paper": self.built.paper, "centre_uai": PERRIN, "missing": number, "signed": SIGNED}
        refusal = self.attempt(services.miss_loose, **said, by=MARC, at=MARKING)
        assert (refusal is None) == is_loose
        if refusal is None:
            self.mislaid.add(number)
            self.absent.add(number)

    @precondition(lambda self: self.mislaid)
    @rule(which=st.integers(0, 11))
    def find_loose(self, which):
        number = sorted(self.mislaid)[which % len(self.mislaid)]
        consignments.find_script(code=self.parcel_of[number], number=number, by=MARC, at=MARKING)
        self.mislaid.discard(number)
        self.absent.discard(number)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), rank=st.integers(0, 2))
    def close_short(self, which, rank):
        code = self.pick(which)
        own = self.own(code)
        lost = own[rank % len(own)]
        if code in self.sealed or lost in self.checked or len(own) == 1:
            return
        for number in own:
            if number != lost:
                services.check_script(code=code, number=number, by=MARC)
        marks.seal_short(code=code, counted=len(own) - 1, signed=SIGNED, by=MARC, at=MARKING)
        self.sealed.add(code)
        self.checked |= set(own) - {lost}
        del self.batched[lost]
        self.struck[lost] = code
        self.absent.add(lost)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), rank=st.integers(0, 2), names=st.booleans(), off=st.sampled_from([0, 0, 0, 1]))
    def close_all_but(self, which, rank, names, off):
        code = self.pick(which)
        own = self.own(code)
        lost = own[rank % len(own)]
        there = len(own) - names + off
        lacking = AllBut([lost[4:]] if names else [], "Mme Second")
        said = {"code": code, "counted": there, "lacking": lacking, "by": MARC, "at": MARKING}
        refusal = self.attempt(marks.seal_all_but, **said)
        wrong = SeenBefore if names and lost in self.checked else InHandCountDiffers if off else None
        wrong = wrong or (EnvelopeEmpty if not there else None)
        assert refusal == (concordance.EnvelopeClosed if code in self.sealed else wrong)
        if refusal is not None:
            return
        self.sealed.add(code)
        self.checked |= set(own) - ({lost} if names else set())
        if names:
            del self.batched[lost]
            self.struck[lost] = code
            self.absent.add(lost)

    @precondition(lambda self: any(self.holders.values()))
    @rule(which=st.integers(0, 9), rank=st.integers(0, 2))
    def take_back_short(self, which, rank):
        out = sorted(code for code, holder in self.holders.items() if holder)
        code = out[which % len(out)]
        own = self.own(code)
        lost = own[rank % len(own)]
        arguments = {"code": code, "seen": self.stay(code, 0), "counted": self.there(code) - 1, "missing": lost}
        said = {"acknowledgement": None, "signed": SIGNED, "by": MARC, "at": MARKING}
        refusal = self.attempt(services.return_short, **arguments, **said)
        assert refusal == (shortages.MissingAlready if lost in self.short else None)
        if refusal is None:
            self.short.add(lost)
            self.absent.add(lost)
            self.holders[code] = ""

    @precondition(lambda self: self.absent - self.mislaid)
    @rule(which=st.integers(0, 11))
    def find(self, which):
        short = sorted(self.absent - self.mislaid)
        number = short[which % len(short)]
        row = queries.open_shortage(number)
        back_in = marks.find_short(shortage_id=row.pk, by=MARC, at=MARKING).back_in
        code = self.struck.pop(number, "")
        assert bool(back_in) == (number in self.short or (code in self.holders and code not in self.lent))
        self.short.discard(number)
        self.absent.discard(number)
        if back_in:
            self.batched[number] = back_in
        if code in self.sealed and back_in:
            self.checked.add(number)

    @precondition(lambda self: self.short)
    @rule(which=st.integers(0, 11))
    def give_up(self, which):
        number = sorted(self.short)[which % len(self.short)]
        code = self.batched.pop(number)
        marks.settle_short(number=number, by=ODILE, at=MARKING)
        self.short.discard(number)
        self.struck[number] = code
        if not self.own(code):
            self.unmade.add(code)
            self.sealed.discard(code)
            self.lent.discard(code)
            del self.holders[code]

    def is_struck(self, number):
        return number in self.struck

    def own(self, code):
        return sorted(number for number, holder in self.batched.items() if holder == code)

    @invariant()
    def what_is_missing_is_in_no_place_and_on_the_ladder(self):
        rows = Item.objects.filter(kind=ItemKind.SCRIPT, place="missing", inside="")
        assert set(rows.values_list("ref", flat=True)) == self.absent
        keys = {gap.key for gap in results.ladder(self.built.paper).gaps}
        named = {key for key in keys if key.startswith("missing-")}
        in_batches = {f"missing-in-batch:{number}" for number in self.absent - self.mislaid}
        assert named == in_batches | {f"missing-script:{number}" for number in self.mislaid}

    @invariant()
    def a_batch_lacks_what_is_missing_from_its_lines(self):
        lacking = dict(Batch.objects.filter(unmade_at=None).values_list("code", "lacking"))
        assert lacking == {code: len(set(self.own(code)) & self.short) for code in self.holders}


@pytest.mark.django_db
def test_no_sequence_of_acts_loses_a_missing_script_from_sight(arrived):
    run_state_machine_as_test(lambda: ShortBatches(arrived), settings=explored(15, steps=15))

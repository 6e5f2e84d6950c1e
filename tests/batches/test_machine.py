"""Can any sequence of acts make a batch too large, put a script in two batches, or let one out unchecked?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.batches import queries, rules, services
from massicot.batches.models import Batch, BatchScript, HandOut
from massicot.batches.rules import Acknowledgement, CheckOutcome, WithdrawalDecision, concordance, hands, withdrawn
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody.models import Item
from massicot.custody.rules import ItemKind
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY
from tests.batches.small import CEILING, arrived_with_small_batches
from tests.cast import ARRIVAL, KEY, MARC, MARKING, ODILE, PERRIN
from tests.keeping import RolledBack, explored, kept

arrived = kept(arrived_with_small_batches)


class Batches(RolledBack):
    """Twelve scripts ticked a few at a time, batched, checked, closed, handed out, taken back, unmade."""

    def __init__(self, built):
        super().__init__()
        self.built = built
        self.parcel_of = {number: code for number, (code, _) in parcels.parcel_and_tick(built.paper.pk).items()}
        self.numbers = sorted(self.parcel_of)
        self.received, self.batched, self.holders = set(), {}, {}
        self.checked, self.sealed, self.lent, self.unmade = set(), set(), set(), set()
        self.withdrawn, self.known, self.absent = {}, set(), set()

    @rule(ranks=st.sets(st.integers(0, 11), min_size=1, max_size=6))
    def tick(self, ranks):
        for rank in ranks:
            number = self.numbers[rank]
            arguments = {"code": self.parcel_of[number], "numbers": [number], "by": MARC, "at": ARRIVAL}
            refusal = self.attempt(consignments.tick_scripts, **arguments)
            assert (refusal is None) == (number not in self.received)
            self.received.add(number)

    @rule(specialty=st.sampled_from([None, "90001", "90002"]))
    def make(self, specialty):
        chosen = None if specialty is None else [specialty]
        of = scripts.specialties_of(self.numbers)
        free = self.received - set(self.batched) - set(self.withdrawn) - self.absent
        loose = {n for n in free if specialty is None or of[n] == specialty}
        known = {batch.code for batch in self.all()} | self.unmade
        arguments = {"paper": self.built.paper, "centre_uai": PERRIN, "specialties": chosen}
        refusal = self.attempt(services.make_batches, **arguments, by=MARC, at=MARKING)
        assert refusal == (None if loose else rules.NothingToBatch)
        made = [batch for batch in self.all() if batch.code not in known]
        contents = {number: batch.code for batch in made for number in queries.numbers_of(batch.pk)}
        assert set(contents) == loose
        self.batched |= contents
        self.holders |= {batch.code: "" for batch in made}
        Batch.objects.filter(printed_at__isnull=True).update(printed_at=MARKING)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9))
    def unmake(self, which):
        code = self.pick(which)
        refusal = self.attempt(services.unmake_batch, code=code, reason="Again", by=MARC, at=MARKING)
        assert refusal == (rules.BatchWasHandedOut if code in self.lent else None)
        if refusal is None:
            gone = {number for number, holder in self.batched.items() if holder == code}
            self.batched = {number: holder for number, holder in self.batched.items() if holder != code}
            self.checked -= gone
            self.sealed.discard(code)
            self.unmade.add(code)
            del self.holders[code]

    def is_struck(self, _number):
        """Say whether a script lacks, and is in no batch for that; here none does."""
        return False

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), rank=st.integers(0, 11))
    def scan(self, which, rank):
        code, number = self.pick(which), self.numbers[rank]
        belongs, seen = self.batched.get(number) == code, number in self.checked
        if code in self.sealed:
            # Of a script that an envelope was closed without, a scan is still told that it is looked for.
            expected = None if self.is_struck(number) else concordance.EnvelopeClosed
            assert self.attempt(services.check_script, code=code, number=number, by=MARC) == expected
            return
        found = services.check_script(code=code, number=number, by=MARC)
        assert (found.outcome is CheckOutcome.RIGHT) == (belongs and not seen)
        assert (found.outcome is CheckOutcome.DOUBLE) == (belongs and seen)
        if belongs:
            self.checked.add(number)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), is_whole=st.booleans())
    def close(self, which, is_whole):
        code = self.pick(which)
        own = {number for number, holder in self.batched.items() if holder == code}
        if is_whole and code not in self.sealed:
            for number in sorted(own):
                services.check_script(code=code, number=number, by=MARC)
            self.checked |= own
        refusal = self.attempt(services.seal_batch, code=code, counted=len(own), by=MARC, at=MARKING)
        assert (refusal is None) == (code not in self.sealed and own <= self.checked)
        if refusal is None:
            self.sealed.add(code)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9))
    def open_again(self, which):
        code = self.pick(which)
        refusal = self.attempt(services.unseal_batch, code=code, reason="Doubt", by=MARC, at=MARKING)
        assert (refusal is None) == (code in self.sealed - self.lent)
        if refusal is None:
            self.sealed.discard(code)
            self.checked -= {number for number, holder in self.batched.items() if holder == code}

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), marker=st.sampled_from(["BOB", "CHARLIE"]), off=st.sampled_from([0, 0, 0, 1, -1]))
    def hand_out(self, which, marker, off):
        code = self.pick(which)
        size = self.there(code)
        refusal = self.attempt(
            services.hand_out_batch,
            code=code,
            marker_identifier=marker,
            counted=size,
            acknowledgement=Acknowledgement(marker, size + off, denies_pupils=True),
            pupil_key=KEY.sub_key(PUPIL_KEY),
            by=MARC,
            at=MARKING,
        )
        assert (refusal is None) == (not self.holders[code] and code in self.sealed and not off and size > 0)
        if refusal is None:
            self.holders[code] = marker
            self.lent.add(code)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), marker=st.sampled_from(["BOB", "CHARLIE"]))
    def close_and_hand_out(self, which, marker):
        self.close(which=which, is_whole=True)
        self.hand_out(which=which, marker=marker, off=0)

    @precondition(lambda self: self.holders)
    @rule(which=st.integers(0, 9), off=st.sampled_from([0, 0, 1, -1]), back=st.sampled_from([0, 0, 1]))
    def take_back(self, which, off, back):
        code = self.pick(which)
        said = Acknowledgement(self.holders[code] or "BOB", self.there(code))
        arguments = {"code": code, "counted": self.there(code) + off, "acknowledgement": said}
        refusal = self.attempt(services.return_batch, seen=self.stay(code, back), **arguments, by=MARC, at=MARKING)
        assert (refusal is None) == (bool(self.holders[code]) and not off and not back)
        if refusal is None:
            self.holders[code] = ""

    @precondition(lambda self: self.lent - self.unmade)
    @rule(which=st.integers(0, 9), back=st.sampled_from([0, 0, 1]))
    def give_again(self, which, back):
        code = sorted(self.lent)[which % len(self.lent)]
        last = HandOut.objects.filter(batch__code=code).order_by("-pk").first()
        arguments = {"seen": {code: self.stay(code, back)}, "pupil_key": KEY.sub_key(PUPIL_KEY)}
        refusal = self.attempt(services.reissue_batches, **arguments, by=MARC, at=MARKING)
        if self.holders[code]:
            assert refusal is rules.BatchAlreadyOut
        else:
            empty = None if self.there(code) else hands.NothingInBatch
            assert refusal == (hands.BatchHadByAnother if back else empty)
        if refusal is None:
            self.holders[code] = last.marker

    @precondition(lambda self: self.batched)
    @rule(which=st.integers(0, 11))
    def withdraw(self, which):
        number = sorted(self.batched)[which % len(self.batched)]
        code = self.batched[number]
        arguments = {"code": code, "number": number, "reason": "Doubt", "by": ODILE, "at": MARKING}
        refusal = self.attempt(services.withdraw_script, **arguments)
        alone = rules.ScriptIsAlone if self.size(code) == 1 else None
        assert refusal == (withdrawn.WithdrawnMissing if number in self.absent else alone)
        if refusal is None:
            del self.batched[number]
            self.checked.discard(number)
            self.withdrawn[number] = self.holders[code]

    @precondition(lambda self: self.withdrawn)
    @rule(which=st.integers(0, 11))
    def give_back(self, which):
        row = self.pick_withdrawn(which)
        refusal = self.attempt(services.give_back_withdrawn, withdrawal_id=row.pk, by=MARC, at=MARKING)
        assert refusal == (None if self.withdrawn[row.number] else withdrawn.WithdrawnNotOut)
        self.withdrawn[row.number] = ""
        self.let_go(row.number)

    @precondition(lambda self: self.withdrawn)
    @rule(which=st.integers(0, 11), decision=st.sampled_from(rules.WORDS))
    def decide(self, which, decision):
        row = self.pick_withdrawn(which)
        said = {
            "decision": decision,
            "seen": WithdrawalDecision(row.decision),
            "reason": "Seen",
            "by": ODILE,
            "at": MARKING,
        }
        refusal = self.attempt(services.decide_withdrawn, withdrawal_id=row.pk, **said)
        assert refusal == (rules.WithdrawnDecided if row.number in self.known else None)
        if decision is not WithdrawalDecision.KEPT:
            self.known.add(row.number)
        self.let_go(row.number)

    def pick_withdrawn(self, which):
        number = sorted(self.withdrawn)[which % len(self.withdrawn)]
        return [row for row in queries.withdrawn_of_paper(self.built.paper.pk) if row.number == number][-1]

    def let_go(self, number):
        if number in self.known and not self.withdrawn[number]:
            self.known.discard(number)
            del self.withdrawn[number]

    def stay(self, code, back):
        stays = HandOut.objects.filter(batch__code=code).order_by("-pk").values_list("pk", flat=True)
        return next(iter(stays[back:]), 0)

    def pick(self, which):
        return sorted(self.holders)[which % len(self.holders)]

    def size(self, code):
        return list(self.batched.values()).count(code)

    def there(self, code):
        return sum(of == code and number not in self.absent for number, of in self.batched.items())

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
        here = {number: code for number, code in self.batched.items() if number not in self.absent}
        places = dict(Item.objects.filter(ref__in=here).values_list("ref", "place_ref"))
        assert places == {number: self.holders[code] or PERRIN for number, code in here.items()}

    @invariant()
    def what_is_withdrawn_is_with_its_marker_or_aside_and_nowhere_else(self):
        rows = Item.objects.filter(kind=ItemKind.SCRIPT, place__in=("marker", "aside"), inside="")
        places = {number: (place, ref) for number, place, ref in rows.values_list("ref", "place", "place_ref")}
        held = {number: ("marker", who) if who else ("aside", PERRIN) for number, who in self.withdrawn.items()}
        assert places == held

    @invariant()
    def an_unmade_batch_is_nowhere_and_its_number_is_not_given_again(self):
        assert not any(ledger.where(ItemKind.BATCH, code) for code in self.unmade)
        assert {batch.code for batch in self.all()} == set(self.holders)
        assert not self.unmade & set(self.holders)

    @invariant()
    def only_a_closed_batch_is_with_a_marker_and_with_one_at_most(self):
        for batch in self.all():
            stay = queries.open_hand_out(batch.pk)
            assert (stay.marker if stay else "") == self.holders[batch.code]
            assert (batch.sealed_at is not None) == (batch.code in self.sealed)
            assert stay is None or batch.sealed_at is not None

    @invariant()
    def a_batch_says_of_its_hands_what_its_hand_outs_say(self):
        for batch in self.all():
            last = HandOut.objects.filter(batch=batch).order_by("-pk").first()
            told = (last.marker, last.back_at is None) if last else ("", False)
            assert (batch.taker, batch.is_out) == told

    @invariant()
    def the_database_finds_every_batch_in_the_state_that_the_rules_give_it(self):
        for state in rules.BatchState:
            found = set(Batch.objects.filter(queries.is_in(state), unmade_at=None).values_list("code", flat=True))
            assert found == {batch.code for batch in self.all() if batch.state is state}


@pytest.mark.django_db
def test_no_sequence_of_acts_breaks_a_batch(arrived):
    run_state_machine_as_test(lambda: Batches(arrived), settings=explored(15, steps=15))

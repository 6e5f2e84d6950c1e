"""Can any sequence of acts put a batch that goes back in two places, or take one off every list?"""

from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnCounts
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.shelves import queries, services
from massicot.shelves.queries.returns import piles_of
from massicot.shelves.rules.returns import ReturnChoice
from tests import going_back, shelving
from tests.cast import MARC, ODILE, PERRIN
from tests.going_back import CAME, PACKED
from tests.keeping import RolledBack, explored, kept

back = kept(going_back.many_back)

HERE, WAITING, RECEIVED, MISSING, BOXED = "here", "waiting", "received", "missing", "boxed"
MADE, SENT, ARRIVED, CLOSED = "made", "sent", "arrived", "closed"
WHICH = st.integers(0, 5)


class Returns(RolledBack):
    """Six batches packed, sent, received, missed, found, boxed; by the model: where each is, how far each parcel is."""

    def __init__(self, built):
        super().__init__()
        self.paper = built.paper
        made = batches.batches_of(built.paper.pk, PERRIN)
        self.sizes = {batch.code: batch.in_hand for batch in made}
        self.refs = sorted(self.sizes)
        self.at = dict.fromkeys(self.refs, (HERE, ""))
        self.parcels = {}

    @rule(ranks=st.sets(WHICH, min_size=1, max_size=4))
    def pack(self, ranks):
        refs = [self.refs[rank] for rank in sorted(ranks)]
        counted = ReturnCounts(len(refs), sum(self.sizes[ref] for ref in refs))
        chosen = {"paper": self.paper, "centre_uai": PERRIN, "choice": ReturnChoice(batches=refs), "counted": counted}
        refusal = self.attempt(services.pack_return, **chosen, by=MARC, at=PACKED)
        assert (refusal is None) == all(self.at[ref][0] in (HERE, MISSING) for ref in refs)
        if refusal is None:
            code = parcels.returns_of(self.paper.pk)[-1].code
            self.parcels[code] = MADE
            self.at |= dict.fromkeys(refs, (WAITING, code))

    @rule(ranks=st.sets(WHICH, min_size=2, max_size=6))
    def bring(self, ranks):
        self.pack(ranks={rank for rank in ranks if self.at[self.refs[rank]][0] in (HERE, MISSING)} or ranks)
        for which in range(len(self.parcels)):
            self.carry(which)
            self.carry(which)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def open_again(self, which):
        code = self.pick(which)
        refusal = self.attempt(consignments.open_return, code=code, reason="Again", by=MARC, at=PACKED)
        assert (refusal is None) == (self.parcels[code] == MADE)
        if refusal is None:
            del self.parcels[code]
            self.at |= {ref: (HERE, "") for ref, (_, inside) in self.at.items() if inside == code}

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def carry(self, which):
        code = self.pick(which)
        if self.parcels[code] == MADE:
            going_back.send(parcels.return_by_code(code), seal="")
            self.parcels[code] = SENT
        elif self.parcels[code] == SENT:
            going_back.receive(parcels.return_by_code(code))
            self.parcels[code] = ARRIVED

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def close(self, which):
        code = self.pick(which)
        refusal = self.attempt(consignments.close_return, code=code, by=ODILE, at=CAME)
        waits = (WAITING, code) in self.at.values()
        assert (refusal is None) == (self.parcels[code] == ARRIVED and not waits)
        if refusal is None:
            self.parcels[code] = CLOSED

    @rule(which=WHICH, act=st.sampled_from([consignments.tick_return, consignments.untick_return]))
    def tick(self, which, act):
        before, after = (WAITING, RECEIVED) if act is consignments.tick_return else (RECEIVED, WAITING)
        self.say(which, act, before, after, {ARRIVED})

    @rule(which=WHICH)
    def miss(self, which):
        self.say(which, consignments.miss_return, WAITING, MISSING, {ARRIVED}, reason="Not in it")

    @rule(which=WHICH)
    def find(self, which):
        self.say(which, consignments.find_return_content, MISSING, RECEIVED, {ARRIVED, CLOSED})

    @rule()
    def box(self):
        if any(state == RECEIVED for state, _ in self.at.values()):
            shelving.make(self.paper)
            self.at = {ref: (BOXED if at == RECEIVED else at, code) for ref, (at, code) in self.at.items()}

    @rule(which=WHICH)
    def unbox(self, which):
        ref = self.refs[which]
        said = {"paper": self.paper, "ref": ref, "reason": "Not in it", "by": ODILE, "at": CAME}
        refusal = self.attempt(services.take_out_of_box, **said)
        assert (refusal is None) == (self.at[ref][0] == BOXED)
        if refusal is None:
            self.at[ref] = (RECEIVED, self.at[ref][1])

    @invariant()
    def each_batch_is_on_one_list(self):
        piles = piles_of(self.paper, PERRIN, CAME)
        rows = parcels.returned_from(self.paper.pk).values()
        lists = {
            HERE: [batch.code for pile in piles for batch in pile.ready],
            WAITING: [row.ref for row in rows if row.tick == ReturnTick.NOT_YET],
            MISSING: [ref for pile in piles for ref in pile.behind],
            RECEIVED: [thing.ref for thing in queries.to_box(self.paper)],
            BOXED: [ref for box in queries.boxes_of(self.paper) for ref in box.batches],
        }
        assert Counter(ref for refs in lists.values() for ref in refs) == dict.fromkeys(self.refs, 1)
        assert {ref: name for name, refs in lists.items() for ref in refs} == {
            ref: at for ref, (at, _) in self.at.items()
        }

    @invariant()
    def the_ledger_has_it_there(self):
        for ref, (at, code) in self.at.items():
            item = ledger.where(ItemKind.BATCH, ref)
            assert (item.place == Place.MISSING) == (at == MISSING)
            assert (item.inside == code) == (at == WAITING or not code)

    def pick(self, which):
        codes = sorted(self.parcels)
        return codes[which % len(codes)]

    def say(self, which, act, before, after, states, **more):
        """Say something of one batch, in the parcel in which it is or came, if it ever was in one."""
        ref = self.refs[which]
        at, code = self.at[ref]
        if not code:
            return
        refusal = self.attempt(act, code=code, ref=ref, **more, by=ODILE, at=CAME)
        assert (refusal is None) == (at == before and self.parcels[code] in states)
        if refusal is None:
            self.at[ref] = (after, code)


@pytest.mark.django_db
def test_no_batch_is_in_two_places_and_none_leaves_every_list(back):
    run_state_machine_as_test(lambda: Returns(back), settings=explored(12, steps=25))

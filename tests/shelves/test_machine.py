"""Can any sequence of acts put what goes back in two places, take it off every list, or have the ladder miscount it?"""

from collections import Counter

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnCounts
from massicot.consignments.rules.seals import SealSeen, SealState
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.results import queries as results
from massicot.shelves import queries, services
from massicot.shelves.queries.returns import piles_of
from massicot.shelves.rules.returns import ReturnChoice
from tests import going_back, shelving
from tests.cast import MARC, ODILE, PERRIN
from tests.going_back import CAME, OVERDUE, PACKED
from tests.keeping import RolledBack, explored, kept

HERE, WAITING, RECEIVED, MISSING, BOXED, LOST = "here", "waiting", "received", "missing", "boxed", "lost"
MADE, SENT, ARRIVED, CLOSED = "made", "sent", "arrived", "closed"
WHICH = st.integers(0, 7)
WAIT = frozenset({ReturnTick.NOT_YET})


def with_loose():
    """Make six batches, two of which a script was withdrawn from: each of these lies aside, in no batch."""
    built = going_back.many_back()
    for batch in batches.batches_of(built.paper.pk, PERRIN)[:2]:
        number = batches.numbers_of(batch.pk)[0]
        batch_acts.withdraw_script(code=batch.code, number=number, reason="Fraude", by=ODILE, at=PACKED)
    return built


back = kept(with_loose)


class Returns(RolledBack):
    """Batches and loose scripts packed, sent, lost, received, missed, found, boxed; parcels opened again, their seals.

    By the model: where each thing is, how far each parcel is, which were lost once, of which the seal is told.
    """

    def __init__(self, built):
        super().__init__()
        self.paper = built.paper
        made = batches.batches_of(built.paper.pk, PERRIN)
        self.sizes = {batch.code: batch.in_hand for batch in made}
        loose = [script.number for pile in piles_of(self.paper, PERRIN, PACKED) for script in pile.loose]
        self.kinds = dict.fromkeys(self.sizes, ItemKind.BATCH) | dict.fromkeys(loose, ItemKind.SCRIPT)
        self.sizes |= dict.fromkeys(loose, 1)
        self.refs = sorted(self.sizes)
        self.at = dict.fromkeys(self.refs, (HERE, ""))
        self.parcels, self.was_lost, self.seals = {}, set(), set()

    @rule(ranks=st.sets(WHICH, min_size=1, max_size=4))
    def pack(self, ranks):
        refs = [self.refs[rank] for rank in sorted(ranks)]
        envelopes = [ref for ref in refs if self.kinds[ref] is ItemKind.BATCH]
        scripts = [ref for ref in refs if self.kinds[ref] is ItemKind.SCRIPT]
        counted = ReturnCounts(len(envelopes), sum(self.sizes[ref] for ref in refs))
        choice = ReturnChoice(batches=envelopes, scripts=scripts)
        chosen = {"paper": self.paper, "centre_uai": PERRIN, "choice": choice, "counted": counted}
        refusal = self.attempt(services.pack_return, **chosen, by=MARC, at=PACKED)
        assert (refusal is None) == all(self.at[ref][0] in (HERE, MISSING) for ref in refs)
        if refusal is None:
            code = parcels.returns_of(self.paper.pk)[-1].code
            self.parcels[code] = MADE
            self.at |= dict.fromkeys(refs, (WAITING, code))

    @rule(ranks=st.sets(WHICH, min_size=2, max_size=8), is_lost=st.booleans())
    def bring(self, ranks, is_lost):
        self.pack(ranks={rank for rank in ranks if self.at[self.refs[rank]][0] in (HERE, MISSING)} or ranks)
        for code in sorted(self.parcels):
            if self.parcels[code] == MADE:
                self.carry_one(code)
            if is_lost and self.parcels[code] == SENT:
                self.lose_one(code)
            self.carry_one(code)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def open_unsent(self, which):
        code = self.pick(which, MADE)
        refusal = self.attempt(consignments.open_return, code=code, reason="Again", by=MARC, at=PACKED)
        assert (refusal is None) == (self.parcels[code] == MADE)
        if refusal is None:
            del self.parcels[code]
            self.turn(code, WAITING, HERE)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def carry(self, which):
        self.carry_one(self.pick(which, MADE, SENT, LOST))

    def carry_one(self, code):
        """Let a parcel leave, or arrive."""
        if self.parcels[code] == MADE:
            going_back.send(parcels.return_by_code(code), seal="")
            self.parcels[code] = SENT
        elif self.parcels[code] in (SENT, LOST):
            going_back.receive(parcels.return_by_code(code))
            self.parcels[code] = ARRIVED
            self.turn(code, LOST, WAITING)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def lose(self, which):
        code = self.pick(which, MADE, SENT)
        if self.parcels[code] == MADE:
            self.carry_one(code)
        self.lose_one(code)

    def lose_one(self, code):
        """Declare a parcel lost, if it may be."""
        refusal = self.attempt(consignments.lose_return, code=code, reason="Never came", by=MARC, at=OVERDUE)
        assert (refusal is None) == (self.parcels[code] == SENT)
        if refusal is None:
            self.parcels[code] = LOST
            self.was_lost.add(code)
            self.turn(code, WAITING, LOST)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH, is_begun=st.booleans())
    def take_back_arrival(self, which, is_begun):
        code = self.pick(which, ARRIVED)
        if is_begun and (waiting := [rank for rank, ref in enumerate(self.refs) if self.at[ref] == (WAITING, code)]):
            self.tick(waiting[0], consignments.tick_return)
        held = set(parcels.return_ticks(parcels.return_by_code(code)))
        refusal = self.attempt(consignments.take_back_return_arrival, code=code, reason="Another", by=ODILE, at=CAME)
        assert (refusal is None) == (self.parcels[code] == ARRIVED and held <= WAIT)
        if refusal is None:
            self.parcels[code] = LOST if code in self.was_lost else SENT
            self.turn(code, WAITING, LOST if code in self.was_lost else WAITING)
            self.seals.discard(code)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH, state=st.sampled_from([SealState.BROKEN, SealState.NONE]))
    def tell_seal(self, which, state):
        code = self.pick(which, ARRIVED)
        seen = {"seen": SealSeen(state, is_sure=True), "by": ODILE, "at": CAME}
        refusal = self.attempt(consignments.read_return_seal, code=code, **seen)
        assert (refusal is None) == (self.parcels[code] == ARRIVED and code not in self.seals)
        if refusal is None:
            self.seals.add(code)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def take_back_seal(self, which):
        code = self.pick(which, ARRIVED)
        said = {"code": code, "reason": "Another one", "by": ODILE, "at": CAME}
        refusal = self.attempt(consignments.take_back_return_seal, **said)
        assert (refusal is None) == (self.parcels[code] == ARRIVED and code in self.seals)
        if refusal is None:
            self.seals.discard(code)

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def close(self, which):
        code = self.pick(which, ARRIVED)
        refusal = self.attempt(consignments.close_return, code=code, by=ODILE, at=CAME)
        waits = (WAITING, code) in self.at.values()
        # Each left without a seal: whether somebody told so is no matter.
        assert (refusal is None) == (self.parcels[code] == ARRIVED and not waits)
        if refusal is None:
            self.parcels[code] = CLOSED

    @precondition(lambda self: self.parcels)
    @rule(which=WHICH)
    def open_closed(self, which):
        code = self.pick(which, CLOSED)
        refusal = self.attempt(consignments.reopen_return, code=code, reason="Again", by=ODILE, at=CAME)
        assert (refusal is None) == (self.parcels[code] == CLOSED)
        if refusal is None:
            self.parcels[code] = ARRIVED

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
    def each_thing_is_on_one_list(self):
        piles = piles_of(self.paper, PERRIN, CAME)
        rows = parcels.returned_from(self.paper.pk).values()
        lists = {
            HERE: [thing for pile in piles for thing in _ready(pile)],
            WAITING: [row.ref for row in rows if row.tick == ReturnTick.NOT_YET],
            MISSING: [ref for pile in piles for ref in pile.behind],
            LOST: [row.ref for row in rows if row.tick == ReturnTick.MISSING and row.parcel.arrived_at is None],
            RECEIVED: [thing.ref for thing in queries.to_box(self.paper)],
            BOXED: [ref for box in queries.boxes_of(self.paper) for ref in (*box.batches, *box.loose)],
        }
        assert Counter(ref for refs in lists.values() for ref in refs) == dict.fromkeys(self.refs, 1)
        assert {ref: name for name, refs in lists.items() for ref in refs} == {
            ref: at for ref, (at, _) in self.at.items()
        }

    @invariant()
    def the_ledger_has_it_there(self):
        for ref, (at, code) in self.at.items():
            item = ledger.where(self.kinds[ref], ref)
            assert (item.place == Place.MISSING) == (at in (MISSING, LOST))
            assert (item.inside == code) == (at in (WAITING, LOST) or not code)

    @invariant()
    def the_ladder_counts_each_script_and_names_what_is_not_there(self):
        counted = results.ladder_at(self.paper, OVERDUE).rung("scripts returned")
        there = {ref for ref, (at, _) in self.at.items() if at in (RECEIVED, BOXED)}
        assert counted.expected == sum(self.sizes.values())
        assert counted.found == sum(self.sizes[ref] for ref in there)
        assert {gap.key for gap in counted.gaps} == {self.gap_of(ref) for ref in self.refs if ref not in there}

    @invariant()
    def a_seal_is_told_of_what_is_here(self):
        told = {row.code for row in parcels.returns_of(self.paper.pk) if row.seal_state}
        assert told == self.seals

    def gap_of(self, ref):
        """Name the gap of what is not at the office: lost, once its parcel is looked through or never came."""
        at, code = self.at[ref]
        is_lost = at == LOST or (at == MISSING and self.parcels[code] == CLOSED)
        batch = self.kinds[ref] is ItemKind.BATCH
        lost, due = ("batch-lost-back", "not-returned") if batch else ("script-lost-back", "script-not-returned")
        return f"{lost if is_lost else due}:{ref}"

    def turn(self, code, before, after):
        """Let what was so in a parcel be otherwise."""
        new = (after, "" if after == HERE else code)
        self.at |= {ref: new for ref, at in self.at.items() if at == (before, code)}

    def pick(self, which, *states):
        """Pick a parcel: most often one that is so far, if there is any."""
        so_far = [code for code, state in sorted(self.parcels.items()) if state in states]
        codes = so_far if so_far and which % 4 else sorted(self.parcels)
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


def _ready(pile):
    return [*(batch.code for batch in pile.ready), *(script.number for script in pile.aside)]


@pytest.mark.django_db
def test_no_script_is_in_two_places_and_none_leaves_every_list(back):
    run_state_machine_as_test(lambda: Returns(back), settings=explored(15, steps=30))

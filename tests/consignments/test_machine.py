"""Can any sequence of acts on parcels lose a script, or put it in two places?"""

from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from massicot.audit import queries as audit
from massicot.consignments import queries, rules, services
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.reception import Verdict
from massicot.custody.models import Event, Item
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MORNING, MURIERS
from tests.keeping import RolledBack, explored, kept

sat = kept(world.sat)

CHOSEN = st.sets(st.integers(0, 5), max_size=6)
ANY = st.integers(0, 3)
LOOSE, THERE, LOST = ("exam-centre", ""), ("marking-centre", ""), ("missing", "")
CARRIED = {"made": "exam-centre", "sent": "carrier", "arrived": "marking-centre", "closed": "marking-centre"}


class Parcels(RolledBack):
    """Six scripts of one centre and the parcels that they travel in, beside a ledger kept on paper."""

    def __init__(self, built):
        super().__init__()
        self.built = built
        self.numbers = list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))
        self.foreign = next(iter(scripts.in_hand_of_centre(built.paper.pk, MURIERS)))
        self.spots = dict.fromkeys(self.numbers, LOOSE)
        self.inside = dict.fromkeys(self.numbers, "")
        self.states, self.announced = {}, {}
        self.left_out, self.unrecorded, self.scans = set(), set(), 0
        self.unwritten = {}  # ticked, and in its parcel still for the ledger

    def pick(self, which):
        return sorted(self.states)[which % len(self.states)]

    def lie(self, number, spot, inside=""):
        self.spots[number], self.inside[number] = spot, inside

    def within(self, code):
        return {number for number, parcel in self.inside.items() if parcel == code}

    @rule(chosen=CHOSEN, off=st.sampled_from([0, 0, 0, 1]))
    def pack(self, chosen, off):
        numbers = [self.numbers[rank] for rank in chosen]
        refusal = self.attempt(
            services.pack_numbered,
            paper=self.built.paper,
            centre_uai=CEDRES,
            route=world.on_site_route(self.built),
            counted=len(numbers) + off,
            numbers=numbers,
            by=CLAIRE,
            at=EVENING,
        )
        at_hand = [self.lacks(number) or self.spots[number] == LOOSE for number in numbers]
        loose = all(at_hand) and not any(self.inside[number] for number in numbers)
        assert (refusal is None) == (bool(numbers) and loose and not off)
        if refusal is None:
            self.left_out -= set(numbers)
            code = (set(self.codes()) - set(self.states)).pop()
            self.states[code], self.announced[code] = "made", len(numbers)
            for number in numbers:
                self.lie(number, LOOSE, code)

    def lacks(self, number):
        """Say whether a number is signed as not there when its parcel was made."""
        return number in self.left_out

    @rule(chosen=CHOSEN)
    def pack_all_but(self, chosen):
        lacking = {self.numbers[rank] for rank in chosen}
        loose = {number for number in self.numbers if self.spots[number] == LOOSE and not self.inside[number]}
        refusal = self.attempt(
            services.pack_numbered,
            paper=self.built.paper,
            centre_uai=CEDRES,
            route=world.on_site_route(self.built),
            counted=len(loose - lacking),
            lacking=AllBut(sorted(lacking), "Mme Second"),
            by=CLAIRE,
            at=EVENING,
        )
        assert (refusal is None) == (bool(loose) and lacking <= loose)
        if refusal is None:
            self.left_out |= lacking
            for number in lacking:
                self.lie(number, LOST)
            for code in set(self.codes()) - set(self.states):
                self.states[code], self.announced[code] = "made", len(loose - lacking)
                for number in loose - lacking:
                    self.lie(number, LOOSE, code)

    @rule(rank=st.integers(0, 5))
    def find_left_out(self, rank):
        number = self.numbers[rank]
        where = {"paper": self.built.paper, "centre_uai": CEDRES}
        refusal = self.attempt(services.find_left_out, number=number, **where, by=CLAIRE, at=EVENING)
        assert (refusal is None) == self.lacks(number)
        if refusal is None:
            self.left_out.remove(number)
            self.lie(number, LOOSE)

    @precondition(lambda self: self.states)
    @rule(which=ANY)
    def unpack(self, which):
        code = self.pick(which)
        refusal = self.attempt(services.unpack_parcel, code=code, reason="again", by=CLAIRE, at=EVENING)
        assert refusal == (None if self.states[code] == "made" else rules.AlreadySent)
        if refusal is None:
            for number in self.within(code):
                self.lie(number, LOOSE)
            del self.states[code]

    @precondition(lambda self: self.states)
    @rule(which=ANY)
    def send(self, which):
        code = self.pick(which)
        refusal = self.attempt(world.send, code=code, at=MORNING)
        may_leave = self.states[code] == "made" or code in self.unrecorded
        assert refusal == (None if may_leave else rules.AlreadySent)
        if code in self.unrecorded:
            self.unrecorded.remove(code)
        else:
            self.advance(code, refusal, "sent")

    @precondition(lambda self: self.states)
    @rule(which=ANY)
    def receive(self, which):
        code = self.pick(which)
        refusal = self.attempt(services.receive_parcel, code=code, by=MARC, at=ARRIVAL)
        assert (refusal is None) == (self.states[code] == "sent")
        self.advance(code, refusal, "arrived")

    @precondition(lambda self: self.states)
    @rule(which=ANY)
    def receive_unrecorded(self, which):
        code = self.pick(which)
        refusal = self.attempt(services.receive_unrecorded, code=code, by=MARC, at=ARRIVAL)
        assert (refusal is None) == (self.states[code] in ("made", "sent"))
        if refusal is None and self.states[code] == "made":
            self.unrecorded.add(code)
        self.advance(code, refusal, "arrived")

    @precondition(lambda self: self.states)
    @rule(which=ANY, chosen=CHOSEN, with_foreign=st.sampled_from([False, False, True]))
    def tick(self, which, chosen, with_foreign):
        code = self.pick(which)
        numbers = [self.numbers[rank] for rank in chosen] + [self.foreign] * with_foreign
        refusal = self.attempt(services.tick_scripts, code=code, numbers=numbers, by=MARC, at=ARRIVAL)
        allowed = self.states[code] == "arrived" and set(numbers) <= self.within(code)
        assert (refusal is None) == allowed
        for number in numbers if allowed else ():
            self.lie(number, THERE)
            self.unwritten[number] = code

    @precondition(lambda self: self.states)
    @rule(which=ANY, rank=st.integers(0, 5))
    def untick(self, which, rank):
        code, number = self.pick(which), self.numbers[rank]
        refusal = self.attempt(services.untick_script, code=code, number=number, by=MARC, at=ARRIVAL)
        announced = number in {row.number for row in queries.contents_of(queries.parcel_by_code(code))}
        assert (refusal is None) == (announced and self.states[code] == "arrived" and self.spots[number] == THERE)
        if refusal is None:
            self.unwritten.pop(number, None)
            self.lie(number, LOOSE, code)

    @precondition(lambda self: self.left_out and self.here())
    @rule(which=ANY, rank=st.integers(0, 5))
    def scan_signed_away(self, which, rank):
        here = self.here()
        code = here[which % len(here)]
        number = sorted(self.left_out)[rank % len(self.left_out)]
        self.scans += 1
        scan_id = uuid5(NAMESPACE_OID, str(self.scans))
        done = services.scan_script(code=code, number=number, scan_id=scan_id, by=MARC, at=ARRIVAL)
        assert done.verdict is Verdict.SIGNED_ABSENT
        self.left_out.remove(number)
        self.lie(number, THERE)
        self.announced[code] += 1

    def here(self):
        """Give the parcels that have come, their reception closed or not."""
        return sorted(code for code, state in self.states.items() if state in ("arrived", "closed"))

    @precondition(lambda self: self.states)
    @rule(which=ANY, rank=st.integers(0, 5), is_found=st.booleans())
    def miss_or_find(self, which, rank, is_found):
        code, number = self.pick(which), self.numbers[rank]
        act = services.find_script if is_found else services.declare_missing
        announced = number in {row.number for row in queries.contents_of(queries.parcel_by_code(code))}
        refusal = self.attempt(act, code=code, number=number, by=MARC, at=ARRIVAL)
        waits = self.states[code] == "arrived" and self.inside[number] == code
        is_lost = self.spots[number] == LOST and not self.lacks(number)
        allowed = announced and (is_lost if is_found else waits)
        assert (refusal is None) == allowed
        if allowed:
            self.lie(number, THERE if is_found else LOST)

    @precondition(lambda self: self.states)
    @rule(which=ANY)
    def close(self, which):
        code = self.pick(which)
        refusal = self.attempt(services.close_reception, code=code, by=MARC, at=ARRIVAL)
        assert (refusal is None) == (self.states[code] == "arrived" and not self.within(code))
        if refusal is None:
            self.unwritten = {number: parcel for number, parcel in self.unwritten.items() if parcel != code}
        self.advance(code, refusal, "closed")

    def advance(self, code, refusal, state):
        if refusal is None:
            self.states[code] = state

    def codes(self):
        return [parcel.code for parcel in queries.parcels_of(self.built.paper.pk)]

    @invariant()
    def every_script_is_in_exactly_one_place(self):
        rows = Item.objects.filter(ref__in=self.numbers).values_list("ref", "place", "inside")
        assert sorted(rows) == sorted((number, *self.expected_place(number)) for number in self.numbers)

    def expected_place(self, number):
        code = self.inside[number] or self.unwritten.get(number)
        return (CARRIED[self.states[code]], code) if code else self.spots[number]

    @invariant()
    def what_is_not_there_is_signed_and_in_no_parcel(self):
        assert set(queries.left_out_of(self.built.paper.pk)) == self.left_out
        assert not any(self.inside[number] or self.spots[number] != LOST for number in self.left_out)

    @invariant()
    def what_was_packed_is_waiting_received_or_missing(self):
        for code, count in ((code, self.announced[code]) for code in self.states):
            ticks = queries.ticks_of(queries.parcel_by_code(code))
            assert sum(ticks.values()) == count
            assert ticks.get(Tick.NOT_YET, 0) == len(self.within(code))

    @invariant()
    def the_place_is_the_one_that_the_last_event_leads_to(self):
        last = {event.ref: event for event in Event.objects.filter(kind__in=("script", "parcel")).order_by("pk")}
        for item in Item.objects.filter(inside="").exclude(kind="strips"):
            event = last[item.ref]
            assert (item.place, item.place_ref, "") == (event.to_place, event.to_ref, event.inside)

    @invariant()
    def nothing_else_moved(self):
        assert Item.objects.get(ref=self.foreign).inside == ""
        assert sorted(self.codes()) == sorted(self.states)

    def teardown(self):
        assert audit.first_broken_link() is None
        super().teardown()


@pytest.mark.django_db
def test_no_sequence_of_acts_loses_a_script(sat):
    run_state_machine_as_test(lambda: Parcels(sat), settings=explored(12, steps=18))

"""Can any sequence of acts at the marking centre count a script twice, lose one, or leave a gap open for ever?"""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from massicot.audit import queries as audit
from massicot.consignments import queries, rules, services
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.reception import Verdict
from massicot.custody.models import Event, Item
from massicot.scripts import queries as scripts
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC
from tests.keeping import RolledBack, explored, kept

sat = kept(world.sat)

WAITS, HERE, GONE = "waits", "here", "gone"
ARRIVED, CLOSED = "arrived", "closed"
TOO_LATE = ARRIVAL + timedelta(days=2)
CARRIED = {"sent": "carrier", "lost": "missing", ARRIVED: "marking-centre", CLOSED: "marking-centre"}
PARCEL, SCRIPT = st.integers(0, 1), st.integers(0, 1)
ASTRAY = st.sampled_from((False, False, False, True))


class Reception(RolledBack):
    """Two parcels of one script each, on their way, beside a ledger kept on paper: few, so that they meet often."""

    def __init__(self, built):
        super().__init__()
        self.built = built
        self.numbers = list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))[:2]
        self.owner, self.scans = {}, dict.fromkeys(self.numbers)
        self.where = dict.fromkeys(self.numbers, WAITS)
        self.strays, self.states, self.sent = set(), {}, 0
        self.unwritten = set()  # ticked, and in their parcel still for the ledger
        for number in self.numbers:
            parcel = services.pack_numbered(
                paper=built.paper,
                centre_uai=CEDRES,
                route=world.on_site_route(built),
                counted=1,
                numbers=[number],
                by=CLAIRE,
                at=EVENING,
            )
            world.send(parcel.code)
            self.owner[number] = parcel.code
            self.states[parcel.code] = "sent"

    def act(self, act, **arguments):
        return self.attempt(act, by=MARC, at=TOO_LATE, **arguments)

    def code(self, which):
        return sorted(self.states)[which]

    def meet(self, rank, astray):
        """Choose a script, and the parcel in which somebody looks for it: mostly its own."""
        number = self.numbers[rank]
        return next(code for code in self.states if (code == self.owner[number]) is not astray), number

    def own(self, code):
        return [number for number in self.numbers if self.owner[number] == code]

    def is_here(self, code):
        return self.states[code] in (ARRIVED, CLOSED)

    def is_missing(self, number):
        lost_with_all = self.where[number] == WAITS and self.states[self.owner[number]] == "lost"
        return lost_with_all or self.where[number] == GONE

    @initialize(arrived=st.sets(PARCEL))
    def begin(self, arrived):
        for which in arrived:
            self.receive(which)

    @rule(which=PARCEL)
    def receive(self, which):
        code = self.code(which)
        refusal = self.act(services.receive_parcel, code=code)
        assert refusal == (rules.AlreadyReceived if self.is_here(code) else None)
        self.advance(code, refusal, ARRIVED)

    @rule(which=PARCEL)
    def lose(self, which):
        code = self.code(which)
        refusal = self.act(services.declare_parcel_lost, code=code, reason="no trace")
        assert (refusal is None) == (self.states[code] == "sent")
        self.advance(code, refusal, "lost")

    @rule(rank=SCRIPT, astray=ASTRAY, is_again=st.booleans())
    def scan(self, rank, astray, is_again):
        code, number = self.meet(rank, astray)
        if not self.is_here(code):
            return
        self.sent += not is_again
        scan_id = self.scans[number] if is_again and self.scans[number] else uuid5(NAMESPACE_OID, str(self.sent))
        expected = self.expected_verdict(code, number, scan_id)
        done = services.scan_script(code=code, number=number, scan_id=scan_id, by=MARC, at=TOO_LATE)
        assert done.verdict is expected
        if self.owner[number] == code and expected in (Verdict.RIGHT, Verdict.FOUND):
            self.unwritten |= {number} if self.where[number] == WAITS and expected is Verdict.RIGHT else set()
            self.where[number], self.scans[number] = HERE, scan_id

    def expected_verdict(self, code, number, scan_id):
        is_own, is_again = self.owner[number] == code, self.scans[number] == scan_id
        if self.where[number] == HERE:
            return Verdict.RIGHT if is_own and is_again else Verdict.DOUBLE
        if not is_own:
            return Verdict.STRAY
        if is_again:
            return Verdict.TAKEN_BACK
        return Verdict.FOUND if self.is_missing(number) else Verdict.RIGHT

    @rule(rank=SCRIPT, astray=ASTRAY)
    def tick(self, rank, astray):
        code, number = self.meet(rank, astray)
        refusal = self.act(services.tick_scripts, code=code, numbers=[number])
        self.settle(refusal, self.may_be_looked_for(code, number), number, HERE)
        self.unwritten |= {number} if refusal is None else set()

    @rule(rank=SCRIPT, astray=ASTRAY)
    def miss(self, rank, astray):
        code, number = self.meet(rank, astray)
        refusal = self.act(services.declare_missing, code=code, number=number)
        self.settle(refusal, self.may_be_looked_for(code, number), number, GONE)

    @rule(which=PARCEL, counted=st.integers(0, 1), names=st.booleans())
    def receive_all_but(self, which, counted, names):
        code = self.code(which)
        (number,) = self.own(code)
        lacking = AllBut([number[4:]] if names else [], "Mme Second")
        specialty = scripts.specialties_of([number])[number]
        said = {"specialty_code": specialty, "counted": counted, "lacking": lacking}
        refusal = self.act(services.receive_all_but, code=code, **said)
        allowed = self.may_be_looked_for(code, number) and counted == (not names)
        self.settle(refusal, allowed, number, GONE if names else HERE)

    @rule(rank=SCRIPT, astray=ASTRAY)
    def find(self, rank, astray):
        code, number = self.meet(rank, astray)
        refusal = self.act(services.find_script, code=code, number=number)
        self.settle(refusal, self.owner[number] == code and self.is_missing(number), number, HERE)

    @rule(rank=SCRIPT, astray=ASTRAY)
    def receive_stray(self, rank, astray):
        code, number = self.meet(rank, astray)
        refusal = self.act(services.receive_stray, found_in=code, number=number)
        is_stray = self.owner[number] != code and self.is_here(code) and self.where[number] != HERE
        self.settle(refusal, is_stray, number, HERE)
        self.strays |= {number} if refusal is None else set()

    @rule(rank=SCRIPT, astray=ASTRAY)
    def untick(self, rank, astray):
        code, number = self.meet(rank, astray)
        refusal = self.act(services.untick_script, code=code, number=number)
        ticked = self.owner[number] == code and self.where[number] == HERE
        self.settle(refusal, ticked and self.states[code] == ARRIVED, number, WAITS)
        self.strays -= {number} if refusal is None else set()
        self.unwritten -= {number} if refusal is None else set()

    @rule(which=PARCEL)
    def close(self, which):
        code = self.code(which)
        refusal = self.act(services.close_reception, code=code)
        is_whole = all(self.where[number] != WAITS for number in self.own(code))
        assert (refusal is None) == (self.states[code] == ARRIVED and is_whole)
        self.unwritten -= set(self.own(code)) if refusal is None else set()
        self.advance(code, refusal, CLOSED)

    @rule(which=PARCEL)
    def reopen(self, which):
        code = self.code(which)
        refusal = self.act(services.reopen_reception, code=code, reason="again")
        assert (refusal is None) == (self.states[code] == CLOSED)
        self.advance(code, refusal, ARRIVED)

    def may_be_looked_for(self, code, number):
        return self.owner[number] == code and self.states[code] == ARRIVED and self.where[number] == WAITS

    def settle(self, refusal, allowed, number, where):
        assert (refusal is None) == allowed
        if allowed:
            self.where[number] = where

    def advance(self, code, refusal, state):
        if refusal is None:
            self.states[code] = state

    @invariant()
    def every_script_is_where_the_paper_says(self):
        found = {ref: where for ref, *where in Item.objects.values_list("ref", "place", "inside")}
        for number in self.numbers:
            own = self.owner[number]
            inside = [CARRIED[self.states[own]], own]
            loose = ["marking-centre" if self.where[number] == HERE else "missing", ""]
            is_inside = self.where[number] == WAITS or number in self.unwritten
            assert found[number] == (inside if is_inside else loose)

    @invariant()
    def every_script_has_the_tick_that_the_paper_says(self):
        ticks = {number: tick for number, (_, tick) in queries.parcel_and_tick(self.built.paper.pk).items()}
        for number in self.numbers:
            missing = Tick.MISSING if self.is_missing(number) else Tick.NOT_YET
            assert ticks[number] == (Tick.RECEIVED if self.where[number] == HERE else missing)

    @invariant()
    def strays_are_told_once(self):
        assert set(queries.strays(self.built.paper.pk)) == self.strays
        assert not self.strays.intersection(queries.found_again(self.built.paper.pk))

    @invariant()
    def the_place_is_the_one_that_the_last_event_leads_to(self):
        last = {event.ref: event for event in Event.objects.filter(kind__in=("script", "parcel")).order_by("pk")}
        for item in Item.objects.filter(inside="").exclude(kind="strips"):
            event = last[item.ref]
            assert (item.place, item.place_ref, "") == (event.to_place, event.to_ref, event.inside)

    def teardown(self):
        assert audit.first_broken_link() is None
        super().teardown()


@pytest.mark.django_db
def test_no_sequence_of_acts_counts_a_script_twice_or_loses_one(sat):
    run_state_machine_as_test(lambda: Reception(sat), settings=explored(30, steps=30))

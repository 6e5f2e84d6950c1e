"""Can any sequence of acts on a centre's day leave a room checked that is not?"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.candidates import queries, services
from massicot.candidates.rules.checks import BY_ONE, Scrutiny, stands
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, ON_SITE
from tests.candidates.test_machine import ANY_ROOM, ROOMS, CentreDay
from tests.keeping import explored

SAID = st.sampled_from([BY_ONE, BY_ONE, *((check,) for check in BY_ONE)])
ANY_CHECK = st.sampled_from(Scrutiny)


class CheckedDay(CentreDay):
    """The same day, and beside it who has been seen to be checked: what was said of each room, whose label compared."""

    def __init__(self):
        super().__init__()
        self.said = {room: set() for room in ROOMS}
        self.seen = {}

    @rule(room=ANY_ROOM, checks=SAID)
    def check(self, room, checks):
        is_done = self.attempt(services.check_scripts, checks=checks, **self.at(room))
        left = [check for check in checks if self.may_stand(room, check) and check not in self.said.get(room, ())]
        assert is_done == bool(self.of_room(room) and not self.closed and left)
        if is_done:
            self.said[room] |= set(left)

    @rule(room=ANY_ROOM, second=st.sampled_from(["M. Brun", "M. Brun", "Mme Roux"]))
    def compare(self, room, second):
        named = {"stuck_by": "Mme Roux", "compared_by": second}
        is_done = self.attempt(services.compare_labels, **named, **self.at(room))
        is_wanted = Scrutiny.LABELS not in self.said.get(room, ()) or self.new_in(room)
        assert is_done == bool(self.of_room(room) and not self.closed and second != "Mme Roux" and is_wanted)
        if is_done:
            self.said[room].add(Scrutiny.LABELS)
            self.seen |= dict.fromkeys(self.new_in(room), room)

    @rule(room=ANY_ROOM, check=ANY_CHECK)
    def take_check_back(self, room, check):
        is_done = self.attempt(services.take_back_check, check=check, **self.at(room))
        assert is_done == bool(self.of_room(room) and not self.closed and check in self.said.get(room, ()))
        if is_done:
            self.said[room].discard(check)
            if check is Scrutiny.LABELS:
                self.seen = {one: where for one, where in self.seen.items() if where != room}

    def at(self, room):
        return {"paper": self.paper, "centre_uai": NORTH, "room": room, "by": lycee.CLERK, "at": lycee.EVENING}

    def may_stand(self, room, check):
        is_counted = self.is_confirmed(room) and (
            room in self.signed or self.counts[room] == self.scripts_by_room()[room]
        )
        return stands(check, is_counted=is_counted)

    def new_in(self, room):
        return [one for one in self.of_room(room) if self.seen.get(one) != room]

    @invariant()
    def what_stands_of_a_room_is_what_was_said_and_is_still_so(self):
        found = queries.checks_at({self.paper.pk: {ON_SITE}}).get((self.paper.pk, NORTH), {})
        for room in ROOMS:
            labels = {Scrutiny.LABELS} if self.new_in(room) else set()
            assert found.get(room, set()) == self.said[room] - labels

    @invariant()
    def a_room_counts_as_compared_while_everybody_in_it_was_compared_there(self):
        for room in ROOMS:
            new = queries.not_compared(self.paper.pk, NORTH, room, {ON_SITE})
            assert sorted(entry.candidate.candidate_number for entry in new) == sorted(self.new_in(room))


@pytest.mark.django_db
def test_no_sequence_of_acts_leaves_a_room_checked_that_is_not():
    run_state_machine_as_test(CheckedDay, settings=explored(20, steps=20))

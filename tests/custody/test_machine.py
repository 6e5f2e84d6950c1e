"""Can any sequence of moves put a thing in two places, or leave its story and its place apart?"""

from collections import defaultdict
from functools import partial

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.core.actor import Actor
from massicot.custody import queries, rules, services
from massicot.custody.models import Event, Item
from massicot.custody.rules import MOVES, Act, ItemKind, Place, Spot
from tests.cast import EVENING
from tests.keeping import RolledBack, explored

NORA = Actor("nora@centre.invalid")
SCRIPTS, HOLDERS = ("10000000A", "20000000B", "30000000C"), ("P-1", "P-2")
SPOTS = {place: Spot(place, "" if place is Place.MISSING else f"the {place}") for place in Place}
BORN = SPOTS[Place.EXAM_CENTRE]
ACTS, PLACES = st.sampled_from(Act), st.sampled_from(Place)
LEGAL = [
    (act, origin, to) for act, (origins, places) in MOVES.items() for origin in sorted(origins) for to in sorted(places)
]


class Ledger(RolledBack):
    """Three scripts and two parcels, beside what they would be on paper: a place, and what they lie in."""

    def __init__(self):
        super().__init__()
        self.place = dict.fromkeys((*SCRIPTS, *HOLDERS), Place.EXAM_CENTRE)
        self.inside = dict.fromkeys(SCRIPTS, "")
        self.moves = defaultdict(int)
        born = {"spot": BORN, "by": NORA, "at": EVENING}
        services.appear(kind=ItemKind.SCRIPT, refs=SCRIPTS, act=Act.NUMBERED, **born)
        services.appear(kind=ItemKind.PARCEL, refs=HOLDERS, act=Act.MADE_UP, **born)

    def allows(self, act, origin, destination):
        origins, destinations = MOVES[act]
        return origin in origins and destination in destinations

    def legal_from(self, ref, pick):
        """Choose a move that may start where a thing is; at the end of its way, any."""
        moves = [move for move in LEGAL if move[1] is self.place[ref]] or LEGAL
        return moves[pick % len(moves)]

    @rule(ref=st.sampled_from(HOLDERS), pick=st.integers(0, 40))
    def carry_on(self, ref, pick):
        self.carry(ref, *self.legal_from(ref, pick))

    @rule(ref=st.sampled_from(HOLDERS), act=ACTS, origin=PLACES, destination=PLACES)
    def carry(self, ref, act, origin, destination):
        refusal = self.attempt(
            partial(services.move, act=act),
            kind=ItemKind.PARCEL,
            ref=ref,
            origin=SPOTS[origin],
            destination=SPOTS[destination],
            by=NORA,
            at=EVENING,
        )
        if not self.allows(act, origin, destination):
            assert refusal is rules.MoveForbidden
            return
        assert refusal is (None if self.place[ref] is origin else rules.NotThere)
        if refusal is None:
            self.moves[ref] += 1
            for thing in (ref, *(script for script in SCRIPTS if self.inside[script] == ref)):
                self.place[thing] = destination

    @rule(ref=st.sampled_from(SCRIPTS), pick=st.integers(0, 40), after=st.sampled_from(("", *HOLDERS)))
    def move_on(self, ref, pick, after):
        act, _, destination = self.legal_from(ref, pick)
        self.move_scripts({ref}, act, destination, self.inside[ref], after)

    @rule(
        refs=st.sets(st.sampled_from(SCRIPTS), min_size=1),
        act=ACTS,
        destination=PLACES,
        before=st.sampled_from(("", *HOLDERS)),
        after=st.sampled_from(("", *HOLDERS)),
    )
    def move_scripts(self, refs, act, destination, before, after):
        origin = self.place[min(refs)]
        refusal = self.attempt(
            partial(services.move_all, act=act),
            refs=sorted(refs),
            origin=SPOTS[origin],
            destination=SPOTS[destination],
            inside_before=before,
            inside_after=after,
            by=NORA,
            at=EVENING,
        )
        allowed = self.allows(act, origin, destination)
        there = all(self.place[ref] is origin and self.inside[ref] == before for ref in refs)
        assert refusal is (None if allowed and there else rules.NotThere if allowed else rules.MoveForbidden)
        for ref in refs if refusal is None else ():
            self.place[ref], self.inside[ref] = destination, after
            self.moves[ref] += 1

    @rule(ref=st.sampled_from(SCRIPTS), found_in=st.sampled_from(HOLDERS))
    def find_as_a_stray(self, ref, found_in):
        origin, destination = self.place[ref], Place.MARKING_CENTRE
        refusal = self.attempt(
            services.move_stray,
            ref=ref,
            origin=SPOTS[origin],
            inside_before=self.inside[ref],
            destination=SPOTS[destination],
            found_in=found_in,
            by=NORA,
            at=EVENING,
        )
        assert refusal is (None if self.allows(Act.STRAY, origin, destination) else rules.MoveForbidden)
        if refusal is None:
            self.place[ref], self.inside[ref] = destination, ""
            self.moves[ref] += 1
            assert queries.story_of(ItemKind.SCRIPT, ref)[-1].found_in == found_in

    @rule(wanted=st.dictionaries(st.sampled_from(HOLDERS), st.sampled_from(SCRIPTS), min_size=1), place=PLACES)
    def put_inside(self, wanted, place):
        contents = {holder: [ref] for holder, ref in wanted.items()}
        refusal = self.attempt(
            partial(services.put_inside, act=Act.PUT_IN_BATCH),
            contents=contents,
            spot=SPOTS[place],
            by=NORA,
            at=EVENING,
        )
        if not self.allows(Act.PUT_IN_BATCH, place, place):
            assert refusal is rules.MoveForbidden
            return
        refs = list(wanted.values())
        loose = all(self.place[ref] is place and not self.inside[ref] for ref in refs) and len(set(refs)) == len(refs)
        assert refusal is (None if loose else rules.NotThere)
        for holder, ref in wanted.items() if refusal is None else ():
            self.inside[ref] = holder
            self.moves[ref] += 1

    @invariant()
    def each_thing_is_in_the_one_place_that_the_paper_says(self):
        found = {ref: (place, inside) for ref, place, inside in Item.objects.values_list("ref", "place", "inside")}
        assert found == {ref: (place, self.inside.get(ref, "")) for ref, place in self.place.items()}

    @invariant()
    def every_move_left_one_event_and_no_refusal_left_any(self):
        for ref in self.place:
            assert Event.objects.filter(ref=ref).count() == 1 + self.moves[ref]

    @invariant()
    def what_a_holder_holds_is_where_it_is_unless_it_came_in_elsewhere(self):
        for holder in HOLDERS:
            assert queries.contents_of(holder) == [ref for ref in SCRIPTS if self.inside[ref] == holder]


@pytest.mark.django_db
def test_no_sequence_of_moves_parts_a_thing_from_its_story():
    run_state_machine_as_test(Ledger, settings=explored(15, steps=25))

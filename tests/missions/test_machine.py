"""Any sequence of acts on missions: nobody is at two places on one half-day, and no list has one too many."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from massicot.missions import queries, services
from massicot.missions.models import Assignment, Mission
from massicot.missions.queries import obstacles
from massicot.missions.rules import AssignmentState
from massicot.missions.rules.hours import clashes
from tests.cast import CEDRES, MURIERS, ODILE, PERRIN
from tests.keeping import RolledBack, explored, kept
from tests.missions import calls
from tests.missions.calls import BEFORE, hours

pytestmark = pytest.mark.django_db

built = kept(calls.pooled)

DAYS = st.integers(1, 3).map(lambda day: date(2017, 6, day))
HOURS = st.tuples(st.integers(8, 15), st.integers(1, 4))
PLACES = st.sampled_from([PERRIN, CEDRES, MURIERS])
PEOPLE = st.sampled_from(["ALICE", "BOB", "CHARLIE", "DIANE"])


class Lists(RolledBack):
    """Some missions, their lists filled, corrected, moved."""

    world = None

    def any_mission(self, rank):
        missions = list(Mission.objects.order_by("pk"))
        return missions[rank % len(missions)] if missions else None

    @rule(day=DAYS, hour=HOURS, place=PLACES, needed=st.integers(1, 3))
    def make(self, day, hour, place, needed):
        start, length = hour
        day_hours = hours(day=day, starts=start, ends=start + length, place=place, title="Oral")
        self.attempt(lambda: calls.mission_of(self.world, day_hours, needed=needed, place_uai=place))

    @rule(rank=st.integers(0, 9), person=PEOPLE)
    def put(self, rank, person):
        if mission := self.any_mission(rank):
            self.attempt(lambda: calls.put(mission, person))

    @rule(rank=st.integers(0, 9))
    def fill(self, rank):
        if mission := self.any_mission(rank):
            self.attempt(lambda: calls.fill(mission))

    @rule(rank=st.integers(0, 9), day=DAYS, hour=HOURS, place=PLACES)
    def move(self, rank, day, hour, place):
        if mission := self.any_mission(rank):
            start, length = hour
            moved = [hours(day=day, starts=start, ends=start + length, place=place, title="Oral")]
            values = replace(queries.values_of(mission), place_uai=place)
            asked = {"mission_id": mission.pk, "seen": mission.revision, "reason": "Salle", "by": ODILE, "at": BEFORE}
            self.attempt(services.change_mission, values=values, activities=moved, **asked)

    @rule(rank=st.integers(0, 9))
    def convene(self, rank):
        if mission := self.any_mission(rank):
            listed = Assignment.objects.filter(mission=mission, state=AssignmentState.PROPOSED)
            listed.update(state=AssignmentState.CONVENED)

    @rule(rank=st.integers(0, 9))
    def take_off(self, rank):
        if (mission := self.any_mission(rank)) and (row := queries.list_rows(mission.pk).first()):
            self.attempt(services.take_off_list, mission_id=mission.pk, assignment_id=row.pk, by=ODILE, at=BEFORE)

    @invariant()
    def nobody_is_in_two_places_on_one_half_day(self):
        for slots in obstacles.slots_between(BEFORE, BEFORE.replace(month=7)).values():
            assert not [pair for pair in combinations(slots, 2) if clashes(pair[:1], pair[1:])]

    @invariant()
    def no_list_has_one_too_many(self):
        for mission in Mission.objects.all():
            assert sum(queries.count_listed(mission.pk)[:2]) <= mission.places


def test_no_sequence_of_acts_calls_somebody_to_two_places(built):
    class Here(Lists):
        world = built

    run_state_machine_as_test(Here, settings=explored(30, steps=15))

"""Can any sequence of acts on a centre's day break its counts?"""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from massicot.candidates import queries, rules, services
from massicot.candidates.rules import Attendance, OffList
from massicot.core.refused import Refused
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, ON_SITE, number

ROOMS = {"1": (1, 2, 3), "2": (4, 5)}
ANY_ROOM = st.sampled_from(["1", "2", "3"])
RANKS = st.integers(1, 5)
COUNTS = st.integers(0, 7)
REASONS = st.sampled_from(["", "found nowhere"])


class CentreDay(RuleBasedStateMachine):
    """The day of one centre, and beside it what a careful clerk would write on paper."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        session = lycee.make_session()
        lycee.enter(session, *(lycee.candidate(rank, salle=room) for room in ROOMS for rank in ROOMS[room]))
        self.paper = lycee.paper_of(session)
        self.words = {number(rank): Attendance.NOT_KEYED for room in ROOMS for rank in ROOMS[room]}
        self.rooms = {number(rank): room for room in ROOMS for rank in ROOMS[room]}
        self.counts, self.closed, self.is_signed = {}, None, False

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, act, **arguments):
        """Try an act; say whether it was done. A refused act leaves no trace: the invariants look."""
        try:
            with transaction.atomic():
                act(**arguments)
        except Refused:
            return False
        return True

    @rule(room=ANY_ROOM, absent=st.sets(RANKS), blank=st.sets(RANKS), off=COUNTS, reason=REASONS)
    def key(self, room, absent, blank, off, reason):
        mine = {one for one, where in self.rooms.items() if where == room}
        absent, blank = ({number(rank) for rank in ranks} & mine for ranks in (absent, blank))
        counted = max(0, len(mine - absent) + off % 3 - 1)
        is_done = self.attempt(
            lycee.key, paper=self.paper, room=room, absent=absent, blank=blank, counted=counted, gap_reason=reason
        )
        assert is_done == bool(
            mine and not self.closed and not absent & blank and (reason or counted == len(mine - absent))
        )
        if is_done:
            self.words |= dict.fromkeys(mine, Attendance.PRESENT) | dict.fromkeys(absent, Attendance.ABSENT)
            self.words |= dict.fromkeys(blank, Attendance.BLANK)
            self.counts[room] = counted

    @rule(rank=RANKS, word=st.sampled_from(Attendance))
    def correct(self, rank, word):
        before = self.words[number(rank)]
        is_done = self.attempt(
            services.correct_attendance,
            paper=self.paper,
            centre_uai=NORTH,
            candidate_number=number(rank),
            attendance=word,
            reason="misread",
            by=lycee.CLERK,
            at=lycee.EVENING,
        )
        allowed = before is not Attendance.NOT_KEYED and word not in (before, Attendance.NOT_KEYED)
        assert is_done == (allowed and not self.closed)
        if is_done:
            self.words[number(rank)] = word

    @rule(rank=st.integers(1, 9), room=ANY_ROOM)
    def add_off_list(self, rank, room):
        one = OffList(number(rank), "Pipit", "Noé", date(1998, 3, 1), ON_SITE, room)
        is_done = self.attempt(services.add_off_list, paper=self.paper, centre_uai=NORTH, candidate=one)
        assert is_done == (number(rank) not in self.words and room in ROOMS and not self.closed)
        if is_done:
            self.words[number(rank)], self.rooms[number(rank)] = Attendance.PRESENT, room

    @rule(counts=st.tuples(COUNTS, COUNTS, COUNTS), is_right=st.booleans(), reason=REASONS)
    def close(self, counts, is_right, reason):
        counts = (len(self.words),) * 3 if is_right else counts
        is_done = self.attempt(_close, paper=self.paper, counts=counts, gap_reason=reason)
        is_keyed = Attendance.NOT_KEYED not in self.words.values()
        holds = set(counts) == {len(self.words)} and self.counts == self.scripts_by_room()
        assert is_done == (is_keyed and not self.closed and bool(reason or holds))
        if is_done:
            self.closed = counts

    @precondition(lambda self: self.closed)
    @rule()
    def reopen(self):
        services.reopen_centre_day(paper=self.paper, centre_uai=NORTH)
        self.closed = None

    def scripts_by_room(self):
        handed_in = [one for one, word in self.words.items() if word in (Attendance.PRESENT, Attendance.BLANK)]
        return {room: sum(self.rooms[one] == room for one in handed_in) for room in ROOMS}

    @invariant()
    def the_register_is_what_the_clerk_wrote(self):
        rows = queries.entry_rows(self.paper)
        assert {row.candidate_number: row.attendance for row in rows} == self.words
        assert {row.candidate_number: row.room for row in rows} == self.rooms

    @invariant()
    def entered_is_present_and_absent_and_blank_and_not_keyed(self):
        tally = queries.attendance_counts(self.paper.pk)[NORTH]
        assert tally.entered == len(self.words)
        assert tally == rules.tally(self.words.values())
        assert sum(room.scripts for room in queries.rooms_of(self.paper, NORTH).values()) == tally.scripts

    @invariant()
    def a_closed_day_has_no_candidate_without_a_word_and_every_count_as_typed(self):
        closed = queries.closing_counts(self.paper.pk).get(NORTH)
        assert (closed is None) == (self.closed is None)
        if closed is not None:
            assert (closed.items_in_hand, closed.labels_used, closed.strips_boxed) == self.closed
            assert queries.attendance_counts(self.paper.pk)[NORTH].not_keyed == 0

    @invariant()
    def a_typed_count_is_never_changed_by_the_program(self):
        assert queries.room_counts(self.paper.pk, NORTH) == self.counts


def _close(*, paper, counts, gap_reason):
    lycee.close(paper, *counts, gap_reason=gap_reason)


@pytest.mark.django_db
def test_no_sequence_of_acts_breaks_the_counts_of_a_day():
    run_state_machine_as_test(CentreDay, settings=settings(max_examples=40, stateful_step_count=20, deadline=None))

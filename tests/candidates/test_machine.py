"""Can any sequence of acts on a centre's day break its counts?"""

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from massicot.candidates import queries, rules, services
from massicot.candidates.models import Entry
from massicot.candidates.queries import day as day_reads
from massicot.candidates.rules import HANDED_IN, Attendance, OffList
from massicot.core.refused import Refused
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, ON_SITE, number
from tests.keeping import explored

ROOMS = {"1": (1, 2, 3), "2": (4, 5)}
ANY_ROOM = st.sampled_from(["1", "1", "1", "2", "3"])
RANKS = st.integers(1, 5)
COUNTS = st.integers(0, 7)
MOSTLY_RIGHT = st.sampled_from([0, 0, 0, -1, 1])
WORDS = st.sampled_from(Attendance)
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
        self.entries = {row.candidate_number: row.entry_id for row in queries.entry_rows(self.paper)}
        self.counts, self.closed, self.delays, self.by_confirmation = {}, None, {}, set()
        self.signed, self.moved = set(), {}

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

    @rule(rank=RANKS, seen=WORDS | st.none(), word=WORDS)
    def say(self, rank, seen, word):
        before = self.words[number(rank)]
        seen = seen or before
        is_done = self.attempt(lycee.say, paper=self.paper, rank=rank, seen=seen, word=word)
        is_same = before is word
        is_open = not self.is_confirmed(self.rooms[number(rank)])
        is_late = word is Attendance.ABSENT and number(rank) in self.delays
        assert is_done == (not self.closed and (is_same or (is_open and seen is before and not is_late)))
        if is_done and not is_same:
            self.put(number(rank), word)

    @rule(rank=RANKS, room=ANY_ROOM)
    def scan(self, rank, room):
        one = number(rank)
        is_done = self.attempt(
            services.tick_entry, paper=self.paper, centre_uai=NORTH, room=room, entry_id=self.entries[one]
        )
        assert is_done == (not self.closed and self.rooms[one] == room and self.words[one] is not Attendance.ABSENT)
        if is_done and not self.is_confirmed(room):
            self.put(one, Attendance.BLANK if self.words[one] is Attendance.BLANK else Attendance.PRESENT)

    @rule(room=ANY_ROOM, wrong=MOSTLY_RIGHT, off=MOSTLY_RIGHT, reason=REASONS)
    def confirm(self, room, wrong, off, reason):
        mine = self.of_room(room)
        others = [one for one in mine if self.words[one] is Attendance.NOT_KEYED]
        counted = max(0, sum(self.words[one] is not Attendance.ABSENT for one in mine) + off)
        is_done = self.attempt(
            lycee.confirm,
            paper=self.paper,
            others=len(others) + wrong,
            counted=counted,
            room=room,
            gap_reason=reason,
        )
        is_right = counted == sum(self.words[one] is not Attendance.ABSENT for one in mine)
        allowed = mine and not self.closed and not self.is_confirmed(room) and not wrong
        assert is_done == bool(allowed and (reason or is_right))
        if is_done:
            self.words |= dict.fromkeys(others, Attendance.PRESENT)
            self.by_confirmation |= set(others)
            self.count_in_hand(room, counted)

    @precondition(lambda self: self.counts)
    @rule(room=ANY_ROOM, reason=REASONS)
    def take_back(self, room, reason):
        is_done = self.attempt(lycee.take_back, paper=self.paper, room=room, reason=reason)
        assert is_done == bool(not self.closed and reason and room in self.counts)
        if is_done:
            del self.counts[room]
            self.signed.discard(room)
            others = self.by_confirmation & set(self.of_room(room))
            self.words |= dict.fromkeys(others, Attendance.NOT_KEYED)
            self.by_confirmation -= others

    @rule(room=ANY_ROOM, counted=COUNTS, reason=REASONS)
    def count(self, room, counted, reason):
        is_done = self.attempt(lycee.count, paper=self.paper, counted=counted, room=room, gap_reason=reason)
        is_right = counted == self.scripts_by_room().get(room)
        assert is_done == bool(self.is_confirmed(room) and not self.closed and (reason or is_right))
        if is_done:
            self.count_in_hand(room, counted)

    @rule(rank=RANKS, minutes=st.integers(0, 70))
    def note_late(self, rank, minutes):
        is_done = self.attempt(_late, paper=self.paper, rank=rank, minutes=minutes)
        is_in_time = 1 <= minutes <= 60 and self.words[number(rank)] is not Attendance.ABSENT
        assert is_done == (is_in_time and not self.closed and self.delays.get(number(rank)) in (None, minutes))
        if is_done:
            self.delays[number(rank)] = minutes

    @rule(rank=RANKS, seen=WORDS | st.none(), word=WORDS)
    def correct(self, rank, seen, word):
        before = self.words[number(rank)]
        seen = seen or before
        is_done = self.attempt(lycee.correct, paper=self.paper, rank=rank, word=word, seen=seen)
        allowed = before is not Attendance.NOT_KEYED and word not in (before, Attendance.NOT_KEYED)
        is_late = word is Attendance.ABSENT and number(rank) in self.delays
        assert is_done == (allowed and seen is before and not self.closed and not is_late)
        if is_done:
            self.put(number(rank), word)

    @rule(rank=st.integers(1, 9), room=ANY_ROOM)
    def add_off_list(self, rank, room):
        one = OffList(candidate_number=number(rank), specialty_code=ON_SITE, room=room, **lycee.STRANGER)
        is_done = self.attempt(services.add_off_list_unnumbered, paper=self.paper, centre_uai=NORTH, candidate=one)
        assert is_done == (number(rank) not in self.words and room in self.rooms.values() and not self.closed)
        if is_done:
            self.words[number(rank)], self.rooms[number(rank)] = Attendance.PRESENT, room
            self.signed.discard(room)
            self.entries[number(rank)] = Entry.objects.get(candidate__candidate_number=number(rank)).pk

    @rule(rank=RANKS, room=ANY_ROOM)
    def move(self, rank, room):
        one = number(rank)
        source = Entry.objects.get(pk=self.entries[one]).source
        left = self.rooms[one]
        is_done = self.attempt(_move, paper=self.paper, rank=rank, room=room)
        was_seen = self.words[one] in HANDED_IN and source in ("hand", "label")
        is_there = room in self.rooms.values()
        assert is_done == (not self.closed and is_there and left != room and not was_seen)
        if is_done:
            self.put(one, Attendance.PRESENT)
            self.moved[one] = self.moved.get(one, left)
            self.reseat(one, room)

    @precondition(lambda self: self.moved)
    @rule(rank=RANKS)
    def move_back(self, rank):
        one = number(rank)
        is_done = self.attempt(_move_back, paper=self.paper, rank=rank)
        assert is_done == (one in self.moved and not self.closed)
        if is_done:
            self.put(one, Attendance.NOT_KEYED)
            self.reseat(one, self.moved.pop(one))

    @rule(counts=st.tuples(COUNTS, COUNTS, COUNTS), is_right=st.booleans(), reason=REASONS)
    def close(self, counts, is_right, reason):
        counts = (len(self.words),) * 3 if is_right else counts
        is_done = self.attempt(_close, paper=self.paper, counts=counts, gap_reason=reason)
        is_keyed = Attendance.NOT_KEYED not in self.words.values()
        gaps = {room: self.counts.get(room, 0) - count for room, count in self.scripts_by_room().items()}
        holds = set(counts) <= {len(self.words), len(self.words) + sum(gaps.values())} and self.is_accounted_for(gaps)
        assert is_done == (is_keyed and not self.closed and bool(reason or holds))
        if is_done:
            self.closed = counts

    @precondition(lambda self: self.closed)
    @rule()
    def reopen(self):
        services.reopen_centre_day(paper=self.paper, centre_uai=NORTH)
        self.closed = None

    def register(self, room):
        return queries.room_rows(self.paper, NORTH, room)

    def put(self, one, word):
        self.words[one] = word
        self.by_confirmation.discard(one)
        self.signed.discard(self.rooms[one])

    def reseat(self, one, room):
        left, self.rooms[one] = self.rooms[one], room
        self.signed.discard(room)
        if left not in self.rooms.values():
            self.counts.pop(left, None)

    def count_in_hand(self, room, counted):
        self.counts[room] = counted
        self.signed.discard(room)
        if counted != self.scripts_by_room()[room]:
            self.signed.add(room)

    def is_accounted_for(self, gaps):
        # A room that everybody was moved out of is none any more.
        return self.counts.keys() == set(self.rooms.values()) and all(
            room in self.signed for room, gap in gaps.items() if gap
        )

    def of_room(self, room):
        return [one for one, where in self.rooms.items() if where == room]

    def is_confirmed(self, room):
        words = [self.words[one] for one in self.of_room(room)]
        return room in self.counts and Attendance.NOT_KEYED not in words

    def scripts_by_room(self):
        handed_in = [one for one, word in self.words.items() if word in (Attendance.PRESENT, Attendance.BLANK)]
        return {room: sum(self.rooms[one] == room for one in handed_in) for room in ROOMS}

    @invariant()
    def the_register_is_what_the_clerk_wrote(self):
        rows = queries.entry_rows(self.paper)
        assert {row.candidate_number: row.attendance for row in rows} == self.words
        assert {row.candidate_number: row.room for row in rows} == self.rooms
        late = {row.candidate_number: row.minutes_late for room in ROOMS for row in self.register(room)}
        assert {one: minutes for one, minutes in late.items() if minutes} == self.delays

    @invariant()
    def entered_is_present_and_absent_and_blank_and_not_keyed(self):
        tally = queries.attendance_counts(self.paper.pk)[NORTH]
        assert tally.entered == len(self.words)
        assert tally == rules.tally(self.words.values())
        assert sum(room.scripts for room in queries.rooms_of(self.paper, NORTH).values()) == tally.scripts
        assert queries.roll_by_centre(self.paper.pk) == {NORTH: tally.entered}
        assert queries.roll_by_specialty(self.paper.pk) == queries.entries_by_specialty(self.paper.pk)

    @invariant()
    def a_closed_day_has_no_candidate_without_a_word_and_every_count_as_typed(self):
        closed = queries.closing_counts(self.paper.pk).get(NORTH)
        assert (closed is None) == (self.closed is None)
        if closed is not None:
            assert (closed.items_in_hand, closed.labels_used, closed.strips_boxed) == self.closed
            assert queries.attendance_counts(self.paper.pk)[NORTH].not_keyed == 0

    @invariant()
    def a_typed_count_is_never_changed_by_the_program(self):
        hands = day_reads.hand_counts(self.paper.pk, NORTH)
        assert {room: hand.counted for room, hand in hands.items()} == self.counts
        assert {room for room, hand in hands.items() if hand.gap_reason} == self.signed


def _late(*, paper, rank, minutes):
    services.note_late_arrival(
        paper=paper, centre_uai=NORTH, candidate_number=number(rank), minutes=minutes, by=lycee.CLERK, at=lycee.EVENING
    )


def _move(*, paper, rank, room):
    one = {"paper": paper, "centre_uai": NORTH, "candidate_number": number(rank)}
    services.move_to_room(**one, room=room, seat="", by=lycee.CLERK, at=lycee.EVENING)


def _move_back(*, paper, rank):
    one = {"paper": paper, "centre_uai": NORTH, "candidate_number": number(rank)}
    services.move_back(**one, by=lycee.CLERK, at=lycee.EVENING)


def _close(*, paper, counts, gap_reason):
    lycee.close(paper, *counts, gap_reason=gap_reason)


@pytest.mark.django_db
def test_no_sequence_of_acts_breaks_the_counts_of_a_day():
    run_state_machine_as_test(CentreDay, settings=explored(40, steps=20))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "then",
    [
        lambda day: day.close(counts=(0, 0, 0), is_right=True, reason=""),
        lambda day: day.add_off_list(rank=6, room="2"),
    ],
    ids=["closed", "off the list"],
)
def test_a_room_that_everybody_was_moved_out_of_is_none_any_more(then):
    day = CentreDay()
    for rank in ROOMS["2"]:
        day.move(rank=rank, room="1")
    day.confirm(room="1", wrong=0, off=0, reason="")
    then(day)
    day.entered_is_present_and_absent_and_blank_and_not_keyed()
    day.teardown()

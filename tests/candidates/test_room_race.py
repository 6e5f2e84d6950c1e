"""Two clerks on the register of one room at the same time: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import transaction

from massicot.candidates import queries
from massicot.candidates.models import CentreDay, Entry
from massicot.candidates.rules import Attendance, AttendanceSource, NotAllKeyed, OthersChanged, Tally
from massicot.candidates.rules.registers import NOW, RoomConfirmedAlready
from massicot.core.tables import TableRefused
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, close, confirm, key, number, say
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 10


@pytest.fixture
def day():
    """Give a paper whose one room is to be keyed: three candidates."""
    session = lycee.make_session()
    lycee.enter(session, *(lycee.candidate(rank) for rank in (1, 2, 3)))
    return lycee.paper_of(session)


def one_after_the_other(first, second):
    """Start a second act while a first one is under way, which ends only once the second waits for it."""
    started = threading.Event()

    def slowly():
        with transaction.atomic():
            first()
            started.set()
            # The other clerk is let in only when the database lets them wait for this transaction.
            assert somebody_waits()

    def meanwhile():
        assert started.wait(WAIT_S)
        return second()

    return at_once(slowly, meanwhile)[1]


def test_without_the_guard_the_word_of_the_first_clerk_is_lost(day):
    looked = threading.Barrier(2, timeout=WAIT_S)

    def say_unguarded(word):
        entry = Entry.objects.get(candidate__candidate_number=number(1))
        looked.wait()
        if entry.attendance == Attendance.NOT_KEYED:
            return Entry.objects.filter(pk=entry.pk).update(attendance=word, source=AttendanceSource.HAND)
        return 0

    words = (Attendance.ABSENT, Attendance.BLANK)
    assert at_once(*(lambda word=word: say_unguarded(word) for word in words)) == [1, 1]


def test_of_two_words_for_one_line_the_second_is_told_the_first(day):
    words = (Attendance.ABSENT, Attendance.BLANK)
    for _ in range(ROUNDS):
        outcomes = at_once(*(lambda word=word: say(day, 1, word) for word in words))
        (kept,) = [word for word, outcome in zip(words, outcomes, strict=True) if outcome is None]
        assert sum(isinstance(outcome, tuple(NOW.values())) for outcome in outcomes) == 1
        assert queries.room_rows(day, NORTH, "1")[0].attendance is kept
        say(day, 1, Attendance.NOT_KEYED, seen=kept)


def test_a_room_is_not_confirmed_on_others_that_were_keyed_meanwhile(day):
    refused = one_after_the_other(lambda: say(day, 1, Attendance.ABSENT), lambda: confirm(day, 3, 3))
    assert isinstance(refused, OthersChanged)
    assert queries.rooms_of(day, NORTH) == {"1": Tally(absent=1, not_keyed=2)}


def test_a_line_is_not_keyed_once_its_room_is_being_confirmed(day):
    refused = one_after_the_other(lambda: confirm(day, 3, 3), lambda: say(day, 1, Attendance.ABSENT))
    assert isinstance(refused, RoomConfirmedAlready)
    assert queries.rooms_of(day, NORTH) == {"1": Tally(present=3)}


def test_of_two_who_confirm_one_room_the_second_is_told_so(day):
    refused = one_after_the_other(lambda: confirm(day, 3, 3), lambda: confirm(day, 3, 3))
    assert isinstance(refused, RoomConfirmedAlready)
    assert queries.room_counts(day.pk, NORTH) == {"1": 3}


def test_two_clerks_key_two_lines_of_one_room_at_once(day):
    assert at_once(*(lambda rank=rank: say(day, rank, Attendance.ABSENT) for rank in (1, 2, 3))) == [None] * 3
    assert queries.rooms_of(day, NORTH) == {"1": Tally(absent=3)}


def test_a_day_that_waited_for_an_import_is_not_closed_on_a_candidate_without_a_word(day):
    key(day, counted=3)
    refused = one_after_the_other(lambda: lycee.enter(day.session, lycee.candidate(4)), lambda: close(day, 3, 3, 3))
    assert isinstance(refused, NotAllKeyed)
    assert not queries.is_day_closed(day.pk, NORTH)


def test_an_import_that_waited_for_a_closing_is_refused_with_its_line(day):
    key(day, counted=3)
    refused = one_after_the_other(lambda: close(day, 3, 3, 3), lambda: lycee.enter(day.session, lycee.candidate(4)))
    assert isinstance(refused, TableRefused)
    assert [fault.column for fault in refused.faults] == ["uai_centre"]
    assert queries.rooms_of(day, NORTH) == {"1": Tally(present=3)}


def test_without_the_guard_an_import_adds_a_candidate_to_a_closed_day(day):
    key(day, counted=3)
    imported, closed = threading.Event(), threading.Event()

    def import_slowly():
        with transaction.atomic():
            lycee.enter(day.session, lycee.candidate(4))
            imported.set()
            assert closed.wait(WAIT_S)

    def close_unguarded():
        assert imported.wait(WAIT_S)
        assert queries.rooms_of(day, NORTH)["1"].not_keyed == 0
        counts = {"items_in_hand": 3, "labels_used": 3, "strips_boxed": 3}
        CentreDay.objects.create(paper=day, centre_uai=NORTH, is_closed=True, closed_at=lycee.EVENING, **counts)
        closed.set()

    at_once(import_slowly, close_unguarded)
    assert queries.is_day_closed(day.pk, NORTH)
    assert queries.rooms_of(day, NORTH) == {"1": Tally(present=3, not_keyed=1)}

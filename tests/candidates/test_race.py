"""Two clerks of one centre at the same time: the race with the guard off, then the guard."""

import threading
from datetime import date

import pytest
from django.db import transaction

from massicot.candidates import queries, services
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, AttendanceSource, DayIsClosed, OffList, Tally
from massicot.candidates.rules.registers import NowAbsent
from massicot.core.refused import Refused
from massicot.exams import services as exam_acts
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, close, correct, key, number
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ROUNDS = 10
ABSENT = {"attendance": Attendance.ABSENT, "source": AttendanceSource.HAND}


def keyed_day():
    session = lycee.make_session()
    lycee.enter(session, *(lycee.candidate(rank) for rank in (1, 2, 3)))
    paper = lycee.paper_of(session)
    key(paper, counted=3)
    return paper


@pytest.fixture
def day():
    """Give a paper whose one room is keyed: three candidates, all present."""
    return keyed_day()


def test_without_the_guard_a_room_is_keyed_after_its_day_was_closed(day):
    looked, closed = threading.Event(), threading.Event()

    def key_unguarded():
        with transaction.atomic():
            is_open = not queries.is_day_closed(day.pk, NORTH)
            looked.set()
            assert closed.wait(WAIT_S)
            if is_open:
                Entry.objects.filter(candidate__candidate_number=number(1)).update(**ABSENT)

    def close_meanwhile():
        assert looked.wait(WAIT_S)
        close(day, 3, 3, 3)
        closed.set()

    at_once(key_unguarded, close_meanwhile)
    assert queries.is_day_closed(day.pk, NORTH)
    assert queries.rooms_of(day, NORTH) == {"1": Tally(present=2, absent=1)}


def test_a_room_is_not_keyed_while_its_day_is_being_closed(day):
    looked = threading.Event()

    def close_slowly():
        with transaction.atomic():
            close(day, 3, 3, 3)
            looked.set()
            # The other clerk is let in only when the database lets them wait for this transaction.
            assert somebody_waits()

    def key_meanwhile():
        assert looked.wait(WAIT_S)
        correct(day, 1, Attendance.ABSENT)

    outcomes = at_once(close_slowly, key_meanwhile)
    assert [type(outcome) for outcome in outcomes] == [type(None), DayIsClosed]
    assert queries.rooms_of(day, NORTH) == {"1": Tally(present=3)}


def test_of_two_corrections_of_one_line_at_once_the_second_is_told_of_the_first(day):
    corrected = threading.Event()

    def correct_slowly():
        with transaction.atomic():
            correct(day, 1, Attendance.ABSENT)
            corrected.set()
            assert somebody_waits()

    def correct_meanwhile():
        assert corrected.wait(WAIT_S)
        correct(day, 1, Attendance.BLANK, seen=Attendance.PRESENT)

    _, second = at_once(correct_slowly, correct_meanwhile)
    assert isinstance(second, NowAbsent)
    assert queries.rooms_of(day, NORTH) == {"1": Tally(present=2, absent=1)}


def test_a_day_that_waited_for_a_candidate_off_the_list_counts_them(day):
    added = threading.Event()

    def add_slowly():
        with transaction.atomic():
            one = OffList(
                candidate_number=number(9),
                surname="Pipit",
                first_names="Noé",
                born_on=date(1998, 3, 1),
                specialty_code=lycee.ON_SITE,
                room="1",
            )
            services.add_off_list_unnumbered(paper=day, centre_uai=NORTH, candidate=one)
            added.set()
            assert somebody_waits()

    def close_meanwhile():
        assert added.wait(WAIT_S)
        close(day, 3, 3, 3)

    outcomes = at_once(add_slowly, close_meanwhile)
    assert isinstance(outcomes[1], Refused)
    assert not queries.is_day_closed(day.pk, NORTH)


def test_a_table_imported_while_numbers_are_drawn_comes_wholly_before_or_after(day):
    marked = threading.Event()

    def prepare_slowly():
        with transaction.atomic():
            exam_acts.mark_prepared(paper=day, at=lycee.BEFORE)
            marked.set()
            assert somebody_waits()

    def import_meanwhile():
        assert marked.wait(WAIT_S)
        return lycee.enter(day.session, lycee.candidate(4)).new_entries

    new_entries = at_once(prepare_slowly, import_meanwhile)[1]
    assert [len(ids) for ids in new_entries.values()] == [1]

"""A pile put in the order of its numbers, and its labels scanned so: nothing keeps that order beside the names.

PostgreSQL keeps rows as they were written last: each scan writes all lines of its room.
"""

import pytest

from massicot.anonymity import services
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, AttendanceSource, Tally
from tests import later_world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.cast import CEDRES, CLAIRE, EVENING, KEY

pytestmark = pytest.mark.usefixtures("transactional_db")


def given_away(built):
    """Count whom in the crowd the order of rows gives away, by the best of all orders."""
    return max(len(right(built, guesses).keys() & IN_CROWD) for guesses in attacker.by_order(attacker.take_dump()))


def in_order_of_numbers(built):
    mine = {row.candidate_number for row in candidates.room_rows(built.paper, CEDRES, "A1")}
    truth = later_world.truth(built)
    return sorted((number, who) for who, number in truth.items() if who in mine)


def scan_in_order_of_numbers(built):
    for number, _ in in_order_of_numbers(built):
        services.tick_label(paper=built.paper, centre_uai=CEDRES, room="A1", number=number, key=KEY)


@pytest.mark.postgres
def test_written_alone_each_line_tells_the_order_of_the_labels():
    built = crowd.prepared()
    assert given_away(built) <= LUCK
    for _, who in in_order_of_numbers(built):
        line = Entry.objects.filter(candidate__candidate_number=who)
        line.update(attendance=Attendance.PRESENT, source=AttendanceSource.LABEL)
    assert given_away(built) > 2 * LUCK


def test_the_order_of_a_scanned_pile_is_told_neither_before_its_room_is_confirmed_nor_afterwards():
    built = crowd.prepared()
    scan_in_order_of_numbers(built)
    assert candidates.rooms_of(built.paper, CEDRES) == {"A1": Tally(present=len(IN_CROWD) + 6, not_keyed=2)}
    assert given_away(built) <= LUCK
    confirmed = {"others_present": 2, "counted": len(IN_CROWD) + 8}
    attendance.confirm_room(paper=built.paper, centre_uai=CEDRES, room="A1", **confirmed, by=CLAIRE, at=EVENING)
    assert given_away(built) <= LUCK

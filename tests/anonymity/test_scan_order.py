"""A pile scanned in the order of its numbers: PostgreSQL keeps rows as last written, until the room is confirmed.

Stated residue: until then, a copy of the database tells the order in which labels were scanned.
"""

import pytest

from massicot.anonymity import services
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Tally
from tests import later_world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.cast import CEDRES, CLAIRE, EVENING, KEY

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def given_away(built):
    """Count whom in the crowd the order of rows gives away, by the best of all orders."""
    return max(len(right(built, guesses).keys() & IN_CROWD) for guesses in attacker.by_order(attacker.take_dump()))


def scan_in_order_of_numbers(built):
    mine = {row.candidate_number for row in candidates.room_rows(built.paper, CEDRES, "A1")}
    for number in sorted(number for who, number in later_world.truth(built).items() if who in mine):
        services.tick_label(paper=built.paper, centre_uai=CEDRES, room="A1", number=number, key=KEY)


def test_the_order_of_a_scanned_pile_is_gone_once_the_room_is_confirmed():
    built = crowd.prepared()
    assert given_away(built) <= LUCK
    scan_in_order_of_numbers(built)
    assert given_away(built) > 2 * LUCK
    others = candidates.rooms_of(built.paper, CEDRES)["A1"].not_keyed
    confirmed = {"others_present": others, "counted": len(IN_CROWD) + 8}
    attendance.confirm_room(paper=built.paper, centre_uai=CEDRES, room="A1", **confirmed, by=CLAIRE, at=EVENING)
    assert candidates.rooms_of(built.paper, CEDRES) == {"A1": Tally(present=len(IN_CROWD) + 8)}
    assert given_away(built) <= LUCK

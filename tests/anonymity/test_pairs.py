"""Two copies of the database, one before an act of the exam centre and one after it, in the hands of one person.

While a centre's day is open its numbers look alike, so that two copies tell nothing of who came off the list, late, or
when the day was closed. Stated residue (decision 0003): copies on either side of a correction after the closing tell
the number of whoever is the only one corrected in that way.
"""

import pytest

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.scripts.models import Script
from tests import later_world, world
from tests.anonymity import attacker, crowd
from tests.cast import CEDRES, CLAIRE, KEY, ODILE, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(crowd.prepared)


def entered_late(built):
    crowd.import_ranks(built, {crowd.LATE[0]: (CEDRES, "90001")}, key=KEY)


def keyed(built):
    world.key_room(built, CEDRES, absent=(2, 110, 111, 112), blank=(5,))


def off_list(built):
    crowd.add_off_list(built, crowd.OFF_LIST, minutes=1)
    crowd.count(built, 4)


def numbers_drawn(built):
    anonymity.draw_more(
        paper=built.paper,
        centre_uai=CEDRES,
        count=2,
        total=Script.objects.count(),
        reason="two more",
        key=KEY,
        draw=draws.from_seed(3, "pair"),
        by=ODILE,
        at=crowd.after(0),
    )


def closed(built):
    crowd.close_again(built, minutes=2)


def corrected(*ranks):
    """Make the act that opens the day again and corrects some who were absent."""

    def act(built):
        anonymity.reopen_day_unchecked_decisions(
            paper=built.paper, centre_uai=CEDRES, reason="signed", by=CLAIRE, at=crowd.after(3)
        )
        for rank in ranks:
            crowd.correct(built, rank, minutes=4)
        crowd.count(built, 4 - len(ranks), minutes=5)
        crowd.close_again(built, minutes=6)

    return act


def copies(built, *acts):
    """Take a copy before the first act and after each."""
    yield attacker.take_dump()
    for act in acts:
        act(built)
        yield attacker.take_dump()


def told(built, *acts):
    """List what any two copies, each taken between two of these acts, tell."""
    taken = list(copies(built, *acts))
    pairs = [(one, other) for rank, one in enumerate(taken) for other in taken[rank + 1 :]]
    return {who: number for pair in pairs for who, number in attacker.by_pair(*pair).items()}


def test_copies_around_the_acts_of_a_day_tell_nothing_of_a_centre_with_a_crowd(built):
    assert told(built, entered_late, keyed, off_list, closed) == {}


def test_a_copy_that_tells_the_spares_of_an_open_day_would_link_who_came_off_the_list(built):
    keyed(built)
    Script.objects.filter(number__in=crowd.unused(built)).update(kind="spare")
    who = candidate_number(crowd.OFF_LIST)
    found = told(built, off_list, closed)
    assert found == {who: later_world.number_of(built, crowd.OFF_LIST)}


def test_copies_around_a_correction_tell_the_number_of_whoever_is_corrected_alone(built):
    for act in (keyed, off_list, closed):
        act(built)
    assert told(built, corrected(110)) == {candidate_number(110): later_world.number_of(built, 110)}


def test_copies_around_several_corrections_of_one_kind_tell_none_of_them(built):
    for act in (keyed, off_list, closed):
        act(built)
    assert told(built, corrected(110, 111, 112)) == {}


def test_copies_around_a_draw_tell_which_numbers_are_new_and_hence_who_takes_the_only_one(built):
    keyed(built)
    drawn = {row.number for row in Script.objects.all()}
    numbers_drawn(built)
    assert {row.number for row in Script.objects.all()} - drawn
    assert told(built, off_list, closed) == {}

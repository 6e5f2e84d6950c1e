"""Two copies of the database, one before an act of the exam centre and one after it, in the hands of one person.

While a centre's day is open its numbers look alike, so that two copies tell nothing of who came off the list, late, or
when the day was closed. Stated residue (decision 0003): copies on either side of a correction after the closing tell
the number of whoever is the only one corrected in that way.
"""

import pytest

from massicot.anonymity import queries as links
from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.scripts.models import Script
from tests import later_world, world
from tests.anonymity import attacker, crowd
from tests.cast import CEDRES, CLAIRE, KEY, MURIERS, ODILE, candidate_number
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


def number_at(built, centre, rank):
    """Tell the number that somebody has in one centre."""
    rows = world.candidates.entry_rows(built.paper, None, centre)
    entries = [row.entry_id for row in rows if row.candidate_number == candidate_number(rank)]
    return links.numbers_of_entries(links.sealer_of(built.paper, KEY), entries).values()


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


def seated(*ranks):
    """Make the act that opens the day again and enters some whom Les Mûriers expected."""

    def act(built):
        anonymity.reopen_day_unchecked_decisions(
            paper=built.paper, centre_uai=CEDRES, reason="seated", by=CLAIRE, at=crowd.after(3)
        )
        for rank in ranks:
            crowd.seat_from_elsewhere(built, rank, minutes=4)
        crowd.count(built, 4, minutes=5)
        crowd.close_again(built, minutes=6)

    return act


def test_copies_on_an_open_day_tell_nothing_of_who_is_seated_from_elsewhere_and_taken_back(built):
    def seat_one(built):
        crowd.seat_from_elsewhere(built, 9, minutes=1)
        crowd.count(built, 4)

    def take_back(built):
        who = {"centre_uai": CEDRES, "candidate_number": candidate_number(9)}
        anonymity.take_back_seating(paper=built.paper, **who, key=KEY, by=CLAIRE, at=crowd.after(1))

    assert told(built, keyed, seat_one, take_back, seat_one, closed) == {}


@pytest.mark.parametrize("is_closed_there", [True, False])
def test_copies_around_a_closing_tell_the_number_of_whoever_is_seated_alone_and_never_the_old_one(
    built, is_closed_there
):
    if is_closed_there:
        world.key_room(built, MURIERS, absent=(9, 12, 13), blank=())
        world.close_day(built, MURIERS)
    for act in (keyed, off_list, closed):
        act(built)
    there = later_world.number_of(built, 9)
    found = told(built, seated(9))
    here = set(found.values())
    assert set(found) == {candidate_number(9)}
    assert there not in here
    assert here == set(number_at(built, CEDRES, 9))


def test_copies_around_a_closing_tell_none_of_three_who_are_seated_alike(built):
    for act in (numbers_drawn, keyed, off_list, closed):
        act(built)
    assert told(built, seated(9, 12, 13)) == {}


def test_copies_around_a_draw_tell_which_numbers_are_new_and_hence_who_takes_the_only_one(built):
    keyed(built)
    drawn = {row.number for row in Script.objects.all()}
    numbers_drawn(built)
    assert {row.number for row in Script.objects.all()} - drawn
    assert told(built, off_list, closed) == {}

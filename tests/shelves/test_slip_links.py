"""Whoever knows who asked to see a script, and in which order, reads the tables: one fetched alone, and a round of ten.

The order of the requests is paired with every order in which a table keeps the numbers that were fetched, of copies
taken between the acts and after them.
"""

import random
from statistics import mean

import pytest
from django.db import transaction

from massicot.batches import queries as batches
from massicot.exams import queries as exams
from massicot.shelves.models import FetchSlip
from massicot.shelves.rules.slips import ROUND_SIZE, SlipState, week_of
from tests import shelving
from tests.anonymity import attacker
from tests.cast import PERRIN
from tests.keeping import kept
from tests.shelving import BY_OFFICE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(shelving.shelved)

SEEDS, LUCK = 6, 3


def drawn(built, seed, size=ROUND_SIZE):
    """Draw in which order so many scripts are asked for."""
    own = [number for batch in batches.batches_of(built.paper.pk, PERRIN) for number in batches.numbers_of(batch.pk)]
    return random.Random(seed).sample(sorted(own), size)


def orders_of(asked):
    """List every order in which a table keeps the numbers that were asked for."""
    orders = {}
    for name, rows in attacker.take_dump().tables.items():
        for by, kept_rows in (("place", rows), ("id", sorted(rows, key=lambda row: str(row.get("id", "")).zfill(9)))):
            words = (
                word for row in kept_rows for value in row.values() for word in attacker.NUMBER.findall(str(value))
            )
            orders[name, by] = list(dict.fromkeys(word for word in words if word in asked))
    return orders


def told(asked):
    """Count by table how many numbers stand there in the order in which they were asked for."""
    return {
        name: sum(first == second for first, second in zip(asked, order, strict=False))
        for name, order in orders_of(asked).items()
    }


def most_told(built, play):
    """Play several orders of asking; give what the best table tells of a round, on average."""
    found = []
    for seed in range(SEEDS):
        with transaction.atomic():
            asked = drawn(built, seed)
            play(asked)
            found.append(told(asked))
            transaction.set_rollback(True)
    return max(mean(one.get(name, 0) for one in found) for name in found[0])


def test_of_ten_that_wait_and_of_their_round_no_table_tells_more_than_chance(built):
    def play(asked):
        shelving.ask(built.paper, *asked)

    def play_on(asked):
        play(asked)
        shelving.fetch(built.paper)
        shelving.put_back(built.paper)

    assert most_told(built, play) < LUCK
    assert most_told(built, play_on) < LUCK


def test_slips_written_one_after_the_other_would_tell_all_ten(built):
    week = week_of(exams.local(built.paper, BY_OFFICE["at"]).date())

    def play(asked):
        for number in asked:
            FetchSlip.objects.create(paper=built.paper, number=number, week=week, state=SlipState.WAITING)

    assert most_told(built, play) == ROUND_SIZE


def test_a_script_fetched_alone_is_told(built):
    asked = drawn(built, 0, size=1)
    shelving.ask(built.paper, *asked)
    shelving.fetch(built.paper)
    assert orders_of(asked)["shelves_fetchslip", "id"] == asked


def test_copies_on_either_side_of_an_asking_tell_its_number_and_of_ten_askings_one_in_ten(built):
    def slips():
        return {row["number"] for row in attacker.take_dump().tables["shelves_fetchslip"]}

    first, *others = drawn(built, 0)
    shelving.ask(built.paper, first)
    between = slips()
    assert between == {first}
    shelving.ask(built.paper, *others)
    assert slips() - between == set(others)

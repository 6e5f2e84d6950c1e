"""Two clerks who have one missing script in mind at the same time: the race with the guard off, then the guard."""

import pytest
from django.db import transaction

from massicot.batches import queries, services
from massicot.batches.models import Batch, Shortage
from massicot.batches.rules import hands, shortages
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind
from massicot.marks import services as marks
from tests import world
from tests.batches.test_shortages import SIGNED, find, return_short, sealed_without_the_third, wood
from tests.cast import MARC, TYPING
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def refusal_of(answers):
    return [type(answer) for answer in answers if isinstance(answer, shortages.ShortageOver)]


def find_unheld(row):
    """Find a script as somebody would who looks first and holds nothing."""
    if Shortage.objects.get(pk=row.pk).found_at is None:
        Shortage.objects.filter(pk=row.pk).update(found_at=TYPING)
        Batch.objects.filter(pk=row.batch_id).update(lacking=0)
        return True
    return False


def short_of(built):
    """Take the wood batch back without its first script; give the row that says so."""
    number = queries.numbers_of(wood(built).pk)[0]
    return_short(wood(built), number, 7)
    return queries.open_shortage(number)


def test_without_the_guard_one_script_is_found_twice():
    row = short_of(world.handed_out())
    shown = Shortage.objects.get(pk=row.pk)

    def find_as_shown():
        if shown.found_at is None:
            Shortage.objects.filter(pk=row.pk).update(found_at=TYPING)
            return True
        return False

    assert meanwhile(lambda: find_unheld(row), find_as_shown) == [True, True]


def test_two_clerks_who_find_one_script_find_it_once():
    row = short_of(world.handed_out())

    def once():
        return marks.find_short(shortage_id=row.pk, by=MARC, at=TYPING)

    assert refusal_of(meanwhile(once, once)) == [shortages.ShortageOver]
    assert [event.act for event in ledger.story_of(ItemKind.SCRIPT, row.number)].count(Act.FOUND) == 1
    batch = Batch.objects.get(pk=row.batch_id)
    assert (batch.size, batch.in_hand) == (8, 8)


def test_a_script_found_while_the_office_decides_of_it_keeps_its_line():
    row = short_of(world.handed_out())

    def decide():
        return marks.settle_short(number=row.number, by=MARC, at=TYPING)

    assert refusal_of(meanwhile(lambda: find(row.number), decide)) in ([], [shortages.ShortageOver])
    assert row.number in queries.numbers_of(row.batch_id)


def test_a_batch_handed_out_while_its_missing_script_is_found_has_one_story():
    built = world.batched()
    third = sealed_without_the_third(built)
    answers = meanwhile(lambda: find(third), lambda: world.lend(wood(built), "BOB"))
    assert isinstance(answers[1], hands.HandOutCountsDiffer)
    assert third in queries.numbers_of(wood(built).pk)


def test_one_batch_is_taken_back_short_once():
    built = world.handed_out()
    batch = wood(built)
    first, second, *_ = queries.numbers_of(batch.pk)
    seen = queries.open_hand_out(batch.pk).pk

    def back(number):
        with transaction.atomic():
            return services.return_short(
                code=batch.code, seen=seen, counted=7, missing=number, acknowledgement=None, signed=SIGNED,
                by=MARC, at=TYPING,
            )  # fmt: skip

    answers = meanwhile(lambda: back(first), lambda: back(second))
    assert isinstance(answers[1], hands.BatchNotOut)
    assert [row.number for row in queries.shortages_of_batch(batch.pk)] == [first]

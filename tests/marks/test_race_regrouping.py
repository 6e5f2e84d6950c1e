"""Two clerks at one merge, and a save under way: first without the guard, then with it."""

import threading
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction

from massicot.batches import queries as batches
from massicot.batches import rules as batch_rules
from massicot.batches import services as batch_acts
from massicot.batches.models import BatchScript
from massicot.batches.rules import SplitChoice
from massicot.marks import services
from massicot.marks.models import Mark
from massicot.marks.rules import TypedLine, sheets
from tests import world
from tests.cast import MARC, PERRIN, TYPING
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def desk():
    """Woodwork at the desk, given back by Bob, who has left it open in his browser."""
    built = world.handed_out()
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch)
    wood = batches.batches_of(built.paper.pk)[0]
    opened = world.open_sheet(built, wood.code)
    return SimpleNamespace(built=built, wood=wood, opened=opened, parts=None)


def split(desk, line=4):
    said = {"code": desk.wood.code, "choice": SplitChoice(line), "reason": "Accident"}
    return services.split_batch(**said, by=MARC, at=TYPING)


def merge(parts):
    return services.merge_batches(codes=[part.code for part in parts], reason="Accident", by=MARC, at=TYPING)


def save(desk):
    line = TypedLine(desk.opened.numbers[0], "12", "")
    act = {"credential_id": desk.opened.credential_id, "save_id": uuid4(), "lines": [line], "at": TYPING}
    return services.save_marks(**act)


def standing(desk):
    return {batch.code: batch.size for batch in batches.batches_of(desk.built.paper.pk)}


def test_without_the_guard_two_clerks_make_two_batches_of_the_same_scripts(desk):
    parts = split(desk)
    planned, merged = threading.Event(), threading.Event()

    def look_then_make():
        with transaction.atomic():
            numbers = [number for part in parts for number in batches.numbers_of(part.pk)]
            planned.set()
            assert merged.wait(WAIT_S)
            return len(numbers), BatchScript.objects.filter(batch__in=parts).count()

    def merge_meanwhile():
        assert planned.wait(WAIT_S)
        merge(parts)
        merged.set()

    assert at_once(look_then_make, merge_meanwhile)[0] == (8, 0)


def test_of_two_clerks_at_one_merge_the_second_is_told_where_the_scripts_are(desk):
    parts = split(desk)
    made, refusal = meanwhile(lambda: merge(parts), lambda: merge(parts))
    assert isinstance(refusal, batch_rules.BatchWasRegrouped)
    assert refusal.values["codes"] == made.code
    assert standing(desk)[made.code] == 8


def test_a_merge_and_a_split_of_one_batch_do_not_both_happen(desk):
    parts = split(desk)
    desk.wood = parts[0]
    made, refusal = meanwhile(lambda: merge(parts), lambda: split(desk, 2))
    assert isinstance(refusal, batch_rules.BatchWasRegrouped)
    assert batches.numbers_of(made.pk) == desk.opened.numbers


def test_a_mark_saved_while_its_batch_is_split_goes_over_with_it(desk):
    _, parts = meanwhile(lambda: save(desk), lambda: split(desk))
    row = Mark.objects.get()
    assert (row.batch_id, row.author) == (parts[0].pk, "BOB")


def test_a_save_that_waited_while_its_batch_was_split_is_told_where_to_go(desk):
    parts, refusal = meanwhile(lambda: split(desk), lambda: save(desk))
    assert isinstance(refusal, sheets.SheetRegrouped)
    assert refusal.values["codes"] == ", ".join(part.code for part in parts)
    assert not Mark.objects.exists()


def test_a_batch_handed_out_while_it_is_split_is_not_in_two_hands(desk):
    _, refusal = meanwhile(lambda: split(desk), lambda: world.lend(desk.wood, "CHARLIE", TYPING))
    assert isinstance(refusal, batch_rules.BatchWasRegrouped)


def test_whoever_makes_batches_while_one_is_split_waits_for_its_numbers(desk):
    _, refusal = meanwhile(
        lambda: split(desk),
        lambda: batch_acts.make_batches(paper=desk.built.paper, centre_uai=PERRIN, by=MARC, at=TYPING),
    )
    assert isinstance(refusal, batch_rules.NothingToBatch)

"""Both keyings of one batch at the same instant: what is locked was compared, and one sheet is printed at a time."""

import pytest

from massicot.audit import queries as audit
from massicot.core.draws import from_system
from massicot.marks import rules, services
from massicot.marks.models import Credential
from massicot.marks.rules import keyings, sheets
from tests.cast import MARC, TYPING
from tests.marks import second_acts
from tests.marks.second_acts import SecondSheet
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def twice(desk):
    """Both keyings of the woodwork batch, complete and alike."""
    second_acts.ask(desk.world.paper.pk)
    second = SecondSheet(desk.wood.batch)
    desk.wood.fill()
    second.fill()
    return desk.wood, second


def test_a_lock_waits_for_a_second_save_under_way_and_compares_what_it_brings(twice):
    first, second = twice
    line = (first.numbers[0], "13", "12")
    saved, locked = meanwhile(lambda: second.save(line), lambda: first.lock("8", "96"))
    assert saved.saved == [first.numbers[0]]
    assert isinstance(locked, keyings.DifferencesLeft)


def test_a_line_is_not_settled_over_a_second_save_under_way(twice):
    first, second = twice
    number = first.numbers[0]
    second.save((number, "13", "12"))
    saved, settled = meanwhile(
        lambda: second.save((number, "14", "13")), lambda: second_acts.settle(first, number, "15", "12", "13")
    )
    assert saved.saved == [number]
    assert isinstance(settled, keyings.DifferenceChangedMeanwhile)


def test_a_second_save_waits_for_a_lock_under_way_and_is_refused(twice):
    first, second = twice
    locked, saved = meanwhile(lambda: first.lock("8", "96"), lambda: second.save((first.numbers[0], "13", "12")))
    assert locked.sum_hundredths == 9600
    assert isinstance(saved, rules.BatchIsLocked)


def test_both_keyings_saved_at_once_never_wait_for_one_another_for_good(twice):
    first, second = twice
    for rank, number in enumerate(first.numbers):
        one, two = at_once(
            lambda line=(number, "13", "12"): first.save(line), lambda line=(number, "14", "12"): second.save(line)
        )
        assert (one.saved, two.saved) == ([number], [number]), rank
    assert audit.first_broken_link() is None


def test_of_two_who_print_one_second_sheet_one_is_told(twice):
    _, second = twice

    def print_one():
        printed = {"batch_code": second.batch.code, "printings": 1, "portal_address": "http://x/"}
        return services.print_second_sheet(**printed, draw=from_system(), by=MARC, at=TYPING)

    answers = at_once(print_one, print_one)
    assert sum(isinstance(one, sheets.SheetPrintedMeanwhile) for one in answers) == 1
    assert Credential.objects.filter(batch=second.batch, keying="second", is_revoked=False).count() == 1

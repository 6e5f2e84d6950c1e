"""Two browsers on one batch: both are told, and one may close the other."""

from uuid import uuid4

import pytest

from massicot.marks import rules, services
from massicot.marks.models import Opening
from massicot.marks.rules import TypedLine
from tests.cast import TYPING
from tests.marks.typing_acts import days_later


def enter(sheet, at=TYPING):
    """Open a batch in one more browser."""
    return services.enter(credential_id=sheet.credential_id, at=at)


def save(sheet, opening, at=TYPING):
    """Save nothing from a browser: the answer tells who else is there."""
    return services.save_marks(credential_id=sheet.credential_id, save_id=uuid4(), lines=[], opening_id=opening, at=at)


def test_each_of_two_browsers_hears_of_the_other_until_it_leaves(desk):
    here, there = enter(desk.wood), enter(desk.wood)
    enter(desk.water)
    assert (save(desk.wood, here).others, save(desk.wood, there).others) == (1, 1)
    services.leave(opening_id=there)
    assert save(desk.wood, here).others == 0


def test_a_browser_that_is_closed_from_another_saves_no_more(desk):
    here, there = enter(desk.wood), enter(desk.wood)
    assert services.close_others(credential_id=desk.wood.credential_id, opening_id=here) == 1
    with pytest.raises(rules.OpenedElsewhere):
        save(desk.wood, there)
    assert save(desk.wood, here).others == 0


def test_an_opening_is_of_the_half_day_and_of_a_day_gone_nobody_hears(desk):
    here = enter(desk.wood)
    assert Opening.objects.get().half_day == "2017-06-01 pm"
    later = enter(desk.wood, days_later(1))
    assert list(Opening.objects.values_list("pk", flat=True)) == [later]
    assert here != later
    assert save(desk.wood, later, days_later(1)).others == 0


def test_the_same_save_again_tells_what_it_told(desk):
    here, _ = enter(desk.wood), enter(desk.wood)
    lines, save_id = [TypedLine(desk.wood.numbers[0], "12", "", confirmed=True)], uuid4()
    once, twice = (
        services.save_marks(
            credential_id=desk.wood.credential_id, save_id=save_id, lines=lines, opening_id=here, at=TYPING
        )
        for _ in range(2)
    )
    assert once == twice
    assert once.others == 1

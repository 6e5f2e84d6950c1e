"""What lacks its lock, from the evening to the next morning: the pages on which the marking centre is told."""

from datetime import timedelta

import pytest

from massicot.batches import queries as batches
from massicot.results import services as result_acts
from tests import later_world, world
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import ODILE, TYPING
from tests.marks import second_acts
from tests.web.markingcentre.desk import address, open_entry
from tests.web.visitors import visitor

browser_context_args = in_both_languages()
pages = checked_pages()


@pytest.fixture
def built(transactional_db):
    """Both batches are complete and with Bob, and nothing is locked; entry is open."""
    built = world.handed_out()
    later_world.typed(built)
    open_entry()
    return built


def test_a_batch_without_its_lock_is_told_of_from_its_return_to_the_next_morning(built, pages):
    wood, water = batches.batches_of(built.paper.pk)
    pages.come_as(visitor(built, "marking-centre"))
    for name, batch in (("roll_call", None), ("take_back", wood)):
        pages.check_again(address(name, batch))
    later_world.lock_all(built)
    pages.check_again(address("take_back", wood))
    for batch in (wood, water):
        world.give_back(batch, at=TYPING + timedelta(hours=4))
    result_acts.unlock_batch(batch_code=wood.code, reason="Somme fausse.", by=ODILE, at=TYPING + timedelta(hours=5))
    for name in ("home", "reissue"):
        pages.check_again(address(name))


def test_a_second_keying_is_told_of_from_its_sheet_to_its_last_line(built, pages):
    second_acts.ask(built.paper.pk)
    pages.come_as(visitor(built, "marking-centre"))
    for name in ("home", "batch_list"):
        pages.check_again(address(name))
    for batch in batches.batches_of(built.paper.pk):
        second_acts.print_again(batch)
    pages.check_again(address("home"))

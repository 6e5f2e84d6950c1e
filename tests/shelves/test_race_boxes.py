"""Two at the same box, and two before the same pile."""

import threading
from datetime import timedelta

import pytest

from massicot.custody import queries as ledger
from massicot.custody.models import Item
from massicot.custody.rules import ItemKind, NotThere, Place
from massicot.shelves import queries, services
from massicot.shelves.rules import boxes as rules
from tests import shelving
from tests.cast import ODILE, OMAR
from tests.going_back import CAME
from tests.racing import WAIT_S, at_once, meanwhile
from tests.shelving import CELLAR, FIRST

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

ATTIC = "grenier"


@pytest.fixture
def boxed():
    return shelving.boxed()


def test_without_the_guard_both_believe_that_they_moved_it(boxed):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(shelf):
        item = ledger.where(ItemKind.BOX, FIRST)
        both_have_read.wait()
        return item.place, Item.objects.filter(pk=item.pk).update(place=Place.SHELF, place_ref=shelf)

    assert at_once(lambda: bare(CELLAR), lambda: bare(ATTIC)) == [("office", 1)] * 2


def test_of_two_who_move_one_box_the_second_is_told(boxed):
    both = meanwhile(
        lambda: shelving.shelve(boxed.paper, FIRST, by=ODILE),
        lambda: shelving.shelve(boxed.paper, FIRST, shelf=ATTIC, by=OMAR),
    )
    assert (both[0], type(both[1])) == (([FIRST], CELLAR), NotThere)
    assert queries.boxes_of(boxed.paper)[0].shelf == CELLAR


def test_of_two_who_read_one_page_the_second_is_told_where_the_first_put_it(boxed):
    """The first has pressed before the second does: nobody waits, and the ledger alone would let the later one hold."""
    read_at = CAME - timedelta(minutes=1)
    said = {"paper": boxed.paper, "boxes": [FIRST], "at": CAME}
    services.shelve_boxes(**said, shelf=CELLAR, seen=read_at, by=ODILE)
    with pytest.raises(rules.BoxMovedMeanwhile) as refused:
        services.shelve_boxes(**said, shelf=ATTIC, seen=read_at, by=OMAR)
    assert refused.value.values == {"code": FIRST, "shelf": CELLAR}
    assert queries.boxes_of(boxed.paper)[0].shelf == CELLAR
    services.shelve_boxes(**said, shelf=ATTIC, seen=CAME, by=OMAR)
    assert queries.boxes_of(boxed.paper)[0].shelf == ATTIC


def test_of_many_who_box_one_pile_at_once_one_makes_the_box():
    built = shelving.received()
    answers = at_once(*[lambda: shelving.make(built.paper)] * 3)
    assert sum(isinstance(answer, rules.NothingToBox) for answer in answers) == 2
    assert len(queries.boxes_of(built.paper)) == 1

"""The script of a request whose mail has not left is destroyed by no list; that of one whose mail left may be."""

import pytest

from massicot.results.queries.destruction import held_numbers
from massicot.shelves import queries as shelves
from tests import destroying, later_world
from tests.cast import KEY
from tests.keeping import kept
from tests.results.mailing import is_given_up, leave, mailed
from tests.web.office.lifting.lately import key_there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

due = kept(destroying.due)


def test_a_list_leaves_out_the_script_whose_copy_never_left(due):
    mailed(due, 5)
    leave()
    unsent = mailed(due, 9)
    is_given_up(unsent)
    number = later_world.number_of(due, 9)
    assert held_numbers(due.paper, KEY) == {number}
    row = destroying.make_list(due, share=1)
    assert row.inquiries == 1
    assert number in shelves.spared_numbers(row)

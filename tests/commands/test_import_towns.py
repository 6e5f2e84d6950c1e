"""`massicot import towns`: a file of towns, or the edition that the program brings."""

import pytest

from massicot.expenses.queries import towns as queries
from tests import world
from tests.expenses.entering import DAY

pytestmark = pytest.mark.django_db


def test_without_a_file_the_first_edition_is_brought_in(english):
    world.opened()
    answer = english("import", "towns", "--session", "BTS-2017")
    assert (answer.code, answer.err) == (0, "")
    assert "lines are new" in answer.out
    assert "30351" in queries.borders_on(DAY)["84007"]
    assert "0 lines are new, 0 changed" in english("import", "towns", "--session", "BTS-2017").out


def test_another_table_without_its_file_is_asked_for_it(english):
    world.opened()
    answer = english("import", "markers", "--session", "BTS-2017")
    assert answer.code != 0
    assert "Name the file of markers" in answer.err

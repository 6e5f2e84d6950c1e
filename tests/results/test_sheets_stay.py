"""Boxes of mark sheets beside the destruction of scripts: no list has them, none is emptied or moved by one."""

import pytest

from massicot.results.queries.matters import matters_of
from massicot.shelves import queries
from massicot.shelves.rules.sheet_boxes import BoxedSheets
from tests import destroying, sheet_boxing, shelving
from tests.keeping import kept
from tests.shelving import CELLAR, FIRST, SECOND

pytestmark = pytest.mark.django_db

THIRD = "X-BTS-2017-CGE-003D"


def due_beside_sheets():
    """Everything is due to be destroyed, and both mark sheets lie in a third box on its shelf."""
    built = destroying.due()
    for rank in ("1", "2"):
        sheet_boxing.receive(built.paper, rank)
    sheet_boxing.box(built.paper)
    shelving.shelve(built.paper, THIRD)
    return built


built = kept(due_beside_sheets)


def matters(built):
    found = matters_of([built.paper.pk])[built.paper.pk]
    return found.to_destroy, found.to_box, found.sheets_to_box


def test_no_count_of_scripts_takes_a_sheet_for_one(built):
    scripts = len(destroying.boxed(built))
    assert matters(built) == (scripts, 0, 0)
    assert sum(box.scripts for box in queries.boxes_of(built.paper)) == scripts
    sheet_boxing.take_out(built.paper, "1")
    assert matters(built) == (scripts, 0, 1)


def test_a_list_has_boxes_of_scripts_alone_and_its_destruction_leaves_the_sheets(built):
    row = destroying.make_list(built, share=0)
    assert {line.box for line in queries.destroyed_contents(row)} == {FIRST, SECOND}
    destroying.sign(built)
    destroying.destroy(built)
    told = {box.code: (bool(box.destroyed_by), box.shelf, box.sheets) for box in queries.boxes_of(built.paper)}
    assert told[FIRST][0]
    assert told[SECOND][0]
    assert told[THIRD] == (False, CELLAR, BoxedSheets(first=1, last=2, count=2))
    assert matters(built) == (0, 0, 0)
    assert shelving.shelve(built.paper, THIRD, shelf="grenier") == ([THIRD], "grenier")

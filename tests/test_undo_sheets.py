"""docs/undo.md, row by row: what can be undone of the mark sheets that came back to the exam office."""

import pytest

from massicot.shelves import queries, services
from massicot.shelves.rules.sheets import SheetRange
from tests import world
from tests.cast import ODILE, OMAR, PERRIN, TYPING
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


def lacking(built):
    [centre] = queries.centres_of_sheets(built.paper)
    return centre.lacking


def take_back(built, code):
    services.take_back_sheet(paper=built.paper, code=code, reason="Par erreur.", by=OMAR, at=TYPING)


@undoes("mark sheet received at the exam office, alone or among many")
def test_a_sheet_received_by_mistake_is_awaited_again():
    built = world.batched()
    services.receive_sheet(paper=built.paper, code="1", by=ODILE, at=TYPING)
    asked = SheetRange(first=2, last=2, counted=1)
    services.receive_sheets(paper=built.paper, centre_uai=PERRIN, asked=asked, by=ODILE, at=TYPING)
    assert lacking(built) == 0
    take_back(built, "1")
    take_back(built, "2")
    assert lacking(built) == 2


@undoes("mark sheet given up, lost for one")
def test_a_sheet_given_up_is_awaited_again_or_received():
    built = world.batched()
    for code in ("1", "2"):
        services.give_up_sheet(paper=built.paper, code=code, reason="Perdu.", by=ODILE, at=TYPING)
    assert lacking(built) == 0
    take_back(built, "1")
    assert lacking(built) == 1
    assert services.receive_sheet(paper=built.paper, code="2", by=OMAR, at=TYPING).rank == 2
    assert [sheet.is_given_up for sheet in queries.sheets_of(built.paper.pk)] == [False, False]

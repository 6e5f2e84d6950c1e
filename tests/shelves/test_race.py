"""Two of the office at the same time, on one mark sheet: the race with the guard off, then the guard."""

import pytest
from django.db import IntegrityError

from massicot.shelves import queries, services
from massicot.shelves.models import SheetReceipt
from massicot.shelves.rules.sheets import SheetHere, SheetRange
from tests import world
from tests.cast import ODILE, OMAR, PERRIN, TYPING
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def receive(built, by):
    return services.receive_sheet(paper=built.paper, code="1", by=by, at=TYPING)


def receive_both(built):
    asked = SheetRange(first=1, last=2, counted=2)
    return services.receive_sheets(paper=built.paper, centre_uai=PERRIN, asked=asked, by=OMAR, at=TYPING)


def write_unheld(built, by):
    """Receive a sheet as somebody would who looks first and holds nothing."""
    [sheet, _] = queries.sheets_of(built.paper.pk)
    assert not sheet.is_here
    SheetReceipt.objects.create(sheet_id=sheet.pk, noted_at=TYPING, noted_by=by.login)


def test_without_the_guard_the_second_reception_fails():
    built = world.batched()
    with pytest.raises(IntegrityError):
        meanwhile(lambda: write_unheld(built, ODILE), lambda: write_unheld(built, OMAR))


def test_of_two_who_receive_one_sheet_the_second_is_told_who_did():
    built = world.batched()
    first, second = meanwhile(lambda: receive(built, ODILE), lambda: receive(built, OMAR))
    assert first.rank == 1
    assert isinstance(second, SheetHere)
    assert ODILE.login in str(second)
    assert SheetReceipt.objects.count() == 1


def test_a_range_received_while_one_of_it_is_scanned_counts_it_as_here():
    built = world.batched()
    _, second = meanwhile(lambda: receive(built, ODILE), lambda: receive_both(built))
    assert second == (1, 1)
    assert SheetReceipt.objects.count() == 2

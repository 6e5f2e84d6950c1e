"""A script that comes back to the exam office in no batch: it lies in its box by its number."""

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.shelves import queries, services
from massicot.shelves.queries.boxes import ShelvedAt
from tests import going_back, shelving
from tests.cast import ODILE, PERRIN
from tests.going_back import PACKED
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CELLAR, FIRST

pytestmark = pytest.mark.django_db

built = kept(going_back.locked_and_back)


def test_it_lies_in_its_box_alone_and_is_taken_out_by_the_end_of_its_number(built):
    batch = batches.batches_of(built.paper.pk, PERRIN)[0]
    number = batches.numbers_of(batch.pk)[0]
    batch_acts.withdraw_script(code=batch.code, number=number, reason="Fraude", by=ODILE, at=PACKED)
    parcel = going_back.send(going_back.pack(built, scripts=[number]))
    going_back.receive(parcel)
    consignments.tick_return(code=parcel.code, ref=number, **BY_OFFICE)
    shelving.make(built.paper)
    shelving.shelve(built.paper, FIRST)
    assert ledger.where(ItemKind.SCRIPT, number).inside == FIRST
    assert queries.shelved_at(number) == ShelvedAt(FIRST, CELLAR)
    services.take_out_of_box(paper=built.paper, ref=number[4:], reason="Ailleurs", **BY_OFFICE)
    item = ledger.where(ItemKind.SCRIPT, number)
    assert (item.place, item.place_ref, item.inside) == (Place.OFFICE, "", "")
    assert queries.shelved_at(number) is None

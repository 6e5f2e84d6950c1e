"""A script that is looked for and lies under a slip: counted apart wherever somebody is asked to search."""

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.setasides import queries
from massicot.setasides.queries import Concern
from massicot.setasides.rules import Oddity, SlipEnd
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC, PERRIN
from tests.setasides.test_services import parcel_of, put, settle
from tests.short_batches import close_without

pytestmark = pytest.mark.django_db


def miss(built):
    """Declare the first script of Les Cèdres missing from its parcel."""
    parcel = parcel_of(built)
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=ARRIVAL)
    return number


def concerning(built):
    rows = queries.CONCERNING.ask(paper_ids=[built.paper.pk], uais=[CEDRES])
    return [(row.concern, row.number, row.slip, row.slip_at) for row in queries.concerns_of(rows)]


def test_a_script_missing_from_its_parcel_is_sought_until_it_lies_under_a_slip():
    built = world.arrived()
    number = miss(built)
    assert concerning(built) == [(Concern.MISSING, number, "", "")]
    assert queries.open_slips().sought.total() == 0
    row = put(built, Oddity.FOREIGN, number=number)
    assert concerning(built) == [(Concern.MISSING, number, row.code, PERRIN)]
    assert queries.open_slips().sought == {(PERRIN, built.paper.pk): 1}
    assert {key: slip.code for key, slip in queries.lying(built.paper.pk).items()} == {number: row.code}
    settle(row, SlipEnd.MISTAKE)
    assert concerning(built) == [(Concern.MISSING, number, "", "")]
    assert [slip.code for slip in queries.slips_of(number, built.paper.pk)] == [row.code]


def test_a_script_missing_from_its_batch_that_lies_under_a_slip_is_counted_there():
    built = world.batched()
    batch = batches.batches_of(built.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[-1]
    close_without(batch, number)
    assert queries.open_slips().short.total() == 0
    put(built, Oddity.FOREIGN, number=number)
    assert put(built, Oddity.DOUBLED, number=number, found_in=f" {batch.code.lower()} ").found_in == batch.code
    slips = queries.open_slips()
    assert (slips.short, slips.aside) == ({(PERRIN, built.paper.pk): 1}, {(PERRIN, built.paper.pk): 2})

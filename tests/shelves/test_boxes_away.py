"""Boxes made while scripts of them are out to be read, or missing: counted without, and with their place kept."""

import pytest

from massicot.batches import queries as batches
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind, Place
from massicot.shelves import queries, services
from massicot.shelves.rules import boxes as rules
from tests import shelving
from tests.cast import PERRIN
from tests.keeping import kept
from tests.shelving import BY_OFFICE, CELLAR, FIRST

pytestmark = pytest.mark.django_db

built = kept(shelving.shelved)

THIRD = "X-BTS-2017-CGE-003D"


def first_batch(built):
    return batches.batches_of(built.paper.pk, PERRIN)[0]


def one_out_one_missing(built):
    """Have a script of the first box out and another one missing, then open the box."""
    out, missing = batches.numbers_of(first_batch(built).pk)[:2]
    shelving.ask(built.paper, out, missing)
    services.miss_script(paper=built.paper, number=missing, reason="Pas là", **BY_OFFICE)
    shelving.fetch(built.paper)
    services.open_box(paper=built.paper, box=FIRST, reason="À répartir", **BY_OFFICE)
    return out, missing


def test_what_is_out_or_missing_is_not_counted_into_the_box(built):
    one_out_one_missing(built)
    size = first_batch(built).size
    [waiting] = queries.to_box(built.paper)
    assert (waiting.count, waiting.away, waiting.there) == (size, 2, size - 2)
    with pytest.raises(rules.CountedWithAway) as refused:
        shelving.make_counted(built.paper, 1, size)
    assert refused.value.values["away"] == 2
    assert shelving.make_counted(built.paper, 1, size - 2) == [THIRD]


def test_it_keeps_its_place_and_lies_there_when_it_is_back(built):
    out, missing = one_out_one_missing(built)
    batch = first_batch(built)
    shelving.make_counted(built.paper, 1, batch.size - 2)
    [_, box] = queries.boxes_of(built.paper)
    assert (box.scripts, box.there) == (batch.size, batch.size - 2)
    shelving.shelve(built.paper, THIRD)
    shelving.put_back(built.paper)
    services.find_missing(paper=built.paper, number=missing, **BY_OFFICE)
    for number in (out, missing):
        item = ledger.where(ItemKind.SCRIPT, number)
        assert (item.place, item.place_ref, item.inside) == (Place.SHELF, CELLAR, batch.code)
        assert queries.shelved_at(number).box == THIRD
    assert [box.there for box in queries.boxes_of(built.paper)][1] == batch.size


def test_the_ledger_counts_what_was_carried(built):
    one_out_one_missing(built)
    batch = first_batch(built)
    shelving.make_counted(built.paper, 1, batch.size - 2)
    shelving.shelve(built.paper, THIRD)
    put = ledger.last_event(ItemKind.BATCH, batch.code, [Act.PUT_IN_BOX])
    carried = ledger.last_event(ItemKind.BOX, THIRD, [Act.SHELVED])
    assert (put.count, carried.count) == (batch.size - 2, batch.size - 2)

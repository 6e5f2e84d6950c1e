"""A script found once its paper is lifted: until its batch is locked, its mark stands on its mark sheet alone."""

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.results import services
from massicot.results.rules.destruction import SheetsWanted
from massicot.results.rules.exports import ExportKind
from tests import cast, later_world, sheet_boxing, sheet_destroying, world
from tests.cast import KEY, MARC, ODILE, TYPING

pytestmark = pytest.mark.django_db


def test_while_a_batch_made_since_the_lifting_is_not_locked_every_sheet_stays():
    built = later_world.with_one_lost()
    number = later_world.number_of(built, 1)
    later_world.decide_lost(built, number)
    later_world.lifted(world.handed_out(built))
    services.export_table(paper=built.paper, kind=ExportKind.MARKS, key=KEY, by=ODILE, at=TYPING)
    code = parcels.announcement_of(number).parcel
    consignments.find_script(code=code, number=number, by=MARC, at=cast.later())
    world.batched(built)
    late = batches.batches_of(built.paper.pk)[-1]
    sheet_boxing.receive(built.paper, late.code)
    sheet_boxing.box(built.paper, first=late.sequence, last=late.sequence, counted=1)
    with pytest.raises(SheetsWanted) as refused:
        sheet_destroying.make_list(built)
    assert refused.value.values == {"paper": "CGE", "batches": late.code}

"""A session put away while a reception is open: what is ticked in it is told and written, or looked at first."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.models import ParcelTally
from massicot.consignments.rules import Tick
from massicot.consignments.rules.tally import TicksBroken
from tests import world
from tests.cast import MARC, TYPING
from tests.results.archived import archive, bring_back, undone

pytestmark = pytest.mark.django_db


def test_what_is_ticked_in_a_reception_that_is_open_is_told_and_written():
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk)[0]
    ticked = [row.number for row in parcels.contents_of(parcel)][:2]
    consignments.tick_scripts(code=parcel.code, numbers=ticked, by=MARC, at=TYPING)
    assert (
        "The receptions of 2 parcels of CGE are open: what is ticked in them so far is written, and nobody closes them."
    ) in undone(built)
    archive(built)
    assert [json.loads(line.facts) for line in audit.lines_of_act("ScriptsTicked", f"parcel:{parcel.code}")] == [
        {"numbers": ticked, "tickers": [MARC.login]}
    ]
    assert parcels.unwritten_by_parcel(built.paper.pk) == {}
    assert parcels.numbers_ticked(built.paper.pk, Tick.RECEIVED) == ticked
    bring_back(built)
    consignments.untick_script(code=parcel.code, number=ticked[0], by=MARC, at=TYPING)


def test_ticks_that_cannot_be_opened_are_looked_at_first():
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk)[0]
    consignments.tick_scripts(code=parcel.code, numbers=[parcels.contents_of(parcel)[0].number], by=MARC, at=TYPING)
    ParcelTally.objects.update(sealed=b"altered")
    with pytest.raises(TicksBroken, match=parcel.code):
        archive(built)
    consignments.throw_ticks_away(code=parcel.code, by=MARC, at=TYPING)
    archive(built)

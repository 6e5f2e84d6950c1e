"""The rows of docs/undo.md about the parcels that go back to the exam office, undone."""

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries, services
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnCounts, ReturnState
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealState
from massicot.shelves.queries.returns import piles_of
from tests import going_back
from tests.cast import MARC, ODILE, PERRIN
from tests.going_back import CAME, OVERDUE, PACKED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db

BY_OFFICE = {"by": ODILE, "at": CAME}


def code_of(built):
    return going_back.the_parcel(built).code


def state_of(built):
    return going_back.the_parcel(built).state


@undoes("return parcel made")
def test_a_return_parcel_is_opened_again():
    built = going_back.packed_back()
    services.open_return(code=code_of(built), reason="Une enveloppe oubliée", by=MARC, at=PACKED)
    assert queries.returns_of(built.paper.pk) == []
    assert [len(pile.ready) for pile in piles_of(built.paper, PERRIN, PACKED)] == [1, 1]
    assert going_back.pack(built).code.endswith("-R2")


@undoes("return parcel recorded as arrived")
def test_an_arrival_is_taken_back():
    built = going_back.come_back()
    services.take_back_return_arrival(code=code_of(built), reason="Un autre paquet", **BY_OFFICE)
    assert state_of(built) is ReturnState.ON_THE_WAY
    going_back.receive(going_back.the_parcel(built))


@undoes("seal of a return parcel told")
def test_the_seal_of_a_return_parcel_is_told_again():
    built = going_back.come_back()
    said = {"code": code_of(built), **BY_OFFICE}
    services.read_return_seal(seen=SealSeen(SealState.BROKEN), **said)
    services.take_back_return_seal(reason="Mal vu", **said)
    services.read_return_seal(seen=SealSeen(SealState.INTACT, "R1"), **said)


@undoes("trouble with the seal of a return parcel ended")
def test_a_trouble_with_the_seal_of_a_return_parcel_is_ended_anew():
    built = going_back.come_back()
    said = {"code": code_of(built), **BY_OFFICE}
    for remark in ("Coupé à la douane", "Arraché par la navette"):
        services.read_return_seal(seen=SealSeen(SealState.BROKEN, is_sure=True), **said)
        services.end_return_seal_trouble(end=SealEnd.EXPLAINED, remark=remark, **said)
        services.take_back_return_seal(reason="Un autre paquet", **said)
    assert queries.return_by_code(code_of(built)).seal_end == ""


@undoes("received out of a return parcel")
def test_what_was_received_by_mistake_is_looked_for_again():
    built = going_back.come_back()
    code = code_of(built)
    sizes = [batch.size for batch in batches.batches_of(built.paper.pk, PERRIN)]
    counted = ReturnCounts(len(sizes), sum(sizes))
    services.tick_return_all_but(code=code, counted=counted, lacking=AllBut(), **BY_OFFICE)
    services.untick_return(code=code, ref="2", **BY_OFFICE)
    services.miss_return(code=code, ref="2", reason="Pas dans le carton", **BY_OFFICE)


@undoes("declared missing from a return parcel")
def test_what_was_missing_is_found_at_the_office_or_left_behind_at_its_centre():
    built = going_back.come_back()
    code = code_of(built)
    for ref in ("1", "2"):
        services.miss_return(code=code, ref=ref, reason="Pas dans le carton", **BY_OFFICE)
    services.find_return_content(code=code, ref="1", **BY_OFFICE)
    again = going_back.pack(built, batches=[batches.batches_of(built.paper.pk, PERRIN)[1].code], seal="R2")
    ticks = queries.return_ticks(first_of(built))
    assert ticks == {ReturnTick.RECEIVED: 1, ReturnTick.LEFT_BEHIND: 1}
    assert again.envelopes == 1


def first_of(built):
    return queries.returns_of(built.paper.pk)[0]


@undoes("return parcel closed")
def test_a_closed_return_parcel_is_opened_again():
    built = going_back.come_back()
    said = {"code": code_of(built), **BY_OFFICE}
    for ref in ("1", "2"):
        services.tick_return(ref=ref, **said)
    going_back.close(said["code"])
    services.reopen_return(reason="Une erreur", **said)
    services.untick_return(ref="1", **said)


@undoes("return parcel declared lost")
def test_a_lost_return_parcel_comes():
    built = going_back.sent_back()
    services.lose_return(code=code_of(built), reason="Rien ne vient", by=ODILE, at=OVERDUE)
    services.receive_return(code=code_of(built), by=ODILE, at=OVERDUE)
    assert queries.return_ticks(going_back.the_parcel(built)) == {ReturnTick.NOT_YET: 2}

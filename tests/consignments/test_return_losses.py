"""A parcel that went back and did not come, or came before anybody recorded that it had left."""

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries, services
from massicot.consignments.rules import return_arrivals as rules
from massicot.consignments.rules import returns
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnState
from massicot.consignments.rules.seals import SealSeen, SealState, SealVerdict
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from tests import going_back
from tests.cast import MARC, ODILE, OMAR, PERRIN
from tests.going_back import CAME, LEFT, OVERDUE, PACKED
from tests.keeping import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(going_back.packed_back)
LATE = {"by": ODILE, "at": OVERDUE}


@pytest.fixture
def parcel(built):
    """A parcel that is made and not sent."""
    return going_back.the_parcel(built)


def state_of(parcel):
    return queries.return_by_code(parcel.code).state


def places_of(built):
    rows = batches.batches_of(built.paper.pk, PERRIN)
    items = [ledger.where(ItemKind.BATCH, row.code) for row in rows]
    items += [ledger.where(ItemKind.SCRIPT, number) for row in rows for number in batches.numbers_of(row.pk)]
    return {item.place for item in items}


def test_a_parcel_is_lost_five_days_after_it_left_and_not_before(built, parcel):
    with pytest.raises(returns.ReturnNotSent):
        services.lose_return(code=parcel.code, reason="Rien ne vient", **LATE)
    going_back.send(parcel)
    for day in (7, 10):
        with pytest.raises(returns.ReturnMayStillCome):
            services.lose_return(code=parcel.code, reason="Rien ne vient", by=ODILE, at=LEFT.replace(day=day))
    services.lose_return(code=parcel.code, reason="Le transporteur ne sait rien", **LATE)
    assert (state_of(parcel), places_of(built)) == (ReturnState.LOST, {"missing"})
    with pytest.raises(returns.ReturnLostAlready):
        services.lose_return(code=parcel.code, reason="Rien ne vient", **LATE)


@pytest.mark.parametrize(("told", "verdict"), [("r1", SealVerdict.AS_TOLD), ("R7", SealVerdict.OTHER)])
def test_a_seal_read_before_its_departure_was_told_is_compared_anew(parcel, told, verdict):
    services.receive_unsent_return(code=parcel.code, by=ODILE, at=CAME)
    seen = SealSeen(SealState.INTACT, "R1")
    services.read_return_seal(code=parcel.code, seen=seen, by=ODILE, at=CAME)
    going_back.send(parcel, seal=told)
    assert queries.return_by_code(parcel.code).seal_verdict == verdict


def test_a_lost_parcel_that_comes_is_looked_through(built, parcel):
    going_back.send(parcel)
    services.lose_return(code=parcel.code, reason="Le transporteur ne sait rien", **LATE)
    services.receive_return(code=parcel.code, **LATE)
    assert (state_of(parcel), places_of(built)) == (ReturnState.ARRIVED, {"office"})
    assert queries.return_ticks(parcel) == {ReturnTick.NOT_YET: 2}
    services.take_back_return_arrival(code=parcel.code, reason="Un autre", **LATE)
    assert (state_of(parcel), places_of(built)) == (ReturnState.LOST, {"missing"})
    assert queries.return_ticks(parcel) == {ReturnTick.MISSING: 2}


def test_what_is_in_a_lost_parcel_is_in_no_other(built, parcel):
    going_back.send(parcel)
    services.lose_return(code=parcel.code, reason="Le transporteur ne sait rien", **LATE)
    with pytest.raises(returns.GoesBackAlready):
        services.pack_return_unchecked_piles(
            paper=built.paper, centre_uai=PERRIN, lines=going_back.lines_of(built), by=MARC, at=OVERDUE
        )


def test_a_parcel_comes_whose_departure_nobody_recorded(built, parcel):
    with pytest.raises(rules.ReturnDepartureUnrecorded):
        services.receive_return(code=parcel.code, by=ODILE, at=CAME)
    came = services.receive_unsent_return(code=parcel.code, by=ODILE, at=CAME)
    assert (came.state, came.sent_at, places_of(built)) == (ReturnState.ARRIVED, None, {"office"})
    with pytest.raises(returns.ReturnHasLeft):
        services.open_return(code=parcel.code, reason="Trop tard", by=MARC, at=CAME)


def test_its_centre_tells_afterwards_when_it_left(built, parcel):
    services.receive_unsent_return(code=parcel.code, by=ODILE, at=CAME)
    with pytest.raises(returns.ReturnLeftAfterItArrived):
        going_back.send(parcel, at=OVERDUE)
    going_back.send(parcel, at=LEFT)
    assert places_of(built) == {"office"}
    services.take_back_return_arrival(code=parcel.code, reason="Un autre", by=ODILE, at=CAME)
    assert places_of(built) == {"carrier"}


def test_its_arrival_taken_back_it_lies_at_its_centre(built, parcel):
    services.receive_unsent_return(code=parcel.code, by=ODILE, at=CAME)
    services.take_back_return_arrival(code=parcel.code, reason="Un autre", by=ODILE, at=CAME)
    assert (state_of(parcel), places_of(built)) == (ReturnState.MADE, {"marking-centre"})
    services.open_return(code=parcel.code, reason="À refaire", by=MARC, at=CAME)


def test_one_whose_departure_is_recorded_meanwhile_is_received_like_any_other(built, parcel):
    going_back.send(parcel)
    came = services.receive_unsent_return(code=parcel.code, by=OMAR, at=CAME)
    assert (came.sent_at, came.received_by) == (LEFT, OMAR.login)


def test_whoever_made_it_does_not_receive_it_either(parcel):
    queries.ReturnParcel.objects.update(made_by=ODILE.login)
    with pytest.raises(rules.ReceivedBySender):
        services.receive_unsent_return(code=parcel.code, by=ODILE, at=PACKED)

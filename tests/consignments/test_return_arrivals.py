"""A parcel that comes back to the exam office: received, its seal, looked through, closed; what is missing from it."""

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.batches import queries as batches
from massicot.consignments import queries, services
from massicot.consignments.rules import return_arrivals as rules
from massicot.consignments.rules import return_seals, returns, seals
from massicot.consignments.rules.despatch import AllBut, SecondPersonMissing
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnCounts, ReturnState
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealState, SealVerdict
from massicot.core.second_person import SecondNameTooShort, SecondPersonIsFirst
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from tests import going_back
from tests.cast import MARC, ODILE, OMAR, PERRIN
from tests.going_back import CAME
from tests.keeping import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(going_back.sent_back)
ALL = {"by": ODILE, "at": CAME}


@pytest.fixture
def code(built):
    """A parcel on its way."""
    return going_back.the_parcel(built).code


@pytest.fixture
def here(code):
    """The same parcel at the exam office."""
    services.receive_return(code=code, **ALL)
    return code


def parcel_of(code):
    return queries.return_by_code(code)


def codes_of(built):
    return [row.code for row in batches.batches_of(built.paper.pk, PERRIN)]


def counts_of(built, *missing):
    rows = [row for row in batches.batches_of(built.paper.pk, PERRIN) if row.code not in missing]
    return ReturnCounts(len(rows), sum(row.in_hand for row in rows))


def tick_all_but(code, built, *missing, signed_by="Mme Roux"):
    but = AllBut(missing, signed_by if missing else "")
    return services.tick_return_all_but(code=code, counted=counts_of(built, *missing), lacking=but, **ALL)


def place_of(ref, kind=ItemKind.BATCH):
    item = ledger.where(kind, ref)
    return item.place, item.inside


def test_somebody_else_of_the_office_receives_it(code):
    with pytest.raises(NotFromOffice):
        services.receive_return(code=code, by=MARC, at=CAME)
    parcel = services.receive_return(code=code, **ALL)
    assert (parcel.received_by, parcel.state) == (ODILE.login, ReturnState.ARRIVED)
    with pytest.raises(returns.ReturnReceivedAlready):
        services.receive_return(code=code, by=OMAR, at=CAME)


def test_whoever_sent_it_does_not_receive_it(built):
    queries.ReturnParcel.objects.update(sent_by=OMAR.login)
    with pytest.raises(rules.ReceivedBySender):
        services.receive_return(code=going_back.the_parcel(built).code, by=OMAR, at=CAME)


def test_an_arrival_is_taken_back_until_something_is_ticked(built, here):
    services.read_return_seal(code=here, seen=SealSeen(SealState.INTACT, "R1"), **ALL)
    services.take_back_return_arrival(code=here, reason="Un autre paquet", **ALL)
    assert (parcel_of(here).state, parcel_of(here).seal_state) == (ReturnState.ON_THE_WAY, "")
    assert place_of(codes_of(built)[0]) == ("carrier", here)
    services.receive_return(code=here, **ALL)
    services.tick_return(code=here, ref="1", **ALL)
    with pytest.raises(rules.ReturnLookedThrough):
        services.take_back_return_arrival(code=here, reason="Trop tard", **ALL)


def test_its_seal_is_told_once_and_taken_back_with_a_reason(here):
    with pytest.raises(seals.SealReadOnce):
        services.read_return_seal(code=here, seen=SealSeen(SealState.INTACT, "R2"), **ALL)
    other = SealSeen(SealState.INTACT, "R2", is_sure=True)
    assert services.read_return_seal(code=here, seen=other, **ALL) is SealVerdict.OTHER
    with pytest.raises(return_seals.ReturnSealSaid):
        services.read_return_seal(code=here, seen=other, **ALL)
    services.take_back_return_seal(code=here, reason="Mal lu", **ALL)
    with pytest.raises(seals.SealNotSaid):
        services.take_back_return_seal(code=here, reason="Mal lu", **ALL)
    assert services.read_return_seal(code=here, seen=SealSeen(SealState.INTACT, "r 1"), **ALL) is SealVerdict.AS_TOLD


def test_a_trouble_with_its_seal_ends_once_closed_or_not_and_one_as_told_never(built, here):
    end = {"code": here, "end": SealEnd.REPORTED, "remark": "Plainte déposée"}
    services.read_return_seal(code=here, seen=SealSeen(SealState.INTACT, "R1"), **ALL)
    with pytest.raises(return_seals.NoReturnSealTrouble):
        services.end_return_seal_trouble(**end, **ALL)
    services.take_back_return_seal(code=here, reason="Mal lu", **ALL)
    services.read_return_seal(code=here, seen=SealSeen(SealState.BROKEN), **ALL)
    assert [row.code for row in queries.open_return_seal_troubles()] == [here]
    tick_all_but(here, built)
    services.close_return(code=here, **ALL)
    with pytest.raises(NotFromOffice):
        services.end_return_seal_trouble(**end, by=MARC, at=CAME)
    with pytest.raises(seals.SealReasonMissing):
        services.end_return_seal_trouble(**{**end, "remark": " "}, **ALL)
    services.end_return_seal_trouble(**end, **ALL)
    assert not queries.open_return_seal_troubles()
    with pytest.raises(return_seals.NoReturnSealTrouble):
        services.end_return_seal_trouble(**end, **ALL)


def test_all_are_here_but_one_that_is_named_by_its_number(built, here):
    first, second = codes_of(built)
    received, missing = tick_all_but(here, built, second)
    assert (received, missing) == ([first], [second])
    assert (place_of(first), place_of(second)) == (("office", ""), ("missing", ""))
    number = batches.numbers_of(batches.batch_by_code(second).pk)[0]
    assert place_of(number, ItemKind.SCRIPT) == ("missing", second)
    assert [row.ref for row in queries.missing_from_returns(built.paper.pk)] == [second]
    with pytest.raises(rules.ReturnAllLookedFor):
        tick_all_but(here, built)


def test_a_count_that_does_not_agree_changes_nothing(built, here):
    for wrong in (ReturnCounts(1, 4), ReturnCounts(2, 11), counts_of(built, codes_of(built)[0])):
        with pytest.raises(rules.ReturnCountsWrong):
            services.tick_return_all_but(code=here, counted=wrong, lacking=AllBut(), **ALL)
    assert queries.return_ticks(parcel_of(here)) == {ReturnTick.NOT_YET: 2}


@pytest.mark.parametrize(
    ("but", "refusal"),
    [
        (AllBut(("B-BTS-2017-CGE-0009",), "Mme Roux"), rules.NotInReturn),
        (AllBut(("B-DCG-2017-CGE-0001",), "Mme Roux"), rules.NotInReturn),
        (AllBut(("9999",), "Mme Roux"), rules.NotInReturn),
        (AllBut(("2",)), SecondPersonMissing),
    ],
)
def test_what_is_named_as_missing_is_in_the_parcel_and_signed(built, here, but, refusal):
    with pytest.raises(refusal):
        services.tick_return_all_but(code=here, counted=counts_of(built, codes_of(built)[1]), lacking=but, **ALL)


def test_one_by_one_ticked_missing_found_and_taken_back(built, here):
    first, second = codes_of(built)
    assert services.tick_return(code=here, ref=first.lower(), **ALL) == first
    with pytest.raises(rules.ReturnTickStands):
        services.tick_return(code=here, ref="1", **ALL)
    services.untick_return(code=here, ref="1", **ALL)
    assert place_of(first) == ("office", here)
    services.miss_return(code=here, ref="2", reason="Cherchée deux fois", **ALL)
    with pytest.raises(rules.ReturnTickStands):
        services.untick_return(code=here, ref="2", **ALL)
    assert services.find_return_content(code=here, ref="2", **ALL) == second
    assert place_of(second) == ("office", "")
    with pytest.raises(rules.ReturnTickStands):
        services.find_return_content(code=here, ref="2", **ALL)


def test_a_parcel_is_closed_once_all_is_looked_for_and_opened_again_with_a_reason(built, here):
    services.tick_return(code=here, ref="1", **ALL)
    with pytest.raises(rules.NotAllTicked):
        services.close_return(code=here, **ALL)
    services.miss_return(code=here, ref="2", reason="Cherchée deux fois", **ALL)
    going_back.close(here)
    for act in (services.untick_return, services.tick_return):
        with pytest.raises(rules.ReturnIsClosed):
            act(code=here, ref="1", **ALL)
    services.find_return_content(code=here, ref="2", **ALL)
    services.reopen_return(code=here, reason="Une erreur", **ALL)
    services.untick_return(code=here, ref="1", **ALL)
    with pytest.raises(rules.ReturnIsOpen):
        services.reopen_return(code=here, reason="Encore", **ALL)


def test_what_has_not_arrived_is_not_looked_through(built, code):
    for act, more in (
        (services.tick_return, {"ref": "1"}),
        (services.find_return_content, {"ref": "1"}),
        (services.close_return, {}),
        (services.take_back_return_arrival, {"reason": "Non"}),
    ):
        with pytest.raises(rules.ReturnNotArrived):
            act(code=code, **more, **ALL)
    with pytest.raises(returns.ReturnUnknown):
        services.close_return(code=f"{code}0", **ALL)


def test_what_was_missing_and_lay_at_its_centre_goes_back_in_another_parcel(built, here):
    second = codes_of(built)[1]
    tick_all_but(here, built, second)
    going_back.close(here)
    line = next(line for line in going_back.lines_of(built) if line.ref == second)
    where = {"paper": built.paper, "centre_uai": PERRIN, "by": MARC, "at": CAME}
    again = services.pack_return_unchecked_piles(lines=[line], **where)
    ticks = {row.ref: row.tick for row in queries.in_return(parcel_of(here))}
    assert (ticks[second], place_of(second)) == (ReturnTick.LEFT_BEHIND, ("marking-centre", again.code))
    with pytest.raises(rules.ReturnTickStands):
        services.find_return_content(code=here, ref="2", **ALL)
    services.open_return(code=again.code, reason="Pas encore", by=MARC, at=CAME)
    assert place_of(second) == ("marking-centre", "")
    assert services.pack_return_unchecked_piles(lines=[line], **where).announced == line.count


def test_a_parcel_whose_seal_nobody_told_is_not_closed(built, here):
    tick_all_but(here, built)
    with pytest.raises(return_seals.ReturnSealUntold):
        services.close_return(code=here, **ALL)
    services.read_return_seal(code=here, seen=SealSeen(SealState.NONE, "", is_sure=True), **ALL)
    services.close_return(code=here, **ALL)
    assert parcel_of(here).closed_at == CAME


@pytest.mark.parametrize("name", [ODILE.login.upper(), "."])
def test_whoever_looks_through_is_no_second_person(built, here, name):
    lacking = AllBut(["2"], name)
    with pytest.raises((SecondPersonIsFirst, SecondNameTooShort)):
        services.tick_return_all_but(code=here, counted=counts_of(built, codes_of(built)[0]), lacking=lacking, **ALL)

"""What leaves a marking centre: piles of whole specialties, what stays and why, loose scripts, a wrong count."""

from datetime import timedelta

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import GoesBackAlready, ReturnCounts
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.exams.rules.sessions import SessionIsArchived
from massicot.shelves import services
from massicot.shelves.queries.returns import piles_of
from massicot.shelves.rules import returns as rules
from massicot.shelves.rules.returns import LooseScript, ReturnChoice, SpecialtyPile, StaysOut
from tests import going_back, world
from tests.cast import CEDRES, MARC, MURIERS, ODILE, PERRIN
from tests.going_back import CAME, PACKED
from tests.keeping import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(going_back.locked_and_back)


def piles(built, centre=PERRIN):
    return {pile.specialty_code: pile for pile in piles_of(built.paper, centre, PACKED)}


def first_of(built):
    return batches.batches_of(built.paper.pk, PERRIN)[0]


def withdrawn_of(built):
    """Take the last script of the first batch out of it, put aside for the exam office; give its number."""
    batch = first_of(built)
    number = batches.numbers_of(batch.pk)[-1]
    batch_acts.withdraw_script(code=batch.code, number=number, reason="Fraude", by=ODILE, at=PACKED)
    return number


def test_what_is_back_and_locked_may_leave(built):
    rows = batches.batches_of(built.paper.pk, PERRIN)
    ready = {code: [(batch.code, batch.scripts) for batch in pile.ready] for code, pile in piles(built).items()}
    assert ready == {row.specialty_code: [(row.code, row.size)] for row in rows}
    assert piles(built, MURIERS) == {}


def test_a_batch_that_went_out_again_stays(built):
    batch = first_of(built)
    world.lend(batch, "BOB", at=PACKED - timedelta(hours=1))
    [staying] = piles(built)[batch.specialty_code].staying
    assert staying.stays is StaysOut.OUT
    with pytest.raises(rules.BatchStays):
        going_back.pack(built, batches=[batch.code])
    with pytest.raises(rules.NoSuchPile):
        going_back.pack(built, specialties=[batch.specialty_code])


def test_whole_specialties_leave_but_for_a_batch_that_is_named(built):
    first, second = batches.batches_of(built.paper.pk, PERRIN)
    codes = [first.specialty_code, second.specialty_code]
    parcel = services.pack_return(
        paper=built.paper,
        centre_uai=PERRIN,
        choice=ReturnChoice(specialties=codes, but=["2"]),
        counted=ReturnCounts(1, first.size),
        by=MARC,
        at=PACKED,
    )
    assert [row.ref for row in parcels.in_return(parcel)] == [first.code]
    assert [batch.code for batch in piles(built)[second.specialty_code].ready] == [second.code]
    assert piles(built)[first.specialty_code].returned == first.size


@pytest.mark.parametrize("counted", [(1, 12), (2, 11), (0, 0)])
def test_a_count_that_does_not_agree_makes_no_parcel(built, counted):
    codes = [row.code for row in batches.batches_of(built.paper.pk, PERRIN)]
    with pytest.raises(rules.PiledCountDiffers):
        services.pack_return(
            paper=built.paper,
            centre_uai=PERRIN,
            choice=ReturnChoice(batches=codes),
            counted=ReturnCounts(*counted),
            by=MARC,
            at=PACKED,
        )
    assert parcels.returns_of(built.paper.pk) == []


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        ({"batches": ["B-DCG-2017-CGE-0001"]}, rules.NotOfThesePiles),
        ({"batches": ["9"]}, rules.NotOfThesePiles),
        ({"batches": ["1", "B-BTS-2017-CGE-0001"]}, rules.NamedTwiceForReturn),
        ({"specialties": ["90003"]}, rules.NoSuchPile),
        ({"specialties": ["90001"], "but": ["9"]}, rules.NotOfThesePiles),
        ({"specialties": ["90001"], "but": ["2"]}, rules.NotInTickedPiles),
        ({"specialties": ["90001"], "but": ["1"], "batches": ["1"]}, rules.NamedTwiceForReturn),
        ({"scripts": ["12345678X"]}, rules.NotLooseHere),
    ],
)
def test_what_is_foreign_unknown_or_twice_is_refused(built, choice, refusal):
    with pytest.raises(refusal):
        going_back.pack(built, **choice)


def test_a_script_of_a_batch_is_not_loose(built):
    number = batches.numbers_of(first_of(built).pk)[0]
    with pytest.raises(rules.NotLooseHere):
        going_back.pack(built, scripts=[number])


def test_a_batch_goes_once_and_a_centre_packs_its_own(built):
    code = first_of(built).code
    parcel = going_back.pack(built, batches=[code])
    with pytest.raises(GoesBackAlready) as caught:
        going_back.pack(built, batches=["1"], seal="R2")
    assert caught.value.values == {"refs": code, "code": parcel.code}
    with pytest.raises(rules.NotOfThesePiles):
        services.pack_return(
            paper=built.paper,
            centre_uai=CEDRES,
            choice=ReturnChoice(batches=["2"]),
            counted=ReturnCounts(1, 1),
            by=MARC,
            at=PACKED,
        )


def test_what_is_put_aside_for_the_office_goes_by_its_number_and_lies_aside_again(built):
    number = withdrawn_of(built)
    pile = piles(built)[first_of(built).specialty_code]
    assert [(script.number, script.is_aside) for script in pile.loose] == [(number, True)]
    parcel = going_back.pack(built, batches=[first_of(built).code], scripts=[number[-5:]])
    assert (parcel.envelopes, parcel.announced) == (1, first_of(built).in_hand + 1)
    assert ledger.where(ItemKind.SCRIPT, number).inside == parcel.code
    consignments.open_return(code=parcel.code, reason="À refaire", by=MARC, at=PACKED)
    item = ledger.where(ItemKind.SCRIPT, number)
    assert (item.place, item.place_ref, item.inside) == ("aside", PERRIN, "")


def test_a_script_that_waits_for_its_batch_has_no_mark_and_stays(built):
    batch = first_of(built)
    number = batches.numbers_of(batch.pk)[0]
    pile = SpecialtyPile(specialty_code=batch.specialty_code, loose=[LooseScript(number)])
    assert pile.aside == []
    with pytest.raises(rules.LooseUnmarked):
        rules.plan_return(ReturnChoice(scripts=[number]), [pile], ReturnCounts(0, 1))


def test_what_was_missing_at_the_office_and_lies_here_goes_by_being_named(built):
    parcel = going_back.send(going_back.pack(built))
    going_back.receive(parcel)
    code = first_of(built).code
    consignments.miss_return(code=parcel.code, ref=code, reason="Pas dans le carton", by=ODILE, at=CAME)
    assert list(piles(built)[first_of(built).specialty_code].behind) == [code]
    again = going_back.pack(built, batches=[code], seal="R2")
    assert [row.ref for row in parcels.in_return(again)] == [code]
    assert [row.tick for row in parcels.in_return(parcel) if row.ref == code] == [ReturnTick.LEFT_BEHIND]


def test_nothing_is_packed_in_an_archived_session(built):
    type(built.session).objects.update(archived_at=PACKED, archived_reason="Finie")
    with pytest.raises(SessionIsArchived):
        going_back.pack(built)

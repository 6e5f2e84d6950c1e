"""A parcel that goes back: made, opened again, sent; of two centres and two sealed alike."""

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.consignments import queries, services
from massicot.consignments.rules import returns as rules
from massicot.consignments.rules.parcels import CarrierMissing
from massicot.consignments.rules.returns import Departure, ReturnState
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, NotThere, Place
from massicot.exams import queries as exams
from tests import going_back, world
from tests.cast import MARC, MURIERS, PERRIN, candidate_number
from tests.going_back import LEFT, PACKED
from tests.keeping import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

built = kept(going_back.locked_and_back)


def pack(built, lines=None, *, centre=PERRIN, seal="R1"):
    lines = going_back.lines_of(built) if lines is None else lines
    where = {"paper": built.paper, "centre_uai": centre, "seal": seal, "by": MARC, "at": PACKED}
    return services.pack_return_unchecked_piles(lines=lines, **where)


def places_of(built):
    """Where both batches and all their scripts are, for the ledger."""
    rows = batches.batches_of(built.paper.pk, PERRIN)
    items = [ledger.where(ItemKind.BATCH, row.code) for row in rows]
    items += [ledger.where(ItemKind.SCRIPT, number) for row in rows for number in batches.numbers_of(row.pk)]
    return {(item.place, item.place_ref) for item in items}


def test_a_parcel_holds_its_batches_and_these_their_scripts(built):
    parcel = pack(built)
    first, second = batches.batches_of(built.paper.pk, PERRIN)
    assert parcel.code == f"P-BTS-2017-CGE-{PERRIN}-R1"
    assert (parcel.envelopes, parcel.announced, parcel.state) == (2, first.size + second.size, ReturnState.MADE)
    assert ledger.contents_of(parcel.code) == [first.code, second.code]
    assert ledger.contents_of(first.code) == batches.numbers_of(first.pk)
    (line,) = audit.acts_of(f"parcel:{parcel.code}")
    assert (line.act, line.by) == ("ReturnPacked", MARC.login)


def test_it_goes_with_all_that_is_in_it(built):
    parcel = pack(built)
    assert places_of(built) == {(Place.MARKING_CENTRE, PERRIN)}
    going_back.send(parcel)
    assert places_of(built) == {(Place.CARRIER, "Messageries")}
    going_back.receive(parcel)
    assert places_of(built) == {(Place.OFFICE, "")}


def test_a_script_tells_the_way_of_the_parcel_that_its_batch_lies_in(built):
    parcel = pack(built)
    going_back.send(parcel)
    going_back.receive(parcel)
    batch = batches.batches_of(built.paper.pk, PERRIN)[0]
    number = batches.numbers_of(batch.pk)[0]
    acts = [event.act for event in ledger.story_of(ItemKind.SCRIPT, number)]
    assert acts[-4:] == ["returned", "packed-back", "sent-back", "came-back"]


def test_a_batch_in_a_parcel_goes_nowhere_by_itself(built):
    parcel = pack(built)
    batch = batches.batches_of(built.paper.pk, PERRIN)[0]
    with pytest.raises(NotThere):
        world.lend(batch, "BOB", at=LEFT)
    assert queries.returning([batch.code]) == {batch.code: parcel.code}


def test_nothing_makes_no_parcel(built):
    with pytest.raises(rules.NothingGoesBack):
        pack(built, [])


def test_a_batch_is_in_one_parcel_at_a_time(built):
    first, second = going_back.lines_of(built)
    code = pack(built, [first]).code
    with pytest.raises(rules.GoesBackAlready) as caught:
        pack(built, [first, second], seal="R2")
    assert caught.value.values == {"refs": first.ref, "code": code}
    assert [parcel.code for parcel in queries.returns_of(built.paper.pk)] == [code]


def test_what_is_not_at_the_centre_is_not_packed_there(built):
    with pytest.raises(NotThere):
        pack(built, centre=MURIERS)
    assert queries.returns_of(built.paper.pk) == []


def test_a_parcel_opened_again_leaves_its_batches_at_their_centre_and_its_code_to_nobody(built):
    code = pack(built).code
    services.open_return(code=code, reason="Une enveloppe oubliée", by=MARC, at=PACKED)
    assert places_of(built) == {(Place.MARKING_CENTRE, PERRIN)}
    assert ledger.find(code) is None
    assert pack(built).code == code.replace("-R1", "-R2")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_parcel_is_opened_again_with_a_reason(built, reason):
    parcel = pack(built)
    with pytest.raises(rules.ReturnReasonMissing):
        services.open_return(code=parcel.code, reason=reason, by=MARC, at=PACKED)


def test_a_reason_names_no_candidate(built):
    parcel = pack(built)
    with pytest.raises(TextNamesCandidate):
        services.open_return(code=parcel.code, reason=f"Copie de {candidate_number(3)}", by=MARC, at=PACKED)


def test_a_parcel_that_left_is_neither_opened_nor_sent_again(built):
    parcel = going_back.send(pack(built))
    with pytest.raises(rules.ReturnHasLeft):
        services.open_return(code=parcel.code, reason="Trop tard", by=MARC, at=LEFT)
    with pytest.raises(rules.ReturnHasLeft):
        going_back.send(parcel)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"carrier": " "}, CarrierMissing),
        ({"counted": 3}, rules.ReturnCountDiffers),
        ({"left_at": PACKED.replace(day=5)}, rules.ReturnLeftImpossible),
        ({"left_at": LEFT.replace(day=7)}, rules.ReturnLeftImpossible),
        ({"counted": 3, "reason": f"sans {candidate_number(4)}"}, TextNamesCandidate),
    ],
)
def test_a_departure_out_of_order_is_refused(built, typed, refusal):
    with pytest.raises(refusal):
        going_back.send(pack(built), **typed)


def test_another_count_of_the_carrier_is_signed_with_a_reason(built):
    parcel = going_back.send(pack(built), counted=3, reason="Le transporteur compte les enveloppes")
    assert (parcel.carrier_count, parcel.sent_by) == (3, MARC.login)


def test_a_seal_is_on_one_parcel(built):
    first, second = going_back.lines_of(built)
    pack(built, [first], seal="R7")
    with pytest.raises(rules.ReturnSealTaken):
        pack(built, [second], seal="r 7")
    with pytest.raises(TextNamesCandidate):
        pack(built, [second], seal="01234567890")
    with pytest.raises(rules.ReturnSealTaken):
        going_back.send(pack(built, [second], seal=""), seal="R7")


def test_a_parcel_made_in_this_minute_leaves_in_it(built):
    parcel = pack(built)
    left = Departure(
        carrier="À main", tracking="", counted=parcel.announced, seal="R1", left_at=PACKED.replace(second=0)
    )
    made = PACKED.replace(second=40)
    queries.ReturnParcel.objects.filter(pk=parcel.pk).update(made_at=made)
    assert services.send_return(code=parcel.code, departure=left, by=MARC, at=made).sent_at == PACKED


def test_an_outward_parcel_and_one_that_goes_back_are_never_on_the_same_list(built):
    parcel = pack(built)
    assert parcel.code not in [row.code for row in queries.parcels_of(built.paper.pk)]
    assert queries.find_return(parcel.code, built.paper.pk, PERRIN) == parcel
    assert queries.find_return(parcel.code, built.paper.pk, MURIERS) is None
    assert queries.find_return(parcel.code, exams.paper_by_id(built.paper.pk).pk + 1) is None

"""Scripts set aside: put under a slip, moved, followed to an end of the closed list, set aside anew."""

import pytest

from massicot.anonymity import queries as anonymity
from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.wall import TextMayNameCandidate, TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.models import Item
from massicot.custody.rules import ItemKind, Place
from massicot.setasides import queries, rules, services
from massicot.setasides.rules import ENDS, Oddity, Oddment, SlipEnd, SlipOutcome
from tests import later_world, world
from tests.cast import ARRIVAL, CEDRES, KEY, MARC, ODILE, OMAR, PERRIN, TYPING, candidate_number

pytestmark = pytest.mark.django_db
STRANGER = "00000042W"


@pytest.fixture
def built():
    return world.arrived()


def put(built, oddity=Oddity.UNREADABLE, place="Étagère 2", **seen):
    oddment = Oddment(oddity=oddity, place=place, **seen)
    return services.set_aside(paper=built.paper, centre_uai=PERRIN, oddment=oddment, by=MARC, at=ARRIVAL)


def settle(row, ending, ref="", number="", reason="Vu avec le centre", by=MARC):
    outcome = SlipOutcome(ending, ref, reason, number)
    return services.settle_set_aside(code=row.code, outcome=outcome, by=by, at=TYPING)


def spares_of(built):
    """List the numbers of the reserve of Les Cèdres that nobody has."""
    return anonymity.unused_spares(built.paper, CEDRES, anonymity.sealer_of(built.paper, KEY))


def parcel_of(built):
    return parcels.parcels_of(built.paper.pk, CEDRES)[0]


def test_a_script_set_aside_has_a_code_a_place_and_stays_on_both_lists(built):
    row = put(built, Oddity.FOREIGN, number=STRANGER, found_in=parcel_of(built).code)
    assert (row.code, row.place, row.is_open) == ("A-BTS-2017-CGE-0001", "Étagère 2", True)
    assert [one.code for one in queries.set_asides_at(built.paper.pk, PERRIN)] == [row.code]
    assert [one.code for one in queries.set_asides_at(built.paper.pk)] == [row.code]
    assert queries.open_slips().aside == {(PERRIN, built.paper.pk): 1}
    item = ledger.where(ItemKind.SET_ASIDE, row.code)
    assert (item.place, item.place_ref) == ("aside", PERRIN)


@pytest.mark.parametrize(
    ("oddity", "seen", "refusal"),
    [
        (Oddity.UNREADABLE, {"place": " "}, rules.PlaceUnsaid),
        (Oddity.FOREIGN, {}, rules.NumberWanted),
        (Oddity.DOUBLED, {}, rules.NumberWanted),
        (Oddity.NUMBERLESS, {"number": STRANGER}, rules.NumberUnwanted),
        (Oddity.UNREADABLE, {"remark": f"copie de {candidate_number(1)}"}, TextNamesCandidate),
        (Oddity.UNREADABLE, {"place": candidate_number(1)}, TextNamesCandidate),
        (Oddity.UNREADABLE, {"remark": f"copie de {candidate_number(1)[1:]}"}, TextMayNameCandidate),
        (Oddity.FOREIGN, {"number": STRANGER, "found_in": candidate_number(1)}, TextNamesCandidate),
        (Oddity.FOREIGN, {"number": STRANGER, "found_in": "P-X-INVENTE-9"}, rules.FoundInUnknown),
        (Oddity.UNREADABLE, {"follows": "A-BTS-2017-CGE-0009"}, rules.SetAsideUnknown),
    ],
)
def test_what_is_set_aside_can_be_found_again_and_names_nobody(built, oddity, seen, refusal):
    with pytest.raises(refusal):
        put(built, oddity, **seen)
    assert queries.set_asides_at(built.paper.pk) == []


def test_it_is_moved_while_it_is_open(built):
    row = put(built)
    services.move_set_aside(code=row.code, place="Coffre", by=MARC, at=TYPING)
    assert queries.set_aside_by_code(row.code).place == "Coffre"
    settle(row, SlipEnd.MISTAKE)
    with pytest.raises(rules.SetAsideEnded):
        services.move_set_aside(code=row.code, place="Étagère", by=MARC, at=TYPING)


def test_a_foreign_script_ends_in_the_parcel_where_it_is_ticked_by_then(built):
    parcel = parcel_of(built)
    number = parcels.contents_of(parcel)[0].number
    row = put(built, Oddity.FOREIGN, number=number)
    with pytest.raises(rules.NotTickedThere):
        settle(row, SlipEnd.PARCEL, parcel.code)
    consignments.tick_scripts(code=parcel.code, numbers=[number], by=MARC, at=ARRIVAL)
    ended = settle(row, SlipEnd.PARCEL, parcel.code.lower())
    assert (ended.ending, ended.ending_ref, ended.ended_by) == (SlipEnd.PARCEL, parcel.code, MARC.login)
    assert ledger.where(ItemKind.SET_ASIDE, row.code) is None
    assert queries.open_slips().aside == {}


def test_an_unreadable_script_ends_in_its_batch_under_the_number_that_is_known_by_then():
    built = world.batched()
    batch = batches.batches_of(built.paper.pk)[0]
    row = put(built)
    with pytest.raises(rules.NotInThatBatch):
        settle(row, SlipEnd.BATCH, batch.code, STRANGER)
    number = batches.numbers_of(batch.pk)[0]
    assert settle(row, SlipEnd.BATCH, batch.code, number).number == number


@pytest.mark.parametrize(
    ("oddity", "ending", "ref", "refusal"),
    [
        (Oddity.UNREADABLE, SlipEnd.DESTROYED, "Mme Roux", rules.EndUnfit),
        (Oddity.DOUBLED, SlipEnd.DESTROYED, "", rules.ReferenceWanted),
        (Oddity.UNREADABLE, SlipEnd.PARCEL, "P-NOWHERE", rules.OfAnotherPaper),
        (Oddity.UNREADABLE, SlipEnd.BATCH, "B-NOWHERE", rules.OfAnotherPaper),
        (Oddity.UNREADABLE, SlipEnd.SPARE, STRANGER, rules.OfAnotherPaper),
        (Oddity.UNREADABLE, SlipEnd.RETURNED, "1234567X", rules.EndCentreUnknown),
        (Oddity.NUMBERLESS, SlipEnd.FORWARDED, "Lycée Victor", rules.EndCentreUnknown),
        (Oddity.DOUBLED, SlipEnd.DESTROYED, candidate_number(1), TextNamesCandidate),
    ],
)
def test_an_end_is_of_the_closed_list_and_says_of_what(built, oddity, ending, ref, refusal):
    row = put(built, oddity, number=STRANGER if oddity is Oddity.DOUBLED else "")
    with pytest.raises(refusal):
        settle(row, ending, ref)
    assert queries.set_aside_by_code(row.code).is_open


def test_each_kind_of_script_has_an_end_that_needs_nothing_of_the_program(built):
    spares = iter(spares_of(built))
    refs = {SlipEnd.RETURNED: CEDRES.lower(), SlipEnd.DESTROYED: "Mme Roux"}
    for oddity in Oddity:
        number = STRANGER if oddity in rules.NUMBERED else ""
        for ending in set(ENDS[oddity]) & {*refs, SlipEnd.SPARE}:
            ref = refs.get(ending) or next(spares)
            assert not settle(put(built, oddity, number=number), ending, ref, by=ODILE).is_open


def test_one_number_of_the_reserve_is_given_to_one_script(built):
    spare = spares_of(built)[0]
    settle(put(built, Oddity.NUMBERLESS), SlipEnd.SPARE, spare)
    with pytest.raises(rules.SpareUsedAlready):
        settle(put(built, Oddity.NUMBERLESS), SlipEnd.SPARE, spare)


@pytest.mark.parametrize("is_received", [True, False])
def test_the_number_of_another_script_is_no_spare(built, is_received):
    parcel = parcel_of(built)
    number = parcels.contents_of(parcel)[0].number
    if is_received:
        consignments.tick_scripts(code=parcel.code, numbers=[number], by=MARC, at=ARRIVAL)
    row = put(built, Oddity.NUMBERLESS)
    with pytest.raises(rules.NumberElsewhere, match="receive it with its parcel"):
        settle(row, SlipEnd.SPARE, number)
    assert queries.set_aside_by_code(row.code).is_open


def test_a_number_that_its_exam_centre_has_settled_since_is_given(built):
    number = parcels.contents_of(parcel_of(built))[0].number
    Item.objects.filter(ref=number).update(place=Place.EXAM_CENTRE, place_ref=CEDRES, inside="")
    assert settle(put(built, Oddity.NUMBERLESS), SlipEnd.SPARE, number).ending_ref == number


def test_a_script_lies_under_one_slip_unless_it_is_there_twice(built):
    row = put(built, Oddity.FOREIGN, number=STRANGER)
    with pytest.raises(rules.AlreadySetAside):
        put(built, Oddity.FOREIGN, number=STRANGER.lower())
    put(built, Oddity.DOUBLED, number=STRANGER)
    assert row.is_open


@pytest.mark.parametrize(
    ("ending", "ref", "refusal"),
    [
        (SlipEnd.RETURNED, PERRIN, rules.NotWrittenThere),
        (SlipEnd.PARCEL, "the parcel", rules.NumberUnlearnt),
    ],
)
def test_no_end_is_taken_on_faith(built, ending, ref, refusal):
    row = put(built)
    with pytest.raises(refusal):
        settle(row, ending, parcel_of(built).code if ending is SlipEnd.PARCEL else ref)
    assert queries.set_aside_by_code(row.code).is_open


def test_what_comes_back_has_a_new_slip_that_names_the_old_one(built):
    old = put(built, Oddity.FOREIGN, number=STRANGER)
    again = {"oddity": Oddity.FOREIGN, "number": STRANGER, "follows": old.code.lower()}
    with pytest.raises(rules.EarlierStillOpen):
        put(built, **again)
    settle(old, SlipEnd.RETURNED, CEDRES)
    with pytest.raises(rules.SetAsideEnded):
        settle(old, SlipEnd.RETURNED, CEDRES)
    new = put(built, **again)
    assert (new.code, new.follows) == ("A-BTS-2017-CGE-0002", old.code)
    assert queries.followed_by(old.code) == [new.code]


def test_a_paper_is_not_lifted_while_a_slip_has_no_end():
    built = later_world.locked()
    row = put(built)
    with pytest.raises(Exception, match=row.code):
        later_world.propose(built, ODILE)
    settle(row, SlipEnd.MISTAKE)
    later_world.propose(built, ODILE)
    later_world.propose(built, OMAR)

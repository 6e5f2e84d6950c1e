"""A script that is not in its batch: envelopes closed and batches taken back without it, all the same."""

import pytest

from massicot.audit import queries as journal
from massicot.batches import queries, rules, services
from massicot.batches.models import Batch, HandOut, Shortage
from massicot.batches.rules import Acknowledgement, Check, CheckOutcome, Witnessed, concordance, hands, shortages
from massicot.core.second_person import SecondNameTooShort, SecondPersonIsFirst
from massicot.core.wall import TextNamesCandidate
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.marks import services as marks
from massicot.scripts.rules import PUPIL_KEY
from tests import world
from tests.cast import KEY, MARC, MARKING, ODILE, PERRIN, TYPING
from tests.hands import stay_of

pytestmark = pytest.mark.django_db

SIGNED = Witnessed("Searched the whole room", "Mme Roux")


@pytest.fixture
def batched():
    return world.batched()


@pytest.fixture
def lent():
    return world.handed_out()


def wood(built):
    return queries.batches_of(built.paper.pk)[0]


def scan_but(batch, *missing):
    for number in queries.numbers_of(batch.pk):
        if number not in missing:
            services.check_script(code=batch.code, number=number, by=MARC)


def seal_short(batch, counted, signed=SIGNED):
    return marks.seal_short(code=batch.code, counted=counted, signed=signed, by=MARC, at=MARKING)


def return_short(batch, missing, counted, said=None, signed=SIGNED):
    seen = {"code": batch.code, "seen": stay_of(batch), "counted": counted, "missing": missing}
    return services.return_short(**seen, acknowledgement=said, signed=signed, by=MARC, at=TYPING)


def miss(batch, missing, counted=7):
    typed = {"code": batch.code, "counted": counted, "missing": missing, "signed": SIGNED}
    return services.miss_at_desk(**typed, by=MARC, at=TYPING)


def find(number):
    return marks.find_short(shortage_id=queries.open_shortage(number).pk, by=MARC, at=TYPING)


def where(number):
    item = ledger.where(ItemKind.SCRIPT, number)
    return item.place, item.place_ref, item.inside


def sealed_without_the_third(built):
    """Close the wood envelope without its third script, and give its number."""
    batch = wood(built)
    third = queries.numbers_of(batch.pk)[2]
    scan_but(batch, third)
    assert seal_short(batch, 7) == [third]
    return third


def test_an_envelope_is_closed_without_the_script_that_is_not_there(batched):
    third = sealed_without_the_third(batched)
    batch = wood(batched)
    assert (batch.size, batch.in_hand, batch.state) == (7, 7, rules.BatchState.READY)
    assert third not in queries.numbers_of(batch.pk)
    assert where(third) == ("missing", "", "")
    (row,) = queries.shortages_of_batch(batch.pk)
    assert (row.number, row.position, row.second_person, row.struck_at) == (third, 3, "Mme Roux", MARKING)
    assert queries.lines_of(batch.pk)[0].check != Check.BY_HAND
    world.lend(batch, "BOB")


@pytest.mark.parametrize(
    ("seen", "counted", "refusal"), [(8, 8, shortages.NothingMissing), (7, 8, shortages.EnvelopeCountDiffers)]
)
def test_it_is_closed_short_only_on_the_count_of_what_was_seen(batched, seen, counted, refusal):
    batch = wood(batched)
    scan_but(batch, *queries.numbers_of(batch.pk)[seen:])
    with pytest.raises(refusal):
        seal_short(batch, counted)
    assert queries.shortages_of_batch(batch.pk) == []


@pytest.mark.parametrize("name", [" ", ".", "x", MARC.login, f" {MARC.login.upper()}"])
def test_nobody_signs_alone(batched, name):
    batch = wood(batched)
    scan_but(batch, queries.numbers_of(batch.pk)[0])
    with pytest.raises((shortages.SecondNameMissing, SecondNameTooShort, SecondPersonIsFirst)):
        seal_short(batch, 7, Witnessed("Gone", name))


def test_what_is_signed_names_no_candidate(batched):
    batch = wood(batched)
    missing = queries.numbers_of(batch.pk)[0]
    scan_but(batch, missing)
    for signed in (Witnessed("021-0000-0001", "Mme Roux"), Witnessed("Introuvable", "copie de 02100000001")):
        with pytest.raises(TextNamesCandidate):
            seal_short(batch, 7, signed)
    with pytest.raises(TextNamesCandidate):
        services.vouch_for_script(code=batch.code, number=missing, reason="021 0000 0001", by=MARC, at=MARKING)


def test_found_before_the_hand_out_it_is_back_at_its_line(batched):
    third = sealed_without_the_third(batched)
    assert find(third).back_in == wood(batched).code
    batch = wood(batched)
    assert (batch.size, queries.numbers_of(batch.pk)[2]) == (8, third)
    assert where(third) == ("marking-centre", PERRIN, batch.code)
    assert queries.count_unchecked(batch.pk) == 0
    world.lend(batch, "BOB")


def test_found_once_the_batch_was_out_it_goes_in_the_next_batches(batched):
    third = sealed_without_the_third(batched)
    world.lend(wood(batched), "BOB")
    assert find(third).back_in == ""
    (more,) = services.make_batches(paper=batched.paper, centre_uai=PERRIN, by=MARC, at=TYPING)
    assert queries.numbers_of(more.pk) == [third]


def test_found_twice_it_is_found_once(batched):
    third = sealed_without_the_third(batched)
    row = queries.open_shortage(third)
    find(third)
    with pytest.raises(shortages.ShortageOver):
        marks.find_short(shortage_id=row.pk, by=MARC, at=TYPING)


def test_an_envelope_with_nothing_in_it_is_unmade_and_each_script_is_missing(batched):
    batch = wood(batched)
    numbers = queries.numbers_of(batch.pk)
    assert seal_short(batch, 0) == numbers
    assert queries.find_batch(batch.code, batched.paper.pk, PERRIN) is None
    assert {where(number) for number in numbers} == {("missing", "", "")}
    assert find(numbers[0]).back_in == ""
    assert where(numbers[0]) == ("marking-centre", PERRIN, "")


def test_a_missing_script_that_is_scanned_says_from_which_batch_it_was(batched):
    third = sealed_without_the_third(batched)
    water = queries.batches_of(batched.paper.pk)[1]
    found = services.check_script(code=water.code, number=third, by=MARC)
    assert (found.outcome, found.belongs_to) == (CheckOutcome.MISSING, wood(batched).code)


def test_a_batch_is_taken_back_from_its_marker_with_one_short(lent):
    batch = wood(lent)
    numbers = queries.numbers_of(batch.pk)
    _, missing = return_short(batch, f"{numbers[1][4:].lower()}", 7, Acknowledgement("BOB", 7))
    assert missing == [numbers[1]]
    stay = HandOut.objects.get(batch=batch)
    assert (stay.back_count, stay.back_acknowledged) == (7, 7)
    batch = wood(lent)
    assert (batch.size, batch.in_hand, batch.is_out) == (8, 7, False)
    assert where(numbers[1]) == ("missing", "", "")
    assert queries.open_shortage(numbers[1]).marker == "BOB"


def test_a_batch_is_taken_back_short_without_its_marker(lent):
    batch = wood(lent)
    first, second, *_ = queries.numbers_of(batch.pk)
    _, missing = return_short(batch, f"{first[:4]} {first[4:8]} {first[8]}, {second}", 6)
    assert missing == [first, second]
    assert HandOut.objects.get(batch=batch).back_acknowledged is None


@pytest.mark.parametrize(
    ("missing", "counted", "said", "refusal"),
    [
        ("", 7, None, shortages.NobodyNamed),
        ("9999Z", 7, None, shortages.EndingUnclear),
        ("Bob", 7, None, shortages.EndingUnclear),
        ("first", 8, None, shortages.ShortCountsDiffer),
        ("first", 7, Acknowledgement("BOB", 8), shortages.ShortCountsDiffer),
        ("first", 7, Acknowledgement("CHARLIE", 7), hands.AcknowledgedByAnother),
    ],
)
def test_what_is_missing_is_named_and_both_counts_are_of_the_others(lent, missing, counted, said, refusal):
    batch = wood(lent)
    typed = queries.numbers_of(batch.pk)[0] if missing == "first" else missing
    with pytest.raises(refusal):
        return_short(batch, typed, counted, said)
    assert wood(lent).is_out


def test_what_is_missing_already_is_not_named_again(lent):
    batch = wood(lent)
    first = queries.numbers_of(batch.pk)[0]
    return_short(batch, first, 7)
    world.lend(wood(lent), "BOB")
    with pytest.raises(shortages.MissingAlready):
        return_short(wood(lent), first, 6)


def test_a_short_batch_goes_out_and_comes_back_on_what_is_there(lent):
    batch = wood(lent)
    first = queries.numbers_of(batch.pk)[0]
    return_short(batch, first, 7)
    stays = {batch.code: HandOut.objects.get(batch=batch).pk}
    services.reissue_batches(seen=stays, pupil_key=KEY.sub_key(PUPIL_KEY), by=MARC, at=TYPING)
    assert HandOut.objects.filter(batch=batch).latest("pk").out_count == 7
    assert find(first).back_in == batch.code
    assert where(first) == ("marker", "BOB", batch.code)
    world.give_back(wood(lent))
    assert HandOut.objects.filter(batch=batch).latest("pk").back_count == 8


def test_a_batch_of_which_nothing_came_back_goes_to_nobody(lent):
    water = queries.batches_of(lent.paper.pk)[1]
    return_short(water, " ".join(queries.numbers_of(water.pk)), 0)
    with pytest.raises(hands.NothingInBatch):
        world.lend(Batch.objects.get(pk=water.pk), "BOB")


def test_a_script_is_missing_from_one_batch_at_a_time_and_each_time_is_kept(lent):
    batch = wood(lent)
    first = queries.numbers_of(batch.pk)[0]
    for _ in range(2):
        return_short(wood(lent), first, 7)
        find(first)
        world.lend(wood(lent), "BOB")
    assert Shortage.objects.filter(number=first, found_at__isnull=False).count() == 2


def test_a_batch_that_lacks_a_script_before_it_goes_out_again_goes_out_without(lent):
    first = queries.numbers_of(wood(lent).pk)[0]
    with pytest.raises(rules.BatchAlreadyOut):
        miss(wood(lent), first)
    world.give_back(wood(lent))
    with pytest.raises(shortages.ShortCountsDiffer):
        miss(wood(lent), first, counted=8)
    assert miss(wood(lent), first[4:]) == [first]
    assert where(first) == ("missing", "", "")
    world.lend(wood(lent), "BOB")
    assert HandOut.objects.latest("pk").out_count == 7


def test_an_envelope_that_is_not_closed_lacks_nothing_yet(batched):
    with pytest.raises(concordance.BatchNotSealed):
        miss(wood(batched), queries.numbers_of(wood(batched).pk)[0])


@pytest.mark.parametrize("act", [services.unseal_batch, services.unmake_batch])
def test_a_batch_that_lacks_a_script_is_neither_opened_nor_unmade_before_it_is_found(act):
    built = world.sealed()
    first = queries.numbers_of(wood(built).pk)[0]
    miss(wood(built), first)
    opened = {"code": wood(built).code, "reason": "Recount", "by": MARC, "at": TYPING}
    with pytest.raises(shortages.BatchLacksScripts) as refused:
        act(**opened)
    assert refused.value.values["numbers"] == first
    find(first)
    act(**opened)


def test_a_batch_whose_last_line_is_struck_is_with_nobody_any_more(lent):
    water = queries.batches_of(lent.paper.pk)[1]
    *lost, last = queries.numbers_of(water.pk)
    return_short(water, " ".join(lost), 1)
    world.lend(queries.batch_by_code(water.code), "BOB")
    services.withdraw_script(code=water.code, number=last, reason="Doubt", by=ODILE, at=TYPING)
    for number in lost:
        marks.settle_short(number=number, by=ODILE, at=TYPING)
    water = Batch.objects.get(pk=water.pk)
    assert (water.is_out, water.unmade_at, water.lacking) == (False, TYPING, 0)
    assert water.code not in {stay.code for stay in queries.still_out(lent.paper, PERRIN, TYPING)}
    assert HandOut.objects.filter(batch=water).latest("pk").back_count == 0
    assert [act.act for act in journal.acts_of(queries.subject_of(water.code))][-1] == "EmptyStayEnded"
    assert where(last) == ("marker", "BOB", "")

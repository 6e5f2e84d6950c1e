"""Batches proposed, made, made of some specialties only, unmade."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries, rules, services
from massicot.batches.models import Batch
from massicot.batches.rules import batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody.rules import Act, ItemKind, Place
from massicot.exams.models import Paper
from massicot.exams.queries import paper_by_code, paper_by_id
from massicot.expenses import services as expense_acts
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules import SheetReplaced
from massicot.scripts import queries as scripts
from tests import cast, later_world, world
from tests.cast import ARRIVAL, MARC, MARKING, PERRIN

pytestmark = pytest.mark.django_db


def make(built, specialties=None):
    return services.make_batches(paper=built.paper, centre_uai=PERRIN, specialties=specialties, by=MARC, at=MARKING)


def unmake(code):
    services.unmake_batch(code=code, reason="Made too early", by=MARC, at=MARKING)


def tick(built, count):
    """Tick the first scripts of the first parcel."""
    parcel = parcels.parcels_of(built.paper.pk)[0]
    numbers = [row.number for row in parcels.contents_of(parcel)][:count]
    consignments.tick_scripts(code=parcel.code, numbers=numbers, by=MARC, at=ARRIVAL)
    return numbers


def test_each_specialty_has_its_batch_numbers_ascending():
    built = world.received()
    wood, water = make(built)
    assert [(one.code, one.specialty_code, one.size) for one in (wood, water)] == [
        ("B-BTS-2017-CGE-0001", "90001", 8),
        ("B-BTS-2017-CGE-0002", "90002", 4),
    ]
    for batch in (wood, water):
        numbers = queries.numbers_of(batch.pk)
        assert numbers == sorted(numbers) == ledger.contents_of(batch.code)
        assert set(scripts.specialties_of(numbers).values()) == {batch.specialty_code}


def test_a_batch_and_each_of_its_scripts_enter_the_ledger():
    wood, _ = make(world.received())
    (made,) = ledger.story_of(ItemKind.BATCH, wood.code)
    assert (made.act, made.to_place, made.to_ref, made.count) == (Act.MADE_UP, Place.MARKING_CENTRE, PERRIN, 8)
    for number in queries.numbers_of(wood.pk):
        last = ledger.story_of(ItemKind.SCRIPT, number)[-1]
        assert (last.act, last.inside, last.by) == (Act.PUT_IN_BATCH, wood.code, MARC.login)


def test_each_batch_opens_its_own_chain_of_the_journal():
    wood, water = make(world.received())
    for batch in (wood, water):
        (line,) = audit.acts_of(f"batch:{batch.code}")
        assert (line.act, line.sequence, json.loads(line.facts)["code"]) == ("BatchMadeUp", 1, batch.code)
    assert audit.first_broken_link() is None


def test_placeholders_are_in_batches_like_any_script():
    built = world.received()
    make(built)
    assert queries.batch_of_number(later_world.number_of(built, 2)).specialty_code == "90002"
    assert queries.batch_of_number("00000042W") is None


def test_there_is_nothing_to_batch_before_a_tick():
    with pytest.raises(rules.NothingToBatch):
        make(world.arrived())


def test_making_batches_twice_leaves_the_first_ones_alone():
    built = world.received()
    make(built)
    with pytest.raises(rules.NothingToBatch):
        make(built)
    assert len(queries.batches_of(built.paper.pk)) == 2


def test_batches_of_one_paper_are_numbered_beside_those_of_another():
    built = world.received()
    copied = {"code": "BTS-2018", "title": "BTS 2018", "year": 2018, "by": MARC, "at": MARKING}
    expense_acts.copy_session(copied_from=built.session, **copied)
    other = paper_by_code("BTS-2018", "CGE")
    Batch.objects.create(code="B-BTS-2018-CGE-0001", paper=other, sequence=1, size=8, made_at=MARKING)
    assert [batch.paper_id for batch in make(built)] == [built.paper.pk] * 2


def test_batches_are_made_of_the_chosen_specialties_only():
    built = world.received()
    (water,) = make(built, ["90002"])
    assert (water.code, water.specialty_code) == ("B-BTS-2017-CGE-0001", "90002")
    assert queries.loose_in_ledger(PERRIN) == {built.paper.pk: 8}
    with pytest.raises(rules.NothingToBatch):
        make(built, ["90002"])
    assert [batch.specialty_code for batch in make(built)] == ["90001"]


def test_a_proposal_tells_what_is_received_what_would_be_made_and_what_is_expected():
    built = world.arrived()
    Paper.objects.update(batch_size=2, batch_ceiling=3)
    built.paper = paper_by_id(built.paper.pk)
    ticked = tick(built, 3)
    proposals = {one.specialty_code: one for one in queries.proposals_of(built.paper, PERRIN)}
    codes = list(scripts.specialties_of(ticked).values())
    for code, total in (("90001", 8), ("90002", 4)):
        received = codes.count(code)
        assert (proposals[code].received, proposals[code].expected) == (received, total - received)
        assert sum(proposals[code].sizes) == received
    make(built)
    assert [one.received for one in queries.proposals_of(built.paper, PERRIN)] == [0, 0]
    assert sum(one.batched for one in queries.proposals_of(built.paper, PERRIN)) == 3


def test_a_late_script_makes_a_supplementary_batch():
    built = later_world.with_one_lost()
    before = {batch.code: queries.numbers_of(batch.pk) for batch in make(built)}
    lost = later_world.number_of(built, 1)
    code = parcels.parcel_and_tick(built.paper.pk)[lost][0]
    consignments.find_script(code=code, number=lost, by=MARC, at=MARKING)
    (late,) = make(built)
    assert (late.code, queries.numbers_of(late.pk)) == ("B-BTS-2017-CGE-0003", [lost])
    assert {code: queries.numbers_of(queries.batch_by_code(code).pk) for code in before} == before


def test_scripts_still_in_an_unfinished_parcel_are_not_batched():
    built = world.arrived()
    ticked = tick(built, 3)
    made = make(built)
    assert sorted(number for batch in made for number in queries.numbers_of(batch.pk)) == sorted(ticked)


def test_a_batch_more_is_one_statement_more(django_assert_max_num_queries):
    built = world.received()
    Paper.objects.update(batch_size=1, batch_ceiling=1)
    built.paper = paper_by_id(built.paper.pk)
    with django_assert_max_num_queries(22 + 12):
        assert len(make(built)) == 12


def test_an_unmade_batch_gives_its_scripts_back_and_its_number_to_no_other():
    built = world.received()
    wood, _ = make(built)
    numbers = queries.numbers_of(wood.pk)
    unmake(wood.code)
    assert queries.plan_of(built.paper, PERRIN)[0].numbers == tuple(numbers)
    assert [batch.code for batch in queries.batches_of(built.paper.pk)] == ["B-BTS-2017-CGE-0002"]
    with pytest.raises(batches.BatchWasUnmade):
        queries.batch_by_code(wood.code)
    (again,) = make(built)
    assert (again.code, queries.numbers_of(again.pk)) == ("B-BTS-2017-CGE-0003", numbers)


def test_an_unmade_batch_leaves_the_ledger_and_its_story_stays():
    wood, _ = make(world.received())
    number = queries.numbers_of(wood.pk)[0]
    unmake(wood.code)
    assert ledger.where(ItemKind.BATCH, wood.code) is None
    item = ledger.where(ItemKind.SCRIPT, number)
    assert (item.place, item.inside) == (Place.MARKING_CENTRE, "")
    assert [event.act for event in ledger.story_of(ItemKind.SCRIPT, number)][-2:] == [Act.PUT_IN_BATCH, Act.TAKEN_OUT]
    last = audit.acts_of(f"batch:{wood.code}")[-1]
    assert json.loads(last.facts) == {"code": wood.code, "reason": "Made too early", "scripts": 8}


def test_the_sheet_of_an_unmade_batch_opens_nothing_and_counts_no_line():
    built = world.batched()
    code = queries.batches_of(built.paper.pk)[0].code
    credential = world.open_sheet(built, code).credential_id
    unmake(code)
    sheet = built.sheets[code]
    with pytest.raises(SheetReplaced):
        mark_acts.open_batch(site=sheet.site, identifier=sheet.identifier, password=sheet.password, at=cast.TYPING)
    with pytest.raises(SheetReplaced):
        marks.live_credential(credential)
    assert code not in marks.printed_lines(built.paper.pk)


def test_a_batch_that_a_marker_has_held_stays_as_it_is():
    built = world.handed_out()
    batch = queries.batches_of(built.paper.pk)[0]
    with pytest.raises(rules.BatchWasHandedOut):
        unmake(batch.code)
    world.give_back(batch)
    with pytest.raises(rules.BatchWasHandedOut):
        unmake(batch.code)
    assert len(queries.numbers_of(batch.pk)) == batch.size


def test_a_batch_is_unmade_once():
    wood, _ = make(world.received())
    unmake(wood.code)
    with pytest.raises(batches.BatchWasUnmade):
        unmake(wood.code)

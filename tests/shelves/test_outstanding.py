"""What still stands between a marking centre and nothing left: each kind goes when what it counts is done."""

from datetime import date

import pytest

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.returns import ReturnCounts
from massicot.marks import queries as marks
from massicot.marks import services as marks_acts
from massicot.shelves import services
from massicot.shelves.queries.outstanding import outstanding_at
from massicot.shelves.rules.outstanding import FEW, OUTSTANDING, OWES, Outstanding, Owes, line_of
from massicot.shelves.rules.sheets import SheetRange
from massicot.web.markingcentre.outstanding import ACTS
from tests import going_back, world
from tests.cast import MARC, ODILE, PERRIN, TYPING

pytestmark = pytest.mark.django_db
AT = going_back.CAME


def standing(built, unsent=()):
    return {line.kind: line for line in outstanding_at(built.paper, PERRIN, unsent, AT)}


def counted(built):
    return {kind: line.count for kind, line in standing(built).items()}


def receive_sheets(built):
    asked = SheetRange(first=1, last=2, counted=2)
    services.receive_sheets(paper=built.paper, centre_uai=PERRIN, asked=asked, by=ODILE, at=AT)


def test_before_its_scripts_are_batched_they_stand_there_in_no_batch():
    assert counted(world.received()) == {Outstanding.LOOSE: 12}


def test_batches_that_are_out_stand_with_who_has_them_and_their_markers_owe_the_next_step():
    built = world.handed_out()
    line = standing(built)[Outstanding.OUT]
    assert line.count == 2
    assert line.owes is Owes.MARKERS
    codes = {batch.code for batch in batches.batches_of(built.paper.pk)}
    assert {name.split(" – ")[0] for name in line.named} == codes
    assert {name.split(" – ")[1] for name in line.named} == {
        stay.name for stay in batches.still_out(built.paper, PERRIN, AT)
    }


def test_a_batch_that_no_marker_had_stands_with_its_sheet():
    assert counted(world.batched()) == {Outstanding.UNMARKED: 2, Outstanding.SHEETS: 2}


def test_locked_batches_stand_by_their_scripts_until_they_are_in_a_parcel_and_that_until_it_leaves():
    built = going_back.locked_and_back()
    scripts = sum(batch.in_hand for batch in batches.batches_of(built.paper.pk))
    assert counted(built) == {Outstanding.PILES: scripts, Outstanding.SHEETS: 2}
    parcel = going_back.pack(built)
    assert counted(built) == {Outstanding.PARCELS: 1, Outstanding.SHEETS: 2}
    assert standing(built)[Outstanding.PARCELS].named == [parcel.code]
    going_back.send(parcel)
    assert counted(built) == {Outstanding.SHEETS: 2}


def test_nothing_stands_once_the_parcel_left_and_the_sheets_are_received():
    built = going_back.sent_back()
    receive_sheets(built)
    assert not standing(built)


def test_what_the_office_did_not_find_stands_at_the_centre_again():
    built = going_back.come_back()
    receive_sheets(built)
    parcel = going_back.the_parcel(built)
    lost, there = batches.batches_of(built.paper.pk)
    consignments.tick_return_all_but(
        code=parcel.code,
        counted=ReturnCounts(1, there.in_hand),
        lacking=AllBut([lost.code], "Odile"),
        by=ODILE,
        at=AT,
    )
    assert standing(built)[Outstanding.BEHIND].named == [lost.code]


def test_a_question_stands_with_its_line_and_the_office_owes_the_answer():
    built = world.handed_out()
    sheet = world.open_sheet(built, batches.batches_of(built.paper.pk)[0].code)
    marks_acts.refer_line(credential_id=sheet.credential_id, number=sheet.numbers[0], value="AB", at=TYPING)
    line = standing(built)[Outstanding.QUESTIONS]
    [asked] = marks.waiting_on_paper(built.paper.pk)
    assert line.count == 1
    assert line.owes is Owes.OFFICE
    assert line.named[0].startswith(asked.batch.code)


def test_days_whose_register_is_not_sent_stand_in_their_order():
    days = [date(2017, 6, 2), date(2017, 5, 30)]
    line = standing(world.batched(), days)[Outstanding.REGISTERS]
    assert line.named == ["30/05/2017", "02/06/2017"]


def test_every_kind_has_its_words_and_every_line_leads_to_its_act():
    assert set(OUTSTANDING) == set(Outstanding)
    assert set(OWES) == set(Owes)
    assert set(ACTS) == set(Outstanding) - {Outstanding.REGISTERS}


def test_more_things_than_are_named_are_counted():
    line = line_of(Outstanding.SHEETS, [str(rank) for rank in range(FEW + 3)])
    assert (line.count, len(line.named), line.unnamed) == (FEW + 3, FEW, 3)
    assert line_of(Outstanding.PILES, ["31222 (40)"], 40).unnamed == 0


def test_a_script_declared_missing_at_its_reception_stands_until_it_is_found():
    built = world.arrived()
    parcel = parcels.parcels_of(built.paper.pk)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=AT)
    assert counted(built)[Outstanding.MISSING] == 1
    consignments.find_script(code=parcel.code, number=number, by=MARC, at=AT)
    assert Outstanding.MISSING not in counted(built)


def test_a_parcel_that_has_not_arrived_is_the_step_of_whoever_sends_it_and_one_that_has_of_the_centre():
    built = world.packed()
    made = parcels.parcels_of(built.paper.pk)
    coming = standing(built)
    assert (coming[Outstanding.COMING].count, coming[Outstanding.COMING].owes) == (len(made), Owes.SENDERS)
    assert Outstanding.RECEPTION not in coming
    here = standing(world.arrived(built))
    assert (here[Outstanding.RECEPTION].count, here[Outstanding.RECEPTION].owes) == (len(made), Owes.CENTRE)
    assert Outstanding.COMING not in here


def test_a_sheet_that_left_is_received_by_the_office():
    assert standing(going_back.sent_back())[Outstanding.SHEETS].owes is Owes.EITHER

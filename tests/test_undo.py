"""docs/undo.md, row by row: each act that can be undone is undone here, and what cannot be is refused."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from massicot.anonymity import services as anonymity
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.custody import queries as ledger
from massicot.custody.rules import Kind, Place
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules import Line, SheetReplaced
from massicot.scripts import queries as scripts
from tests import world
from tests.world import CEDRES, CLAIRE, EVENING, KEY, MARC, TYPING

pytestmark = pytest.mark.django_db
ROWS = Path(__file__).parents[1] / "docs" / "undo.md"
UNDONE = {}


def undoes(act):
    """Say which row of the table a test shows."""

    def register(test):
        UNDONE[act] = test.__name__
        return test

    return register


def test_each_row_of_the_table_has_its_test():
    rows = re.findall(r"^\| ([a-z][^|*]+) \|", ROWS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(row for row in rows if row != "act") == sorted(UNDONE)


@undoes("a room keyed")
def test_an_attendance_is_corrected_while_the_day_is_open():
    paper = world.prepared().paper
    world.key_room(world.World(None, paper), CEDRES, absent=(2,), blank=())
    number = world.candidate_number(2)
    attendance.correct_attendance(
        paper=paper,
        centre_uai=CEDRES,
        candidate_number=number,
        attendance=Attendance.PRESENT,
        reason="Signature lue trop vite",
        by=CLAIRE,
        at=EVENING,
    )
    assert number not in candidates.absent_and_blank(paper.pk)


@undoes("day closed")
def test_a_closed_day_is_opened_again_and_its_scripts_leave_the_ledger():
    paper = world.sat().paper
    number = next(iter(scripts.in_hand_of_centre(paper.pk, CEDRES)))
    anonymity.reopen_day(paper=paper, centre_uai=CEDRES, reason="Absent retrouvé", by=CLAIRE, at=EVENING)
    assert ledger.where(Kind.SCRIPT, number) is None
    world.close_day(world.World(None, paper), CEDRES)
    assert ledger.where(Kind.SCRIPT, number).place == Place.EXAM_CENTRE


@undoes("parcel made")
def test_a_parcel_is_opened_again_before_it_leaves():
    paper = world.packed().paper
    code = parcels.parcels_of(paper.pk, CEDRES)[0].code
    number = parcels.contents_of(parcels.parcel_by_code(code))[0].number
    consignments.unpack_parcel(code=code, reason="Copie oubliée", by=CLAIRE, at=EVENING)
    assert ledger.where(Kind.SCRIPT, number).inside == ""
    assert parcels.parcels_of(paper.pk, CEDRES) == []


@undoes("script declared missing")
def test_a_script_declared_missing_is_found():
    paper = world.arrived().paper
    parcel = parcels.parcels_of(paper.pk, CEDRES)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=TYPING)
    consignments.find_script(code=parcel.code, number=number, by=MARC, at=TYPING)
    assert ledger.where(Kind.SCRIPT, number).place == Place.MARKING_CENTRE
    assert parcels.found_again(paper.pk) == [number]


@undoes("mark sheet printed")
def test_printing_a_mark_sheet_again_revokes_the_one_before():
    built = world.handed_out()
    code = next(iter(built.sheets))
    old = world.open_sheet(built, code).credential_id
    mark_acts.print_sheet(
        batch_code=code, portal_address="http://x/saisie/", draw=world.draws.from_seed(2), by=MARC, at=TYPING
    )
    with pytest.raises(SheetReplaced):
        marks.live_credential(old)


@undoes("batch handed out")
def test_a_batch_given_back_may_go_to_another_marker():
    paper = world.handed_out().paper
    batch = batches.batches_of(paper.pk)[0]
    batch_acts.return_batch(code=batch.code, count=batch.size, by=MARC, at=TYPING)
    pupil_key = KEY.sub_key(world.PUPIL_KEY)
    batch_acts.hand_out_batch(code=batch.code, marker_identifier="CHARLIE", pupil_key=pupil_key, by=MARC, at=TYPING)
    assert ledger.holder_of_batch(batch.code) == "CHARLIE"


@undoes("mark saved")
def test_a_saved_mark_is_replaced_and_both_are_kept():
    built = world.handed_out()
    sheet = world.open_sheet(built, next(iter(built.sheets)))
    kinds = scripts.kinds_of(sheet.numbers)
    number = next(number for number in sheet.numbers if kinds[number] == "written")
    for rank, (value, seen) in enumerate((("12", ""), ("13", "12"))):
        line = Line(number, value, seen)
        mark_acts.save_marks(credential_id=sheet.credential_id, save_id=UUID(int=rank), lines=[line], at=TYPING)
    assert [(change.before, change.after) for change in marks.changes_of(number)] == [("12", "13")]


@undoes("import")
def test_a_corrected_file_replaces_what_was_imported():
    paper = world.opened().paper
    session = paper.session
    corrected = world.candidates_csv().replace(b"BERGAMOTE", b"BERGAMOTTE")
    table = world.read_table(session, corrected)
    anonymity.import_candidates(session=session, table=table, key=None, by=CLAIRE, at=EVENING)
    assert "BERGAMOTTE" in {row.surname for row in candidates.entry_rows(paper, None, CEDRES)}

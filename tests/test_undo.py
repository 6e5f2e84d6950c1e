"""docs/undo.md, row by row: each act that can be undone is undone here, and what cannot be is refused."""

import re
from dataclasses import replace
from datetime import timedelta
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
from massicot.consignments.rules import ReceptionClosed, ScriptsInBatches
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteKind
from massicot.exams.rules.editing import PaperProgress
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.rules import SheetReplaced, TypedLine
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from tests import cast, flips, later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MARC, ODILE, PREPARED, TYPING

pytestmark = pytest.mark.django_db
HERE = Path(__file__)
ROWS = HERE.parents[1] / "docs" / "undo.md"
SHOWN = re.compile(r'^@undoes\("([^"]+)"\)', re.MULTILINE)


def undoes(act):
    """Say which row of the table a test shows; those of other areas stand in the files beside this one."""
    return lambda test: test


def test_each_row_of_the_table_has_its_test():
    rows = re.findall(r"^\| ([a-z][^|*]+) \|", ROWS.read_text(encoding="utf-8"), re.MULTILINE)
    shown = [act for file in HERE.parent.glob("test_undo*.py") for act in SHOWN.findall(file.read_text("utf-8"))]
    assert sorted(row for row in rows if row != "act") == sorted(shown)


@undoes("a word keyed")
def test_a_word_of_the_register_is_taken_back_before_the_room_is_confirmed():
    paper = world.prepared().paper
    number = cast.candidate_number(2)
    line = {"paper": paper, "centre_uai": CEDRES, "candidate_number": number, "by": CLAIRE, "at": EVENING}
    attendance.key_attendance(seen=Attendance.NOT_KEYED, word=Attendance.ABSENT, **line)
    assert number in candidates.absent_and_blank(paper.pk)
    attendance.key_attendance(seen=Attendance.ABSENT, word=Attendance.NOT_KEYED, **line)
    assert candidates.rooms_of(paper, CEDRES)["A1"].not_keyed == 8


@undoes("a label scanned")
def test_a_label_scanned_is_taken_back_as_a_word_is():
    built = world.prepared()
    number = cast.candidate_number(2)
    where = {"paper": built.paper, "centre_uai": CEDRES}
    anonymity.tick_label(**where, room="A1", number=later_world.number_of(built, 2), key=KEY)
    words = {"seen": Attendance.PRESENT, "word": Attendance.NOT_KEYED}
    attendance.key_attendance(**where, candidate_number=number, **words, by=CLAIRE, at=EVENING)
    assert candidates.rooms_of(built.paper, CEDRES)["A1"].not_keyed == 8


@undoes("a room confirmed")
def test_the_confirmation_of_a_room_is_taken_back():
    paper = world.prepared().paper
    world.key_room(world.World(None, paper), CEDRES, absent=(2,), blank=())
    attendance.take_back_confirmation(
        paper=paper, centre_uai=CEDRES, room="A1", reason="Autre salle", by=CLAIRE, at=EVENING
    )
    room = candidates.rooms_of(paper, CEDRES)["A1"]
    assert (room.absent, room.not_keyed) == (1, 7)
    assert candidates.room_counts(paper.pk, CEDRES) == {}


@undoes("a word of a confirmed room")
def test_an_attendance_is_corrected_while_the_day_is_open():
    paper = world.prepared().paper
    world.key_room(world.World(None, paper), CEDRES, absent=(2,), blank=())
    number = cast.candidate_number(2)
    attendance.correct_attendance(
        paper=paper,
        centre_uai=CEDRES,
        candidate_number=number,
        seen=Attendance.ABSENT,
        attendance=Attendance.PRESENT,
        reason="Signature lue trop vite",
        by=CLAIRE,
        at=EVENING,
    )
    assert number not in candidates.absent_and_blank(paper.pk)


@undoes("late arrival noted")
def test_a_late_arrival_is_taken_back():
    paper = world.prepared().paper
    line = {"paper": paper, "centre_uai": CEDRES, "candidate_number": cast.candidate_number(2)}
    attendance.note_late_arrival(**line, minutes=20, by=CLAIRE, at=EVENING)
    attendance.take_back_late_arrival(**line, seen=20, by=CLAIRE, at=EVENING)
    assert {row.minutes_late for row in candidates.room_rows(paper, CEDRES, "A1")} == {None}


@undoes("day closed")
def test_a_closed_day_is_opened_again_and_its_scripts_leave_the_ledger():
    paper = world.sat().paper
    number = next(iter(scripts.in_hand_of_centre(paper.pk, CEDRES)))
    result_acts.reopen_day(paper=paper, centre_uai=CEDRES, reason="Absent retrouvé", by=CLAIRE, at=EVENING)
    assert ledger.where(ItemKind.SCRIPT, number) is None
    world.close_day(world.World(None, paper), CEDRES)
    assert ledger.where(ItemKind.SCRIPT, number).place == Place.EXAM_CENTRE


@undoes("parcel made")
def test_a_parcel_is_opened_again_before_it_leaves():
    paper = world.packed().paper
    code = parcels.parcels_of(paper.pk, CEDRES)[0].code
    number = parcels.contents_of(parcels.parcel_by_code(code))[0].number
    consignments.unpack_parcel(code=code, reason="Copie oubliée", by=CLAIRE, at=EVENING)
    assert ledger.where(ItemKind.SCRIPT, number).inside == ""
    assert parcels.parcels_of(paper.pk, CEDRES) == []


@undoes("script declared missing")
def test_a_script_declared_missing_is_found():
    paper = world.arrived().paper
    parcel = parcels.parcels_of(paper.pk, CEDRES)[0]
    number = parcels.contents_of(parcel)[0].number
    consignments.declare_missing(code=parcel.code, number=number, by=MARC, at=TYPING)
    consignments.find_script(code=parcel.code, number=number, by=MARC, at=TYPING)
    assert ledger.where(ItemKind.SCRIPT, number).place == Place.MARKING_CENTRE
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


@undoes("batch made up")
def test_a_batch_made_too_early_is_unmade():
    paper = world.batched().paper
    batch = batches.batches_of(paper.pk)[0]
    numbers = batches.numbers_of(batch.pk)
    batch_acts.unmake_batch(code=batch.code, reason="Un paquet arrive encore", by=MARC, at=TYPING)
    assert {ledger.where(ItemKind.SCRIPT, number).inside for number in numbers} == {""}
    made = batch_acts.make_batches(paper=paper, centre_uai=cast.PERRIN, by=MARC, at=TYPING)
    assert [batches.numbers_of(one.pk) for one in made] == [numbers]


@undoes("envelope closed")
def test_a_closed_envelope_is_opened_again_and_checked_anew():
    batch = batches.batches_of(world.sealed().paper.pk)[0]
    batch_acts.unseal_batch(code=batch.code, reason="Un doute", by=MARC, at=TYPING)
    assert batches.count_unchecked(batch.pk) == batch.size
    world.seal(batch)
    assert batches.batch_by_code(batch.code).state is batches.BatchState.READY


@undoes("batch handed out")
def test_a_batch_given_back_may_go_to_another_marker():
    paper = world.handed_out().paper
    batch = batches.batches_of(paper.pk)[0]
    world.give_back(batch, "BOB")
    world.lend(batch, "CHARLIE", TYPING)
    assert ledger.holder_of_batch(batch.code) == "CHARLIE"


@undoes("mark saved")
def test_a_saved_mark_is_replaced_and_both_are_kept():
    built = world.handed_out()
    sheet = world.open_sheet(built, next(iter(built.sheets)))
    kinds = scripts.kinds_of(sheet.numbers)
    number = next(number for number in sheet.numbers if kinds[number] == "written")
    for rank, (value, seen) in enumerate((("12", ""), ("13", "12"))):
        line = TypedLine(number, value, seen)
        mark_acts.save_marks(credential_id=sheet.credential_id, save_id=UUID(int=rank), lines=[line], at=TYPING)
    assert [(change.before, change.after) for change in marks.changes_of(number)] == [("12", "13")]


@undoes("paper edited")
def test_an_edited_paper_is_edited_back():
    paper = world.opened().paper
    before = exams.values_of(paper)
    for values in (replace(before, despatch_hours=72), before):
        mark_acts.edit_paper(paper=paper, values=values, progress=PaperProgress(), by=ODILE, at=PREPARED)
    assert exams.values_of(exams.paper_by_id(paper.pk)) == before


@undoes("route changed")
def test_a_changed_route_is_changed_back():
    paper = world.opened().paper
    for rank, kind in enumerate((RouteKind.ON_SITE, RouteKind.DEMATERIALISED)):
        route = flips.route("Bordeaux", kind, at=flips.TOLD + timedelta(hours=rank))
        exam_acts.change_routes(paper=paper, routes=[route], by=ODILE, at=PREPARED)
    assert exams.on_site_specialties(paper, paper.starts_at) == {"90001", "90002"}


@undoes("exam centre named")
def test_a_centre_named_by_mistake_is_taken_out():
    built = world.opened()
    named = dict.fromkeys((CEDRES, cast.MURIERS, cast.TILLEULS), "Un lycée")
    entered = candidates.centres_of(built.paper)
    exam_acts.add_centres(session=built.session, centres=named, entered=entered, by=ODILE, at=PREPARED)
    exam_acts.remove_centre(session=built.session, uai=cast.TILLEULS, entered=entered, by=ODILE, at=PREPARED)
    assert exams.exam_centre_uais(built.session) == {CEDRES, cast.MURIERS}


@undoes("corrigendum drafted")
def test_a_corrigendum_is_discarded_before_it_is_applied():
    built = world.opened()
    draft = flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    exam_acts.discard_corrigendum(corrigendum=draft, by=ODILE, at=PREPARED)
    assert list(exams.corrigenda_of(built.paper)) == []


@undoes("import")
def test_a_corrected_file_replaces_what_was_imported():
    paper = world.opened().paper
    session = paper.session
    corrected = cast.candidates_csv().replace(b"BERGAMOTE", b"BERGAMOTTE")
    table = world.read_table(session, corrected)
    anonymity.import_candidates(session=session, table=table, key=None, by=CLAIRE, at=EVENING)
    assert "BERGAMOTTE" in {row.surname for row in candidates.entry_rows(paper, None, CEDRES)}


def reception_at(code_of=CEDRES):
    """Both parcels at the marking centre; the one of Les Cèdres and its first number."""
    paper = world.arrived().paper
    parcel = parcels.parcels_of(paper.pk, code_of)[0]
    return paper, parcel, [row.number for row in parcels.contents_of(parcel)]


@undoes("script ticked received")
def test_a_tick_is_taken_back_while_the_reception_is_open():
    _, parcel, numbers = reception_at()
    consignments.tick_scripts(code=parcel.code, numbers=numbers[:1], by=MARC, at=TYPING)
    consignments.untick_script(code=parcel.code, number=numbers[0], by=MARC, at=TYPING)
    assert ledger.where(ItemKind.SCRIPT, numbers[0]).inside == parcel.code
    consignments.tick_scripts(code=parcel.code, numbers=numbers, by=MARC, at=TYPING)
    consignments.close_reception(code=parcel.code, by=MARC, at=TYPING)
    with pytest.raises(ReceptionClosed):
        consignments.untick_script(code=parcel.code, number=numbers[0], by=MARC, at=TYPING)


@undoes("script of another parcel received")
def test_a_stray_received_by_mistake_is_looked_for_again():
    paper, parcel, numbers = reception_at()
    other = parcels.parcels_of(paper.pk, cast.MURIERS)[0]
    consignments.receive_stray(found_in=other.code, number=numbers[0], by=MARC, at=TYPING)
    consignments.untick_script(code=parcel.code, number=numbers[0], by=MARC, at=TYPING)
    assert parcels.strays(paper.pk) == []


@undoes("parcel declared lost")
def test_a_lost_parcel_is_received_when_it_comes():
    paper = world.packed().paper
    code = parcels.parcels_of(paper.pk, CEDRES)[0].code
    world.send(code)
    consignments.declare_parcel_lost(code=code, reason="Transporteur sans trace", by=MARC, at=TYPING)
    consignments.receive_parcel(code=code, by=MARC, at=TYPING)
    assert (parcels.missing_by_parcel(paper.pk), parcels.found_parcels(paper.pk)) == ({}, [code])


@undoes("reception closed")
def test_a_closed_reception_is_opened_again_until_its_scripts_are_in_batches():
    paper, parcel, numbers = reception_at()
    consignments.tick_scripts(code=parcel.code, numbers=numbers, by=MARC, at=TYPING)
    for _ in range(2):
        consignments.close_reception(code=parcel.code, by=MARC, at=TYPING)
        consignments.reopen_reception(code=parcel.code, reason="Copie collée", by=MARC, at=TYPING)
    batch_acts.make_batches(paper=paper, centre_uai=cast.PERRIN, by=MARC, at=TYPING)
    consignments.close_reception(code=parcel.code, by=MARC, at=TYPING)
    with pytest.raises(ScriptsInBatches):
        consignments.reopen_reception(code=parcel.code, reason="Copie collée", by=MARC, at=TYPING)

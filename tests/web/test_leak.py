"""No page, paper, table or log of the marking side ever holds a candidate's name.

Each candidate has a surname that no other word holds; names are also typed into every free text of the identity side.
Every address of the resolver is visited, and every kind of `print` and `export` is told apart: those with names show
that the names can be seen.
"""

import io
import logging
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pypdf
import pytest
from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance, OffList
from massicot.commands import line
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.arrival import ParcelAcknowledgement
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.papers import PaperCounts
from massicot.core import draws
from massicot.marks import queries as marks
from massicot.missions.rules.mission_table import PeopleExportKind
from massicot.presence.rules.presence_table import PresenceExportKind
from massicot.results import queries as result_reads
from massicot.results import services as results
from massicot.results.rules import Decision
from massicot.results.rules.exports import ExportKind
from massicot.results.rules.papers import PeoplePrintKind, PrintKind
from massicot.roomreports.rules import FollowUp, IncidentKind
from massicot.scripts import queries as scripts
from massicot.setasides import services as setasides
from massicot.setasides.rules import Oddity, Oddment, SlipEnd, SlipOutcome
from tests import later_world, other_routes, room_reports, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, KEY, MARC, MURIERS, ODILE, PERRIN, TYPING, candidate_number
from tests.keeping import kept
from tests.short_batches import handed_out_short
from tests.web import leaking
from tests.web.access.examcentre import CHECK_ACTS, ROOM_ACTS, STRIP_ACTS
from tests.web.visitors import SHEET, VISITORS, addresses, link_token, returned, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.both("each database is read whole")]

NAME = "ZWYXQVKJW"
"""As long as that, no token of a page holds it by chance: one of five letters was met once."""
NAMES = [f"{NAME}{letter}" for letter in "ABCDEFGHIJKLMNOP"]
OFF_LIST = 41

WITH_NAMES = {PrintKind.ANONYMITY_LISTS, PrintKind.REGISTERS, PrintKind.ROOM_REPORTS}
_AT_OFFICE = {PrintKind.SHEET_LISTS, PrintKind.RETURN_NOTES, PrintKind.BOX_LABELS}
WITHOUT_NAMES = {PrintKind.LABELS, PrintKind.DESPATCH_NOTES, PrintKind.MARK_SHEETS} | _AT_OFFICE
TABLES_WITH_NAMES = {ExportKind.MARKS, ExportKind.CONSULTATIONS}
TABLES_AFTER_LIFTING = {ExportKind.MARKS_TOTALS}
TABLES_WITHOUT_NAMES = set(ExportKind) - TABLES_WITH_NAMES - TABLES_AFTER_LIFTING
OF_PEOPLE_CALLED = {
    *(PeoplePrintKind.CONVOCATIONS, PeoplePrintKind.MARKER_REGISTERS),
    *(PeopleExportKind.MISSIONS, PeopleExportKind.ABSENCES, PresenceExportKind.MARKER_PRESENCE),
}
"""Nothing of these knows a candidate or a batch: `test_leak_missions.py`."""
OUTSIDE_ACTS = ("acknowledge_outside", "take_back_acknowledgement", "lose_outside")
"""Acts whose page, when they are refused, says what an outside centre acknowledged."""

WITH_OWN_REASON = {
    *(
        ("office", f"office:{name}", "get")
        for name in ("rung", "outside_parcels", "acknowledge_outside", "set_aside", "seals")
    ),
    *(("office", f"office:{act}", "post") for act in (*OUTSIDE_ACTS, "set_aside")),
    ("marking-centre", "markingcentre:missing", "get"),
}
"""The office reads behind a rung, of outside centres and of scripts set aside what it typed itself; the marking centre
who looked for a script that was missing from its batch."""

WITH_OWN_CANDIDATES = {
    *(("exam-centre", f"examcentre:{name}", "get") for name in ("room", "room_checks", "print_registers")),
    *(("exam-centre", f"examcentre:{name}", "get") for name in ("room_report", "print_report", "print_reports")),
    *(("exam-centre", f"examcentre:{act}", "post") for act in (*ROOM_ACTS, *CHECK_ACTS, "take_back_incident")),
    ("office", "office:incidents", "get"),
    *(("exam-centre", f"examcentre:{name}", "get") for name in ("box_strips", "strips_destroyed")),
    *(("exam-centre", f"examcentre:{act}", "post") for act in ("box_strips", "unbox_strips", *STRIP_ACTS)),
}
"""The exam centre reads the names of its own candidates, on its registers and room reports, and what it typed itself of
its boxes; the office reads those of incidents. Never beside a number."""


def told_everywhere():
    """A world up to locked marks, where people typed names wherever a text is free."""
    built = world.prepared(world.opened(NAMES))
    leaking.check_the_room(built, NAME)
    world.sat(world=built)
    _correct_the_day(built)
    _report_the_rooms(built)
    world.packed(built)
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    consignments.unpack_parcel(code=code, reason=f"{NAME} forgotten", by=CLAIRE, at=EVENING)
    _pack_all_but_one(built)
    later_world.with_one_lost(built=world.arrived(built))
    _count_papers(built)
    _receive_absent(built)
    later_world.locked(handed_out_short(leaking.count_an_envelope(world.batched(built), NAME)))
    _acknowledge_outside(built)
    _set_aside(built)
    leaking.box_anew(built, NAME)
    leaking.follow_a_seal(built, NAME)
    leaking.send_back(built)
    leaking.shelve(built, NAME)
    for gap in result_reads.ladder(built.paper).open_gaps:
        said = {"decision": Decision.LOST, "reason": f"{NAME} sits again", "by": ODILE, "at": TYPING}
        results.decide_gap(paper=built.paper, key=gap.key, seen=gap.figures, **said)
    return built


def _pack_all_but_one(built):
    """Pack again without two scripts, for which somebody looked who is called like a candidate, and find one."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    route, (lost, built.absent, *_) = world.on_site_route(built), scripts.in_hand_of_centre(built.paper.pk, CEDRES)
    lacking = AllBut([lost, built.absent], f"{NAME} looked")
    consignments.pack_numbered(route=route, counted=5, lacking=lacking, **where)
    consignments.find_left_out(number=lost, **where)
    consignments.pack_numbered(route=route, counted=1, **where)


def _receive_absent(built):
    """Receive the script that was signed as not there in the parcel in which it lay."""
    code = next(parcel.code for parcel in parcels.parcels_of(built.paper.pk, CEDRES) if parcel.announced > 1)
    consignments.scan_script(code=code, number=built.absent, scan_id=uuid4(), by=MARC, at=ARRIVAL)


def _acknowledge_outside(built):
    code = other_routes.outside(built).code
    said = ParcelAcknowledgement(f"{NAME} of the other centre", ARRIVAL, f"{NAME} is lacking")
    consignments.acknowledge_outside(code=code, said=said, counts={"90003": 2}, by=ODILE, at=ARRIVAL)


def _set_aside(built):
    where = {"paper": built.paper, "centre_uai": PERRIN, "by": MARC, "at": ARRIVAL}
    oddment = Oddment(
        oddity=Oddity.FOREIGN, place="Étagère", number=later_world.number_of(built, 1), remark="Encre verte"
    )
    row = setasides.set_aside(oddment=oddment, **where)
    ended = SlipOutcome(SlipEnd.RETURNED, CEDRES, f"{NAME} wrote it")
    setasides.settle_set_aside(code=row.code, outcome=ended, by=ODILE, at=TYPING)


def _report_the_rooms(built):
    """Let something happen in both rooms, told with names, and the office say a word of it."""
    for centre, rank in ((CEDRES, 1), (MURIERS, 12)):
        incident = room_reports.note(built, IncidentKind.ILLNESS, rank, f"{NAME} unwell", centre=centre)
        room_reports.sign(built, replace(room_reports.TYPED, written_by=f"{NAME} kept watch"), centre=centre)
        room_reports.follow(built, incident, FollowUp.CANDIDATE_TOLD, reason=f"{NAME} was called")


def _count_papers(built):
    """Let papers lack from a parcel that is there, and the office go without them."""
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    consignments.count_papers(code=code, seen=None, counts=PaperCounts(0, 1), by=MARC, at=ARRIVAL)
    consignments.waive_papers(code=code, reason=f"{NAME} has it", by=ODILE, at=ARRIVAL)


def _correct_the_day(built):
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    results.reopen_day(reason=f"{NAME} was there", **where)
    number = candidate_number(2)
    present = {"candidate_number": number, "seen": Attendance.ABSENT, "attendance": Attendance.PRESENT}
    attendance.correct_attendance(reason=f"{NAME} signed lower", **present, **where)
    spare = queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))[0]
    late = {"surname": f"{NAME}Z", "first_names": NAME, "born_on": date(1997, 2, 1), "arrangement": f"{NAME} reads"}
    one = OffList(candidate_number=candidate_number(OFF_LIST), specialty_code="90001", room="A1", **late)
    anonymity.add_off_list(candidate=one, number=spare, key=KEY, **where)
    attendance.count_room(room="A1", counted=9, gap_reason=f"{NAME} left early", **where)
    anonymity.close_day(
        items_in_hand=7, labels_used=7, strips_boxed=7, gap_reason=f"{NAME} left early", key=KEY, **where
    )


built = kept(told_everywhere)


def seen(text):
    """Say whether a name or a candidate number can be read in a text, whatever its spacing."""
    tidy = "".join(text.split()).upper()
    numbers = [candidate_number(rank) for rank in (*range(1, 17), OFF_LIST)]
    return NAME in tidy or any(number in tidy for number in numbers)


def printed(built, kind):
    """Print every document of a kind, and read its text."""
    subjects, draw, address = results.subjects_of(built.paper, kind), draws.from_seed(3, kind), "http://127.0.0.1:8000/"
    told = {"draw": draw, "portal_address": address, "printings": marks.printings_among(subjects)}
    run = results.PrintRun(paper=built.paper, key=KEY, by=MARC, at=TYPING, **told)
    papers = results.print_documents(run=run, kind=kind, subjects=subjects)
    return [text_in(paper.content) for paper in papers]


def exported(built, kind):
    return results.export_table(paper=built.paper, kind=kind, key=KEY, by=ODILE, at=TYPING).decode()


def all_of(answer):
    """Put together all that an answer says, its headers too; a document is read back."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    is_document = answer.headers.get("Content-Type") == "application/pdf"
    return f"{headers}\n{text_in(answer.content) if is_document else answer.content.decode()}"


def text_in(document):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)


def test_every_kind_of_paper_and_of_table_is_on_one_side():
    assert set(PrintKind) == WITH_NAMES | WITHOUT_NAMES
    assert not WITH_NAMES & WITHOUT_NAMES
    assert set(ExportKind) == TABLES_WITH_NAMES | TABLES_AFTER_LIFTING | TABLES_WITHOUT_NAMES
    assert {*PeoplePrintKind, *PeopleExportKind, *PresenceExportKind} == OF_PEOPLE_CALLED


@pytest.mark.parametrize("who", VISITORS)
def test_no_page_holds_a_name(built, who, caplog):
    caplog.set_level(logging.DEBUG)
    came = visitor(built, who)
    for name, address in addresses().items():
        for method in ("get", "post"):
            # Everything is there at each visit, and whoever comes is signed in, whatever the visit before has ended.
            with transaction.atomic():
                told = all_of(getattr(returned(came), method)(address))
                transaction.set_rollback(True)
            assert seen(told) == ((who, name, method) in WITH_OWN_REASON | WITH_OWN_CANDIDATES)
    assert not seen(caplog.text)


def test_a_mark_sheet_filled_and_locked_shows_no_name(built, client):
    pages = visitor(built, SHEET)
    texts = [all_of(pages.get(addresses()[name])) for name in ("portal:receipt", "portal:mark_entry", "portal:lock")]
    receipt = all_of(pages.get(addresses()["portal:receipt"]))
    assert "B-BTS-2017-CGE-0001" in receipt
    assert not any(seen(text) for text in (*texts, receipt))
    assert not seen(all_of(client.get(f"/bienvenue/{link_token()}/")))


@pytest.mark.parametrize("kind", sorted(WITHOUT_NAMES))
def test_no_paper_of_the_marking_side_holds_a_name(built, kind):
    papers = printed(built, kind)
    assert papers
    assert all("CGE" in text for text in papers)
    assert not any(seen(text) for text in papers)


@pytest.mark.parametrize("kind", sorted(WITH_NAMES))
def test_the_papers_of_the_exam_centre_hold_names(built, kind):
    papers = printed(built, kind)
    assert all(seen(text) for text in papers)


def test_a_register_holds_names_and_no_number(built):
    numbers = set(later_world.truth(built).values())
    for text in printed(built, PrintKind.REGISTERS):
        assert not any(number in "".join(text.split()) for number in numbers)
    lists = "".join("".join(text.split()) for text in printed(built, PrintKind.ANONYMITY_LISTS))
    assert all(number in lists for number in numbers)


@pytest.mark.parametrize("kind", sorted(TABLES_WITHOUT_NAMES))
def test_no_table_of_numbers_holds_a_name(built, kind):
    assert not seen(exported(built, kind))


def test_the_table_of_marks_holds_names_once_lifted(built):
    later_world.lift(built)
    assert seen(exported(built, ExportKind.MARKS))
    assert not seen(exported(built, ExportKind.MARKS_TOTALS))


def test_where_is_it_tells_no_name(built, capsys):
    for ref in [*later_world.truth(built).values(), *(parcel.code for parcel in parcels.parcels_of(built.paper.pk))]:
        assert line.run(["where", ref]) == 0
    told = capsys.readouterr()
    assert later_world.number_of(built, 2) in told.out
    assert not seen(told.out + told.err)


def test_no_log_line_holds_a_name_while_the_whole_journey_is_played(built, caplog):
    caplog.set_level(logging.DEBUG)
    for kind in PrintKind:
        printed(built, kind)
    later_world.lift(built)
    exported(built, ExportKind.MARKS)
    logging.getLogger("massicot").warning("a line that is seen")
    assert "a line that is seen" in caplog.text
    assert not seen(caplog.text)

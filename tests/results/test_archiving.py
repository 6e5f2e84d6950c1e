"""A session put away and brought back: what keeps it from it, what follows for each desk, what still works in it."""

from datetime import timedelta

import pytest

from massicot.anonymity import services as anonymity
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Witnessed
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from massicot.commands.worker import reminders
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import BothSidesOfTheWall, RouteKind
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.corrigenda import CalendarChange
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.rules import JobState, Work
from massicot.markers import services as markers
from massicot.results import queries, services
from massicot.results.rules import archiving
from massicot.results.rules.access import Asker
from massicot.setasides.rules import Oddity, Oddment
from massicot.setasides.services import set_aside
from tests import flips, going_back, later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MARC, ODILE, OMAR, PERRIN, TYPING, candidate_number, candidates_csv
from tests.hands import stay_of
from tests.results.archived import after, archive, bring_back, undone
from tests.web.office.working import work

pytestmark = pytest.mark.django_db

SIGNED = Witnessed("Cherchée partout", "Mme Roux")


@pytest.fixture
def lifted():
    """Marked, locked and lifted; every envelope is still with Bob."""
    return later_world.lifted()


@pytest.fixture
def handed_out():
    """Every envelope with Bob."""
    return world.handed_out()


def give_all_back(built):
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch)


def test_a_session_whose_work_is_done_is_archived_with_a_reason_and_brought_back(lifted):
    give_all_back(lifted)
    archive(lifted, reason="  Notes\n rendues ")
    (row,) = exams.archived_rows()
    assert (row.code, row.archived_reason, list(exams.session_rows())) == ("BTS-2017", "Notes rendues", [])
    bring_back(lifted)
    assert ([each.code for each in exams.session_rows()], list(exams.archived_rows())) == (["BTS-2017"], [])
    acts = [line.act for line in audit.acts_of("session:BTS-2017")][-2:]
    assert acts == ["SessionArchived", "SessionBroughtBack"]
    assert audit.first_broken_link() is None


def test_neither_is_done_twice_nor_without_a_reason():
    built = world.opened()
    with pytest.raises(rules.ArchivedWithoutReason):
        archive(built, reason=" \n ")
    with pytest.raises(rules.NotArchived):
        bring_back(built)
    archive(built)
    with pytest.raises(rules.ArchivedAlready):
        archive(built)
    bring_back(built)


def test_a_day_that_is_keyed_and_not_closed_is_closed_first():
    built = world.prepared()
    number = {"centre_uai": CEDRES, "candidate_number": candidate_number(1), "seen": Attendance.NOT_KEYED}
    attendance.key_attendance(paper=built.paper, **number, word=Attendance.ABSENT, by=CLAIRE, at=EVENING)
    with pytest.raises(archiving.DaysUnderWay, match=CEDRES):
        archive(built)
    assert list(exams.archived_rows()) == []


def test_a_parcel_on_its_way_is_received_or_declared_lost_first():
    built = world.packed()
    assert "2 parcels of CGE are packed and not sent." in undone(built)
    first, second = parcels.parcels_of(built.paper.pk)
    for parcel in (first, second):
        world.send(parcel.code)
    with pytest.raises(archiving.ParcelsOnTheRoad, match=first.code):
        archive(built)
    consignments.receive_parcel(code=first.code, by=MARC, at=TYPING)
    consignments.declare_parcel_lost(code=second.code, reason="Enquête close.", by=MARC, at=TYPING)
    archive(built)


def test_parcels_for_the_office_that_are_not_sent_not_closed_or_lack_something_are_told():
    built = going_back.packed_back()
    parcel = going_back.the_parcel(built)
    one = "1 parcel of CGE for the exam office is made and not sent: its marking centre sees it no more."
    assert one in undone(built)
    going_back.receive(going_back.send(parcel))
    consignments.miss_return(code=parcel.code, ref="1", reason="Pas dans le carton", by=ODILE, at=going_back.CAME)
    told = undone(built)
    assert one not in told
    assert "1 parcel of CGE that came back to the exam office is not closed." in told
    assert "1 batch or script of CGE is missing from a parcel that came back." in told


def test_an_envelope_with_a_marker_is_taken_back_first(handed_out):
    with pytest.raises(archiving.EnvelopesOut):
        archive(handed_out)
    give_all_back(handed_out)
    archive(handed_out)


def test_a_withdrawn_script_that_its_marker_still_has_is_taken_back_first(handed_out):
    batch = batches.batches_of(handed_out.paper.pk)[0]
    number = batches.numbers_of(batch.pk)[0]
    row = batch_acts.withdraw_script(code=batch.code, number=number, reason="Ni copie ni absence", by=ODILE, at=TYPING)
    give_all_back(handed_out)
    with pytest.raises(archiving.WithdrawnOut, match=batch.code):
        archive(handed_out)
    batch_acts.give_back_withdrawn(withdrawal_id=row.pk, by=MARC, at=TYPING)
    archive(handed_out)


def test_scripts_set_aside_without_an_end_and_those_missing_from_a_batch_are_told_and_refuse_nothing(handed_out):
    batch, other = batches.batches_of(handed_out.paper.pk)
    world.give_back(other)
    lost = batches.numbers_of(batch.pk)[0]
    seen = {"code": batch.code, "seen": stay_of(batch), "counted": batch.size - 1, "missing": lost}
    batch_acts.return_short(**seen, acknowledgement=None, signed=SIGNED, by=MARC, at=TYPING)
    aside = {
        "paper": handed_out.paper,
        "centre_uai": PERRIN,
        "oddment": Oddment(oddity=Oddity.UNREADABLE, place="Étagère 2"),
    }
    set_aside(**aside, by=MARC, at=TYPING)
    assert undone(handed_out)[:2] == [
        "1 script of CGE is set aside without an end: its centre sees it no more.",
        "1 script of CGE is missing from its batch, and nothing is decided of it.",
    ]
    archive(handed_out)


def test_marks_that_may_still_be_typed_are_waited_for():
    built = world.sealed()
    closes_at = after(built)
    with pytest.raises(archiving.TypingUnderWay, match="B-BTS-2017-CGE-0001"):
        archive(built, at=closes_at - timedelta(seconds=1))
    archive(built, at=closes_at)


def test_what_is_left_undone_is_told_and_refuses_nothing(handed_out):
    later_world.typed(handed_out)
    told = undone(handed_out)
    assert "The anonymity of CGE is not lifted: its marks have not left." in told
    assert any("not locked" in sentence for sentence in told)


def test_a_paper_still_to_come_is_told_with_those_who_are_entered():
    built = world.prepared()
    before = built.paper.starts_at - timedelta(days=1)
    assert undone(built, before) == [
        "CGE is still to be written: 16 candidates are entered, whose centres see it no more."
    ]
    archive(built, at=before)


def test_marks_never_taken_away_are_told(lifted):
    assert undone(lifted) == ["The marks of CGE were never taken away."]


def test_an_archived_session_is_in_no_list_of_any_desk(lifted):
    give_all_back(lifted)
    at = after(lifted)
    lists = {
        "papers": exams.papers_at_work,
        "sessions": exams.sessions_at_work,
        "heads": lambda: queries.heads_counted(at),
        "examcentre": lambda: exams.papers_written_at([CEDRES]),
        "markingcentre": lambda: exams.papers_marked_at(PERRIN),
    }
    assert [name for name, listed in lists.items() if not listed()] == []
    archive(lifted)
    assert [name for name, listed in lists.items() if listed()] == []
    bring_back(lifted)
    assert [name for name, listed in lists.items() if not listed()] == []


def test_the_right_of_access_and_a_statement_still_work_in_an_archived_session(lifted):
    give_all_back(lifted)
    archive(lifted)
    row = next(row for row in candidates.entry_rows(lifted.paper) if row.candidate_number == candidate_number(5))
    asked = {"paper": lifted.paper, "row": row, "key": KEY, "by": ODILE, "at": TYPING}
    held = services.consult_script(**asked, asked_by=Asker.CANDIDATE)
    assert held.number == later_world.number_of(lifted, 5)


def test_the_wall_still_sees_an_archived_session():
    built = world.prepared()
    archive(built)
    with pytest.raises(BothSidesOfTheWall):
        markers.appoint(email=CLAIRE.login, role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=TYPING)
    with pytest.raises(BothSidesOfTheWall):
        markers.appoint(email=CLAIRE.login, role=Role.MARKER, scope="BTS-2017", by=ODILE, at=TYPING)


def test_a_corrigendum_of_an_archived_session_is_asked_of_nobody():
    built = world.prepared()
    flips.flipped(built, RouteKind.ON_SITE)
    omar = (OMAR.login, [(Role.OFFICE, "")])
    assert [each.reference for each in exams.corrigenda_to_read(*omar)] == ["DIEC/17-800"]
    assert exams.corrigenda_pending(flips.TOLD)
    archive(built, at=flips.TOLD)
    assert (exams.corrigenda_to_read(*omar), exams.corrigenda_pending(flips.TOLD)) == ([], [])
    bring_back(built)
    assert exams.corrigenda_to_read(*omar)


def test_no_letter_names_a_paper_of_an_archived_session_and_no_head_of_it_is_invited():
    built = world.opened()
    places = ((Role.EXAM_CENTRE, CEDRES), (Role.MARKING_CENTRE, PERRIN))
    before = built.paper.starts_at - timedelta(days=9)
    assert all(queries.papers_told(*place, before) for place in places)
    archive(built, at=before)
    assert [queries.papers_told(*place, before) for place in places] == [[], []]
    asked = job_acts.ask(kind=Work.INVITE, subject={"session": "BTS-2017"}, by=ODILE, at=before)
    work()
    job = jobs.job_by_id(asked.pk)
    assert (job.state, job.sentence) == (JobState.FAILED, rules.SessionIsArchived.sentence)


def test_no_reminder_leaves_for_an_archived_session(handed_out, settings):
    settings.MASSICOT_EMAIL_URL = "smtp://localhost"
    later_world.typed(handed_out)
    give_all_back(handed_out)
    archive(handed_out)
    assert reminders.write_due(after(handed_out)) == 0
    bring_back(handed_out)
    assert reminders.write_due(after(handed_out)) > 0


def test_nothing_begins_in_an_archived_session():
    built = world.opened()
    anonymity.confirm_key(key=KEY, by=ODILE, at=TYPING)
    archive(built)
    session, by = built.session, {"by": ODILE, "at": TYPING}
    table = world.read_table(session, candidates_csv())
    draft = {"reference": "D", "dated_on": TYPING.date(), "text": "T", "effective_at": TYPING, "routes": ()}
    acts = (
        lambda: anonymity.prepare(paper=built.paper, key=KEY, draw=draws.from_seed(1, "x"), **by),
        lambda: anonymity.import_candidates(session=session, table=table, key=None, **by),
        lambda: exam_acts.add_centres(session=session, centres={CEDRES: "Cèdres"}, entered=(), **by),
        lambda: exam_acts.draft_corrigendum(paper=built.paper, calendar=CalendarChange(), **draft, **by),
    )
    for act in acts:
        with pytest.raises(rules.SessionIsArchived):
            act()


def test_a_batch_of_an_archived_session_is_not_opened_again(handed_out):
    later_world.lock_all(later_world.typed(handed_out))
    give_all_back(handed_out)
    archive(handed_out)
    code = batches.batches_of(handed_out.paper.pk)[0].code
    with pytest.raises(rules.SessionIsArchived):
        services.unlock_batch(batch_code=code, reason="Total", by=ODILE, at=TYPING)

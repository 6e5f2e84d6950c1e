"""Two clerks at one report, two of the office at one incident, two who count papers: the race, then the guard."""

import pytest

from massicot.candidates import queries as candidates
from massicot.candidates.rules.checks import Scrutiny
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.papers import PaperCounts, PapersCountedMeanwhile
from massicot.roomreports import queries, rules, services
from massicot.roomreports.models import RoomIncident, RoomReport
from massicot.roomreports.rules import FollowUp
from tests import room_reports, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, candidate_number
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def follow_unheld(incident, word):
    """Say a word as somebody would who looked first and holds nothing."""
    assert RoomIncident.objects.get(pk=incident.pk).standing == FollowUp.OPEN
    return RoomIncident.objects.filter(pk=incident.pk).update(standing=word)


def sign_unheld(built, noted):
    """Write a report down as somebody would who counted the incidents before and holds nothing."""
    typed = room_reports.TYPED
    RoomReport.objects.create(
        paper=built.paper,
        centre_uai=CEDRES,
        room="A1",
        started_at=typed.started_at,
        ended_at=typed.ended_at,
        invigilators="Sylvie Veille",
        written_by="Sylvie Veille",
        countersigned_by="Claire",
        sheet=typed.sheet,
        incidents=noted,
        late=0,
        is_signed=True,
        signed_at=EVENING,
        keyed_by="claire",
    )


def test_without_the_guard_both_words_are_the_first():
    incident = room_reports.note(world.sat())
    words = (FollowUp.FRAUD_FILE, FollowUp.NO_FOLLOW_UP)
    assert meanwhile(*(lambda word=word: follow_unheld(incident, word) for word in words)) == [1, 1]


def test_of_two_words_at_once_the_second_is_refused():
    built = world.sat()
    incident = room_reports.note(built)
    first, second = meanwhile(
        lambda: room_reports.follow(built, incident), lambda: room_reports.follow(built, incident, FollowUp.MISTAKE)
    )
    assert first is None
    assert isinstance(second, rules.IncidentFollowedMeanwhile)
    assert [step.word for step in queries.steps_of(incident.pk)] == [FollowUp.FRAUD_FILE]


def test_what_is_taken_up_again_while_its_centre_takes_it_back_stays():
    built = world.sat()
    incident = room_reports.note(built)
    room_reports.follow(built, incident, FollowUp.MISTAKE)
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "incident_id": incident.pk}
    first, second = meanwhile(
        lambda: room_reports.follow(built, incident, FollowUp.FRAUD_FILE, FollowUp.MISTAKE),
        lambda: services.take_back_incident(**where, by=CLAIRE, at=EVENING),
    )
    assert first is None
    assert isinstance(second, rules.IncidentIsFollowed)


def test_without_the_guard_a_report_is_signed_over_an_incident_noted_meanwhile():
    built = world.sat()
    noted = RoomIncident.objects.count()
    room_reports.note(built)
    sign_unheld(built, noted)
    assert queries.report_of(built.paper.pk, CEDRES, "A1").incidents < RoomIncident.objects.count()


def test_who_notes_an_incident_waits_for_who_signs_and_is_refused():
    built = world.sat()
    signed, refusal = meanwhile(lambda: room_reports.sign(built), lambda: room_reports.note(built))
    assert signed.incidents == 0
    assert isinstance(refusal, rules.ReportIsSigned)
    assert not RoomIncident.objects.exists()


def test_two_who_sign_one_report_sign_it_once():
    built = world.sat()
    first, second = meanwhile(lambda: room_reports.sign(built), lambda: room_reports.sign(built))
    assert first.is_signed
    assert isinstance(second, rules.ReportIsSigned)
    assert candidates.room_state(built.paper.pk, CEDRES, "A1").is_confirmed


def test_of_two_who_count_papers_at_once_the_second_looks_first():
    code = parcels.parcels_of(world.arrived().paper.pk, CEDRES)[0].code
    counts = (PaperCounts(1, 0), PaperCounts(1, 1))
    acts = (
        lambda one=one: consignments.count_papers(code=code, seen=None, counts=one, by=MARC, at=ARRIVAL)
        for one in counts
    )
    first, second = meanwhile(*acts)
    assert first is None
    assert isinstance(second, PapersCountedMeanwhile)
    assert parcels.papers_of(parcels.parcel_by_code(code)).came == counts[0]


def test_a_finding_that_is_followed_while_its_centre_takes_it_back_stays():
    built = world.prepared()
    said = {"candidate_number": candidate_number(1), "check": Scrutiny.NO_SIGN, "text": "Prénom en page 2"}
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}
    incident = services.note_finding(**said, **where)
    first, second = meanwhile(
        lambda: room_reports.follow(built, incident),
        lambda: services.take_back_finding(finding_id=incident.finding_id, **where),
    )
    assert first is None
    assert isinstance(second, rules.FindingIsFollowed)
    assert queries.count_open(built.paper.pk) == 1

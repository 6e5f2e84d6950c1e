"""What is found at a seat as a room is checked: an incident of the office, and no line of the report of its room."""

import pytest
from django.urls import reverse

from massicot.candidates import queries as candidates
from massicot.candidates.rules.checks import Scrutiny
from massicot.roomreports import queries, rules, services
from massicot.roomreports.models import RoomIncident
from massicot.roomreports.rules import FollowUp, IncidentKind
from tests import room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE, candidate_number
from tests.keeping import kept
from tests.web.examcentre.desk import text_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db


def keyed_and_open():
    """The room of Les Cèdres is keyed and confirmed; its day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    return built


keyed = kept(keyed_and_open)


def where(built):
    return {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}


def find(built, text="Prénom en bas de page 2"):
    said = {"candidate_number": candidate_number(1), "check": Scrutiny.NO_SIGN, "text": text}
    return services.note_finding(**said, **where(built))


def take_back(built):
    (found,) = candidates.findings_of_room(built.paper.pk, CEDRES, "A1")
    services.take_back_finding(finding_id=found.pk, **where(built))


def test_it_is_on_the_list_of_the_office_with_its_seat_and_what_was_found(keyed):
    incident = find(keyed)
    row = queries.incident_row(queries.find_incident(incident.pk, keyed.paper.pk))
    assert (row.kind, row.check, row.candidate) == (IncidentKind.CHECK, Scrutiny.NO_SIGN, candidate_number(1))
    assert queries.count_open(keyed.paper.pk) == 1
    assert queries.unread_rooms(keyed.paper.pk) == []
    page = signed_in(ODILE.login).get(reverse("office:incidents", kwargs=PAPER))
    assert "Constat du contrôle de la salle – un signe distinctif" in text_of(page)
    room_reports.follow(keyed, incident, FollowUp.NO_FOLLOW_UP)
    assert queries.count_open(keyed.paper.pk) == 0


def test_the_report_of_its_room_does_not_say_it_and_is_signed_as_before(keyed):
    find(keyed)
    assert queries.incidents_in(keyed.paper.pk, CEDRES) == {}
    assert room_reports.sign(keyed).incidents == 0
    find(keyed, "Pages non numérotées")
    with pytest.raises(rules.ReportIsSigned):
        room_reports.note(keyed)


def test_taken_back_it_leaves_the_list(keyed):
    find(keyed)
    take_back(keyed)
    assert not RoomIncident.objects.exists()


def test_what_the_office_follows_is_taken_back_once_it_is_said_to_be_a_mistake(keyed):
    incident = find(keyed)
    room_reports.follow(keyed, incident)
    with pytest.raises(rules.FindingIsFollowed):
        take_back(keyed)
    assert candidates.findings_of_room(keyed.paper.pk, CEDRES, "A1")
    room_reports.follow(keyed, incident, FollowUp.MISTAKE, FollowUp.FRAUD_FILE)
    take_back(keyed)
    assert not RoomIncident.objects.exists()
    assert candidates.findings_of_room(keyed.paper.pk, CEDRES, "A1") == []


def test_the_page_of_the_report_takes_no_finding_back(keyed):
    incident = find(keyed)
    with pytest.raises(rules.IncidentUnknown):
        services.take_back_incident(incident_id=incident.pk, **where(keyed))

"""Rows of docs/undo.md about the reports of rooms and the papers that go with parcels."""

import pytest

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import AlreadySent
from massicot.consignments.rules.papers import PaperCounts
from massicot.roomreports import queries, services
from massicot.roomreports.rules import FollowUp, IncidentIsFollowed, ReportIsSigned
from tests import room_reports, world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


def take_back(built, incident):
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1"}
    services.take_back_incident(incident_id=incident.pk, by=CLAIRE, at=EVENING, **where)


@undoes("incident noted in a room")
def test_an_incident_is_taken_back_until_the_report_is_signed_or_the_office_follows_it():
    built = world.sat()
    noted, followed, signed = (room_reports.note(built) for _ in range(3))
    take_back(built, noted)
    assert [one.incident_id for one in queries.incidents_in(built.paper.pk, CEDRES)["A1"]] == [followed.pk, signed.pk]
    room_reports.follow(built, followed)
    with pytest.raises(IncidentIsFollowed):
        take_back(built, followed)
    room_reports.follow(built, followed, FollowUp.MISTAKE, FollowUp.FRAUD_FILE)
    take_back(built, followed)
    assert [one.incident_id for one in queries.incidents_in(built.paper.pk, CEDRES)["A1"]] == [signed.pk]
    room_reports.sign(built)
    with pytest.raises(ReportIsSigned):
        take_back(built, signed)


@undoes("room report signed")
def test_a_signed_report_is_opened_again_and_keeps_what_was_typed():
    built = world.sat()
    room_reports.sign(built)
    room_reports.reopen(built)
    report = queries.report_of(built.paper.pk, CEDRES, "A1")
    assert (report.is_signed, report.invigilators) == (False, "Sylvie Veille\nGaston Garde")
    assert room_reports.sign(built).is_signed


@undoes("word said of an incident")
def test_another_word_stands_and_each_is_kept():
    built = world.sat()
    incident = room_reports.note(built)
    room_reports.follow(built, incident, FollowUp.NO_FOLLOW_UP)
    room_reports.follow(built, incident, FollowUp.FRAUD_FILE, FollowUp.NO_FOLLOW_UP)
    assert queries.find_incident(incident.pk, built.paper.pk).standing == FollowUp.FRAUD_FILE
    assert [step.word for step in queries.steps_of(incident.pk)] == [FollowUp.NO_FOLLOW_UP, FollowUp.FRAUD_FILE]


@undoes("papers counted into a parcel")
def test_papers_are_counted_again_until_the_parcel_leaves():
    code = parcels.parcels_of(world.packed().paper.pk, CEDRES)[0].code
    for reports in (0, 1):
        counts = PaperCounts(1, reports)
        consignments.enclose_papers(code=code, rooms=1, counts=counts, by=CLAIRE, at=EVENING)
        assert parcels.papers_of(parcels.parcel_by_code(code)).enclosed == counts
    world.send(code)
    with pytest.raises(AlreadySent):
        consignments.enclose_papers(code=code, rooms=1, counts=counts, by=CLAIRE, at=EVENING)


@undoes("papers counted at the arrival of a parcel")
def test_papers_that_come_later_are_counted_again():
    code = parcels.parcels_of(world.arrived().paper.pk, CEDRES)[0].code
    none, one = PaperCounts(1, 0), PaperCounts(1, 1)
    consignments.count_papers(code=code, seen=None, counts=none, by=MARC, at=ARRIVAL)
    assert [parcel.code for parcel in parcels.papers_lacking()] == [code]
    consignments.count_papers(code=code, seen=none, counts=one, by=MARC, at=ARRIVAL)
    assert not parcels.papers_lacking().exists()

"""Acts on room reports: what they write, what they refuse, what the journal says of them."""

from dataclasses import replace

import pytest

from massicot.audit import queries as journal
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import RoomUnknown
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.roomreports import queries, rules, services
from massicot.roomreports.rules import FollowUp, IncidentKind, ReportSeen, RoomIncidentTyped
from tests import room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, MURIERS, ODILE, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.sat)


def late(built, rank=3, minutes=12):
    where = {"paper": built.paper, "centre_uai": CEDRES, "candidate_number": candidate_number(rank)}
    attendance.note_late_arrival(minutes=minutes, by=CLAIRE, at=EVENING, **where)


def test_each_act_leaves_one_line_and_names_the_candidate_alone(built):
    subject = candidates.day_subject(built.paper, CEDRES)
    before = len(journal.acts_of(subject))
    incident = room_reports.note(built)
    room_reports.sign(built)
    room_reports.reopen(built)
    room_reports.follow(built, incident)
    acts = [line.act for line in journal.acts_of(subject)[before:]]
    assert acts == ["IncidentNoted", "ReportSigned", "ReportReopened", "IncidentFollowed"]
    assert journal.facts_on(subject, "IncidentNoted") == [
        {"room": "A1", "kind": "fraud", "candidate": candidate_number(1)}
    ]


def test_a_report_is_signed_with_its_incidents_and_who_came_late(built):
    incident = room_reports.note(built, rank=4)
    report = room_reports.sign(built)
    assert (report.is_signed, report.incidents, report.late) == (True, 1, 0)
    [said] = queries.incidents_in(built.paper.pk, CEDRES)["A1"]
    assert (said.incident_id, said.candidate, said.seat) == (incident.pk, candidate_number(4), "4")
    assert said.name == "DATTE Camille"


def test_an_incident_of_the_whole_room_is_at_no_seat(built):
    room_reports.note(built, IncidentKind.DISTURBANCE, 0)
    [said] = queries.incidents_in(built.paper.pk, CEDRES)["A1"]
    assert (said.candidate, said.seat, said.name) == ("", "", "")


def test_nothing_is_noted_at_the_seat_of_another_room(built):
    with pytest.raises(rules.SeatOfOtherRoom):
        room_reports.note(built, rank=12)
    with pytest.raises(RoomUnknown):
        services.note_incident(
            paper=built.paper,
            centre_uai=CEDRES,
            room="B9",
            incident=RoomIncidentTyped(IncidentKind.OTHER, "Bruit."),
            by=CLAIRE,
            at=EVENING,
        )


def test_a_signed_report_takes_nothing_more_until_it_is_opened_again(built):
    room_reports.sign(built)
    for act in (room_reports.note, room_reports.sign):
        with pytest.raises(rules.ReportIsSigned, match="Sylvie Veille and Claire"):
            act(built)
    room_reports.reopen(built)
    room_reports.note(built)
    assert room_reports.sign(built).incidents == 1


def test_a_report_is_opened_again_once_and_with_a_reason(built):
    with pytest.raises(rules.ReportNotSigned):
        room_reports.reopen(built)
    room_reports.sign(built)
    with pytest.raises(rules.ReasonToReopenMissing):
        room_reports.reopen(built, " ")
    room_reports.reopen(built)
    with pytest.raises(rules.ReportNotSigned):
        room_reports.reopen(built)


def test_nobody_signs_over_an_incident_that_came_since_the_page_was_shown(built):
    room_reports.note(built)
    with pytest.raises(rules.IncidentsChanged):
        room_reports.sign(built, seen=ReportSeen(0, 0))
    assert queries.report_of(built.paper.pk, CEDRES, "A1") is None


def test_a_report_is_signed_once_its_room_is_confirmed_and_incidents_are_noted_before(built):
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    result_acts.reopen_day(reason="À revoir.", **where)
    attendance.take_back_confirmation(room="A1", reason="À revoir.", **where)
    room_reports.note(built)
    with pytest.raises(rules.RoomNotConfirmedYet):
        room_reports.sign(built)
    attendance.confirm_room(room="A1", others_present=6, counted=7, **where)
    late(built)
    assert room_reports.sign(built).late == 1
    [room] = queries.reports_document(built.paper, CEDRES, ["A1"]).rooms
    assert [one.minutes for one in room.signed.late] == [12]


def test_an_incident_of_another_room_or_gone_is_not_taken_back(built):
    incident = room_reports.note(built, rank=12, centre=MURIERS)
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "by": CLAIRE, "at": EVENING}
    with pytest.raises(rules.IncidentUnknown):
        services.take_back_incident(incident_id=incident.pk, **where)


def test_a_word_of_the_office_is_kept_with_who_said_it(built):
    incident = room_reports.note(built)
    room_reports.follow(built, incident)
    [step] = queries.steps_of(incident.pk)
    assert (step.word, step.said_by, step.reason) == (FollowUp.FRAUD_FILE, ODILE.login, "Dossier transmis.")
    assert queries.standings_of(built.paper.pk) == {FollowUp.FRAUD_FILE: 1}


def test_whoever_comes_second_reads_the_first_word_before_theirs(built):
    incident = room_reports.note(built)
    room_reports.follow(built, incident)
    with pytest.raises(rules.IncidentFollowedMeanwhile):
        room_reports.follow(built, incident, FollowUp.NO_FOLLOW_UP)
    incident.pk = 0
    with pytest.raises(rules.IncidentUnknown):
        room_reports.follow(built, incident)


def test_what_waits_for_the_office_is_counted_until_its_end(built):
    incident = room_reports.note(built)
    room_reports.note(built, IncidentKind.ILLNESS, 3)
    matters = results.matters_of([built.paper.pk])[built.paper.pk]
    assert (matters.incidents, matters.unread) == (2, 1)
    room_reports.follow(built, incident)
    matters = results.matters_of([built.paper.pk])[built.paper.pk]
    assert (matters.incidents, matters.unread) == (2, 0)
    room_reports.follow(built, incident, FollowUp.FRAUD_DECIDED, FollowUp.FRAUD_FILE)
    assert results.matters_of([built.paper.pk])[built.paper.pk].incidents == 1


def test_the_rooms_whose_report_is_signed_are_told_beside_their_counts(built):
    here = {"paper_ids": [built.paper.pk], "uais": [CEDRES, MURIERS]}
    room_reports.sign(built)
    found = queries.HANDS.ask(**here)
    assert queries.rooms_reported(found) == {(built.paper.pk, CEDRES, "A1")}
    assert set(queries.rooms_counted(found)) == {(built.paper.pk, uai, "A1") for uai in (CEDRES, MURIERS)}
    room_reports.reopen(built)
    assert queries.rooms_reported(queries.HANDS.ask(**here)) == set()


def test_a_report_is_printed_blank_until_it_is_signed_and_after_it_is_opened_again(built):
    room_reports.note(built, text="Antisèche.")
    for act, is_clean in ((lambda _: None, False), (room_reports.sign, True), (room_reports.reopen, False)):
        act(built)
        [room] = queries.reports_document(built.paper, CEDRES).rooms
        assert (room.signed is not None) is is_clean
    room_reports.sign(built, replace(room_reports.TYPED, invigilators=("Une Seule",)))
    [room] = queries.reports_document(built.paper, CEDRES, ["A1"]).rooms
    assert [one.text for one in room.signed.incidents] == ["Antisèche."]
    assert queries.reports_document(built.paper, CEDRES, ["B9"]).rooms == []

"""The page of a room's report: incidents noted, hours and names typed, signed, opened again, printed."""

import io

import pypdf
import pytest

from massicot.candidates import queries as candidates
from massicot.core import codes
from massicot.results import services as results
from massicot.roomreports import queries
from massicot.roomreports.rules import FollowUp, IncidentKind
from tests import room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, candidate_number
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, page, text_of

pytestmark = pytest.mark.django_db

built = kept(world.sat)

SIGNED = {
    "started": "14:05",
    "ended": "18:05",
    "invigilators": "Sylvie Veille\nGaston Garde",
    "written_by": "Sylvie Veille",
    "countersigned_by": "Claire Centre",
    "sheet": "handwritten",
    "incidents": "0",
    "late": "0",
}


def send(act, fields, *more):
    return claire().post(address(act, "A1", *more), fields, follow=True)


def report(built):
    return queries.report_of(built.paper.pk, CEDRES, "A1")


def test_a_report_with_nothing_to_report_is_signed_by_a_press_of_its_own(built):
    before = page(claire(), "room_report", "A1")
    assert "Aucun incident : signer le procès-verbal" in before.replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="14:05"' not in before
    answer = text_of(send("sign_report", SIGNED))
    assert "Signé par Sylvie Veille et Claire Centre" in answer
    assert "Aucun incident : deux personnes l’ont signé." in answer.replace("\N{NO-BREAK SPACE}", " ")
    assert (report(built).incidents, report(built).invigilators) == (0, "Sylvie Veille\nGaston Garde")


def test_the_hours_are_those_of_the_session_on_the_day_of_the_paper(built):
    send("sign_report", SIGNED)
    assert (report(built).started_at, report(built).ended_at) == (room_reports.BEGAN, room_reports.ENDED)


def test_an_incident_is_noted_at_a_seat_and_signed_with_the_rest(built):
    fields = {"kind": "fraud", "candidate": candidate_number(4), "text": "Antisèche."}
    answer = text_of(send("note_incident", fields))
    assert "4 – DATTE Camille" in answer
    assert "Signer le procès-verbal, avec son incident (1)" in answer
    refused = send("sign_report", SIGNED)
    assert refused.status_code == 422
    assert "a maintenant 1 incidents" in text_of(refused)
    assert "Sylvie Veille" in text_of(refused)
    assert send("sign_report", SIGNED | {"incidents": "1"}).status_code == 200
    assert report(built).incidents == 1


def test_a_seat_that_lacks_is_asked_for_where_it_is_chosen(built):
    answer = send("note_incident", {"kind": "fraud", "candidate": "", "text": "Antisèche."})
    assert answer.status_code == 422
    assert "Choisissez la place" in text_of(answer)
    assert "autofocus" in text_of(answer).split('name="candidate"')[1].split(">")[0]


def test_the_number_of_a_script_is_refused_in_every_text(built):
    number = codes.number_of(42)
    fields = {"kind": "other", "candidate": "", "text": f"copie {number}"}
    for act, sent in (("note_incident", fields), ("sign_report", SIGNED | {"invigilators": number})):
        answer = send(act, sent)
        assert answer.status_code == 422
        assert "aucun numéro de copie" in text_of(answer)


def test_an_incident_is_taken_back_from_its_line(built):
    incident = room_reports.note(built)
    assert "L’incident est retiré." in text_of(send("take_back_incident", {}, incident.pk))
    assert "Cet incident n’est plus dans aucun procès-verbal" in text_of(send("take_back_incident", {}, incident.pk))


def test_an_incident_that_the_office_ended_as_a_mistake_has_its_button_again(built):
    incident = room_reports.note(built)
    room_reports.follow(built, incident)
    back = address("take_back_incident", "A1", incident.pk)
    assert back not in page(claire(), "room_report", "A1")
    assert "appelez le bureau" in text_of(send("take_back_incident", {}, incident.pk))
    room_reports.follow(built, incident, FollowUp.MISTAKE, FollowUp.FRAUD_FILE)
    assert back in page(claire(), "room_report", "A1")


def test_a_signed_report_keeps_its_hours_when_it_is_opened_again_and_nobody_has_signed(built):
    room_reports.sign(built)
    assert "Rouvrir le procès-verbal" in page(claire(), "room_report", "A1")
    answer = text_of(send("reopen_report", {"reason": "Heure mal lue."}))
    assert 'value="14:05"' in answer
    assert "Gaston Garde" in answer
    assert 'name="written_by" value' not in answer
    stale = send("reopen_report", {"reason": "Heure mal lue."})
    assert stale.status_code == 422
    assert "n’est pas signé" in text_of(stale)


def test_a_page_from_before_the_signature_is_refused_and_says_who_signed(built):
    room_reports.sign(built)
    for act, fields in (("sign_report", SIGNED), ("note_incident", {"kind": "other", "text": "Bruit."})):
        answer = send(act, fields)
        assert answer.status_code == 422
        assert "est signé, par Sylvie Veille et Claire" in text_of(answer)


def test_the_list_of_rooms_says_whose_report_is_signed(built):
    assert "Procès-verbaux signés : 0 sur 1." in page(claire(), "rooms").replace("\N{NO-BREAK SPACE}", " ")
    waiting = claire().get(address("rooms") + "?report=to-sign").content.decode()
    assert address("room_report", "A1") in waiting
    room_reports.sign(built)
    assert address("room_report", "A1") not in claire().get(address("rooms") + "?report=to-sign").content.decode()


def test_the_closing_says_which_reports_lack_and_waits_for_none(built):
    results.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="À revoir.", by=CLAIRE, at=EVENING)
    asked = page(claire(), "close_day")
    assert address("room_report", "A1") in asked
    assert 'name="items_in_hand"' in asked


def test_a_parcel_says_which_reports_lack(built):
    parcel = world.packed_for_the_hub(built)
    lacking = page(claire(), "parcel", parcel.code)
    assert address("room_report", "A1") in lacking
    room_reports.sign(built)
    assert address("room_report", "A1") not in page(claire(), "parcel", parcel.code)


@pytest.mark.parametrize(("name", "more"), [("print_report", ("A1",)), ("print_reports", ())])
def test_a_report_is_printed_blank_then_clean(built, name, more):
    room_reports.note(built, IncidentKind.ILLNESS, 3, "Malaise à 15 h.")
    blank = read(claire().get(address(name, *more)))
    assert "Malaise à 15 h." not in blank
    room_reports.sign(built)
    clean = read(claire().get(address(name, *more)))
    assert "Malaise à 15 h." in clean
    assert "3 CERISE Camille" in clean


def read(answer):
    assert answer["Cache-Control"] == "no-store"
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize(("typed", "minutes"), [("14:12", 12), ("14 h 12", 12), ("14H01", 1), ("12", 12)])
def test_a_late_arrival_is_keyed_by_its_hour_or_its_delay_and_told_by_both(built, typed, minutes):
    results.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="À revoir.", by=CLAIRE, at=EVENING)
    send("note_late", {"candidate_number": candidate_number(3), "minutes": typed})
    told = page(claire(), "room_report", "A1")
    assert f"3 – CERISE Camille – 14 h {minutes:02d} ({minutes} minute" in told.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("typed", ["13:59", "14:00", "15:01", "25:00", "14:60"])
def test_an_hour_at_which_nobody_is_let_in_is_refused(built, typed):
    results.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="À revoir.", by=CLAIRE, at=EVENING)
    assert send("note_late", {"candidate_number": candidate_number(3), "minutes": typed}).status_code == 422
    assert candidates.late_rows(built.paper, CEDRES) == {}

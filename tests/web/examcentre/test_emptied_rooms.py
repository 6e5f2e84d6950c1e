"""A room that a table empties after something was noted there: nothing of it is lost."""

import io

import pypdf
import pytest

from massicot.candidates.models import Entry
from massicot.roomreports import queries
from tests import room_reports, world
from tests.cast import CEDRES, candidate_number
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, page, text_of

pytestmark = pytest.mark.django_db

built = kept(world.sat)


def empty_room():
    """Move everybody of the room as a table does."""
    Entry.objects.filter(centre_uai=CEDRES, room="A1").update(room="B2")


def send(act, fields, *more):
    return claire().post(address(act, "A1", *more), fields)


def test_a_signed_report_stays_to_be_read_and_printed(built):
    room_reports.note(built, rank=3, text="Malaise à 15 h.")
    room_reports.sign(built)
    empty_room()
    assert f'href="{address("room_report", "A1")}"' in page(claire(), "rooms")
    told = page(claire(), "room_report", "A1")
    assert "Plus personne n’est inscrit dans cette salle" in told
    assert "CERISE Camille – compose maintenant dans la salle B2" in told
    assert address("reopen_report", "A1") not in told
    printed = claire().get(address("print_report", "A1")).content
    text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert "Malaise à 15 h." in text


def test_the_report_of_a_room_that_was_emptied_is_not_opened_nor_signed_for_nobody(built):
    room_reports.sign(built)
    empty_room()
    refused = send("reopen_report", {"reason": "Heure mal lue."})
    assert (refused.status_code, "n’a pas de salle A1" in text_of(refused)) == (422, True)
    assert queries.report_of(built.paper.pk, CEDRES, "A1").is_signed


def test_an_incident_noted_by_mistake_is_taken_back_where_nobody_is_listed_any_more(built):
    incident = room_reports.note(built, rank=3)
    empty_room()
    assert send("take_back_incident", {}, incident.pk).status_code == 303
    assert queries.incidents_in(built.paper.pk, CEDRES) == {}
    assert claire().get(address("room_report", "A1")).status_code == 404
    assert "Plus personne" not in page(claire(), "rooms")


def test_the_seat_of_who_was_moved_is_told_of_no_other_room(built):
    room_reports.note(built, rank=3)
    Entry.objects.filter(candidate__candidate_number=candidate_number(3)).update(room="B2", seat="1")
    (one,) = queries.incidents_in(built.paper.pk, CEDRES, "A1")["A1"]
    assert (one.seat, one.sits_in) == ("", "B2")
    assert "CERISE Camille – compose maintenant dans la salle B2" in page(claire(), "room_report", "A1")


def test_a_report_of_a_room_that_is_no_more_counts_for_no_other(built):
    room_reports.sign(built)
    empty_room()
    assert "Procès-verbaux signés : 0 sur 1." in page(claire(), "paper")

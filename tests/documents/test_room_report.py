"""The room report: blank beside the register, clean once it is signed; names and seats, never a number."""

from dataclasses import replace
from datetime import datetime

import pytest

from massicot.core import codes
from massicot.documents.room_report import (
    INCIDENTS,
    ReportedArrival,
    ReportedIncident,
    ReportedRoom,
    RoomReports,
    SignedReport,
    make_room_reports,
)
from massicot.roomreports.rules import IN_REPORTS
from tests.documents.conftest import PARIS_IN_MAY

SIGNED = SignedReport(
    started_at=datetime(2017, 5, 10, 14, 5, tzinfo=PARIS_IN_MAY),
    ended_at=datetime(2017, 5, 10, 18, 5, tzinfo=PARIS_IN_MAY),
    invigilators=["Sylvie Veille", "Gaston Garde"],
    late=[ReportedArrival("17", "ALPHONSE (BERTIN) Alice", datetime(2017, 5, 10, 14, 12, tzinfo=PARIS_IN_MAY), 12)],
    incidents=[
        ReportedIncident("copy-model", "4", "DATTE Camille", "Copie remplacée à 14 h 20."),
        ReportedIncident("disturbance", "", "", "Alarme de dix minutes."),
    ],
    written_by="Sylvie Veille",
    countersigned_by="Claire Centre",
)


@pytest.fixture
def pages(register, read):
    """Print the reports of some rooms, and read the text of each page, its spaces made one."""

    def printed(*rooms):
        content = make_room_reports(RoomReports(register.heading, register.centre, rooms))
        return [" ".join(page.split()) for page in read(content).pages]

    return printed


def test_a_blank_report_says_nothing_beforehand_but_what_is_planned_and_what_may_happen(pages):
    [page] = pages(ReportedRoom("A1", 24))
    assert "Salle A1" in page
    assert "24 candidats attendus" in page
    assert "horaires prévus" in page
    assert all(kind in page for kind in INCIDENTS.values())
    assert "Rien à signaler" in page
    assert "14 h 05" not in page


def test_each_room_has_its_own_page_and_a_signed_one_says_what_two_signed(pages):
    blank, page = pages(ReportedRoom("A1", 24), ReportedRoom("A2", 30, SIGNED))
    assert "Sylvie Veille" not in blank
    for said in ("14 h 05", "18 h 05", "Gaston Garde", "17 ALPHONSE (BERTIN) Alice 14 h 12 12 minutes"):
        assert said in page
    for said in ("Mauvais modèle de copie", "4 DATTE Camille", "Copie remplacée à 14 h 20.", "toute la salle"):
        assert said in page
    assert "Claire Centre" in page


def test_nothing_to_report_is_written_out_and_not_left_empty(pages):
    [page] = pages(ReportedRoom("A1", 24, replace(SIGNED, late=[], incidents=[])))
    assert "Rien à signaler." in page
    assert "Aucune arrivée en retard." in page


def test_every_incident_that_the_program_knows_has_its_words_on_paper():
    assert INCIDENTS.keys() == {kind.value for kind in IN_REPORTS}


def test_a_room_where_much_happened_goes_on_over_the_page(pages):
    many = [ReportedIncident("other", str(seat), "DATTE Camille", "Bruit répété. " * 20) for seat in range(1, 20)]
    sheets = pages(ReportedRoom("A1", 24, replace(SIGNED, incidents=many)))
    assert len(sheets) > 1
    assert "Claire Centre" in sheets[-1]


@pytest.mark.parametrize("signed", [None, SIGNED])
def test_no_number_of_a_script_stands_on_it(pages, signed):
    [page] = pages(ReportedRoom("A1", 24, signed))
    assert not codes.number_within(page)
    assert "Aucun numéro d’anonymat sur ce procès-verbal" in page

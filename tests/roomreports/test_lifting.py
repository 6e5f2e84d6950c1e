"""What an incident holds back: the lifting of its paper, and a word when its session is archived."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from massicot.audit import queries as audit
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import IncidentsUnread, NotLifted
from massicot.results.rules.exports import ExportKind, Form
from massicot.roomreports.rules import FollowUp, IncidentKind
from tests import later_world, room_reports
from tests.cast import KEY, ODILE, TYPING, candidate_number
from tests.keeping import kept
from tests.web.examcentre.desk import text_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db

built = kept(later_world.locked)


def lift(built):
    seen = results.shown_lifting(built.paper).seen
    result_acts.lift(paper=built.paper, seen=seen, by=ODILE, at=TYPING)


def export(built, form):
    said = {"kind": ExportKind.MARKS, "key": KEY, "by": ODILE, "at": TYPING, "form": form}
    return result_acts.export_table(paper=built.paper, **said)


def lifting_page():
    return text_of(signed_in(ODILE.login).get(reverse("office:lifting", kwargs=PAPER)))


def test_a_suspicion_of_which_nobody_has_said_a_word_bars_the_lifting(built):
    incident = room_reports.note(built)
    with pytest.raises(IncidentsUnread, match="9900001W A1"):
        lift(built)
    assert "dans 1 salle, un incident touche un résultat" in lifting_page()
    room_reports.follow(built, incident)
    lift(built)
    assert "1 dossier de fraude est ouvert" in lifting_page().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", [IncidentKind.ILLNESS, IncidentKind.LEFT_EARLY, IncidentKind.OTHER])
def test_what_touches_no_result_is_counted_and_bars_nothing(built, kind):
    room_reports.note(built, kind)
    assert "1 incident en salle n’a pas encore de suite arrêtée" in lifting_page()
    lift(built)


def test_an_incident_with_its_end_is_told_no_more(built):
    room_reports.follow(built, room_reports.note(built), FollowUp.MISTAKE)
    assert "en salle" not in lifting_page()


def test_a_session_put_away_tells_of_incidents_without_an_end(built):
    room_reports.note(built)
    undone = [str(phrase) for phrase in results.open_work(built.session, TYPING).undone]
    assert "1 incident of CGE in a room has no end." in undone


def test_the_journal_keeps_how_many_incidents_had_no_end(built):
    room_reports.follow(built, room_reports.note(built))
    room_reports.note(built, IncidentKind.ILLNESS, 3)
    later_world.lift(built)
    (fact,) = audit.facts_of("AnonymityLifted", exams.subject_of(built.paper))
    assert fact["incidents"] == 2


def test_whose_result_is_withheld_is_said_once_it_is_lifted_and_while_the_file_is_open(built):
    incident = room_reports.note(built)
    room_reports.follow(built, incident)
    with pytest.raises(NotLifted):
        results.withheld_lines(built.paper)
    assert "Résultats retenus" not in lifting_page()
    later_world.lift(built)
    assert "Résultats retenus" in lifting_page()
    assert f"({candidate_number(1)})</a>" in lifting_page()
    assert [line.candidate_number for line in results.withheld_lines(built.paper)] == [candidate_number(1)]
    room_reports.follow(built, incident, FollowUp.FRAUD_DECIDED, FollowUp.FRAUD_FILE)
    assert "Résultats retenus" not in lifting_page()


def test_the_marks_for_people_name_them_on_a_third_sheet_and_the_others_stay(built):
    later_world.lift(built)
    before = {form: export(built, form) for form in Form}
    assert load_workbook(BytesIO(before[Form.XLSX])).sheetnames == ["notes", "totaux"]
    room_reports.follow(built, room_reports.note(built))
    after = {form: export(built, form) for form in Form}
    assert [after[form] == before[form] for form in (Form.CSV, Form.FIXED)] == [True, True]
    sheet = load_workbook(BytesIO(after[Form.XLSX]))["retenus"]
    assert [cell.value for cell in sheet["A"]] == ["numero_candidat", candidate_number(1)]

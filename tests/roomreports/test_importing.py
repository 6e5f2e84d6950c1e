"""A table of candidates that comes in once something was noted in a room."""

import pytest

from massicot.anonymity import services as anonymity
from massicot.candidates.models import Entry
from massicot.candidates.rules import NamedInReport
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.exams import queries as exams
from tests import room_reports, world
from tests.cast import EVENING, ODILE, candidate_number, candidates_csv

pytestmark = pytest.mark.django_db


def test_nobody_whom_a_report_names_leaves_the_paper():
    built = world.opened()
    room_reports.note(built)
    head, first = candidates_csv().decode().splitlines()[:2]
    table = read_candidates(
        f"{head};epreuves\n{first};MATHS\n".encode(),
        "c.csv",
        centres=exams.exam_centre_uais(built.session),
        specialties=exams.specialty_labels(built.session.pk).keys(),
        papers=["CGE", "MATHS"],
    )
    with pytest.raises(NamedInReport, match=candidate_number(1)):
        anonymity.import_candidates(session=built.session, table=table, key=None, by=ODILE, at=EVENING)
    assert Entry.objects.filter(candidate__candidate_number=candidate_number(1)).exists()

"""docs/undo.md, the rows about whole sessions."""

import pytest

from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.results import services
from tests import world
from tests.cast import ODILE, PREPARED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("session archived")
def test_an_archived_session_is_brought_back():
    session = world.prepared().session
    before = [paper.pk for paper in exams.papers_at_work()]
    services.archive_session(session=session, reason="Abandonnée.", by=ODILE, at=PREPARED)
    assert exams.papers_at_work() == []
    exam_acts.bring_back_session(session=session, by=ODILE, at=PREPARED)
    assert [paper.pk for paper in exams.papers_at_work()] == before
    assert exams.session_by_code(session.code).archived_reason == ""

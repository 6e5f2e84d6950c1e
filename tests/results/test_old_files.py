"""Files of requests and disputes, by name, once they were kept long enough: which are erased, and what stays."""

from datetime import UTC, datetime

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.models import Session
from massicot.results import queries, services
from massicot.results.models import Consultation, ConsultationMove, Dispute
from massicot.results.queries.matters import matters_of
from massicot.results.rules import files as rules
from massicot.results.rules.consultations import AskerProof, ConsultationStep
from massicot.results.rules.files import FileKind
from tests import destroying, later_world, room_reports
from tests.cast import MARC, ODILE, TYPING
from tests.keeping import kept
from tests.results.asking import ask, follow

pytestmark = pytest.mark.django_db

CLOSED = TYPING.date()
LAST = datetime(CLOSED.year + 1, CLOSED.month, CLOSED.day, 12, tzinfo=UTC)
"""Noon of the last day on which what was closed at the typing is kept: twelve months later."""
DUE = LAST.replace(day=LAST.day + 1)


def answered():
    """One request shown, one that waits, one refused."""
    made = later_world.lifted()
    shown, _waiting, refused = (ask(made, rank) for rank in (4, 5, 9))
    for one, step in ((shown, ConsultationStep.SHOW), (refused, ConsultationStep.REFUSE)):
        follow(made, one, ConsultationStep.CHECK, proof=AskerProof.IDENTITY_CARD)
        follow(made, one, step, words="Dans le bureau")
    return made


built = kept(answered)


def erase(built, seen, *, which=None, by: Actor = ODILE, at=DUE):
    shown = rules.which_of(queries.files_due(built.paper, at.date())) if which is None else which
    return services.erase_files(paper=built.paper, seen=seen, which=shown, by=by, at=at)


def due(built, at=DUE):
    return [(file.kind, file.closed_on) for file in queries.files_due(built.paper, at.date())]


def test_a_closed_file_is_due_the_day_after_its_months_and_one_that_waits_never_is(built):
    assert due(built, LAST) == []
    assert due(built) == [(FileKind.REQUEST, CLOSED)] * 2
    Session.objects.update(files_kept_months=24)
    assert queries.files_due(exams.paper_by_code("BTS-2017", "CGE"), DUE.date()) == []
    with pytest.raises(rules.NoFileDue):
        erase(built, 2)


def test_they_go_with_their_steps_and_the_journal_says_how_many(built):
    assert erase(built, 2) == 2
    [left] = Consultation.objects.all()
    assert left.state == "asked"
    assert set(ConsultationMove.objects.values_list("consultation_id", flat=True)) <= {left.pk}
    fact = {"requests": 2, "disputes": 0, "months": 12}
    assert audit.facts_on(exams.subject_of(built.paper), "FilesErased") == [fact]
    assert due(built) == []
    with pytest.raises(rules.NoFileDue):
        erase(built, 0)


def test_others_than_those_that_were_seen_are_not_erased(built):
    with pytest.raises(rules.FilesMoved) as refused:
        erase(built, 3)
    assert refused.value.values == {"seen": 3, "count": 2}
    with pytest.raises(rules.NoFileDue):
        erase(built, 2, at=LAST)
    with pytest.raises(NotFromOffice):
        erase(built, 2, by=MARC)
    assert Consultation.objects.count() == 3


def test_as_many_that_are_not_those_that_were_seen_are_not_erased(built):
    waiting = Consultation.objects.get(state="asked")
    which = rules.which_of(queries.files_due(built.paper, DUE.date()))
    follow(built, waiting, ConsultationStep.WITHDRAW, words="Retirée")
    destroying.dispute(built, 4, at=DUE)
    assert len(due(built)) == 2
    with pytest.raises(rules.FilesMoved):
        erase(built, 2, which=which)
    assert erase(built, 2) == 2


def test_while_a_dispute_about_the_candidate_is_open_their_file_stays(built):
    dispute = destroying.dispute(built, 4, at=DUE)
    assert due(built) == [(FileKind.REQUEST, CLOSED)]
    services.end_dispute(paper=built.paper, dispute_id=dispute.pk, reason="Jugé", by=ODILE, at=DUE)
    assert due(built) == [(FileKind.REQUEST, CLOSED)] * 2
    later = DUE.replace(year=DUE.year + 1, day=DUE.day + 1)
    assert due(built, later)[-1] == (FileKind.DISPUTE, DUE.date())
    assert erase(built, 3, at=later) == 3
    assert not Dispute.objects.exists()


def test_while_the_candidate_asks_again_their_file_stays(built):
    ask(built, 9)
    assert due(built) == [(FileKind.REQUEST, CLOSED)]
    assert erase(built, 1) == 1
    assert Consultation.objects.count() == 3


def test_while_a_fraud_file_withholds_the_result_the_file_stays_and_the_home_page_asks_for_none(built):
    room_reports.follow(built, room_reports.note(built, rank=4))
    assert due(built) == [(FileKind.REQUEST, CLOSED)]
    assert erase(built, 1) == 1
    assert matters_of([built.paper.pk])[built.paper.pk].files_closed == []


def test_documents_are_looked_up_in_one_question(built, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert len(queries.files_due(built.paper, DUE.date())) == 2


def test_the_home_knows_the_day_on_which_the_oldest_was_closed(built):
    assert matters_of([built.paper.pk])[built.paper.pk].files_closed == [CLOSED]
    erase(built, 2)
    assert matters_of([built.paper.pk])[built.paper.pk].files_closed == []

"""The copy of a script sent by mail: sealed under its own key, enclosed as the mail leaves, destroyed on its day."""

from datetime import date, timedelta

import pytest

from massicot.audit import queries as audit
from massicot.commands.worker.letters import MAKERS
from massicot.core import codes
from massicot.deposits import queries as deposits
from massicot.deposits import services as deposit_acts
from massicot.deposits.models import SealedContent
from massicot.deposits.rules import DepositDestroyed, DepositKind, Document, DocumentsNotKept
from massicot.exams import queries as exams
from massicot.post.models import Letter
from massicot.post.rules.letters import LetterState, read
from massicot.results import queries, services
from massicot.results.rules.consultations import AskerProof, ConsultationMoved, ConsultationState, ConsultationStep
from massicot.results.rules.script_copies import destroyed_on
from tests import later_world
from tests.cast import ODILE, TYPING
from tests.keeping import kept
from tests.post import mail_server, posting
from tests.results.asking import ask, follow, state_of
from tests.web.office.lifting.lately import key_there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(later_world.lifted)

SCAN = Document(DepositKind.PDF, b"%PDF-1.7 a script, scanned", 4)
IRIS = "iris@example.org"


@pytest.fixture
def asked(built):
    row = ask(built, 9)
    follow(built, row, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    return row


def send(built, asked, *, seen=2, to=IRIS):
    act = {"copy": SCAN, "to": to, "seen": seen, "by": ODILE, "at": TYPING}
    return services.send_script_copy(paper=built.paper, consultation_id=asked.pk, **act)


def copy_of(asked):
    (copy,) = queries.copies_of(asked)
    return copy


def test_it_is_enclosed_as_the_mail_leaves_and_lies_in_no_outbox(built, asked):
    send(built, asked)
    copy = copy_of(asked)
    assert state_of(asked) == ConsultationState.SENT
    assert [(one.kind, one.subject) for one in read(copy.letter.enclosed)] == [("document", copy.deposit.code)]
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        left = posting.send(server, makers=MAKERS, at=TYPING)
    body, scan = postmaster.accepted[0].iter_parts()
    assert (scan.get_content_type(), scan.get_content()) == ("application/pdf", SCAN.content)
    assert "Culture générale" in body.get_content()
    assert not codes.number_within(body.get_content())
    assert (left.state, left.to, bytes(Letter.objects.get().sealed)) == (LetterState.SENT, IRIS, b"")


def test_it_lies_sealed_about_its_request_until_its_day(built, asked):
    send(built, asked)
    deposit = copy_of(asked).deposit
    assert (deposit.about, deposit.destroy_on) == (f"consultation:{asked.pk}", destroyed_on(TYPING.date()))
    assert SCAN.content not in bytes(SealedContent.objects.get().sealed)
    day_before = TYPING + (deposit.destroy_on - TYPING.date()) - timedelta(days=1)
    assert deposit_acts.sweep(at=day_before) == 0
    assert deposits.content_of(deposit.code).content == SCAN.content
    assert deposit_acts.sweep(at=day_before + timedelta(days=1)) == 1
    with pytest.raises(DepositDestroyed):
        deposits.content_of(deposit.code)


def test_two_months_are_counted_to_the_last_day():
    assert [destroyed_on(day) for day in (date(2017, 7, 21), date(2017, 12, 31))] == [
        date(2017, 9, 21),
        date(2018, 2, 28),
    ]


def test_taken_back_before_it_left_nothing_leaves_and_nothing_is_kept(built, asked):
    send(built, asked)
    follow(built, asked, ConsultationStep.TAKE_BACK, words="Autre copie.")
    copy = copy_of(asked)
    assert (copy.letter.state, copy.deposit.reason) == (LetterState.GIVEN_UP, "mistake")
    assert not SealedContent.objects.exists()
    send(built, asked, seen=4)
    first, second = queries.copies_of(asked)
    assert (first.letter.state, second.letter.state) == (LetterState.GIVEN_UP, LetterState.WAITING)
    assert second.deposit.destroyed_at is None


def test_a_copy_that_a_dispute_keeps_stays_and_the_step_is_taken_back_all_the_same(built, asked):
    send(built, asked)
    deposit_acts.freeze(code=copy_of(asked).deposit.code, dispute="TA 2017-114", by=ODILE, at=TYPING)
    follow(built, asked, ConsultationStep.TAKE_BACK, words="Autre copie.")
    kept_copy = copy_of(asked)
    assert (state_of(asked), kept_copy.letter.state) == (ConsultationState.CHECKED, LetterState.GIVEN_UP)
    assert kept_copy.deposit.destroyed_at is None


def test_from_an_older_page_or_without_a_key_nothing_is_kept(built, asked, settings, tmp_path):
    with pytest.raises(ConsultationMoved):
        send(built, asked, seen=1)
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "gone.key")
    with pytest.raises(DocumentsNotKept):
        send(built, asked)
    assert state_of(asked) == ConsultationState.CHECKED
    assert (queries.copies_of(asked), Letter.objects.count()) == ([], 0)


def test_its_journal_line_tells_neither_the_address_nor_a_number(built, asked):
    send(built, asked)
    line = audit.acts_of(exams.subject_of(built.paper))[-1]
    assert (line.act, IRIS in line.facts, codes.number_within(line.facts)) == ("ConsultationTaken", False, "")

"""A request that is answered by mail, and what may become of that mail."""

from massicot.commands.worker.letters import MAKERS
from massicot.deposits import services as deposits
from massicot.deposits.rules import DepositKind, DestructionReason, Document
from massicot.post import services as post
from massicot.post.models import Letter
from massicot.post.rules.letters import TRIED_FOR, LetterState
from massicot.results import queries, services
from massicot.results.rules.consultations import AskerProof, ConsultationStep
from tests.cast import ODILE, TYPING
from tests.post import mail_server, posting
from tests.results.asking import ask, follow

SCAN = Document(DepositKind.PDF, b"%PDF-1.7 a script, scanned", 4)
LINE = Document(DepositKind.JPEG, b"\xff\xd8 one line, the rest is black", 1)
IRIS = "iris@example.org"


def checked(built, rank, **fields):
    """Note that a candidate asks, and look who it is."""
    row = ask(built, rank, **fields)
    follow(built, row, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    return row


def send(built, asked, *, to=IRIS, at=TYPING):
    """Answer a request by mail, as whoever sees its page now does."""
    seen = queries.consultation_of(built.paper, asked.pk).steps_taken
    act = {"copy": SCAN, "to": to, "seen": seen, "by": ODILE, "at": at}
    return services.send_script_copy(paper=built.paper, consultation_id=asked.pk, **act)


def mailed(built, rank, **fields):
    """Have a candidate ask, and answer by a mail that waits."""
    return send(built, checked(built, rank, **fields))


def leave(at=TYPING, to_rcpt="250 OK"):
    """Offer the next mail to a server, which takes it unless it is told to say something else."""
    with mail_server.listening(mail_server.Postmaster(to_rcpt)) as server:
        return posting.send(server, makers=MAKERS, at=at)


def letter_of(asked):
    """Fetch the mail of the last copy of a request."""
    return queries.copies_of(asked)[-1].letter


def stays(asked):
    assert letter_of(asked).state == LetterState.WAITING


def is_refused(asked):
    assert leave(to_rcpt="550 no such person").state == LetterState.REFUSED


def is_tried_in_vain(asked):
    assert posting.send(mail_server.dead(), makers=MAKERS, at=TYPING + TRIED_FOR).state == LetterState.REFUSED


def loses_its_copy(asked):
    code = queries.copies_of(asked)[-1].deposit.code
    deposits.destroy(code=code, reason=DestructionReason.ASKED, by=ODILE, at=TYPING)
    assert leave().state == LetterState.REFUSED


def is_given_up(asked):
    post.give_up(letter_id=letter_of(asked).pk, by=ODILE, at=TYPING)


def is_lost_on_the_line(asked):
    with mail_server.hangs_up_after_the_message() as server:
        assert posting.send(server, makers=MAKERS, at=TYPING).state == LetterState.UNCERTAIN


def is_being_sent(asked):
    Letter.objects.filter(pk=letter_of(asked).pk).update(state=LetterState.SENDING, claimed_at=TYPING)


NEVER_LEFT = (stays, is_refused, is_tried_in_vain, loses_its_copy, is_given_up, is_lost_on_the_line, is_being_sent)
"""What keeps a mail from having left."""

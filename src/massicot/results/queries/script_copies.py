"""The copies of a script that were handed in for a request, each with the mail that it goes with."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings

from massicot.deposits import queries as deposits
from massicot.deposits.queries import Deposit
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.post import queries as post
from massicot.post.queries import Letter
from massicot.post.rules import NOT_LEFT, LetterState, letters
from massicot.results.models import Consultation, SheetExtract
from massicot.results.rules.consultations import ConsultationState
from massicot.results.rules.script_copies import ABOUT, CopyMail, about_of, occasion_of, occasions_of, where_mail_is

MAY_LEAVE = NOT_LEFT - {LetterState.GIVEN_UP}


class ScriptCopy(NamedTuple):
    """One copy, and the mail with which it goes."""

    deposit: Deposit
    letter: Letter | None

    @property
    def mail(self) -> CopyMail | None:
        """Say how far its mail is; None where it has none."""
        return _mail_of(self.letter, self.deposit) if self.letter else None


class StandingExtract(NamedTuple):
    """The line of a mark sheet that is kept for a request: its document, by whom it was masked and confirmed."""

    deposit: Deposit
    masked_by: str
    confirmed_by: str

    @property
    def code(self) -> str:
        return self.deposit.code


class StandingMail(NamedTuple):
    """The mail by which a request is answered, once it has left."""

    letter: Letter
    mail: CopyMail

    @property
    def has_left(self) -> bool:
        return self.mail is CopyMail.LEFT


def copies_of(consultation: Consultation) -> list[ScriptCopy]:
    """List the copies of a request, the first one first."""
    rows = deposits.deposits_about(about_of(consultation.pk))
    mails = post.letters_about(occasions_of(consultation.pk)) if rows else []
    letter_of = {code: letter for letter in mails for code in _copies_in(letter)}
    return [ScriptCopy(row, letter_of.get(row.code)) for row in rows]


def extract_of(consultation: Consultation) -> StandingExtract | None:
    """Fetch the line of the mark sheet that is kept for a request; None where none is, or it is destroyed."""
    row = SheetExtract.objects.filter(consultation=consultation).first()
    deposit = deposits.deposits_by_codes([row.code]).get(row.code) if row else None
    if row is None or deposit is None or deposit.destroyed_at is not None:
        return None
    return StandingExtract(deposit, row.masked_by, row.confirmed_by)


def mails_of(rows: Iterable[Consultation]) -> dict[int, StandingMail]:
    """Map those of some requests that are answered by mail to that mail; one sent otherwise has none."""
    occasions = {occasion_of(row.pk, row.steps_taken): row.pk for row in rows if row.state == ConsultationState.SENT}
    mails = post.letters_on(occasions)
    copies = deposits.deposits_by_codes(code for letter in mails.values() for code in _copies_in(letter))
    return {
        occasions[occasion]: StandingMail(letter, _mail_of(letter, *map(copies.get, _copies_in(letter))))
        for occasion, letter in mails.items()
    }


def ranks_mailed(consultation: Consultation) -> dict[int, Letter]:
    """Map the steps of a request that wrote a mail, by rank, to that mail, those that were taken back too."""
    start = occasions_of(consultation.pk)
    return {int(letter.occasion.removeprefix(start)): letter for letter in post.letters_about(start)}


def is_in_a_mail(deposit: Deposit) -> bool:
    """Say whether a mail that has not left, and still may, takes a document along: destroyed, it is not sent."""
    kind, _, named = deposit.about.partition(":")
    mails = post.letters_about(occasions_of(int(named))) if kind == ABOUT else []
    return any(deposit.code in _copies_in(letter) and letter.state in MAY_LEAVE for letter in mails)


def day_it_left(paper: Paper, letter: Letter) -> date | None:
    """Say on which day, on the clock of its session, a mail left; None before."""
    return exams.local(paper, letter.sent_at).date() if letter.sent_at else None


def consultations_by_ids(consultation_ids: Collection[int]) -> dict[int, Consultation]:
    """Map some requests to their rows, each with its paper and session; one that is gone is left out."""
    rows = Consultation.objects.filter(pk__in=consultation_ids).select_related("paper__session")
    return {row.pk: row for row in rows}


def _copies_in(letter: Letter) -> list[str]:
    """List the documents that a mail takes along: the copy of the script, then the line of the mark sheet if any."""
    return [enclosure.subject for enclosure in letters.read(letter.enclosed)]


def _mail_of(letter: Letter, *copies: Deposit | None) -> CopyMail:
    is_destroyed = any(copy is None or copy.destroyed_at is not None for copy in copies)
    return where_mail_is(letter.state, is_copy_destroyed=is_destroyed, has_server=bool(settings.MASSICOT_EMAIL_URL))

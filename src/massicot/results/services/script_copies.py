"""What an answer by mail does beside its step: the copy kept, the mail that takes it along; both taken back."""

from datetime import date, datetime

from massicot.core.actor import Actor
from massicot.deposits import queries as deposit_reads
from massicot.deposits import services as deposits
from massicot.deposits.rules import DestructionReason, Document
from massicot.documents import mails
from massicot.exams.queries import Paper
from massicot.post import services as post
from massicot.post.rules.letters import EnclosureKind, EnclosureName
from massicot.results.models import Consultation
from massicot.results.rules.script_copies import about_of, destroyed_on, occasion_of, occasions_of


def mail_copy(
    *, paper: Paper, row: Consultation, copy: Document, extract: str, to: str, today: date, by: Actor, at: datetime
) -> None:
    """Keep a copy until its day, and put the mail in the outbox with which it leaves; with `extract`, if it is named.

    A lower service: the outer act writes the journal line. Raise DocumentsNotKept, OtherKeyInPlace or AddressMalformed.
    """
    about = about_of(row.pk)
    kept = deposits.keep_document(document=copy, about=about, destroy_on=destroyed_on(today), by=by, at=at)
    if extract and deposit_reads.deposit_by_code(extract).destroy_on != destroyed_on(today):
        deposits.date_destruction(code=extract, destroy_on=destroyed_on(today), by=by, at=at)
    mail = mails.script_copy(paper.title, paper.session.title, has_extract=bool(extract))
    post.write_letter(
        to=to,
        subject=mail.subject,
        body=mail.body,
        occasion=occasion_of(row.pk, row.steps_taken),
        enclosed=[EnclosureName(EnclosureKind.DOCUMENT, code) for code in (kept.code, extract) if code],
        by=by,
        at=at,
    )


def withdraw_copies(*, row: Consultation, by: Actor, at: datetime) -> None:
    """Give up the mails of a request that have not left, and destroy its copies, but what a dispute keeps.

    A lower service: the outer act, which takes a step back, writes the journal line.
    """
    post.withdraw_letters_about(occasion_start=occasions_of(row.pk))
    for kept in deposit_reads.deposits_about(about_of(row.pk)):
        if kept.destroyed_at is None and kept.frozen_at is None:
            deposits.destroy(code=kept.code, reason=DestructionReason.MISTAKE, by=by, at=at)

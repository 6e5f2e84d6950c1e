"""The acts on a dispute about a result: opened, ended, opened again; never by number.

Each holds the papers of the session: nobody destroys a script meanwhile that the dispute would keep.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import Dispute
from massicot.results.queries import disputes as queries
from massicot.results.rules import disputes as rules
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import AskerNotFound, check_asked
from massicot.store.writes import swap_one


@transaction.atomic
def open_dispute(
    *,
    paper: Paper,
    candidate_number: str,
    born_on: date,
    asked_by: Asker,
    received_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Dispute:
    """Note that somebody disputes the result of a candidate, who is found by number and date of birth.

    Raise NotFromOffice, AskerNotFound, ReceivedTomorrow, ReceivedBeforeThePaper, DisputeReasonMissing, FileNamesScript
    or DisputeOpen.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    row = candidates.entry_of_person(paper, candidate_number, born_on)
    if row is None:
        raise AskerNotFound(paper=paper.code)
    today, written_on = (exams.local(paper, instant).date() for instant in (at, paper.starts_at))
    check_asked(paper.code, received_on, written_on, today)
    words = rules.check_dispute_words(reason)
    # Whoever notes the same dispute at the same instant finds it there already.
    noted, is_new = Dispute.objects.get_or_create(
        entry_id=row.entry_id,
        ended_on__isnull=True,
        defaults={
            "paper": paper,
            "asked_by": asked_by,
            "received_on": received_on,
            "reason": words,
            "opened_by": by.login,
        },
    )
    if not is_new:
        raise rules.DisputeOpen(candidate=row.candidate_number, paper=paper.code)
    _record(paper, rules.DisputeOpened(row.candidate_number, asked_by, received_on, words), by=by, at=at)
    return noted


@transaction.atomic
def end_dispute(*, paper: Paper, dispute_id: int, reason: str, by: Actor, at: datetime) -> Dispute:
    """Say that a dispute is over, or was noted by mistake; its script is kept for it no more.

    Raise NotFromOffice, DisputeUnknown, DisputeReasonMissing, FileNamesScript or DisputeMoved.
    """
    accounts.check_office(by.login)
    row = queries.dispute_of(paper, dispute_id)
    words = rules.check_dispute_words(reason)
    ended = {"ended_on": exams.local(paper, at).date(), "ended_by": by.login, "ended_reason": words}
    swap_one(Dispute.objects.filter(pk=row.pk, ended_on__isnull=True), rules.DisputeMoved(), **ended)
    _record(paper, rules.DisputeEnded(_candidate(row), words), by=by, at=at)
    return row


@transaction.atomic
def reopen_dispute(*, paper: Paper, dispute_id: int, reason: str, by: Actor, at: datetime) -> Dispute:
    """Open a dispute again that was ended by mistake; raise as `end_dispute` does, or DisputeOpen."""
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    row = queries.dispute_of(paper, dispute_id)
    words = rules.check_dispute_words(reason)
    ended = Dispute.objects.filter(pk=row.pk, ended_on__isnull=False)
    try:
        with transaction.atomic():
            swap_one(ended, rules.DisputeMoved(), ended_on=None, ended_by="", ended_reason="")
    except IntegrityError:  # another one of the same candidate was opened meanwhile
        raise rules.DisputeOpen(candidate=_candidate(row), paper=paper.code) from None
    _record(paper, rules.DisputeOpenedAgain(_candidate(row), words), by=by, at=at)
    return row


def _candidate(row: Dispute) -> str:
    return candidates.names_of_entries([row.entry_id])[row.entry_id].candidate_number


def _record(paper: Paper, fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)

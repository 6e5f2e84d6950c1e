"""The act that erases the files of those who asked, once they were kept long enough."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import Consultation, Dispute
from massicot.results.queries.files import files_due
from massicot.results.rules import files as rules
from massicot.results.rules.consultations import ENDED
from massicot.results.rules.files import FileKind


@transaction.atomic
def erase_files(*, paper: Paper, seen: int, which: str, by: Actor, at: datetime) -> int:
    """Erase the files of a paper that were kept long enough, those that were seen (`which_of`); give how many.

    Raise NotFromOffice, NoFileDue or FilesMoved.
    """
    accounts.check_office(by.login)
    # Nobody reopens one of them meanwhile, nor opens a dispute about its candidate.
    paper = exams.hold_as_now(paper)
    due = files_due(paper, exams.local(paper, at).date())
    rules.check_files(paper.code, seen, which, due)
    ids: dict[FileKind, list[int]] = defaultdict(list)
    for file in due:
        ids[file.kind].append(file.row_id)
    Consultation.objects.filter(pk__in=ids[FileKind.REQUEST], state__in=ENDED).delete()
    Dispute.objects.filter(pk__in=ids[FileKind.DISPUTE], ended_on__isnull=False).delete()
    months = paper.session.files_kept_months
    fact = rules.FilesErased(len(ids[FileKind.REQUEST]), len(ids[FileKind.DISPUTE]), months)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return len(due)

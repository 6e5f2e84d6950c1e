"""The candidates of a session deleted with it: lower service of `results.services.delete_session`."""

from django.db import transaction

from massicot.candidates.models import (
    Candidate,
    EarlierIdentity,
    Entry,
    KeptMarkSat,
    ListChange,
    ListedSeat,
    RollCell,
)
from massicot.candidates.rules import Attendance
from massicot.exams.queries import Session
from massicot.exams.rules.archiving import WorkIsDone


@transaction.atomic
def delete_candidates(*, session: Session) -> None:
    """Delete the candidates of a session and what papers expect of them; raise WorkIsDone once somebody is keyed.

    The caller holds the session, and its papers.
    """
    entries = Entry.objects.filter(candidate__session=session)
    if entries.exclude(attendance=Attendance.NOT_KEYED).exists():
        raise WorkIsDone(session=session.code)
    EarlierIdentity.objects.filter(candidate__session=session).delete()
    for beside in (ListedSeat, KeptMarkSat):
        beside._default_manager.filter(entry__candidate__session=session).delete()
    entries.delete()
    Candidate.objects.filter(session=session).delete()
    for model in (RollCell, ListChange):
        model._default_manager.filter(paper__session=session).delete()

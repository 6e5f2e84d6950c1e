"""Acts that put a session away, take it out again, and delete one that nobody has worked in."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries
from massicot.exams.models import (
    CentreNetwork,
    Corrigendum,
    ExamCentre,
    Paper,
    Route,
    Session,
    Specialty,
)
from massicot.exams.rules import archiving as rules
from massicot.store.swap import swap_one


@transaction.atomic
def archive_session_unchecked_work(*, session: Session, reason: str, by: Actor, at: datetime) -> None:
    """Put a session away; raise ArchivedWithoutReason, ArchivedAlready or SessionGone.

    Lower service of the act that looks whether somebody holds something of it.
    """
    why = rules.check_reason(session.code, reason)
    row = queries.hold_session(session)
    shown = Session.objects.filter(pk=row.pk, archived_at__isnull=True)
    swap_one(shown, rules.ArchivedAlready(session=row.code), archived_at=at, archived_reason=why)
    audit.record(subject=f"session:{row.code}", fact=rules.SessionArchived(why), by=by, at=at)


@transaction.atomic
def bring_back_session(*, session: Session, by: Actor, at: datetime) -> None:
    """Put an archived session back into every list; raise NotArchived or SessionGone."""
    row = queries.hold_session(session)
    archived = Session.objects.filter(pk=row.pk, archived_at__isnull=False)
    swap_one(archived, rules.NotArchived(session=row.code), archived_at=None, archived_reason="")
    audit.record(subject=f"session:{row.code}", fact=rules.SessionBroughtBack(row.code), by=by, at=at)


@transaction.atomic
def delete_session_unchecked_later_rooms(
    *,
    session: Session,
    check: Callable[[], None],
    held: Callable[[], Mapping[str, int]],
    seen: str,
    empty: Callable[[], None],
    by: Actor,
    at: datetime,
) -> None:
    """Delete a session with its papers; lower service of the act that knows who is invited and what later rooms hold.

    `check` refuses what the later rooms know, `held` counts what it holds, `empty` deletes what they may lose:
    each is asked once nobody can add to it any more. `seen` tells what its page counted (`rules.archiving.seen_of`).
    Raise NumbersAreDrawn, PeopleAreTold, WorkIsDone, SessionMoved, SessionGone, or what `check` refuses.
    """
    account_acts.hold_appointments()
    papers = queries.hold_to_delete(session)  # before the session, as an import does
    row = queries.hold_session(session)
    check_untouched(row, papers)
    check()
    counts = held()
    if rules.seen_of(counts) != seen:
        raise rules.SessionMoved(session=row.code)
    try:
        empty()
        _delete(row)
    except ProtectedError:
        raise rules.WorkIsDone(session=row.code) from None
    audit.record(subject=f"session:{row.code}", fact=rules.SessionDeleted(row.code, counts), by=by, at=at)


def check_untouched(session: Session, papers: Collection[Paper]) -> None:
    """Refuse to delete a session that has left the office; raise NumbersAreDrawn or PeopleAreTold."""
    for paper in papers:
        if paper.prepared_at is not None:
            raise rules.NumbersAreDrawn(session=session.code, paper=paper.code)
    told = Corrigendum.objects.filter(paper__session=session, applied_at__isnull=False).first()
    if told is not None:
        raise rules.PeopleAreTold(session=session.code, reference=told.reference)


def _delete(session: Session) -> None:
    Corrigendum.objects.filter(paper__session=session).delete()
    Route.objects.filter(paper__session=session).delete()
    Paper.objects.filter(session=session).delete()
    for model in (Specialty, ExamCentre, CentreNetwork):
        model._default_manager.filter(session=session).delete()
    Session.objects.filter(pk=session.pk).delete()

"""Acts that put a session away, and that delete one in which nobody has worked."""

from datetime import datetime

from django.db import transaction

from massicot.candidates import services as candidate_acts
from massicot.consignments import services as consignments
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Session
from massicot.exams.rules.sessions import PeopleAreInvited, WorkIsDone
from massicot.expenses import services as expense_acts
from massicot.markers import services as marker_acts
from massicot.missions import services as mission_acts
from massicot.presence import services as presence_acts
from massicot.results.queries import archiving as queries
from massicot.results.rules.archiving import check_open
from massicot.results.rules.decisions import few


@transaction.atomic
def archive_session(*, session: Session, reason: str, by: Actor, at: datetime) -> None:
    """Put a session away: it is out of every list and of the reminders, until it is brought back.

    What is ticked in receptions that are open is written: nobody closes them. Raise ParcelsOnTheRoad, ReturnsOnTheRoad,
    EnvelopesOut, WithdrawnOut, DaysUnderWay, TypingUnderWay, RequestsWait, TicksSealed, TicksBroken,
    ArchivedWithoutReason, ArchivedAlready or SessionGone.
    """
    exams.hold_papers(session)  # no batch is opened again meanwhile, no day, and no script is asked for
    check_open(session.code, queries.open_work(session, at))
    for paper in exams.papers_of(session):
        consignments.write_ticks_of(paper_id=paper.pk, by=by, at=at)
    exam_acts.archive_session_unchecked_work(session=session, reason=reason, by=by, at=at)


def check_deletable(session: Session, at: datetime) -> None:
    """Refuse to delete a session that has left the office, or in which somebody has worked.

    Raise NumbersAreDrawn, PeopleAreInvited, PeopleAreTold or WorkIsDone.
    """
    exam_acts.check_untouched(session, exams.papers_of(session))
    _check_later_rooms(session, at)


@transaction.atomic
def delete_session(*, session: Session, seen: str, by: Actor, at: datetime) -> None:
    """Delete a session in which no number was drawn and to which nobody was invited.

    `seen` tells what its page showed of it. Its line of the journal stays, and ends here. Raise NumbersAreDrawn,
    PeopleAreInvited, PeopleAreTold, WorkIsDone, SessionMoved or SessionGone.
    """
    exam_acts.delete_session_unchecked_later_rooms(
        session=session,
        check=lambda: _check_later_rooms(session, at),
        held=lambda: queries.held_by(session),
        seen=seen,
        empty=lambda: _empty(session),
        by=by,
        at=at,
    )


def _check_later_rooms(session: Session, at: datetime) -> None:
    if people := queries.invited_by(session, at):
        raise PeopleAreInvited(session=session.code, people=few(people))
    if queries.is_worked_in(session):
        raise WorkIsDone(session=session.code)


def _empty(session: Session) -> None:
    candidate_acts.delete_candidates(session=session)
    expense_acts.delete_money(session=session)
    presence_acts.delete_registers(session=session)
    mission_acts.delete_missions(session=session)
    marker_acts.delete_markers(session=session)

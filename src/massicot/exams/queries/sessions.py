"""Reads of sessions and papers."""

import dataclasses
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from massicot.core.marks import Scale
from massicot.exams import models
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.session_plan import PaperValues
from massicot.exams.rules.sessions import SessionGone, SessionIsArchived
from massicot.store.prepared import Question, ask_all
from massicot.store.writes import share_row

Paper = models.Paper
Session = models.Session
"""Rows that other areas are handed and may name; the tables themselves are imported by this area only."""

PAPER = Question(lambda paper_id: Paper.objects.select_related("session").filter(pk=paper_id))
"""A paper with its session."""

_NAMED = Question(
    lambda session_code, code: Paper.objects.select_related("session").filter(session__code=session_code, code=code)
)
REHEARSALS: Question[tuple[int]] = Question(lambda: Session.objects.filter(is_rehearsal=True).values_list("pk")[:1])
"""A session that is a rehearsal, if the database holds one: asked at every page."""

EXAMINING = Question(
    lambda: Session.objects.filter(pk__in=Paper.objects.values("session_id"), archived_at=None).order_by("code")
)
"""Every session that has a paper and is not archived, by code."""

_SESSION = Question(lambda code: Session.objects.filter(code=code))
_OF_SESSION = Question(
    lambda session_id: Paper.objects.filter(session_id=session_id).select_related("session").order_by("code")
)
_AT_WORK = Question(
    lambda: Paper.objects.filter(session__archived_at=None).select_related("session").order_by("session__code", "code")
)

_SESSIONS_AT_WORK = Question(lambda: Session.objects.filter(archived_at=None).order_by("code"))
_ZONES_AT_WORK: Question[tuple[str]] = Question(
    lambda: Session.objects.filter(archived_at=None).values_list("time_zone")
)
_ARCHIVED: Question[tuple[int]] = Question(
    lambda session_id: Session.objects.filter(pk=session_id, archived_at__isnull=False).values_list("pk")
)
_HELD_SESSION = Question(lambda session_id: Session.objects.select_for_update().filter(pk=session_id))
_HELD_PAPER = Question(
    lambda paper_id: Paper.objects.select_related("session").select_for_update(of=("self",)).filter(pk=paper_id)
)
_HELD_PAPERS = Question(
    lambda session_id: (
        Paper.objects.filter(session_id=session_id)
        .select_related("session")
        .order_by("code")
        .select_for_update(of=("self",), no_key=True)
    )
)

_SCALE = "scale"


def session_by_code(code: str) -> Session:
    """Fetch a session; raise SessionUnknown."""
    session = _SESSION.first(code=code)
    if session is None:
        raise rules.SessionUnknown(code=code)
    return session


def sessions() -> list[Session]:
    """List every session, archived ones too, by code."""
    return list(Session.objects.order_by("code"))


def codes_among(codes: Collection[str]) -> set[str]:
    return set(Session.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else set()


def sessions_at_work() -> list[Session]:
    """List every session that is not archived, by code."""
    return _SESSIONS_AT_WORK.ask()


def zones_at_work() -> set[ZoneInfo]:
    """List the time zones of the sessions that are not archived."""
    return {ZoneInfo(zone) for (zone,) in _ZONES_AT_WORK.ask()}


def session_rows() -> QuerySet[Session]:
    """List every session that is not archived, the latest year first, each with its papers (`paper_count`)."""
    return _with_paper_counts().filter(archived_at=None)


def archived_rows() -> QuerySet[Session]:
    """List the archived sessions, the latest year first, each with its papers (`paper_count`)."""
    return _with_paper_counts().exclude(archived_at=None)


def _with_paper_counts() -> QuerySet[Session]:
    return Session.objects.annotate(paper_count=Count("papers")).order_by("-year", "code")


def has_real_session() -> bool:
    """Say whether the database holds a session that is not a rehearsal."""
    return Session.objects.filter(is_rehearsal=False).exists()


def holds_rehearsal() -> bool:
    return bool(REHEARSALS.ask())


def papers_of(session: Session) -> list[Paper]:
    """List a session's papers, by code."""
    return _OF_SESSION.ask(session_id=session.pk)


def papers_at_work() -> list[Paper]:
    """List every paper of every session that is not archived, session by session."""
    return _AT_WORK.ask()


def papers_at_work_or(*among: QuerySet[Any, int]) -> QuerySet[Paper]:
    """Find every paper of every session that is not archived, and some of archived ones, session by session."""
    wanted = Q(session__archived_at=None)
    for some in among:
        wanted |= Q(pk__in=some)
    rows = Paper.objects.filter(wanted)
    return rows.select_related("session").order_by("session__code", "code")


def hold_papers(session: Session) -> list[Paper]:
    """List a session's papers, held until the end of the transaction: nobody draws their numbers meanwhile.

    Nor does a centre close its day or enter somebody off the list; rows that name a paper may still come. Raise
    SessionGone.
    """
    held = _HELD_PAPERS.ask(session_id=session.pk)
    _check_there(session, held)
    return held


def hold_as_now(paper: Paper) -> Paper:
    """Fetch a paper, and what its session says, as they are now, held as `hold_papers` does; raise SessionGone."""
    for held in hold_papers(paper.session):
        if held.pk == paper.pk:
            return held
    raise SessionGone


def hold_papers_at_work(session: Session) -> list[Paper]:
    """List a session's papers, held as `hold_papers` does; raise SessionGone or SessionIsArchived."""
    held, archived = ask_all(_HELD_PAPERS.of(session_id=session.pk), _ARCHIVED.of(session_id=session.pk))
    _check_there(session, held)
    if archived:
        raise SessionIsArchived(session=session.code)
    papers: list[Paper] = held
    return papers


def _check_there(session: Session, held: Collection[Paper]) -> None:
    if not held and not Session.objects.filter(pk=session.pk).exists():
        raise SessionGone


def check_at_work(session: Session) -> None:
    """Refuse to begin something in a session that is archived, which nobody would see; raise SessionIsArchived."""
    if _ARCHIVED.ask(session_id=session.pk):
        raise SessionIsArchived(session=session.code)


def hold_to_delete(session: Session) -> list[Paper]:
    """List a session's papers, held so that not even a row that names one of them may come."""
    return list(Paper.objects.filter(session=session).order_by("code").select_for_update())


def hold_session(session: Session) -> Session:
    """Fetch a session as it is now, held until the end of the transaction; raise SessionGone."""
    row = _HELD_SESSION.first(session_id=session.pk)
    if row is None:
        raise SessionGone
    return row


def share_paper(paper: Paper) -> None:
    """Hold a paper as it is until the end of the transaction, with whoever does the same: no table is imported."""
    share_row(paper)


def hold_paper(paper_id: int) -> Paper:
    """Fetch a paper as it is now, held until it is changed; raise SessionGone or SessionIsArchived."""
    paper = _HELD_PAPER.first(paper_id=paper_id)
    if paper is None:
        raise SessionGone
    check_at_work(paper.session)
    return paper


def has_paper(paper: Paper) -> bool:
    return Paper.objects.filter(pk=paper.pk).exists()


def paper_by_code(session_code: str, code: str) -> Paper:
    """Fetch a paper; raise SessionUnknown or PaperUnknown."""
    paper = _NAMED.first(session_code=session_code, code=code)
    if paper:
        return paper
    papers = papers_of(session_by_code(session_code))
    raise rules.PaperUnknown(session=session_code, code=code, papers=", ".join(paper.code for paper in papers))


def paper_rows(paper_id: int) -> QuerySet[Paper]:
    """Find a paper, for areas that say by `OuterRef("pk")` what they hold of it."""
    return Paper.objects.filter(pk=paper_id)


def paper_by_id(paper_id: int) -> Paper:
    """Fetch a paper with its session."""
    paper = PAPER.first(paper_id=paper_id)
    if paper is None:
        raise Paper.DoesNotExist
    return paper


def subject_of(paper: Paper) -> str:
    """Name a paper as the journal does."""
    return f"paper:{paper.session.code}/{paper.code}"


def scale_of(paper: Paper) -> Scale:
    """Build a paper's mark scale."""
    return Scale(paper.lowest_hundredths, paper.highest_hundredths, paper.step_hundredths, paper.digits)


def values_of(paper: Paper) -> PaperValues:
    """Build what the office may edit of a paper."""
    names = [field.name for field in dataclasses.fields(PaperValues) if field.name != _SCALE]
    return PaperValues(scale=scale_of(paper), **{name: getattr(paper, name) for name in names})


def due_at(paper: Paper) -> datetime:
    """Say when scripts must have left at the latest."""
    return rules.despatch_deadline(paper.ends_at, paper.despatch_hours)


def zone_of(session: Session) -> ZoneInfo:
    """Say in which time zone a session lives."""
    return ZoneInfo(session.time_zone)


def day_of(session: Session, instant: datetime) -> date:
    """Tell the day of an instant in the time zone of a session."""
    return instant.astimezone(zone_of(session)).date()


def local(paper: Paper, instant: datetime) -> datetime:
    """Tell an instant in the time zone of the paper's session."""
    return instant.astimezone(zone_of(paper.session))

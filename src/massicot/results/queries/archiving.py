"""Reads of a session before it is archived or deleted: who holds something of it, who is invited, what it holds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as parcels
from massicot.consignments.queries import Parcel
from massicot.consignments.rules.returns import ReturnState
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.presence.queries.sending import has_any_register
from massicot.results.queries.consultations import papers_asked_about
from massicot.results.queries.ladder import papers_exported
from massicot.results.queries.matters import matters_of
from massicot.results.rules.archiving import OpenWork, PaperLeft, undone_of
from massicot.roomreports import queries as reports
from massicot.setasides import queries as setasides


def open_work(session: Session, at: datetime) -> OpenWork:
    """Tell who holds something of a session, and what is left undone in it."""
    papers = exams.papers_of(session)
    ids = [paper.pk for paper in papers]
    made = [parcel for paper in papers for parcel in parcels.parcels_of(paper.pk)]
    rows = batches.rows_of_papers(ids)
    still = marks.without_lock(rows).filter(marks.entry_open(at))
    return OpenWork(
        parcels=[parcel.code for parcel in made if _is_on_the_road(parcel)],
        returns=list(parcels.codes_on_the_road(ids)),
        envelopes=[batch.code for batch in rows if batch.is_out],
        withdrawn=batches.batches_of_withdrawn_out(ids),
        days=[centre for paper in papers for centre in _days_begun(paper)],
        typing=[batch.code for batch in still if batch.printed_at is not None],
        requests=papers_asked_about(papers),
        undone=[phrase for left in _work_left(papers, made, at) for phrase in undone_of(left)],
    )


def held_by(session: Session) -> dict[str, int]:
    """Count what a session holds that is deleted with it."""
    papers = exams.papers_of(session)
    return {
        "papers": len(papers),
        "specialties": exams.count_specialties([session.pk])[session.pk],
        "exam_centres": len(exams.named_centre_uais(session)),
        "candidates": candidates.count_candidates(session.pk),
        "markers": markers.count_markers([session.pk])[session.pk],
        "corrigenda": sum(exams.count_corrigenda(paper.pk) for paper in papers),
    }


def invited_by(session: Session, at: datetime) -> list[str]:
    """List who has access to a session and to no other by the same role: heads of its own centres, its markers."""
    written = {*exams.named_rows(), *candidates.entered_rows()}
    marked = set(exams.on_site_rows())
    over = {
        Role.EXAM_CENTRE: _alone(session.pk, written),
        Role.MARKING_CENTRE: _alone(session.pk, marked),
        Role.MARKER: {session.code},
        Role.INSPECTOR: {session.code, *(f"{session.code}/{paper.code}" for paper in exams.papers_of(session))},
    }
    return sorted({who.email for role, scopes in over.items() for who in accounts.appointed_over(role, scopes, at)})


def is_worked_in(session: Session) -> bool:
    """Say whether somebody outside the office has worked in a session: keyed, counted, checked, closed or packed."""
    return has_any_register(session.pk) or any(
        parcels.parcels_of(paper.pk)
        or candidates.days_closed(paper.pk)
        or reports.has_any(paper.pk)
        or candidates.has_checks(paper.pk)
        or candidates.scripts_counted(paper.pk)
        or any(tally.keyed for tally in candidates.attendance_counts(paper.pk).values())
        for paper in exams.papers_of(session)
    )


def _alone(session_id: int, places: set[tuple[int, str]]) -> set[str]:
    others = {uai for other, uai in places if other != session_id}
    return {uai for own, uai in places if own == session_id} - others


def _is_on_the_road(parcel: Parcel) -> bool:
    return parcel.sent_at is not None and parcel.arrived_at is None and parcel.lost_at is None


def _days_begun(paper: Paper) -> list[str]:
    """List the centres that have keyed somebody, or counted a room, and not closed their day."""
    closed = candidates.days_closed(paper.pk)
    tallies = candidates.attendance_counts(paper.pk)
    keyed = {uai for uai, tally in tallies.items() if tally.keyed}
    return sorted((keyed | candidates.scripts_counted(paper.pk).keys()) - closed.keys())


def _work_left(papers: Sequence[Paper], made: Sequence[Parcel], at: datetime) -> Iterator[PaperLeft]:
    matters = matters_of([paper.pk for paper in papers])
    lifted = [paper for paper in papers if matters[paper.pk].is_lifted]
    taken = papers_exported(lifted)
    late = marks.late_by_paper([paper.pk for paper in lifted], taken)
    expected = candidates.count_expected([paper.pk for paper in papers])
    marked: Any = marks.has_marks()
    unsent: Counter[int] = Counter(
        parcels.returns_in(ReturnState.MADE).filter(paper__in=papers).values_list("paper_id", flat=True)
    )
    for paper in papers:
        ((has_marks,),) = exams.paper_rows(paper.pk).values_list(marked)
        yield PaperLeft(
            paper=paper.code,
            is_to_come=at < paper.starts_at,
            entered=expected[paper.pk],
            not_sent=sum(parcel.paper_id == paper.pk and not parcel.has_left for parcel in made),
            in_reception=sum(parcel.paper_id == paper.pk and parcel.is_in_reception for parcel in made),
            not_sent_back=unsent[paper.pk],
            looked_through=matters[paper.pk].returns_here,
            lacking=matters[paper.pk].returns_lacking,
            set_aside=len(setasides.codes_open(paper.pk)),
            incidents=matters[paper.pk].incidents,
            short=batches.count_undecided_short(paper.pk),
            not_locked=len(marks.not_locked([paper.pk])),
            has_marks=has_marks,
            is_lifted=matters[paper.pk].is_lifted,
            is_taken_away=paper.pk in taken,
            changed=late.written[paper.pk] + late.locked[paper.pk],
        )

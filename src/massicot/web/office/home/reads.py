"""What the home page knows of every paper and session, gathered in a few statements, however many there are.

What it asks of letters and of people called is one statement, to which each area gives its part: it is written once and
asked each time. Written anew for each page, it took the ORM longer than all the rest of the page takes.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Subquery

from massicot.absences.queries.absences import absences_beside
from massicot.candidates import queries as candidates
from massicot.consignments.rules.arrival import is_overdue
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.rules import RouteFacts, RouteKind, specialty_routes
from massicot.exams.rules.sessions import OCCASION as INVITATION
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks.rules.rungs import MARKS
from massicot.missions.queries import events
from massicot.post import queries as post
from massicot.post.rules import LetterState
from massicot.presence.queries import sending as registers
from massicot.replacements import queries
from massicot.replacements.queries import FirstHalves
from massicot.results import queries as results
from massicot.results.rules.ladder import gaps_that_matter
from massicot.shelves import queries as shelves
from massicot.shelves.rules.boxes import BoxKind
from massicot.store.prepared import Question
from massicot.web.office.destruction.shown import list_trouble
from massicot.web.office.facts import ComingBack, Lifted, OfficePaperFacts, SessionFacts
from massicot.web.office.ladder.reads import look_knowing

Headed = AbstractSet[tuple[str, str]]
"""Centres that have a head: role and UAI."""

SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Plans:
    """Where the scripts of each paper go, by what routes and specialties say, while something may still come of it."""

    academies: Mapping[int, Mapping[str, str]]
    versions: Mapping[int, Sequence[RouteFacts]]

    def is_on_site(self, paper: exams.Paper) -> bool:
        """Say whether a specialty of a paper is marked on site."""
        routes, _ = specialty_routes(
            self.academies.get(paper.session_id, {}), self.versions.get(paper.pk, ()), paper.starts_at
        )
        return any(route.kind is RouteKind.ON_SITE for route in routes.values())

    def marking_centres(self, papers: Collection[exams.Paper]) -> set[str]:
        """List where some papers are marked on site, by any version of any route."""
        routes = (route for paper in papers for route in self.versions.get(paper.pk, ()))
        return {route.destination_uai for route in routes if route.kind is RouteKind.ON_SITE} - {""}


class _Papers:
    """What the areas say of all the papers, before it is sorted out."""

    def __init__(
        self, papers: Sequence[exams.Paper], put_away: Sequence[exams.Paper], plans: _Plans, now: datetime
    ) -> None:
        self._now, self._plans = now, plans
        self._roll = candidates.centres_by_paper(
            [paper.pk for paper in papers if now < paper.starts_at or not _is_drawn(paper)]
        )
        self._matters = results.matters_of([paper.pk for paper in (*papers, *put_away)])
        self._ended = results.slips_ended(self._matters.values())
        lifted = [paper for paper in papers if self._is_lifted(paper)]
        kept = [*lifted, *put_away]
        self._exported = results.papers_exported(kept) if kept else {}
        self._late = marks.late_by_paper([paper.pk for paper in lifted], self._exported)
        decided = [key for paper in lifted for key in self._matters[paper.pk].to_settle]
        self._found = results.found_by_now(decided)
        looked_at = [paper for paper in papers if self._is_looked_at(paper)]
        typed = [paper.pk for paper in looked_at if now >= paper.entry_opens_at]
        nothing = (Counter[int](), Counter[int](), Counter[int]())
        self._referred, self._withdrawn, twice = marks.waiting_by_paper(typed) if typed else nothing
        self._held_up = marks.held_up_by_paper(twice)

    def facts(self, paper: exams.Paper) -> OfficePaperFacts:
        """Sort out what is known of one paper."""
        has_entries = self._has_entries(paper)
        lifted = self._lifting_of(paper)
        is_to_number = not _is_drawn(paper) and self._plans.is_on_site(paper)
        if not self._is_looked_at(paper):
            at_work = None if has_entries and self._now < paper.starts_at else frozenset[str]()
            settled = sorted(self._found & self._matters[paper.pk].to_settle)
            return OfficePaperFacts(
                paper=paper,
                has_entries=has_entries,
                is_to_number=is_to_number,
                gaps=Counter(),
                centres=Counter(),
                lifted=lifted,
                at_work=at_work,
                there_after_all=settled,
                aside=self._matters[paper.pk].aside,
                astray=self._matters[paper.pk].astray,
                incidents=self._matters[paper.pk].incidents,
                unread=self._matters[paper.pk].unread,
                back=self._coming_back(paper),
                sheets=self._matters[paper.pk].sheets,
                slips=self._slips_of(paper),
            )
        matters = self._matters[paper.pk]
        look = look_knowing(paper, self._now, matters.kept, matters.reasons)
        return OfficePaperFacts(
            paper=paper,
            has_entries=has_entries,
            is_to_number=is_to_number,
            gaps=look.open_gaps(gaps_that_matter),
            centres=look.states(self._now),
            lifted=lifted,
            open_gaps=look.count_barring(),
            days_open=len(look.days_open()),
            there_after_all=sorted(look.closed_among(matters.to_settle)),
            has_marks=look.rung(MARKS.name).found > 0,
            at_work=look.at_work(),
            awaited=look.count_awaited(),
            complete=max(0, look.count_complete() - self._held_up[paper.pk]),
            referred=self._referred[paper.pk],
            withdrawn=self._withdrawn[paper.pk],
            unacknowledged=len(matters.unacknowledged),
            overdue=sum(is_overdue(since, self._now) for since in matters.unacknowledged),
            papers=matters.papers,
            seals=matters.seals,
            aside=matters.aside,
            astray=matters.astray,
            lying=look.lying(matters.lying),
            incidents=matters.incidents,
            unread=matters.unread,
            kept_marks=matters.kept_marks,
            back=self._coming_back(paper),
            sheets=self._matters[paper.pk].sheets,
            slips=self._slips_of(paper),
        )

    def put_away(self, paper: exams.Paper) -> OfficePaperFacts:
        """Sort out what is known of one paper of an archived session: what lies on the shelf."""
        return OfficePaperFacts(
            paper=paper,
            has_entries=True,
            is_to_number=False,
            gaps=Counter(),
            centres=Counter(),
            lifted=self._lifting_of(paper),
            back=self._coming_back(paper),
            slips=self._slips_of(paper),
        )

    def _slips_of(self, paper: exams.Paper) -> list[results.OpenSlip]:
        """List the slips of a paper of which somebody has something to do."""
        return [slip for slip in self._matters[paper.pk].slips if slip.number not in self._ended]

    def _coming_back(self, paper: exams.Paper) -> ComingBack:
        """Count what comes back from the marking centres of a paper, lifted or not."""
        matters = self._matters[paper.pk]
        late = sum(is_overdue(since, self._now) for since in matters.coming_back)
        return ComingBack(
            coming=len(matters.coming_back) - late,
            here=matters.returns_here,
            late=late,
            lacking=matters.returns_lacking,
            unsealed=sorted(matters.unsealed),
            to_return=matters.to_return,
            to_box=matters.to_box,
            sheets_to_box=matters.sheets_to_box,
            on_no_shelf=matters.on_no_shelf,
            to_destroy=matters.to_destroy,
            sheets_to_destroy=matters.sheets_to_destroy,
            is_asked_about=matters.is_asked_about,
            strips=matters.strips,
            strips_not_found=matters.strips_not_found,
            lists_signed_by=matters.lists_signed_by,
            list_trouble=_list_trouble(paper, BoxKind.SCRIPTS, matters.lists_signed_by),
            sheet_list_trouble=_list_trouble(paper, BoxKind.SHEETS, matters.lists_signed_by),
        )

    def centres(self, papers: Collection[exams.Paper]) -> set[str]:
        """List the centres where somebody is expected at one of some papers, of those that have not begun."""
        return set[str]().union(*(self._roll.get(paper.pk, ()) for paper in papers))

    def may_be_marked(self, paper: exams.Paper) -> bool:
        """Say whether marks of a paper may still come."""
        return self._now < paper.entry_closes_at

    def _has_entries(self, paper: exams.Paper) -> bool:
        # Whoever drew numbers had somebody to number.
        return _is_drawn(paper) or bool(self._roll[paper.pk])

    def _is_looked_at(self, paper: exams.Paper) -> bool:
        return self._now >= paper.starts_at and self._has_entries(paper) and not self._is_lifted(paper)

    def _is_lifted(self, paper: exams.Paper) -> bool:
        return self._matters[paper.pk].is_lifted

    def _lifting_of(self, paper: exams.Paper) -> Lifted:
        matters = self._matters[paper.pk]
        return Lifted(
            proposed_by=matters.proposed_by,
            is_lifted=matters.is_lifted,
            is_exported=paper.pk in self._exported,
            waiting=matters.waiting,
            has_statements=matters.has_statements,
            lifted_at=matters.lifted_at,
            asked=matters.asked,
            files_closed=matters.files_closed,
            changed=self._late.written[paper.pk],
            late=self._late.locked[paper.pk],
            not_locked=self._late.not_locked[paper.pk],
        )


_PAPERS = Question(lambda: exams.papers_at_work_or(shelves.papers_with_boxes(), *results.papers_with_files()))


def papers_known() -> tuple[list[exams.Paper], list[exams.Paper]]:
    """List the papers at work, and those of archived sessions that have boxes, or files of those who asked."""
    papers = _PAPERS.ask()
    put_away = [paper for paper in papers if paper.session.archived_at]
    return [paper for paper in papers if not paper.session.archived_at], put_away


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of every paper at work, of those put away, and of every session whose marks may still come."""

    papers: Sequence[OfficePaperFacts]
    put_away: Sequence[OfficePaperFacts]
    sessions: Sequence[SessionFacts]


def gather(papers: Sequence[exams.Paper], put_away: Sequence[exams.Paper], now: datetime, headed: Headed) -> Gathered:
    """Gather what is known of papers at work and put away; `headed`: the centres that have a head already."""
    open_ones = [paper for paper in papers if now < paper.entry_closes_at or not _is_drawn(paper)]
    academies = exams.academies_by_session({paper.session_id for paper in open_ones})
    plans = _Plans(academies, exams.versions_by_paper(open_ones) if open_ones else {})
    read = _Papers(papers, put_away, plans, now)
    facts = [read.facts(paper) for paper in papers]
    return Gathered(facts, [read.put_away(paper) for paper in put_away], _sessions(facts, read, plans, headed))


def _list_trouble(paper: exams.Paper, kind: BoxKind, open_ones: Collection[BoxKind]) -> str:
    """Say why the open list of a kind can be signed no more; nothing is asked of a paper without one."""
    return list_trouble(paper, shelves.open_list(paper, kind)) if kind in open_ones else ""


def _is_drawn(paper: exams.Paper) -> bool:
    return paper.prepared_at is not None


def _sessions(facts: Sequence[OfficePaperFacts], read: _Papers, plans: _Plans, headed: Headed) -> list[SessionFacts]:
    of_each: dict[exams.Session, list[OfficePaperFacts]] = {}
    for paper_facts in facts:
        of_each.setdefault(paper_facts.paper.session, []).append(paper_facts)
    still = {session: some for session, some in of_each.items() if any(read.may_be_marked(each.paper) for each in some)}
    ready = {session: some for session, some in still.items() if plans.academies.get(session.pk)}
    heads = _heads_wanted(ready, read, plans, headed)
    wanting = _without_markers(ready, plans)
    return [
        SessionFacts(
            session=session,
            begins_at=exams.local(some[0].paper, min(paper_facts.paper.starts_at for paper_facts in some)),
            marking_at=_first_day(session, some),
            has_specialties=session in ready,
            heads_wanted=heads.get(session, 0),
            wants_markers=session in wanting,
        )
        for session, some in still.items()
    ]


def _first_day(session: exams.Session, facts: Sequence[OfficePaperFacts]) -> datetime:
    day = min(paper_facts.paper.marking_opens_on for paper_facts in facts)
    return datetime.combine(day, time.min, exams.zone_of(session))


def _heads_wanted(
    of_each: Mapping[exams.Session, Sequence[OfficePaperFacts]], read: _Papers, plans: _Plans, headed: Headed
) -> dict[exams.Session, int]:
    """Count the centres without a head that have something to do: one that has sent everything needs none any more."""
    coming = {session for session, some in of_each.items() if any(paper_facts.at_work is None for paper_facts in some)}
    named = exams.centres_named([session.pk for session in coming]) if coming else []
    wanted: dict[exams.Session, int] = {}
    for session, some in of_each.items():
        papers = [paper_facts.paper for paper_facts in some]
        at_work = set[str]().union(*(paper_facts.at_work or () for paper_facts in some))
        if session in coming:
            at_work |= read.centres(papers) | {uai for session_id, uai in named if session_id == session.pk}
        places = {(Role.EXAM_CENTRE, uai) for uai in at_work}
        places |= {(Role.MARKING_CENTRE, uai) for uai in plans.marking_centres(papers)}
        wanted[session] = len(places - headed)
    return wanted


def _without_markers(of_each: Mapping[exams.Session, Sequence[OfficePaperFacts]], plans: _Plans) -> set[exams.Session]:
    """List the sessions that have no marker and no mark, and a paper marked on site."""
    unmarked = [
        session
        for session, some in of_each.items()
        if not any(paper_facts.has_marks for paper_facts in some)
        and any(plans.is_on_site(paper_facts.paper) for paper_facts in some)
    ]
    listed = markers.count_markers([session.pk for session in unmarked]) if unmarked else {}
    return {session for session in unmarked if session.pk not in listed}


@dataclass(frozen=True, slots=True)
class CountedBeside:
    """The letters of each state, those of invitations among them, and what is counted beside them, by its name."""

    letters: Mapping[LetterState, tuple[int, int]]
    values: Mapping[str, Any]


def count_beside(now: datetime, zones: Iterable[ZoneInfo]) -> CountedBeside:
    """Count the letters, and beside them what the areas of people called count; `zones`: of the sessions at work."""
    first = queries.first_halves(now, zones)
    statement = _statement(tuple(row.zone for row in first))
    at = _values(now, first)
    rows = statement.with_letters.ask(**at)
    letters = {LetterState(state): (count, of_invitations) for state, count, of_invitations, *_ in rows}
    counts = next((counts for _, _, _, *counts in rows), None) or next(iter(statement.alone.ask(**at)), ())
    return CountedBeside(letters, dict(zip(statement.names, counts, strict=False)))


class _Statement:
    """The statement, in two forms: beside the letters, and alone where there are none."""

    def __init__(self, zones: tuple[str, ...]) -> None:
        self._zones = zones
        # Of any day: here it is asked for its names.
        self.names = tuple(
            self._subqueries(**_values(SOME_TIME, queries.first_halves(SOME_TIME, map(ZoneInfo, zones))))
        )
        self.with_letters: Question[Any] = Question(
            lambda **at: post.counted_with_beside(INVITATION, self._subqueries(**at))
        )
        self.alone: Question[Any] = Question(lambda **at: events.alone(self._subqueries(**at)))

    def _subqueries(self, *, now: datetime, due: datetime, **days: Any) -> dict[str, Subquery]:
        first = [
            FirstHalves(zone, days[f"morning_{rank}"], days[f"afternoon_{rank}"])
            for rank, zone in enumerate(self._zones)
        ]
        of_registers = registers.awaited_beside(due) | registers.remarks_beside()
        return events.beside(now) | absences_beside() | queries.count_beside(first) | of_registers


_statement = lru_cache(maxsize=16)(_Statement)


def _values(now: datetime, first: Iterable[FirstHalves]) -> dict[str, Any]:
    days: dict[str, date] = {}
    for rank, row in enumerate(first):
        days |= {f"morning_{rank}": row.morning, f"afternoon_{rank}": row.afternoon}
    return {"now": now, "due": registers.due_before(now), **days}

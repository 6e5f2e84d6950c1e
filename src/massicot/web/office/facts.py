"""What the home page of the office knows of a session and of a paper before it says what remains to be done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse

from massicot.exams.queries import Paper, Session
from massicot.results.queries import OpenSlip, ProposedScript, WaitingRequest
from massicot.results.rules.centres import CentreState
from massicot.results.rules.ladder import RUNGS
from massicot.shelves.rules.boxes import BoxKind
from massicot.web.office.access import LineStanding
from massicot.web.shared.tasks import Task, TaskKind, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """What the home page knows of a session while marks may still come: who and what it has not got yet."""

    session: Session
    begins_at: datetime
    marking_at: datetime
    has_specialties: bool
    heads_wanted: int
    wants_markers: bool

    @property
    def heading(self) -> str:
        """Name the session: a copy of last year's may bear its title."""
        return f"{self.session.code} – {self.session.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """How far the lifting of a paper is."""

    proposed_by: str
    is_lifted: bool
    is_exported: bool
    waiting: Sequence[ProposedScript] = ()
    """Single scripts that wait for a second person."""
    changed: int = 0
    """Marks that the office wrote since the marks were last taken away."""
    late: int = 0
    """Batches that were locked since the marks were last taken away."""
    not_locked: int = 0
    """Batches made since the lifting that are not locked yet."""
    has_statements: bool = False
    lifted_at: datetime | None = None
    asked: Sequence[WaitingRequest] = ()
    """The requests to see a script that wait for their answers, or for their mails to leave."""
    files_closed: Sequence[date] = ()
    """On which day the oldest request, and the oldest dispute, that is kept was closed."""


@dataclass(frozen=True, slots=True)
class ComingBack:
    """What comes back from the marking centres of a paper, counted."""

    coming: int = 0
    """Parcels that left their marking centres and have not come back, those that are late apart."""
    here: int = 0
    """Parcels that came back and are not looked through to the end."""
    late: int = 0
    """Parcels that left their marking centres and should have come back by now."""
    lacking: int = 0
    """Batches and scripts that are missing from parcels that came back."""
    unsealed: Sequence[str] = ()
    """Parcels that came back with a seal that was not as told, and of which no end is said, by code."""
    to_return: int = 0
    """Locked batches that are not back, nor lost on their way."""
    to_box: int = 0
    """Batches and scripts that are received and lie in no box."""
    sheets_to_box: int = 0
    """Mark sheets that are received and lie in no box."""
    on_no_shelf: int = 0
    """Boxes of which nobody said where they stand."""
    to_destroy: int = 0
    """Scripts that lie in boxes of which nothing was destroyed."""
    sheets_to_destroy: int = 0
    """Mark sheets that lie in boxes and are not destroyed."""
    is_asked_about: bool = False
    """Whether somebody asks about a script, so that none of the mark sheets is destroyed."""
    strips: int = 0
    """Header strips of destroyed scripts of which no exam centre certified that they are destroyed."""
    strips_not_found: int = 0
    """Header strips that were not found at their destruction, of which the office has not taken note."""
    lists_signed_by: Mapping[BoxKind, str] = field(default_factory=dict)
    """Who signed the open list of the scripts, and of the mark sheets, to be destroyed; empty before."""
    list_trouble: str = ""
    """Why that of the scripts can be signed no more, if so."""
    sheet_list_trouble: str = ""
    """Why that of the mark sheets can be signed no more, if so, but that somebody asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePaperFacts:
    """What the home page knows of a paper: its open gaps by kind, its centres by state, its lifting."""

    paper: Paper
    has_entries: bool
    is_to_number: bool
    gaps: Counter[str]
    centres: Counter[CentreState]
    lifted: Lifted
    open_gaps: int = 0
    days_open: int = 0
    """Centres that number scripts and have not closed their day."""
    has_marks: bool = False
    at_work: frozenset[str] | None = frozenset()
    """The exam centres that have not sent everything; None before the paper, when each has all to do."""
    awaited: int = 0
    """Parcels that left and have not arrived."""
    complete: int = 0
    """Batches complete and not locked."""
    referred: int = 0
    """Lines that markers referred to the office."""
    there_after_all: Sequence[str] = ()
    """Gaps decided, and none any more, of which the office has not said what counts: their keys."""
    withdrawn: int = 0
    """Scripts withdrawn from their batch, of which nobody has said what they are."""
    unacknowledged: int = 0
    """Parcels that left for an outside centre, which has not acknowledged them."""
    overdue: int = 0
    """Of those, the ones that should be acknowledged by now."""
    seals: int = 0
    """Seals that were not as they were told, without an end."""
    aside: int = 0
    """Scripts set aside that have no end."""
    astray: int = 0
    """Scripts that a marking centre sent on to another one, and that never came there."""
    lying: Counter[str] = field(default_factory=Counter)
    """Of the open gaps, by kind, those of missing scripts that lie under a slip."""
    papers: int = 0
    """Parcels that came without some of their papers."""
    incidents: int = 0
    """Incidents in the rooms that have no end."""
    unread: int = 0
    """Those of them that touch a result, and of which the office has not said a word: they bar the lifting."""
    back: ComingBack = ComingBack()
    sheets: int = 0
    """Mark sheets that the office waits for, of a paper that says by when they are back."""
    slips: Sequence[OpenSlip] = ()
    """Scripts to fetch from their boxes, with those that are out, or missing and not decided of."""
    kept_marks: int = 0
    """Candidates who keep a mark and sat, and of whom nobody has said which counts."""

    @property
    def heading(self) -> str:
        return f"{self.paper.session.code} – {self.paper.title}"

    def address(self, name: str, *more: str, query: str = "") -> str:
        """Find a page of this paper."""
        return reverse(f"office:{name}", args=[self.paper.session.code, self.paper.code, *more]) + query

    def task(self, kind: TaskKind, count: int, address: str = "", urgency: Urgency | None = None) -> Task:
        """Say what remains to be done of so many things of this paper, on the page of their kind or nearer to them."""
        return kind.task(count, address or self.address(kind.page, query=kind.query), urgency, heading=self.heading)

    def rung(self, name: str) -> str:
        """Find the open gaps of a rung."""
        return self.address("rung", RUNGS[name].slug, query=f"?etat={LineStanding.OPEN}")

"""What the office has under way on several papers, and the counts that are kept of large ones."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from massicot.candidates import queries as candidates
from massicot.consignments.rules.rungs import NOT_IN_BOX
from massicot.core.ladder import About
from massicot.custody import queries as custody
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import LadderCount
from massicot.results.queries.matter_rows import MATTERS, Matter
from massicot.results.rules import counts
from massicot.results.rules.ladder import Counts
from massicot.roomreports.rules import FollowUp, IncidentKind, bars_lifting
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.slips import SlipState
from massicot.store.prepared import Question


class Kept(NamedTuple):
    """When the count of a paper that is kept was begun, and when it was last known to stand."""

    counted_at: datetime
    stands_at: datetime

    def is_due(self, closes_at: datetime, at: datetime) -> bool:
        """Say whether it must be looked after: whether it still stands, or the paper is to be counted anew."""
        return counts.is_due(self.stands_at, closes_at, at)

    def is_shown(self, closes_at: datetime, at: datetime) -> bool:
        """Say whether it may still be shown, some worker looking after it."""
        return counts.is_shown(self.stands_at, closes_at, at)


_KEPT: Question[tuple[int, datetime, datetime]] = Question(
    lambda paper_ids, layout: LadderCount.objects.filter(paper_id__in=paper_ids, layout=layout).values_list(
        "paper_id", "counted_at", "stands_at"
    )
)


def counts_kept(paper_ids: Collection[int]) -> dict[int, Kept]:
    """Map those of some papers of which a count is kept to its instants."""
    rows = _KEPT.ask(paper_ids=list(paper_ids), layout=counts.layout()) if paper_ids else ()
    return {paper_id: Kept(*instants) for paper_id, *instants in rows}


def count_kept(paper_id: int) -> tuple[Kept, Counts] | None:
    """Fetch the count that is kept of a paper, with its instants; none where it was damaged since."""
    rows = LadderCount.objects.filter(paper_id=paper_id, layout=counts.layout())
    for counted_at, stands_at, content in rows.values_list("counted_at", "stands_at", "content"):
        if counts.is_whole(bytes(content)):
            return Kept(counted_at, stands_at), counts.Unpacked(bytes(content))
    return None


def papers_to_count(at: datetime) -> list[Paper]:
    """List the large papers that have begun and whose count must be looked after now.

    Of those long closed one at a time, after all the others: many come due together.
    """
    begun = [paper for paper in exams.papers_at_work() if paper.starts_at <= at]
    expected = candidates.count_expected([paper.pk for paper in begun])
    large = [paper for paper in begun if expected[paper.pk] >= counts.LARGE]
    kept = counts_kept([paper.pk for paper in large])
    due = [paper for paper in large if paper.pk not in kept or kept[paper.pk].is_due(paper.entry_closes_at, at)]
    lively = [paper for paper in due if counts.is_lively(paper.entry_closes_at, at)]
    return lively + [paper for paper in due if paper not in lively][:1]


_SUMMED = frozenset(
    {
        *(Matter.SHEETS, Matter.TO_RETURN, Matter.TO_BOX, Matter.SHEETS_TO_BOX),
        *(Matter.TO_DESTROY, Matter.SHEETS_TO_DESTROY, Matter.STRIPS, Matter.STRIPS_NOT_FOUND),
    }
)
"""What is counted by paper before it is read."""


class ProposedScript(NamedTuple):
    """One script proposed to be lifted, and by whom."""

    number: str
    proposed_by: str


class WaitingRequest(NamedTuple):
    """One request to see a script that waits: since when; the state of its mail, if one has to leave."""

    received_on: date
    mail_state: str


class OpenSlip(NamedTuple):
    """One script that is fetched from its box, or is to be: how far that is, by which day it is back."""

    state: str
    due_on: date | None
    number: str


@dataclass(slots=True, kw_only=True)
class Matters:
    """Of one paper: its gaps decided as they were, each with the reason; the scripts that wait for a second person.

    `to_settle` are the keys of decisions of which something remains to be said if their script is there after all.

    `proposed_by` proposed to lift its anonymity, `is_lifted` says whether that was done, `lifted_at` when;
    `has_statements` says whether a statement of it was drawn up; `kept` is the count that is kept of it, if it is
    large. `unacknowledged`: when each parcel left for an outside centre, which has not acknowledged it;
    `coming_back`: when each return parcel that is under way left its marking centre; `lying` are the numbers of
    scripts set aside without an end, `unread` the incidents in the rooms that touch a result and of which the
    office said nothing; `asked`: each request to see a script that waits for its answer, or for its mail to leave;
    `unsealed`: the parcels that came back with a seal that was not as told, of which the office said no end, by code;
    `files_closed`: on which day the oldest request, and the oldest dispute, that is kept was closed;
    `slips` are the scripts to fetch that have no end; `lists_signed_by`: who signed the open list of the scripts, and
    of the mark sheets, to be destroyed, empty before; `counted`, what is only counted.
    """

    reasons: dict[About, str] = field(default_factory=dict)
    to_settle: set[str] = field(default_factory=set)
    waiting: list[ProposedScript] = field(default_factory=list)
    has_statements: bool = False
    proposed_by: str = ""
    is_lifted: bool = False
    lifted_at: datetime | None = None
    lists_signed_by: dict[BoxKind, str] = field(default_factory=dict)
    kept: Kept | None = None
    unacknowledged: list[datetime] = field(default_factory=list)
    coming_back: list[datetime] = field(default_factory=list)
    lying: set[str] = field(default_factory=set)
    unread: int = 0
    asked: list[WaitingRequest] = field(default_factory=list)
    files_closed: list[date] = field(default_factory=list)
    unsealed: list[str] = field(default_factory=list)
    slips: list[OpenSlip] = field(default_factory=list)
    counted: Counter[Matter] = field(default_factory=Counter)

    @property
    def aside(self) -> int:
        return self.counted[Matter.ASIDE]

    @property
    def astray(self) -> int:
        """Count the scripts sent on to another marking centre that never came there."""
        return self.counted[Matter.ASTRAY]

    @property
    def seals(self) -> int:
        return self.counted[Matter.SEAL]

    @property
    def returns_here(self) -> int:
        """Count the parcels that came back from their marking centres and are not closed."""
        return self.counted[Matter.RETURN_HERE]

    @property
    def returns_lacking(self) -> int:
        """Count the batches and scripts that are missing from parcels that came back."""
        return self.counted[Matter.RETURN_LACKING]

    @property
    def to_return(self) -> int:
        """Count the locked batches that are not back at the office, nor lost on their way."""
        return self.counted[Matter.TO_RETURN]

    @property
    def to_box(self) -> int:
        """Count the batches and scripts that are received at the office and lie in no box."""
        return self.counted[Matter.TO_BOX]

    @property
    def sheets_to_box(self) -> int:
        """Count the mark sheets that are received at the office and lie in no box."""
        return self.counted[Matter.SHEETS_TO_BOX]

    @property
    def on_no_shelf(self) -> int:
        """Count the boxes that stand in the office, on no shelf."""
        return self.counted[Matter.ON_NO_SHELF]

    @property
    def to_destroy(self) -> int:
        """Count the scripts that lie in boxes of which nothing was destroyed."""
        return self.counted[Matter.TO_DESTROY]

    @property
    def sheets_to_destroy(self) -> int:
        """Count the mark sheets that lie in boxes and are not destroyed."""
        return self.counted[Matter.SHEETS_TO_DESTROY]

    @property
    def is_asked_about(self) -> bool:
        """Say whether somebody asks about a script of it, so that none of its mark sheets is destroyed."""
        return bool(self.counted[Matter.HELD] or self.asked or self.waiting)

    @property
    def strips(self) -> int:
        """Count the header strips whose script was destroyed, and of which no exam centre certified that they are."""
        return self.counted[Matter.STRIPS]

    @property
    def strips_not_found(self) -> int:
        """Count the header strips that were not found at their destruction, and of which the office said no word."""
        return self.counted[Matter.STRIPS_NOT_FOUND]

    @property
    def sheets(self) -> int:
        """Count the mark sheets that the office waits for, of a paper that says by when they are back."""
        return self.counted[Matter.SHEETS]

    @property
    def papers(self) -> int:
        """Count the parcels that came without some of their papers."""
        return self.counted[Matter.PAPERS]

    @property
    def incidents(self) -> int:
        return self.counted[Matter.INCIDENT]

    @property
    def kept_marks(self) -> int:
        """Count the candidates who keep a mark and sat, and of whom nothing is decided."""
        return self.counted[Matter.KEPT_MARK]


def slips_ended(matters: Collection[Matters]) -> set[str]:
    """Find the scripts that are not in their boxes, and of which the office decided as they lack: nobody seeks them."""
    about = {slip.number: of.reasons for of in matters for slip in of.slips if slip.state == SlipState.MISSING}
    keys = {key for reasons in about.values() for key, _ in reasons}
    numbers = [number for number in about if NOT_IN_BOX.key(number) in keys]
    moves = custody.count_moves(numbers) if numbers else {}
    return {number for number, count in moves.items() if (NOT_IN_BOX.key(number), str(count)) in about[number]}


def matters_of(paper_ids: Collection[int]) -> dict[int, Matters]:
    """Map each of some papers to what the office has under way on it."""
    by_paper = {paper_id: Matters() for paper_id in paper_ids}
    for matter, paper_id, *columns in MATTERS.ask(paper_ids=list(by_paper), layout=counts.layout()) if by_paper else ():
        _note(by_paper[paper_id], Matter(matter), columns[:3], columns[3:])
    return by_paper


def _note(of: Matters, matter: Matter, texts: Sequence[str], instants: Sequence[datetime]) -> None:
    first, second, third = texts
    if matter is Matter.REASON:
        of.reasons[first, second] = third
    elif matter is Matter.TO_SETTLE:
        of.to_settle.add(first)
    elif matter is Matter.WAITING:
        of.waiting.append(ProposedScript(first, second))
    elif matter is Matter.STATEMENT:
        of.has_statements = True
    elif matter is Matter.COUNT:
        of.kept = Kept(*instants)
    elif matter in (Matter.UNACKNOWLEDGED, Matter.RETURN_UNDER_WAY):
        way = of.unacknowledged if matter is Matter.UNACKNOWLEDGED else of.coming_back
        way.append(next(at for at in instants if at))
    elif matter in (Matter.PROPOSED, Matter.LIFTED):
        of.proposed_by, of.is_lifted = first, matter is Matter.LIFTED
        of.lifted_at = instants[0] if of.is_lifted else None
    else:
        _count(of, matter, first, second, third)


def _count(of: Matters, matter: Matter, first: str, second: str, third: str) -> None:
    of.counted[matter] += int(first) if matter in _SUMMED else 1
    if matter is Matter.CONSULTATION:
        of.asked.append(WaitingRequest(date.fromisoformat(first), second))
    elif matter is Matter.CLOSED_FILE:
        of.files_closed.append(date.fromisoformat(first))
    elif matter is Matter.SLIP:
        of.slips.append(OpenSlip(first, date.fromisoformat(second) if second else None, third))
    elif matter is Matter.RETURN_SEAL:
        of.unsealed.append(first)
    elif matter is Matter.LIST:
        of.lists_signed_by[BoxKind(second)] = first
    elif matter is Matter.ASIDE:
        of.lying |= {first} - {""}
    elif matter is Matter.INCIDENT:
        of.unread += bars_lifting(IncidentKind(first), FollowUp(second))

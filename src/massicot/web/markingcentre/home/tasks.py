"""What remains to be done in a marking centre, paper by paper; the counts are asked once for all papers together."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from massicot.batches import queries as batches
from massicot.batches.queries import BatchState
from massicot.consignments import queries as parcels
from massicot.consignments.rules import Tick
from massicot.consignments.rules.progress import ParcelState
from massicot.exams import queries as exams
from massicot.marks import queries as marks
from massicot.setasides import queries as set_asides
from massicot.shelves import queries as shelves
from massicot.shelves.rules.sheets import Owed
from massicot.web.markingcentre.absent import MOVE, count_to_move
from massicot.web.markingcentre.access import MarkedPaper, address_of
from massicot.web.markingcentre.batches import tasks as batch_tasks
from massicot.web.markingcentre.evening import tasks as evening_tasks
from massicot.web.markingcentre.missing import LOOK_FOR
from massicot.web.markingcentre.parcels import tasks as parcel_tasks
from massicot.web.markingcentre.returns import tasks as return_tasks
from massicot.web.markingcentre.set_asides import tasks as slip_tasks
from massicot.web.markingcentre.sheets_back import OVERDUE, SEND
from massicot.web.markingcentre.withdrawn import TAKE_WITHDRAWN
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, TaskKind, Urgency

EVENING = 16
"""The hour from which batches are called over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingBoard:
    """What is counted of one paper in one centre, and the clock of its session."""

    marked: MarkedPaper
    at: datetime
    parcels: Counter[ParcelState]
    unticked: int
    missing: int
    """Scripts declared missing, but for those that lie under a slip."""

    to_count: int
    """Parcels whose reception is closed and whose papers nobody has counted."""

    lacking: int
    """Parcels that came without some of their papers."""

    untold: int
    """Parcels that are here and whose seal nobody has told."""

    loose: int
    batches: Counter[tuple[BatchState, bool]]
    second: Counter[bool]
    """Complete batches that await a second keying, by whether its sheet is printed."""

    withdrawn: int
    """Scripts that the office withdrew and whose markers have not given them back."""

    short: int
    """Scripts missing from their batch of which nobody has decided, but for those that lie under a slip."""

    aside: int
    """Scripts set aside that have no end."""

    coming: int
    """Scripts that another centre sent on to this one, and of which it has not said whether they came."""

    sent_on: int
    """Scripts that this centre sent on, and that never came."""

    to_move: int
    """Batches of markers who are absent today."""

    lying: int
    """Scripts that are missing and lie under a slip: what is searched for is not among them."""

    lacking_back: int
    """Batches and scripts that the office did not find in parcels of this centre."""

    made_back: int
    """Parcels made for the exam office that have not left."""

    sheets: int
    """Mark sheets that the exam office waits for."""

    owed: Owed
    """How far they are."""

    def count_unlocked(self, state: BatchState) -> int:
        """Count the batches in a state that are not locked yet."""
        return self.batches[state, False]

    @property
    def out(self) -> int:
        """Count the batches that are with a marker, locked or not."""
        return self.batches[BatchState.OUT, False] + self.batches[BatchState.OUT, True]

    @property
    def to_pack_back(self) -> int:
        """Count the batches that go back to the exam office, once all are locked and back; none before."""
        back = self.batches[BatchState.BACK, True]
        return back if back == self.batches.total() else 0

    @property
    def marking(self) -> Urgency:
        """Say how soon what serves the marking must be done: now, from the day before it opens."""
        opens_on = self.marked.paper.marking_opens_on
        return Urgency.NOW if self.at.date() >= opens_on - timedelta(days=1) else Urgency.LATER


TaskCount = tuple[TaskKind, int, Urgency, str]
"""A kind of task, how many things it is about, how soon, and what to know besides."""


def tasks_of(papers: Iterable[MarkedPaper], now: datetime) -> list[Task]:
    """List what remains to be done now over all these papers."""
    return [
        _task(board.marked, *task_count)
        for board in _boards(list(papers), now)
        for task_count in _of_board(board, now)
        if task_count[1]
    ]


def _task(marked: MarkedPaper, kind: TaskKind, count: int, urgency: Urgency, detail: str) -> Task:
    heading = f"{marked.paper.session.code} – {marked.paper.title}"
    return kind.task(count, address_of(marked, kind.page) + kind.query, urgency, detail=detail, heading=heading)


def _boards(papers: Collection[MarkedPaper], now: datetime) -> Iterator[MarkingBoard]:
    uais = {marked.uai for marked in papers}
    ways = parcels.open_by_paper(uais, now)
    # Before what is ticked and not written: what is written meanwhile is counted by neither, and never twice.
    loose = {uai: batches.loose_in_ledger(uai) for uai in uais}
    not_received = parcels.not_received_by_paper(uais)
    at_desk = shelves.counts_at_desk(uais)
    apart = batches.apart_at(uais)
    slips = set_asides.open_slips()
    second = marks.waiting_for_second(uais, now)
    to_move = count_to_move(uais, {one.paper.session_id: exams.local(one.paper, now).date() for one in papers})
    for marked in papers:
        key = (marked.uai, marked.paper.pk)
        yield MarkingBoard(
            marked=marked,
            at=exams.local(marked.paper, now),
            parcels=ways.get(key, Counter()),
            unticked=not_received[*key, Tick.NOT_YET],
            missing=not_received[*key, Tick.MISSING] - slips.sought[key],
            to_count=not_received[*key, parcels.PAPERS_TO_COUNT],
            lacking=not_received[*key, parcels.PAPERS_LACKING],
            untold=not_received[*key, parcels.SEALS_UNTOLD],
            loose=loose[marked.uai].get(marked.paper.pk, 0) + not_received[*key, parcels.UNWRITTEN],
            batches=at_desk.batches.get(key, Counter()),
            second=Counter({is_printed: second[*key, is_printed] for is_printed in (False, True)}),
            withdrawn=apart.withdrawn[key],
            short=apart.short[key] - slips.short[key],
            aside=slips.aside[key],
            coming=slips.coming[key],
            sent_on=slips.lost[key],
            to_move=to_move[key],
            lying=slips.sought[key] + slips.short[key],
            lacking_back=not_received[*key, parcels.RETURNS_LACKING],
            made_back=not_received[*key, parcels.RETURNS_MADE],
            sheets=at_desk.lacking[key],
            owed=at_desk.owed(marked.uai, marked.paper, now),
        )


def _of_board(board: MarkingBoard, now: datetime) -> Iterator[TaskCount]:
    yield from _of_absent(board)
    yield from _of_parcels(board)
    yield from _of_batches(board)
    yield from _of_hands(board, now)
    yield from _of_sheets(board)
    yield from _of_returns(board)


def _of_sheets(board: MarkingBoard) -> Iterator[TaskCount]:
    if board.owed is Owed.LACKING:
        yield OVERDUE, board.sheets, Urgency.AT_ONCE, ""
    elif board.owed is Owed.DUE:
        yield SEND, board.sheets, Urgency.NOW, ""


def _of_absent(board: MarkingBoard) -> Iterator[TaskCount]:
    yield MOVE, board.to_move, Urgency.AT_ONCE, ""


def _of_parcels(board: MarkingBoard) -> Iterator[TaskCount]:
    waiting = gettext("Scripts not looked for yet in the parcels that are here: {n}.")
    waiting = waiting.format(n=Grouped(board.unticked))
    yield parcel_tasks.CALL, board.parcels[ParcelState.LATE], Urgency.AT_ONCE, ""
    yield parcel_tasks.TELL_SEAL, board.untold, Urgency.NOW, ""
    yield parcel_tasks.RECEIVE, board.parcels[ParcelState.ARRIVED], Urgency.NOW, waiting
    yield parcel_tasks.GO_ON, board.parcels[ParcelState.TICKING], Urgency.NOW, waiting
    yield parcel_tasks.COUNT_PAPERS, board.to_count, Urgency.LATER, ""
    yield parcel_tasks.AWAIT_PAPERS, board.lacking, Urgency.LATER, ""
    yield slip_tasks.SETTLE_ASIDE, board.aside, Urgency.NOW, slip_tasks.told_lying(board.lying)
    yield slip_tasks.LOOK_FOR_SENT, board.sent_on, Urgency.NOW, ""
    yield slip_tasks.EXPECT_ASIDE, board.coming, Urgency.LATER, ""
    yield parcel_tasks.EXPECT, board.parcels[ParcelState.ON_THE_WAY], Urgency.LATER, ""


def _of_batches(board: MarkingBoard) -> Iterator[TaskCount]:
    yield LOOK_FOR, board.short, Urgency.AT_ONCE, ""
    yield batch_tasks.MAKE, board.loose, board.marking, ""
    yield batch_tasks.PRINT, board.count_unlocked(BatchState.TO_PRINT), board.marking, ""
    yield batch_tasks.CHECK, board.count_unlocked(BatchState.TO_CHECK), board.marking, ""
    yield batch_tasks.LEND, board.count_unlocked(BatchState.READY), board.marking, ""
    yield batch_tasks.PRINT_SECOND, board.second[False], board.marking, ""
    yield batch_tasks.KEY_SECOND, board.second[True], board.marking, ""


def _of_hands(board: MarkingBoard, now: datetime) -> Iterator[TaskCount]:
    yield TAKE_WITHDRAWN, board.withdrawn, Urgency.NOW, ""
    if board.at.hour >= EVENING:
        if board.out:
            noted = batches.count_noted(board.marked.paper, board.marked.uai, now)
            yield evening_tasks.CALL_OVER, board.out - noted, Urgency.AT_ONCE, ""
    else:
        yield evening_tasks.TAKE_BACK, board.batches[BatchState.OUT, True], Urgency.LATER, ""
    if board.count_unlocked(BatchState.BACK):
        here = marks.count_at_desk(board.marked.paper, board.marked.uai, now)
        yield evening_tasks.REISSUE, here.to_type, Urgency.NOW, ""
        step = gettext(
            "The list says what each lacks: its lock, lines that differ, a correction that the office asked for."
        )
        yield evening_tasks.HAVE_LOCKED, here.to_lock, Urgency.NOW, step
    if now < board.marked.paper.entry_closes_at:  # afterwards what turns up can no longer be marked
        yield parcel_tasks.SEARCH, board.missing, Urgency.LATER, ""


def _of_returns(board: MarkingBoard) -> Iterator[TaskCount]:
    yield return_tasks.LOOK_FOR_BACK, board.lacking_back, Urgency.NOW, ""
    yield return_tasks.SEND_BACK, board.made_back, Urgency.NOW, ""
    yield return_tasks.PACK_BACK, board.to_pack_back, Urgency.NOW, ""

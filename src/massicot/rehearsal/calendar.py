"""When things happen in a rehearsal, counted from the paper's own calendar."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from massicot.exams.rules.session_plan import PaperPlan, SessionPlan


class Stage(StrEnum):
    """How far a rehearsal goes: each stage leaves one desk its work to do."""

    PREPARED = "prepared"
    CALLED = "called"
    EVENING = "evening"
    SAT = "sat"
    SENT = "sent"
    RECEIVED = "received"
    MORNING = "morning"
    MARKING = "marking"
    OPEN_CASES = "open-cases"
    LOCKED = "locked"
    LIFTED = "lifted"

    def reaches(self, other: "Stage") -> bool:
        """Say whether a rehearsal that stops here plays another stage."""
        stages = list(Stage)
        return stages.index(self) >= stages.index(other)

    @property
    def is_amid_marking(self) -> bool:
        """Say whether half of the batches are still with their markers."""
        return self in (Stage.MARKING, Stage.OPEN_CASES)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The instants of a rehearsal, in the time zone of the session."""

    prepared: datetime
    called: datetime
    attendance: datetime
    closed: datetime
    packed: datetime
    sent: datetime
    sent_late: datetime
    travel: timedelta
    found: datetime
    batched: datetime
    handed_out: datetime
    typed: datetime
    returned: datetime
    typed_again: datetime
    locked: datetime
    decided: datetime
    lifted: datetime


def calendar_of(paper: PaperPlan, zone: ZoneInfo) -> Calendar:
    """Count every instant from the paper: it leaves next morning, late is the third day, marking takes three days."""
    ends = paper.ends_at
    first = datetime.combine(paper.marking_opens_on, time(9), zone)
    opens = max(paper.entry_opens_at, first)
    return Calendar(
        prepared=paper.starts_at - timedelta(days=15),
        called=paper.starts_at - timedelta(days=12),
        attendance=ends + timedelta(minutes=30),
        closed=ends + timedelta(minutes=90),
        packed=ends + timedelta(hours=2),
        sent=ends + timedelta(hours=16),
        sent_late=ends + timedelta(hours=72),
        travel=timedelta(hours=26),
        found=ends + timedelta(days=7),
        batched=first - timedelta(days=1),
        handed_out=first,
        typed=opens + timedelta(hours=1),
        returned=opens + timedelta(hours=8),
        typed_again=opens + timedelta(hours=24),
        locked=opens + timedelta(hours=26),
        decided=paper.entry_closes_at + timedelta(hours=15),
        lifted=paper.entry_closes_at + timedelta(hours=16),
    )


def shifted(plan: SessionPlan, days: int) -> SessionPlan:
    """Move a whole session by so many days, hours left as they are on the wall."""
    return replace(plan, papers=[_shifted_paper(paper, timedelta(days=days)) for paper in plan.papers])


def days_to_stage(paper: PaperPlan, zone: ZoneInfo, stage: Stage, now: datetime) -> int:
    """Count the days by which a session must move for a day to fall inside a stage."""
    plays = calendar_of(paper, zone)
    days = {
        Stage.PREPARED: paper.starts_at - timedelta(days=5),
        Stage.CALLED: plays.called + timedelta(days=2),
        Stage.EVENING: paper.ends_at + timedelta(days=1),
        Stage.SAT: paper.ends_at + timedelta(days=1),
        Stage.SENT: _first_day_after(plays.sent.astimezone(zone), now.astimezone(zone)),
        Stage.RECEIVED: plays.batched - timedelta(days=3),
        Stage.MORNING: plays.handed_out,
        Stage.MARKING: plays.typed_again,
        Stage.OPEN_CASES: plays.typed_again,
        Stage.LOCKED: plays.locked + timedelta(days=2),
        Stage.LIFTED: plays.lifted + timedelta(days=1),
    }
    return (now.astimezone(zone).date() - days[stage].astimezone(zone).date()).days


def _first_day_after(instant: datetime, now: datetime) -> datetime:
    """Give the first day on which this hour comes after an instant: what is on the road is not late yet."""
    return instant if now.time() >= instant.time() else instant + timedelta(days=1)


def _shifted_paper(paper: PaperPlan, by: timedelta) -> PaperPlan:
    return replace(
        paper,
        starts_at=paper.starts_at + by,
        ends_at=paper.ends_at + by,
        marking_opens_on=paper.marking_opens_on + by,
        marking_closes_on=paper.marking_closes_on + by,
        entry_opens_at=paper.entry_opens_at + by,
        entry_closes_at=paper.entry_closes_at + by,
        agreement_at=paper.agreement_at and paper.agreement_at + by,
        board_at=paper.board_at and paper.board_at + by,
    )

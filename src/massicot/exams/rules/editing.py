"""What may still change of a paper, and until when.

Each part of a paper stays free until something was made from it: the hours until the day of the paper, the despatch
delay until a parcel is made (its note says by when it must leave), the first day of marking until an envelope is handed
out, the mark scale and the opening of mark entry until a mark is saved, the size of batches until one is made up, the
site code until a mark sheet is printed, control totals until a batch is locked. Mark entry may be prolonged at any
time, as the rectorate has done, with a reason once a mark sheet is printed; it may not be closed in the past. How far
the later rooms have come is counted by them and passed in.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.exams.rules import session_plan
from massicot.exams.rules.session_plan import PaperValues


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperProgress:
    """How far a paper has come: what the later rooms hold of it already."""

    has_parcels: bool = False
    has_sheets: bool = False
    has_batches: bool = False
    has_hand_outs: bool = False
    has_marks: bool = False
    has_locks: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When an edit is asked: how far the paper has come, its day begun or not, the instant in the session's zone."""

    progress: PaperProgress
    is_day_begun: bool
    at: datetime

    @property
    def zone(self) -> tzinfo | None:
        return self.at.tzinfo

    @property
    def today(self) -> date:
        """Name the day, in the session's zone."""
        return self.at.date()


class PaperDayBegun(Refused):
    sentence = N_("The day of {paper} has begun: its hours can no longer change. Call the centres if the room is late.")


class DelayPrinted(Refused):
    sentence = N_(
        "The notes of the parcels of {paper} already say by when they must leave: have the parcels opened again first."
    )


class MarkingBegun(Refused):
    sentence = N_("Envelopes of {paper} are handed out: the first day of marking can no longer change.")


class MarksAreSaved(Refused):
    sentence = N_("Marks of {paper} are saved: its mark scale and the opening of mark entry can no longer change.")


class BatchesMade(Refused):
    sentence = N_("Batches of {paper} are made up: their size can no longer change.")


class SheetsArePrinted(Refused):
    sentence = N_("Mark sheets of {paper} are printed with the site code {site}: it can no longer change.")


class BatchesLocked(Refused):
    sentence = N_("Batches of {paper} are locked: control totals stay as they are for all of them.")


class PaperInThePast(Refused):
    sentence = N_("{paper} cannot begin in the past: choose a later date.")


class EntryClosedInThePast(Refused):
    sentence = N_("Mark entry of {paper} cannot close in the past: choose a later instant.")


class MarkingEndedInThePast(Refused):
    sentence = N_("The last day of marking of {paper} cannot be a day that is past: choose a later one.")


class ClosingWithoutReason(Refused):
    sentence = N_(
        "Mark sheets of {paper} are printed: give the reason why its mark entry closes at another instant. It goes "
        "into the journal, and markers read it."
    )


class NothingChanged(Refused):
    sentence = N_("Nothing was changed: correct something, or go back.")


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when some fields of a paper may change, as the page says it, and the refusal from then on."""

    names: frozenset[str]
    until: str
    is_past: Callable[[Moment], bool]
    refusal: type[Refused]


LIMITS = (
    Limit(
        frozenset({"starts_at", "ends_at"}),
        N_("until the day of the paper"),
        lambda moment: moment.is_day_begun,
        PaperDayBegun,
    ),
    Limit(
        frozenset({"despatch_hours"}),
        N_("until a parcel is made"),
        lambda moment: moment.progress.has_parcels,
        DelayPrinted,
    ),
    Limit(
        frozenset({"marking_opens_on"}),
        N_("until an envelope is handed out"),
        lambda moment: moment.progress.has_hand_outs,
        MarkingBegun,
    ),
    Limit(
        frozenset({"entry_opens_at", "scale"}),
        N_("until a mark is saved"),
        lambda moment: moment.progress.has_marks,
        MarksAreSaved,
    ),
    Limit(
        frozenset({"batch_size", "batch_ceiling"}),
        N_("until batches are made up"),
        lambda moment: moment.progress.has_batches,
        BatchesMade,
    ),
    Limit(
        frozenset({"site_code"}),
        N_("until a mark sheet is printed"),
        lambda moment: moment.progress.has_sheets,
        SheetsArePrinted,
    ),
    Limit(
        frozenset({"are_totals_required"}),
        N_("until a batch is locked"),
        lambda moment: moment.progress.has_locks,
        BatchesLocked,
    ),
)
"""What has no limit here may change at any time: title, last day of marking, closing of mark entry, the return."""


def moment_of(before: PaperValues, progress: PaperProgress, zone: ZoneInfo, at: datetime) -> Moment:
    """Say when an edit is asked; the day of the paper begins at midnight in the session's zone."""
    day = datetime.combine(before.starts_at.astimezone(zone).date(), time(), zone)
    return Moment(progress, at >= day, at.astimezone(zone))


def changed_names(before: PaperValues, after: PaperValues) -> list[str]:
    """Name the fields in which two states of a paper differ."""
    return [
        column.name for column in fields(PaperValues) if getattr(before, column.name) != getattr(after, column.name)
    ]


def frozen_names(moment: Moment) -> frozenset[str]:
    """Name the fields that can no longer change."""
    return frozenset().union(*(limit.names for limit in LIMITS if limit.is_past(moment)))


def limit_of(name: str) -> Limit | None:
    """Find until when a field may change; None: at any time."""
    return next((limit for limit in LIMITS if name in limit.names), None)


def check_edit(code: str, before: PaperValues, after: PaperValues, moment: Moment) -> None:
    """Refuse an edit that comes too late, that changes nothing, or whose dates cannot stand together."""
    names = changed_names(before, after)
    if not names:
        raise NothingChanged
    for limit in LIMITS:
        if limit.names.intersection(names) and limit.is_past(moment):
            raise limit.refusal(paper=code, site=before.site_code)
    session_plan.check_sound(code, names, after, moment.zone)
    _check_not_past(code, names, after, moment)


def check_reason(code: str, names: Collection[str], reason: str, progress: PaperProgress) -> str:
    """Tidy the reason of an edit; refuse a closing that moves without one, once markers know it from their sheets."""
    tidy = visible_text(reason)
    if "entry_closes_at" in names and progress.has_sheets and not tidy:
        raise ClosingWithoutReason(paper=code)
    return tidy


def _check_not_past(code: str, names: list[str], after: PaperValues, moment: Moment) -> None:
    if "starts_at" in names and after.starts_at < moment.at:
        raise PaperInThePast(paper=code)
    if "entry_closes_at" in names and after.entry_closes_at < moment.at:
        raise EntryClosedInThePast(paper=code)
    if "marking_closes_on" in names and after.marking_closes_on < moment.today:
        raise MarkingEndedInThePast(paper=code)

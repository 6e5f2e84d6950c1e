"""What the exam office did with one batch, and all that its page shows of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, EnvelopeLine
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import models
from massicot.marks.models import Extension, Lock
from massicot.marks.queries.keyings import BothKeyings, both_keyings
from massicot.marks.queries.lines import given_up_lines
from massicot.marks.queries.referrals import REFERRALS
from massicot.marks.queries.sheets import sheet_of_numbers, window_of
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.locks import Totals, totals_of
from massicot.marks.rules.openings import Window
from massicot.marks.rules.referrals import DECISIONS
from massicot.store.prepared import Question, ask_all

EarlierLock = models.EarlierLock
MarkChange = models.MarkChange
Referral = models.Referral
"""Rows that the desks are handed and may name; the tables themselves are imported by this area only."""

_EXTENSION = Question(lambda batch_id: Extension.objects.filter(batch_id=batch_id))
_LOCK = Question(lambda batch_id: Lock.objects.filter(batch_id=batch_id))
_EARLIER = Question(lambda batch_id: EarlierLock.objects.filter(batch_id=batch_id).order_by("-pk"))
_OPENED: Question[tuple[str]] = Question(
    lambda paper_id: EarlierLock.objects.filter(batch__paper_id=paper_id, ending=Ending.OPENED).values_list(
        "batch__code"
    )
)
_WRITTEN: Question[tuple[str]] = Question(
    lambda paper_id: (
        MarkChange.objects.filter(batch__paper_id=paper_id, entered_at__isnull=False)
        .exclude(after="")
        .values_list("number")
    )
)
_LAST_OPENED = Question(
    lambda batch_id: EarlierLock.objects.filter(batch_id=batch_id, ending=Ending.OPENED).order_by("-pk")[:1]
)
_BY_OFFICE = Question(
    lambda batch_id: (
        MarkChange.objects.filter(batch_id=batch_id).exclude(entered_by="").exclude(after="").order_by("pk")
    )
)
_CHANGES = Question(lambda batch_id: MarkChange.objects.filter(batch_id=batch_id).order_by("pk"))


@dataclass(frozen=True, slots=True)
class OfficeNotice:
    """What the office did with a batch that its marker must hear of."""

    opened: EarlierLock | None
    answered: Sequence[Referral]
    written: Sequence[MarkChange]
    extension: Extension | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """One line as the office sees it: what stands there, what its item is, the line referred, what was changed."""

    rank: int
    number: str
    value: str
    kind: str
    referral: Referral | None
    changes: Sequence[MarkChange]


@dataclass(frozen=True, slots=True)
class Version:
    """What a signature said that stands no more, beside what stands now: number, then, now."""

    lock: EarlierLock
    differences: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeBatch:
    """A batch as the office sees it."""

    batch: Batch
    window: Window
    extension: Extension | None
    lock: Lock | None
    totals: Totals
    lines: Sequence[OfficeLine]
    versions: Sequence[Version]
    keyings: BothKeyings
    given_up: int

    @property
    def remaining(self) -> int:
        """Count the lines still empty, but for those that are given up."""
        return sum(not line.value for line in self.lines) - self.given_up


def told_of(batch: Batch, *, is_locked: bool) -> OfficeNotice:
    """Tell what the office did with a batch: opened again and not signed since, answers, marks written, time given."""
    opened, referrals, written, extensions = ask_all(
        *(prepared.of(batch_id=batch.pk) for prepared in (_LAST_OPENED, REFERRALS, _BY_OFFICE, _EXTENSION))
    )
    answered = [referral for referral in referrals if referral.answer in DECISIONS]
    # What a referral brought is told with its answer.
    by_referral = {(referral.number, referral.value, referral.answered_at) for referral in answered}
    return OfficeNotice(
        None if is_locked else next(iter(opened), None),
        answered,
        [change for change in written if (change.number, change.after, change.entered_at) not in by_referral],
        next(iter(extensions), None),
    )


def written_since(since: Mapping[int, datetime]) -> list[MarkChange]:
    """List the lines of some papers that the office wrote after an instant of each, in the order in which it did."""
    rows = MarkChange.objects.filter(batch__paper_id__in=list(since), entered_at__isnull=False).exclude(after="")
    changes = rows.select_related("batch").order_by("entered_at", "pk")
    return [change for change in changes if change.entered_at and change.entered_at > since[change.batch.paper_id]]


def endings_of(paper_id: int) -> dict[str, list[str]]:
    """Tell which batches of a paper the office opened again, and which numbers it wrote, for the ladder's events."""
    return {
        "batch-opened": sorted({code for (code,) in _OPENED.ask(paper_id=paper_id)}),
        "mark-by-office": sorted({number for (number,) in _WRITTEN.ask(paper_id=paper_id)}),
    }


def office_batch(paper: Paper, batch: Batch) -> OfficeBatch:
    """Fetch all that the office may want to know of one batch."""
    on_sheet = batches.sheet_lines(batch.pk)
    sheet = sheet_of_numbers(batch.pk, [line.number for line in on_sheet], exams.scale_of(paper))
    extensions, locks, earlier, referrals, changes = ask_all(
        *(prepared.of(batch_id=batch.pk) for prepared in (_EXTENSION, _LOCK, _EARLIER, REFERRALS, _CHANGES))
    )
    extension = next(iter(extensions), None)
    return OfficeBatch(
        batch=batch,
        window=window_of(paper, extension.closes_at if extension else None),
        extension=extension,
        lock=next(iter(locks), None),
        totals=totals_of(sheet.saved.values()),
        lines=list(_lines(on_sheet, sheet, referrals, changes)),
        versions=[Version(lock, _differences(json.loads(lock.marks), sheet)) for lock in earlier],
        keyings=both_keyings(batch, sheet),
        given_up=len(given_up_lines(batch)),
    )


def _lines(
    on_sheet: Iterable[EnvelopeLine], sheet: Sheet, referred: Iterable[Referral], written: Iterable[MarkChange]
) -> Iterable[OfficeLine]:
    referrals = {referral.number: referral for referral in referred}
    changes: dict[str, list[MarkChange]] = {}
    for change in written:
        changes.setdefault(change.number, []).append(change)
    for line in on_sheet:
        number = line.number
        yield OfficeLine(
            rank=line.rank,
            number=number,
            value=sheet.text_of(number),
            kind=sheet.kinds[number],
            referral=referrals.get(number),
            changes=changes.get(number, []),
        )


def _differences(then: Mapping[str, str], sheet: Sheet) -> list[tuple[str, str, str]]:
    numbers = sorted(then.keys() | sheet.kinds.keys())
    pairs = ((number, then.get(number, ""), sheet.text_of(number)) for number in numbers)
    return [(number, before, now) for number, before, now in pairs if before != now]

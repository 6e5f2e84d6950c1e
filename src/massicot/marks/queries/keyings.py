"""Both keyings of a batch: how far the second is, where it differs, who may type it, which sheets wait for it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core import marks
from massicot.core.marks import Entered, Scale
from massicot.custody import queries as custody
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.marks import models
from massicot.marks.models import AskedShare, Credential, Lock, Mark, Referral, SecondKeying, SecondMark
from massicot.marks.queries.lines import sheet_to_sign
from massicot.marks.queries.openings import second_printings_of
from massicot.marks.queries.progress import complete_sheets, entry_open, without_lock
from massicot.marks.queries.sheets import read_saved_mark
from massicot.marks.rules.keyings import ALL_BATCHES, Keying, Keyings, SecondLine, Twice
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.referrals import ReferralAnswer
from massicot.store.prepared import Question

Settlement = models.Settlement
"""The row that the desks are handed and may name; the table itself is imported by this area only."""

_NOTHING = -1
"""Hundredths of a line that holds a code, where two lines are compared."""


@dataclass(frozen=True, slots=True)
class KeyingsAsked:
    """What is asked of a paper: the share, its batches, those typed twice, those of them still without a lock."""

    percent: int
    batches: int
    chosen: int
    unlocked: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a share would take: the batches it may choose among, those that it takes, and whether that is sure."""

    candidates: int
    taken: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class SecondProgress:
    """How far the second keying of one batch is: lines typed, sheets printed."""

    typed: int
    printings: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What the marker of a batch that is typed twice is told, once their own keying is complete.

    `untyped` counts the lines left to the other; `differences` are number, first, second.
    """

    untyped: int
    differences: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BothKeyings:
    """The second keying of a batch as the desks see it: how far, what differs (number, first, second), what is settled.

    `reason` is why the batch was taken out of it, `released_by` by whom.
    """

    is_asked: bool
    lines: int
    typed: int
    differences: Sequence[tuple[str, str, str]]
    settled: Sequence[Settlement]
    authors: Sequence[str]
    reason: str = ""
    released_by: str = ""

    @property
    def awaits(self) -> bool:
        """Say whether lines are left to whoever types the second time."""
        return self.is_asked and self.typed < self.lines


_ASKED: Question[tuple[int]] = Question(
    lambda batch_id: SecondKeying.objects.filter(batch_id=batch_id, is_asked=True).values_list("pk")
)
SHARES: Question[tuple[int]] = Question(
    lambda paper_id: AskedShare.objects.filter(paper_id=paper_id).values_list("percent")
)
"""How many of a paper's batches, of a hundred, are to be typed twice; nothing where none are."""


def share_of(paper_id: int) -> int:
    """Tell how many of a paper's batches, of a hundred, are to be typed twice."""
    return next((percent for (percent,) in SHARES.ask(paper_id=paper_id)), 0)


def asked_of(paper_id: int) -> KeyingsAsked:
    """Tell what is asked of a paper, in figures."""
    made, _ = batches.count_made(paper_id)
    rows = SecondKeying.objects.filter(batch__paper_id=paper_id, batch__unmade_at__isnull=True, is_asked=True)
    return KeyingsAsked(share_of(paper_id), made, rows.count(), _of_unlocked(rows).count())


def to_be_released(paper_id: int) -> QuerySet[SecondKeying]:
    """Find the batches of a paper that are to be typed twice and are not locked."""
    here = {"batch__paper_id": paper_id, "batch__unmade_at__isnull": True}
    return _of_unlocked(SecondKeying.objects.filter(**here, is_asked=True))


def to_be_chosen(paper_id: int, percent: int) -> QuerySet[SecondKeying]:
    """Find the batches that a share takes, of those not locked; one that the office took out by itself stays out."""
    drawn = SecondKeying.objects.filter(batch__paper_id=paper_id, batch__unmade_at__isnull=True, drawn__lt=percent)
    return _of_unlocked(drawn.filter(is_asked=False, reason=""))


def foreseen_of(paper_id: int, percent: int) -> Foreseen:
    """Foresee what a share takes: what was drawn before is known, of the others a share is to be expected."""
    undrawn = len(not_drawn(paper_id))
    expected = (undrawn * percent + ALL_BATCHES // 2) // ALL_BATCHES
    return Foreseen(
        candidates=to_be_chosen(paper_id, ALL_BATCHES).count() + undrawn,
        taken=to_be_chosen(paper_id, percent).count() + expected,
        is_sure=not undrawn or percent == ALL_BATCHES,
    )


def not_drawn(paper_id: int) -> list[int]:
    """List the batches of a paper that were never drawn and are not locked."""
    keyings = SecondKeying.objects.filter(batch=OuterRef("pk"))
    rows = without_lock(batches.named_rows(paper_id)).filter(~Exists(keyings))
    return list(rows.order_by("sequence").values_list("pk", flat=True))


def is_asked(batch_id: int) -> bool:
    """Say whether a batch is to be typed twice."""
    return bool(_ASKED.ask(batch_id=batch_id))


def second_progress_of(batch_id: int) -> SecondProgress | None:
    """Tell how far the second keying of a batch is, in counts only; None where none is asked for."""
    if not is_asked(batch_id):
        return None
    return SecondProgress(SecondMark.objects.filter(batch_id=batch_id).count(), second_printings_of(batch_id))


def keyings_of(batch_id: int, sheet: Sheet) -> Keyings | None:
    """Put the second keying of a batch beside its first; None where none is asked for."""
    return Keyings(sheet, second_lines(batch_id)) if is_asked(batch_id) else None


def second_lines(batch_id: int) -> dict[str, SecondLine]:
    """Map each number that the second keying holds to what it holds."""
    columns = ("number", "hundredths", "code", "settled_hundredths", "settled_code")
    rows = SecondMark.objects.filter(batch_id=batch_id).values_list(*columns)
    return {
        number: SecondLine(read_saved_mark(hundredths, code), _settlement(settled, settled_code))
        for number, hundredths, code, settled, settled_code in rows
    }


def compared_of(batch: Batch) -> Compared | None:
    """Compare both keyings for the marker of a batch; None where none is asked for, or while their own lacks lines."""
    if not is_asked(batch.pk):
        return None
    sheet = sheet_to_sign(batch, exams.scale_of(exams.paper_by_id(batch.paper_id)))
    keyings = Keyings(sheet, second_lines(batch.pk))
    if sheet.kinds.keys() - sheet.saved.keys():
        return None
    return Compared(keyings.untyped, written_differences(keyings, sheet.scale))


def both_keyings(batch: Batch, sheet: Sheet) -> BothKeyings:
    """Tell all that a desk may see of the second keying of a batch."""
    row = SecondKeying.objects.filter(batch=batch).first()
    if row is None:  # never drawn: nobody ever typed it twice
        return BothKeyings(is_asked=False, lines=len(sheet.kinds), typed=0, differences=[], settled=[], authors=[])
    keyings = Keyings(sheet, second_lines(batch.pk))
    authors = SecondMark.objects.filter(batch=batch).order_by("author").values_list("author", flat=True).distinct()
    return BothKeyings(
        is_asked=row.is_asked,
        lines=len(sheet.kinds),
        typed=len(sheet.kinds) - keyings.untyped,
        differences=written_differences(keyings, sheet.scale) if row.is_asked else [],
        settled=list(Settlement.objects.filter(batch=batch).order_by("pk")),
        authors=list(authors),
        reason=row.reason,
        released_by=row.released_by,
    )


def written_differences(keyings: Keyings, scale: Scale) -> list[tuple[str, str, str]]:
    """Write the lines that differ as the scale does: number, first, second."""
    return [
        (line.number, marks.format_entered(line.first, scale), marks.format_entered(line.second, scale))
        for line in keyings.differences
    ]


def barred_keyers(batch: Batch) -> set[str]:
    """Name all who may not type a batch a second time, however they write themselves: who holds or marked it."""
    holder = custody.last_holder_of_batch(batch.code)
    authors = {holder, *Mark.objects.filter(batch=batch).values_list("author", flat=True).distinct()} - {""}
    return authors | set(_names_of(exams.paper_by_id(batch.paper_id), authors))


def _names_of(paper: Paper, identifiers: set[str]) -> Iterator[str]:
    for marker in markers.markers_by_identifier(paper.session_id, identifiers).values():
        yield from (f"{marker.first_name} {marker.surname}", f"{marker.surname} {marker.first_name}")
        yield markers.name_of(marker)


def held_up_by_paper(paper_ids: Collection[int]) -> Counter[int]:
    """Count the batches of some papers that are complete, and lack more than their lock: a second keying, an accord."""
    return Counter({paper_id: _held_up(paper_id).count() for paper_id in paper_ids})


def _held_up(paper_id: int) -> QuerySet[Batch]:
    rows = without_lock(batches.named_rows(paper_id)).filter(is_complete())
    return rows.filter(awaits_second() | differs())


def is_complete() -> Q:
    """Tell of batches that are whole and not locked."""
    return Q(Exists(complete_sheets().filter(batch=OuterRef("pk"))))


def awaits_second() -> Q:
    """Tell of batches of which the second keying, asked for, lacks lines."""
    typed = SecondMark.objects.filter(batch=OuterRef("pk")).order_by().values("batch").annotate(count=Count("pk"))
    count = Coalesce(Subquery(typed.values("count"), output_field=IntegerField()), Value(0))
    return has_second_keying() & Q(LessThan(count, F("size")))


def differs() -> Q:
    """Tell of batches typed twice of which a line is to be settled."""
    first = Mark.objects.filter(number=OuterRef("number")).annotate(held=Coalesce("hundredths", Value(_NOTHING)))
    typed = Q(held=OuterRef("held"), code=OuterRef("code"))
    settled = Q(held=OuterRef("settled_held"), code=OuterRef("settled_code"))
    second = SecondMark.objects.filter(batch=OuterRef("pk")).annotate(
        held=Coalesce("hundredths", Value(_NOTHING)), settled_held=Coalesce("settled_hundredths", Value(_NOTHING))
    )
    return has_second_keying() & Q(Exists(second.filter(~Exists(first.filter(typed | settled)))))


def is_referred() -> Q:
    """Tell of batches of which a line waits for the office."""
    return Q(Exists(Referral.objects.filter(batch=OuterRef("pk"), answer=ReferralAnswer.WAITING)))


def has_second_keying() -> Q:
    """Tell of batches that are to be typed twice."""
    return Q(Exists(SecondKeying.objects.filter(batch=OuterRef("pk"), is_asked=True)))


def _of_unlocked(rows: QuerySet[SecondKeying]) -> QuerySet[SecondKeying]:
    return rows.filter(~Exists(Lock.objects.filter(batch=OuterRef("batch"))))


def _settlement(hundredths: int | None, code: str) -> Entered | None:
    return None if hundredths is None and not code else read_saved_mark(hundredths, code)


def is_second(chosen: str) -> Q:
    """Tell of batches that are typed twice: all of them, or those whose sheet was never printed."""
    printed = Q(Exists(_second_sheets()))
    return has_second_keying() & ~printed if chosen == Twice.TO_PRINT else has_second_keying()


def is_keyed_once(at: datetime) -> Q:
    """Tell of batches that lack their second keying alone: complete, entry open, no line waits for the office."""
    return is_complete() & awaits_second() & entry_open(at) & ~is_referred()


def waiting_for_second(centre_uais: Collection[str], at: datetime) -> Counter[tuple[str, int, bool]]:
    """Count the complete batches, entry open, that await a second keying: by centre, paper, is its sheet printed."""
    rows = _WAITING.ask(uais=sorted(centre_uais), at=at) if centre_uais else []
    return Counter({(uai, paper_id, bool(is_printed)): count for uai, paper_id, is_printed, count in rows})


def _waiting(uais: list[str], at: datetime) -> QuerySet[Batch, tuple[str, int, bool, int]]:
    rows: QuerySet[Any] = without_lock(batches.states_in(uais)).filter(is_keyed_once(at))
    fields = ("centre_uai", "paper_id", "is_printed")
    counted: QuerySet[Batch, tuple[str, int, bool, int]] = (
        rows.annotate(is_printed=Exists(_second_sheets())).order_by().values_list(*fields).annotate(count=Count("pk"))
    )
    return counted


_WAITING = Question(_waiting)


def second_to_print(paper_id: int, centre_uai: str, at: datetime) -> list[str]:
    """Name the complete batches of a paper in one centre, entry open, whose second sheet was never printed."""
    rows = without_lock(batches.rows_of(paper_id, centre_uai)).filter(is_keyed_once(at))
    return list(rows.filter(~Exists(_second_sheets())).order_by("sequence").values_list("code", flat=True))


def _second_sheets() -> QuerySet[Credential]:
    return Credential.objects.filter(batch=OuterRef("pk"), keying=Keying.SECOND)

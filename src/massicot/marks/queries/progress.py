"""How far the typing of batches is, in counts only; what of it other areas ask."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, BatchState
from massicot.batches.queries.batches import rows_at
from massicot.consignments import queries as parcels
from massicot.marks.models import Credential, Extension, Lock, Mark, SecondMark
from massicot.marks.rules.keyings import Keying
from massicot.marks.rules.sheets import identifier_in
from massicot.store.prepared import Question, ask_all

LOCK: Question[tuple[int]] = Question(lambda batch_id: Lock.objects.filter(batch_id=batch_id).values_list("pk"))
"""The lock of a batch, which has one where it is locked."""


@dataclass(frozen=True, slots=True)
class TypingProgress:
    """How far the typing of one batch is."""

    lines: int
    saved: int
    is_locked: bool

    @property
    def remaining(self) -> int:
        return self.lines - self.saved


def is_locked(batch_id: int) -> bool:
    return bool(LOCK.ask(batch_id=batch_id))


def progress_of(batch_id: int) -> TypingProgress:
    """Tell how far the typing of a batch is, in counts only."""
    lines = len(batches.numbers_of(batch_id))
    saved = Mark.objects.filter(batch_id=batch_id).order_by().values("batch").annotate(count=Count("pk"))
    for count, has_lock in saved.values_list("count", Exists(Lock.objects.filter(batch=OuterRef("batch")))):
        return TypingProgress(lines, count, has_lock)
    return TypingProgress(lines, 0, is_locked(batch_id))


def saved_lines() -> Coalesce:
    """Count the saved lines of each batch of a question, to sort by."""
    saved = Mark.objects.filter(batch=OuterRef("pk")).order_by().values("batch").annotate(count=Count("pk"))
    return Coalesce(Subquery(saved.values("count")), 0, output_field=IntegerField())


def count_states(rows: Iterable[Any]) -> dict[tuple[str, int], Counter[tuple[BatchState, bool]]]:
    """Read rows of `state_rows`: how many batches there are by centre and paper, then by state and lock."""
    counts: dict[tuple[str, int], Counter[tuple[BatchState, bool]]] = {}
    for uai, paper_id, state, locked, count in rows:
        counts.setdefault((uai, paper_id), Counter())[BatchState(state), locked] = count
    return counts


def locked_or_complete(codes: Sequence[str]) -> tuple[set[str], set[str]]:
    """Name those of some batches that are locked, and those that are complete and not locked."""
    if not codes:
        return set(), set()
    answers = ask_all(_LOCKED.of(codes=list(codes)), _COMPLETE.of(codes=list(codes)))
    locked, complete = ({code for (code,) in rows} for rows in answers)
    return locked, complete


def complete_sheets() -> QuerySet[Credential]:
    """Find the mark sheets whose batch is whole and not locked."""
    return Credential.objects.filter(keying=Keying.FIRST, is_revoked=False, awaits_lock=True)


_LOCKED: Question[tuple[str]] = Question(
    lambda codes: Lock.objects.filter(batch__code__in=codes).values_list("batch__code")
)
_COMPLETE: Question[tuple[str]] = Question(
    lambda codes: complete_sheets().filter(batch__code__in=codes).values_list("batch__code")
)


def without_lock(rows: QuerySet[Batch]) -> QuerySet[Batch]:
    """Keep the batches that are not locked."""
    return rows.filter(~Exists(Lock.objects.filter(batch=OuterRef("pk"))))


def entry_open(at: datetime) -> Q:
    """Ask for the batches in which marks may be typed after an instant: by their paper, or by time of their own."""
    later = Extension.objects.filter(batch=OuterRef("pk"), closes_at__gt=at)
    return Q(paper__entry_closes_at__gt=at) | Q(Exists(later))


def state_rows(uais: list[str]) -> QuerySet[Batch, tuple[str, int, str, bool, int]]:
    """Count the batches of some centres that are not locked, or still there: centre, paper, state, lock, count.

    One that is locked and back is there until it is in a parcel for the exam office.
    """
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("pk")))
    is_there = batches.is_in(BatchState.OUT) | ~parcels.is_returning(OuterRef("code"))
    rows = batches.states_in(uais).filter(~is_locked | is_there).annotate(is_locked=is_locked)
    fields = ("centre_uai", "paper_id", "in_state", "is_locked")
    counted: QuerySet[Batch, tuple[str, int, str, bool, int]] = rows.values_list(*fields).annotate(count=Count("pk"))
    return counted.order_by()


def has_marks() -> Q:
    """Say whether a line of a paper is saved, in either keying of a batch that was not unmade."""
    typed = {"batch__paper": OuterRef("pk"), "batch__unmade_at__isnull": True}
    return Q(Exists(Mark.objects.filter(**typed))) | Q(Exists(SecondMark.objects.filter(**typed)))


def has_locks() -> Exists:
    """Say whether a batch of a paper is locked."""
    return Exists(Lock.objects.filter(batch__paper=OuterRef("pk")))


def rows_of_takers(centre_uais: Collection[str], takers: Collection[str]) -> QuerySet[Any]:
    """Find the batches of some marking centres that some markers have, or had last and have not locked, by number.

    Markers are named by their identifier, which two sessions may give to two persons: whoever asks looks which.
    """
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("pk")))
    rows = rows_at(centre_uais).filter(taker__in=sorted(takers))
    return rows.filter(Q(is_out=True) | ~is_locked).select_related("paper").order_by("sequence", "pk")


def batch_of_address(typed: str) -> str:
    """Give the code of the batch whose sheet bears an address, be the sheet replaced or not; empty for any other text.

    The password is on the sheet alone: who reads the address learns which batch it is, as from its cover.
    """
    identifier = identifier_in(typed)
    if not identifier:
        return ""
    rows = Credential.objects.filter(identifier=identifier).values_list("batch__code", flat=True)
    return rows.first() or ""

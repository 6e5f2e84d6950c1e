"""Batches as rows: found, held, listed with their state; what may be made of the scripts that are received."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value, When

from massicot.batches import models
from massicot.batches.models import BatchScript, HandOut
from massicot.batches.queries.regrouping import codes_now, went_over
from massicot.batches.rules import batches as rules
from massicot.batches.rules.batches import BatchPlan, BatchState, Proposal
from massicot.consignments import queries as parcels
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.scripts import queries as scripts
from massicot.scripts.rules import read_cell
from massicot.store.prepared import Question
from massicot.store.wording import Call

Batch = models.Batch


"""The row that other areas are handed and may name; the table itself is imported by this area only."""

NUMBERS: Question[tuple[str]] = Question(
    lambda batch_id: BatchScript.objects.filter(batch_id=batch_id).order_by("position").values_list("number")
)
"""A batch's numbers in the order of its mark sheet, ascending."""

BY_ID = Question(lambda batch_ids: Batch.objects.filter(pk__in=batch_ids))
"""Some batches, in no order."""

_BY_CODE = Question(lambda code: Batch.objects.filter(code=code))
_HELD = Question(lambda batch_id: Batch.objects.select_for_update(of=("self",), no_key=True).filter(pk=batch_id))
_HELD_BY_CODE = Question(lambda code: Batch.objects.select_for_update(of=("self",), no_key=True).filter(code=code))
_FOUND = Question(lambda code, paper_id, uai: _standing().filter(code=code, paper_id=paper_id, centre_uai=uai))
_FOUND_BY_RANK = Question(
    lambda rank, paper_id, uai: _standing().filter(sequence=rank, paper_id=paper_id, centre_uai=uai)
)

LONGEST_RANK = 6
"""Digits that the number of a batch may have; more are no number of one."""


def _contents_counts(paper_id: int) -> QuerySet[BatchScript, Any]:
    rows = BatchScript.objects.filter(batch__paper_id=paper_id).values_list("batch__code")
    return rows.annotate(count=Count("pk")).order_by("batch__code")


_CONTENTS_COUNTS: Question[tuple[str, int]] = Question(_contents_counts)


def batch_by_code(code: str) -> Batch:
    """Fetch a batch; raise BatchUnknown, BatchWasUnmade or BatchWasRegrouped."""
    found = _BY_CODE.ask(code=code.strip().upper())
    if not found:
        raise rules.BatchUnknown(code=code)
    check_standing(found[0])
    return found[0]


def check_standing(batch: Batch) -> None:
    """Refuse a batch that is no more; raise BatchWasUnmade, or BatchWasRegrouped with where its scripts are now."""
    if batch.unmade_at is None:
        return
    if went_over(batch.pk):
        raise rules.BatchWasRegrouped(code=batch.code, codes=codes_now(batch.pk))
    raise rules.BatchWasUnmade(code=batch.code)


def find_batch(code: str, paper_id: int, centre_uai: str) -> Batch | None:
    """Fetch a batch of a paper in one marking centre by its code, typed or scanned; another's is not found."""
    return _FOUND.first(code=code.strip().upper(), paper_id=paper_id, uai=centre_uai)


def find_typed_batch(typed: str, paper_id: int, centre_uai: str) -> Batch | None:
    """Fetch a batch as `find_batch` does, or by its number alone: “12” is the twelfth batch of the paper."""
    text = typed.strip()
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_RANK:
        return find_batch(text, paper_id, centre_uai)
    return _FOUND_BY_RANK.first(rank=int(text), paper_id=paper_id, uai=centre_uai)


def unmade_since(code: str, paper_id: int, centre_uai: str) -> datetime | None:
    """Tell when a batch of a paper in one marking centre was unmade; None for one that stands, or never was there."""
    rows = Batch.objects.filter(code=code, paper_id=paper_id, centre_uai=centre_uai)
    return rows.values_list("unmade_at", flat=True).first()


def check_not_going_back(*codes: str) -> None:
    """Refuse batches that are in a parcel for the exam office, or were received out of one; raise BatchGoesBack."""
    for code, parcel in sorted(parcels.returning(codes).items()):
        raise rules.BatchGoesBack(code=code, parcel=parcel)


def hold_batch(code: str) -> Batch:
    """Fetch a batch, held until the end of the transaction; raise BatchUnknown, BatchWasUnmade or BatchWasRegrouped."""
    # Without its key: a save of marks, which holds its sheet, names the batch as it ends, while whoever prints anew
    # holds the batch and waits for the sheet.
    batch = _HELD.first(batch_id=batch_by_code(code).pk)
    if batch is None:
        raise rules.BatchUnknown(code=code)
    # It may have been unmade while this transaction waited for it.
    check_standing(batch)
    return batch


def hold_to_scan(code: str) -> Batch:
    """Fetch and hold a batch as `hold_batch` does, with one question less: each scan of its envelope asks for it."""
    batch = _HELD_BY_CODE.first(code=code.strip().upper())
    if batch is None:
        raise rules.BatchUnknown(code=code)
    check_standing(batch)
    return batch


def batches_of(paper_id: int, centre_uai: str | None = None) -> list[Batch]:
    """List the batches of a paper, or of one marking centre, by number."""
    return _OF_PAPER.ask(paper_id=paper_id) if centre_uai is None else _AT_CENTRE.ask(paper_id=paper_id, uai=centre_uai)


def named_rows(paper_id: int) -> QuerySet[Any]:
    """Find the batches of a paper, by number, each with the `uai` and the `name` of its marking centre."""
    named: QuerySet[Any] = _in_order(paper_id).annotate(uai=F("centre_uai"), name=exams.naming("centre_uai"))
    return named


def rows_of_papers(paper_ids: Collection[int]) -> QuerySet[Batch]:
    """Find the batches of some papers, by number."""
    return _standing().filter(paper_id__in=paper_ids).order_by("paper_id", "sequence")


def rows_at(centre_uais: Collection[str]) -> QuerySet[Batch]:
    """Find the batches of some marking centres, of papers of sessions at work."""
    return _standing().filter(centre_uai__in=sorted(centre_uais), paper__session__archived_at=None)


def rows_of(paper_id: int, centre_uai: str) -> QuerySet[Any]:
    """Find the batches of a paper in one marking centre, by number, for a list that the database cuts.

    It may sort and search by the state that each is in, `in_state`, and by who holds it, `held_by`.
    """
    holder = Case(When(is_out=True, then=F("taker")), default=Value(""))
    rows = _standing().filter(centre_uai=centre_uai, paper_id=paper_id).alias(in_state=_state(), held_by=holder)
    return rows.order_by("sequence")


def is_in(state: str) -> Q:
    """Ask for the batches of one state by their columns: how many fit a case is more than the database can guess."""
    return _IN[BatchState(state)]


def is_held_by(identifiers: Collection[str]) -> Q:
    """Ask for the batches that one of these markers has now, among those that `rows_of` finds."""
    return Q(held_by__in=identifiers)


def has_taker(identifiers: Collection[str]) -> Q:
    """Ask for the batches that one of these markers has, or had last."""
    return Q(taker__in=identifiers)


def states_in(centre_uais: Collection[str]) -> QuerySet[Any]:
    """Find the batches of some marking centres with the state of each (`in_state`), of every paper, to be counted."""
    return _standing().filter(centre_uai__in=centre_uais).annotate(in_state=_state())


def counts_by_state(counted: Iterable[tuple[str, int]]) -> dict[BatchState, int]:
    """Read the answer to `COUNTS`."""
    counts = dict(counted)
    return {state: counts.get(state, 0) for state in BatchState}


def count_made(paper_id: int) -> tuple[int, int]:
    """Count the batches of a paper, and those of them whose mark sheet is printed."""
    counts = _standing().filter(paper_id=paper_id).aggregate(made=Count("pk"), printed=Count("printed_at"))
    return counts["made"], counts["printed"]


def last_sequence(paper_id: int) -> int:
    """Tell the highest number ever given to a batch of a paper, unmade ones too; 0 before the first."""
    return Batch.objects.filter(paper_id=paper_id).aggregate(last=Max("sequence"))["last"] or 0


def numbers_of(batch_id: int) -> list[str]:
    """List a batch's numbers in the order of its mark sheet, ascending."""
    return [number for (number,) in NUMBERS.ask(batch_id=batch_id)]


def numbers_in_batches(paper_id: int) -> dict[str, str]:
    """Map every number of a paper that is in a batch to that batch's code."""
    rows = BatchScript.objects.filter(batch__paper_id=paper_id).order_by("batch__sequence", "position")
    return dict(rows.values_list("number", "batch__code"))


def codes_of_numbers(numbers: Collection[str]) -> dict[str, str]:
    return dict(BatchScript.objects.filter(number__in=numbers).values_list("number", "batch__code"))


def contents_rows(paper_id: int) -> QuerySet[BatchScript]:
    """Find the scripts of a paper that are in a batch, to be compared by number with others."""
    return BatchScript.objects.filter(batch__in=Batch.objects.filter(paper_id=paper_id))


def contents_counts(paper_id: int) -> dict[str, int]:
    return dict(_CONTENTS_COUNTS.ask(paper_id=paper_id))


def batch_of_number(number: str) -> Batch | None:
    """Fetch the batch that holds a number."""
    row = BatchScript.objects.filter(number=number).select_related("batch").first()
    return row.batch if row else None


def spot_of(centre_uai: str) -> Spot:
    """Name a marking centre as the ledger does."""
    return Spot(Place.MARKING_CENTRE, centre_uai)


def store_of(batch: Batch) -> Spot:
    """Name the place where a batch is when no marker holds it."""
    return spot_of(batch.centre_uai)


def subject_of(code: str) -> str:
    """Name a batch as the journal does."""
    return f"batch:{code}"


def _standing() -> QuerySet[Batch]:
    return Batch.objects.filter(unmade_at__isnull=True)


def _in_order(paper_id: int) -> QuerySet[Batch]:
    return _standing().filter(paper_id=paper_id).order_by("sequence")


_OF_PAPER = Question(_in_order)
_AT_CENTRE = Question(lambda paper_id, uai: _in_order(paper_id).filter(centre_uai=uai))


# As massicot.batches.rules.batches.state_of says, in the words of the database; a test holds them together.
_IN = {
    BatchState.OUT: Q(is_out=True),
    BatchState.BACK: Q(is_out=False, taker__gt=""),
    BatchState.READY: Q(taker="", sealed_at__isnull=False),
    BatchState.TO_CHECK: Q(sealed_at__isnull=True, printed_at__isnull=False),
    BatchState.TO_PRINT: Q(printed_at__isnull=True),
}


def _state() -> Case:
    return Case(*(When(condition, then=Value(state)) for state, condition in _IN.items()), output_field=CharField())


def _counts(paper_id: int, centre_uai: str) -> QuerySet[Any, tuple[str, int]]:
    rows = states_in([centre_uai]).filter(paper_id=paper_id)
    counted: QuerySet[Any, tuple[str, int]] = rows.values_list("in_state").annotate(count=Count("pk")).order_by()
    return counted


COUNTS = Question(_counts)
"""How many batches of a paper are in each state in one marking centre; `counts_by_state` reads it."""


def has_batches() -> Exists:
    return Exists(_MADE)


def has_sheets() -> Exists:
    """Say whether the mark sheet of a batch of a paper is printed."""
    return Exists(_MADE.filter(printed_at__isnull=False))


def has_hand_outs() -> Exists:
    """Say whether a batch of a paper was handed out at least once; it is not unmade after that."""
    return Exists(HandOut.objects.filter(batch__paper=OuterRef("pk")))


_MADE = Batch.objects.filter(paper=OuterRef("pk"), unmade_at__isnull=True)


def plan_of(paper: Paper, centre_uai: str, specialties: Collection[str] | None = None) -> list[BatchPlan]:
    """Plan the batches that `make_batches` makes, its ticks written, of all specialties or of those chosen."""
    loose = _loose(paper, centre_uai)
    chosen = {code: numbers for code, numbers in loose.items() if specialties is None or code in specialties}
    return rules.plan_batches(chosen, paper.batch_size, paper.batch_ceiling)


def proposals_of(paper: Paper, centre_uai: str) -> list[Proposal]:
    """Say what would be made of each specialty now, and what is still expected of it, by code."""
    made = Batch.objects.filter(paper=paper, centre_uai=centre_uai, unmade_at__isnull=True)
    batched = dict(made.values_list("specialty_code").annotate(scripts=Sum("size")).order_by("specialty_code"))
    expected = parcels.expected_by_specialty(paper.pk, centre_uai)
    loose = _loose_cells(centre_uai) + parcels.unwritten_at(centre_uai)
    received = {code: count for (paper_id, code), count in loose.items() if paper_id == paper.pk}
    return rules.propose(received, batched, expected, paper.batch_size, paper.batch_ceiling)


def loose_in_ledger(centre_uai: str) -> dict[int, int]:
    """Count by paper the scripts of a marking centre that are in no batch, but for ticks that are not written yet."""
    return by_paper(ledger.count_loose_by_cell(spot_of(centre_uai)).items())


def loose_at(centre_uai: str) -> Call:
    """Ask for the scripts received in a marking centre that are in no batch yet, written or not, for `by_paper`."""
    spot = spot_of(centre_uai)
    return _LOOSE_THERE.of(place=str(spot.place), place_ref=spot.ref, uai=centre_uai)


_LOOSE_THERE: Question[tuple[str, int]] = Question(
    lambda place, place_ref, uai: (
        ledger.loose_rows(place, place_ref).order_by().union(parcels.unwritten_cells(uai), all=True)
    )
)


def by_paper(counted: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Sum by paper what is counted by cell."""
    counts: Counter[int] = Counter()
    for cell, count in counted:
        counts[read_cell(cell)[0]] += count
    return dict(counts)


def _loose_cells(centre_uai: str) -> Counter[tuple[int, str]]:
    counted = ledger.count_loose_by_cell(spot_of(centre_uai)).items()
    return Counter({read_cell(cell): count for cell, count in counted})


def _loose(paper: Paper, centre_uai: str) -> dict[str, list[str]]:
    """Map specialties to the received numbers that are in no batch."""
    here = ledger.refs_at(ItemKind.SCRIPT, Place.MARKING_CENTRE, centre_uai)
    own = scripts.specialties_in_hand(paper.pk) if here else {}
    by_specialty: dict[str, list[str]] = defaultdict(list)
    for number in here:
        if number in own:
            by_specialty[own[number]].append(number)
    return by_specialty

"""What is at a marking centre by specialty: what may leave for the exam office, what stays and why."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet

from massicot.batches import queries as batches
from massicot.batches.queries import BatchState
from massicot.consignments import queries as parcels
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ContentKind, ReturnLine
from massicot.custody import queries as ledger
from massicot.custody.rules import Place
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.scripts import queries as scripts
from massicot.shelves.rules.returns import LooseScript, PiledBatch, SpecialtyPile, StaysOut, why_it_stays

GONE = "gone"
"""The state, in the list of their marking centre, of batches that went back to the exam office."""


def is_in_or_gone(paper_id: int, centre_uai: str, state: str) -> Q:
    """Ask for the batches of a centre in one state; those that are gone are not back at its desk."""
    if state not in (GONE, BatchState.BACK):
        return batches.is_in(state)
    is_gone = Q(code__in=parcels.batches_gone(paper_id, centre_uai))
    return is_gone if state == GONE else batches.is_in(state) & ~is_gone


def piles_of(paper: Paper, centre_uai: str, at: datetime) -> list[SpecialtyPile]:
    """Tell what of a paper is at a marking centre, by specialty."""
    returned = parcels.returned_from(paper.pk, centre_uai)
    here = [batch for batch in batches.batches_of(paper.pk, centre_uai) if batch.code not in returned]
    by_specialty: dict[str, list[PiledBatch]] = defaultdict(list)
    for batch in marks.add_standings(here, paper, at):
        by_specialty[batch.specialty_code].append(_piled(batch))
    loose = _loose_by_specialty(paper, centre_uai)
    behind: dict[str, dict[str, ReturnLine]] = defaultdict(dict)
    gone: dict[str, dict[str, dict[str, ContentKind]]] = defaultdict(lambda: defaultdict(dict))
    unsent: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for ref, row in returned.items():
        if row.tick == ReturnTick.MISSING and row.parcel.arrived_at is not None:
            behind[row.specialty_code][ref] = _line(row)
        else:
            counts[row.specialty_code] += row.count
            gone[row.specialty_code][row.parcel.code][ref] = ContentKind(row.kind)
        if row.parcel.sent_at is None and row.parcel.arrived_at is None:
            unsent[row.specialty_code].add(row.parcel.code)
    codes = sorted({*by_specialty, *loose, *behind, *counts})
    return [
        SpecialtyPile(
            specialty_code=code,
            batches=by_specialty[code],
            loose=loose.get(code, []),
            behind=behind[code],
            gone=gone[code],
            unsent=unsent[code],
            returned=counts[code],
        )
        for code in codes
    ]


def count_to_return_by_paper() -> QuerySet[Any]:
    """Count by paper (`paper_id`, `batches`) the locked batches that the exam office waits for, as the ladder does.

    A batch of which every script is missing does not go back.
    """
    locks = marks.standing_locks().filter(~parcels.has_ended(OuterRef("batch__code")))
    rows: QuerySet[Any] = locks.filter(batch__size__gt=F("batch__lacking")).annotate(paper_id=F("batch__paper_id"))
    counted: QuerySet[Any] = rows.values("paper_id").annotate(batches=Count("pk"))
    return counted


def _piled(batch: Any) -> PiledBatch:
    return PiledBatch(batch.code, batch.in_hand, batch.lacking, _why(batch))


def _why(batch: Any) -> StaysOut | None:
    return why_it_stays(batch.state, batch.standing, in_hand=batch.in_hand)


def _line(row: parcels.ReturnContent) -> ReturnLine:
    return ReturnLine(
        kind=ContentKind(row.kind),
        ref=row.ref,
        specialty_code=row.specialty_code,
        count=row.count,
        is_aside=row.was_aside,
        is_given_up=row.is_given_up,
    )


def _loose_by_specialty(paper: Paper, centre_uai: str) -> dict[str, list[LooseScript]]:
    """Map specialties to the scripts of a paper that lie in a centre in no batch, or put aside there."""
    there = ledger.loose_places([Place.MARKING_CENTRE, Place.ASIDE], centre_uai)
    specialties = scripts.specialties_among(paper.pk, there)
    loose: dict[str, list[LooseScript]] = defaultdict(list)
    for number in sorted(there):
        is_aside = there[number] is Place.ASIDE
        if number in specialties:
            loose[specialties[number]].append(LooseScript(number, is_aside))
    return dict(loose)

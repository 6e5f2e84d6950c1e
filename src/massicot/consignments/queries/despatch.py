"""What leaves exam centres: the parcels of some centres, what was packed in each, what was not there."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from massicot.consignments.models import LeftOut, Parcel, ParcelCount, ParcelEnclosure, ParcelScript
from massicot.consignments.queries import tallies
from massicot.consignments.rules.despatch import Enclosure
from massicot.consignments.rules.parcels import Tick
from massicot.store.prepared import Question, ask_all


def _cells(parcel_ids: list[int]) -> QuerySet[ParcelScript, Any]:
    columns = ("parcel_id", "specialty_code", "tick")
    rows = ParcelScript.objects.filter(parcel_id__in=parcel_ids)
    return rows.values_list(*columns).annotate(count=Count("pk")).order_by(*columns)


def missing_rows() -> QuerySet[ParcelScript]:
    """Find the scripts declared missing and not found since, for a later area that says more of them."""
    return ParcelScript.objects.filter(tick=Tick.MISSING)


PARCELS: Question[Parcel] = Question(
    lambda paper_ids, uais: Parcel.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais).order_by("pk")
)
"""The parcels that some centres made of some papers, in the order in which they were made."""

PACKED: Question[tuple[int, str, str, int]] = Question(_cells)
"""How many scripts are in some parcels; `scripts_packed` reads it."""

COUNTS: Question[ParcelCount] = Question(
    lambda parcel_ids: ParcelCount.objects.filter(parcel_id__in=parcel_ids).order_by("parcel_id", "specialty_code")
)
"""The counts of some parcels whose scripts bear no number, specialty by specialty."""

_ENCLOSED: Question[tuple[str]] = Question(
    lambda parcel_id: ParcelEnclosure.objects.filter(parcel_id=parcel_id).values_list("document")
)


_HAS_LEFT = Q(parcel__sent_at__isnull=False) | Q(parcel__arrived_at__isnull=False)
"""As massicot.consignments.models.Parcel.has_left says, in the words of the database."""

SENT: Question[tuple[str, int]] = Question(
    lambda paper_id, uai: (
        ParcelScript.objects.filter(_HAS_LEFT, parcel__paper_id=paper_id, parcel__centre_uai=uai)
        .order_by()
        .values_list("parcel__centre_uai")
        .annotate(count=Count("pk"))
    )
)
"""How many numbers of a centre left it, beside the centre; nothing when none did."""


def _sums_by_centre(paper_id: int) -> QuerySet[ParcelCount, Any]:
    columns = ("parcel__centre_uai", "specialty_code")
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id).order_by(*columns)
    return rows.values_list(*columns).annotate(settled=Sum("settles"))


_SETTLED: Question[tuple[str, str, int]] = Question(_sums_by_centre)
_MISSING: Question[tuple[int, str]] = Question(
    lambda parcel_ids: (
        missing_rows().filter(parcel_id__in=parcel_ids).order_by("number").values_list("parcel_id", "number")
    )
)


def scripts_packed(
    counted: Iterable[tuple[int, str, str, int]], tallied: Iterable[tuple[int, Mapping[str, int]]]
) -> Counter[tuple[int, str, Tick]]:
    """Count the scripts of some parcels by parcel, specialty and tick, with those whose tick is not written yet."""
    counts = Counter({(parcel_id, code, Tick(tick)): count for parcel_id, code, tick, count in counted})
    for parcel_id, by_specialty in tallied:
        for code, count in by_specialty.items():
            counts[parcel_id, code, Tick.RECEIVED] += count
            counts[parcel_id, code, Tick.NOT_YET] -= count
    return +counts


def packed_counts(paper_id: int, centre_uai: str) -> dict[str, int]:
    """Count by specialty the unnumbered scripts that lie in the parcels of a centre."""
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id, parcel__centre_uai=centre_uai)
    return dict(rows.order_by("specialty_code").values_list("specialty_code").annotate(Sum("announced")))


def seals_beside(parcel: Parcel) -> dict[str, str]:
    """Map the seals of the other parcels of a parcel's centre and paper to their codes."""
    others = Parcel.objects.filter(paper_id=parcel.paper_id, centre_uai=parcel.centre_uai).exclude(pk=parcel.pk)
    return dict(others.exclude(seal="").values_list("seal", "code"))


def settled_counts(paper_id: int, centre_uai: str) -> dict[str, int]:
    """Count by specialty the unnumbered scripts of a centre's register that its parcels stand for."""
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id, parcel__centre_uai=centre_uai)
    return dict(rows.order_by("specialty_code").values_list("specialty_code").annotate(Sum("settles")))


def settled_by_centre(paper_id: int) -> dict[tuple[str, str], int]:
    """Count by centre and specialty the unnumbered scripts of a paper's registers that parcels stand for."""
    return {(uai, code): settled for uai, code, settled in _SETTLED.ask(paper_id=paper_id)}


def numbers_missing(parcel_ids: Collection[int]) -> dict[int, list[str]]:
    """Map parcels to the numbers declared missing in them, ascending."""
    rows = _MISSING.ask(parcel_ids=list(parcel_ids)) if parcel_ids else []
    numbers: dict[int, list[str]] = {}
    for parcel_id, number in rows:
        numbers.setdefault(parcel_id, []).append(number)
    return numbers


def ticks_written(numbers: Collection[str]) -> dict[str, Tick]:
    """Map those of some scripts that are packed to what is written of them at the arrival."""
    rows = ParcelScript.objects.filter(number__in=numbers).values_list("number", "tick")
    return {number: Tick(tick) for number, tick in rows}


def ticks_of(numbers: Collection[str], parcel: Parcel) -> dict[str, Tick]:
    """Map those of some scripts that are packed in a parcel to what was said of them at the arrival."""
    rows = ParcelScript.objects.filter(number__in=numbers, parcel=parcel)
    unwritten = set(tallies.unwritten_among(rows).values())
    ticks = {number: Tick(tick) for number, tick in rows.values_list("number", "tick")}
    return ticks | dict.fromkeys(unwritten.intersection(ticks), Tick.RECEIVED)


def enclosures_of(parcel: Parcel) -> set[Enclosure]:
    """List the documents that lay in a parcel when it left."""
    return {Enclosure(document) for (document,) in _ENCLOSED.ask(parcel_id=parcel.pk)}


def ticks_by_specialty(parcel: Parcel) -> dict[str, Counter[Tick]]:
    """Count the scripts of a parcel by specialty, in the order of its note, then by tick."""
    ticks: dict[str, Counter[Tick]] = {}
    counted, tallied = ask_all(PACKED.of(parcel_ids=[parcel.pk]), tallies.TALLIED.of(parcel_ids=[parcel.pk]))
    for (_, code, tick), count in sorted(scripts_packed(counted, tallied).items()):
        ticks.setdefault(code, Counter())[tick] = count
    return ticks


def waiting_in(parcel: Parcel, specialty_code: str) -> list[str]:
    """List the scripts of a specialty that are to be looked for in a parcel, ascending."""
    return _numbers(parcel, specialty_code, Tick.NOT_YET)


def ticked_in(parcel: Parcel, specialty_code: str) -> list[str]:
    """List the scripts of a specialty that were received out of the very parcel that announces them, ascending."""
    return _numbers(parcel, specialty_code, Tick.RECEIVED)


def _numbers(parcel: Parcel, specialty_code: str, tick: Tick) -> list[str]:
    said = tallies.ticked_as(tick, tallies.unwritten_in(parcel))
    rows = ParcelScript.objects.filter(said, parcel=parcel, specialty_code=specialty_code, found_in="")
    return list(rows.order_by("number").values_list("number", flat=True))


PACKED_TABLES = (LeftOut._meta.db_table, ParcelScript._meta.db_table)
"""Where it lies what was packed and what was not there, for whoever erases what they said before a day was reopened."""

_LEFT_OUT: Question[tuple[str, str]] = Question(
    lambda paper_id: LeftOut.objects.filter(paper_id=paper_id).order_by("number").values_list("number", "signed_by")
)


def left_out_rows(paper_ids: Collection[int], uais: Collection[str]) -> QuerySet[LeftOut]:
    """Find the scripts of some papers that are not found in some centres, ascending."""
    return LeftOut.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais).order_by("number")


def left_out_at(paper_id: int, centre_uai: str) -> dict[str, str]:
    """Map the numbers that are not found in a centre to their specialty, ascending."""
    return dict(left_out_rows([paper_id], [centre_uai]).values_list("number", "specialty_code"))


def left_out_of(paper_id: int) -> dict[str, str]:
    """Map the numbers of a paper that are not found in their centre to who signed so, ascending."""
    return dict(_LEFT_OUT.ask(paper_id=paper_id))


def left_out_among(numbers: Collection[str]) -> set[str]:
    """List those of some numbers that are not found in their centre."""
    return set(LeftOut.objects.filter(number__in=numbers).values_list("number", flat=True))

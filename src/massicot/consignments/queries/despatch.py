"""What leaves exam centres: the parcels of some centres at some papers, and what was packed in each."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from massicot.consignments.models import Parcel, ParcelCount, ParcelEnclosure, ParcelScript
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import Enclosure
from massicot.store.prepared import Question


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


def _settled(paper_id: int) -> QuerySet[ParcelCount, Any]:
    columns = ("parcel__centre_uai", "specialty_code")
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id).order_by(*columns)
    return rows.values_list(*columns).annotate(settled=Sum("settles"))


_SETTLED: Question[tuple[str, str, int]] = Question(_settled)
_MISSING: Question[tuple[int, str]] = Question(
    lambda parcel_ids: (
        missing_rows().filter(parcel_id__in=parcel_ids).order_by("number").values_list("parcel_id", "number")
    )
)


def scripts_packed(counted: Iterable[tuple[int, str, str, int]]) -> Counter[tuple[int, str, Tick]]:
    """Count the scripts of some parcels by parcel, specialty and tick."""
    return Counter({(parcel_id, code, Tick(tick)): count for parcel_id, code, tick, count in counted})


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


def ticks_of(numbers: Collection[str]) -> dict[str, Tick]:
    """Map those of some scripts that are packed to what was said of them at the arrival."""
    rows = ParcelScript.objects.filter(number__in=numbers)
    return {number: Tick(tick) for number, tick in rows.values_list("number", "tick")}


def enclosures_of(parcel: Parcel) -> set[Enclosure]:
    """List the documents that lay in a parcel when it left."""
    return {Enclosure(document) for (document,) in _ENCLOSED.ask(parcel_id=parcel.pk)}

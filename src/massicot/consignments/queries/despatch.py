"""What leaves exam centres: the parcels of some centres at some papers, and what was packed in each."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, QuerySet, Sum

from massicot.consignments.models import Parcel, ParcelCount, ParcelEnclosure, ParcelScript
from massicot.consignments.rules import Tick
from massicot.consignments.rules.despatch import Enclosure


def parcels_from(paper_ids: Collection[int], centre_uais: Collection[str]) -> list[Parcel]:
    """List the parcels that some centres made of some papers, in the order in which they were made."""
    rows = Parcel.objects.filter(paper_id__in=paper_ids, centre_uai__in=centre_uais)
    return list(rows.order_by("pk"))


def scripts_packed(parcel_ids: Collection[int]) -> Counter[tuple[int, str, Tick]]:
    """Count the scripts of some parcels by parcel, specialty and tick."""
    cells = ParcelScript.objects.filter(parcel_id__in=parcel_ids).values_list("parcel_id", "specialty_code", "tick")
    counted = cells.annotate(count=Count("pk")).order_by("parcel_id", "specialty_code", "tick")
    return Counter({(parcel_id, code, Tick(tick)): count for parcel_id, code, tick, count in counted})


def counts_packed(parcel_ids: Collection[int]) -> list[ParcelCount]:
    """List the counts of some parcels whose scripts bear no number, specialty by specialty."""
    return list(ParcelCount.objects.filter(parcel_id__in=parcel_ids).order_by("parcel_id", "specialty_code"))


def settled_counts(paper_id: int, centre_uai: str) -> dict[str, int]:
    """Count by specialty the unnumbered scripts of a centre's register that its parcels stand for."""
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id, parcel__centre_uai=centre_uai)
    return dict(rows.order_by("specialty_code").values_list("specialty_code").annotate(Sum("settles")))


def numbers_missing(parcel_ids: Collection[int]) -> dict[int, list[str]]:
    """Map parcels to the numbers declared missing in them, ascending."""
    missing: dict[int, list[str]] = {}
    rows = ParcelScript.objects.filter(parcel_id__in=parcel_ids, tick=Tick.MISSING).order_by("number")
    for parcel_id, number in rows.values_list("parcel_id", "number"):
        missing.setdefault(parcel_id, []).append(number)
    return missing


def enclosures_of(parcel: Parcel) -> set[Enclosure]:
    """List the documents that lay in a parcel when it left."""
    rows = ParcelEnclosure.objects.filter(parcel=parcel)
    return {Enclosure(document) for document in rows.values_list("document", flat=True)}


def sent_numbers_from(paper_id: int, centre_uai: str) -> QuerySet[ParcelScript]:
    """Find the numbers of a centre that left it."""
    return ParcelScript.objects.filter(
        parcel__paper_id=paper_id, parcel__centre_uai=centre_uai, parcel__sent_at__isnull=False
    )

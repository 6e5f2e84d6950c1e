"""Reads of parcels."""

from datetime import timedelta

from django.db.models import Count, QuerySet, Sum

from massicot.consignments import rules
from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.rules import Tick
from massicot.exams.rules import RouteKind


def parcel_by_code(code: str) -> Parcel:
    """Fetch a parcel; raise ParcelUnknown."""
    parcel = Parcel.objects.filter(code=code.strip().upper()).first()
    if parcel is None:
        raise rules.ParcelUnknown(code=code)
    return parcel


def parcels_of(paper_id: int, centre_uai: str | None = None) -> list[Parcel]:
    """List the parcels of a paper, or of one centre, by code."""
    parcels = Parcel.objects.filter(paper_id=paper_id)
    return list((parcels if centre_uai is None else parcels.filter(centre_uai=centre_uai)).order_by("code"))


def contents_of(parcel: Parcel) -> list[ParcelScript]:
    """List the scripts that a parcel announces, ascending."""
    return list(parcel.contents.order_by("number"))


def ticks_of(parcel: Parcel) -> dict[Tick, int]:
    """Count a parcel's scripts by tick."""
    rows = parcel.contents.values_list("tick").annotate(count=Count("pk")).order_by("tick")
    return {Tick(tick): count for tick, count in rows}


def counts_of(parcel: Parcel) -> dict[str, int]:
    """Map the specialties of a counted parcel to the scripts announced."""
    return dict(parcel.counts.order_by("specialty_code").values_list("specialty_code", "announced"))


def lateness(parcel: Parcel) -> timedelta:
    """Say by how much a parcel left after its deadline."""
    return timedelta() if parcel.sent_at is None else rules.late_by(parcel.due_at, parcel.sent_at)


def late_parcels(paper_id: int) -> list[str]:
    """List the parcels that left after the deadline, by code."""
    return [parcel.code for parcel in parcels_of(paper_id) if lateness(parcel)]


def numbers_ticked(paper_id: int, tick: Tick) -> list[str]:
    """List the numbers of a paper with one tick, ascending."""
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id, tick=tick)
    return list(rows.order_by("number").values_list("number", flat=True))


def found_again(paper_id: int) -> list[str]:
    """List the numbers declared missing once and received since, ascending."""
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id, tick=Tick.RECEIVED, was_missing=True)
    return list(rows.order_by("number").values_list("number", flat=True))


def packed_numbers(paper_id: int) -> set[str]:
    """List every number that some parcel of the on-site route announces."""
    return set(ParcelScript.objects.filter(parcel__in=numbered_parcels(paper_id)).values_list("number", flat=True))


def numbered_parcels(paper_id: int) -> QuerySet[Parcel]:
    """List the parcels of the on-site route, by code."""
    return Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.ON_SITE).order_by("code")


def counted_specialties(paper_id: int) -> dict[str, tuple[int, int | None]]:
    """Map each specialty that is counted, not numbered, to the scripts announced and arrived; None: not counted yet."""
    rows = ParcelCount.objects.filter(parcel__paper_id=paper_id).values_list("specialty_code")
    waiting = set(rows.filter(arrived__isnull=True).values_list("specialty_code", flat=True))
    sums = rows.annotate(announced=Sum("announced"), arrived=Sum("arrived")).order_by("specialty_code")
    return {code: (announced, None if code in waiting else arrived) for code, announced, arrived in sums}


def tick_counts(paper_id: int) -> dict[str, dict[Tick, int]]:
    """Count the scripts of each numbered parcel by tick."""
    parcels = numbered_parcels(paper_id)
    counts = {parcel.code: dict.fromkeys(Tick, 0) for parcel in parcels}
    rows = ParcelScript.objects.filter(parcel__in=parcels).values_list("parcel__code", "tick")
    for code, tick, count in rows.annotate(count=Count("pk")).order_by("parcel__code", "tick"):
        counts[code][Tick(tick)] = count
    return counts


def parcel_and_tick(paper_id: int) -> dict[str, tuple[str, str]]:
    """Map each number of a paper that was packed to its parcel and its tick."""
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id)
    return {number: (code, tick) for number, code, tick in rows.values_list("number", "parcel__code", "tick")}


def missing_by_parcel(paper_id: int) -> dict[str, list[str]]:
    """Map parcels to the numbers declared missing in them, ascending."""
    missing: dict[str, list[str]] = {}
    rows = ParcelScript.objects.filter(parcel__paper_id=paper_id, tick=Tick.MISSING).order_by("number")
    for code, number in rows.values_list("parcel__code", "number"):
        missing.setdefault(code, []).append(number)
    return missing

"""The parcels of a paper, what became of them, and of the scripts in them."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet

from massicot.consignments import rules
from massicot.consignments.models import Parcel, ParcelScript
from massicot.consignments.rules import Tick
from massicot.exams.rules import RouteKind
from massicot.store.prepared import Question


def _parcels(paper_id: int) -> QuerySet[Parcel]:
    return Parcel.objects.filter(paper_id=paper_id).order_by("code")


def _scripts(paper_id: int) -> QuerySet[ParcelScript]:
    return ParcelScript.objects.filter(parcel__paper_id=paper_id)


def _lost(paper_id: int, *, has_arrived: bool) -> QuerySet[Parcel, Any]:
    rows = _parcels(paper_id).filter(lost_at__isnull=False, arrived_at__isnull=not has_arrived)
    return rows.values_list("code")


def _found_again(paper_id: int) -> QuerySet[ParcelScript, Any]:
    rows = _scripts(paper_id).filter(tick=Tick.RECEIVED, was_missing=True, found_in="")
    return rows.order_by("number").values_list("number")


def _strays(paper_id: int) -> QuerySet[ParcelScript, Any]:
    rows = _scripts(paper_id).filter(tick=Tick.RECEIVED).exclude(found_in="")
    return rows.order_by("number").values_list("number")


def _tick_counts(paper_id: int) -> QuerySet[ParcelScript, Any]:
    columns = ("parcel__code", "tick")
    rows = ParcelScript.objects.filter(parcel__in=numbered_parcels(paper_id)).values_list(*columns)
    return rows.annotate(count=Count("pk")).order_by(*columns)


_ALL = Question(_parcels)
_AT_CENTRE = Question(lambda paper_id, uai: _parcels(paper_id).filter(centre_uai=uai))
_LOST: Question[tuple[str]] = Question(lambda paper_id: _lost(paper_id, has_arrived=False))
_FOUND: Question[tuple[str]] = Question(lambda paper_id: _lost(paper_id, has_arrived=True))
_FOUND_AGAIN: Question[tuple[str]] = Question(_found_again)
_STRAYS: Question[tuple[str]] = Question(_strays)
_TICK_COUNTS: Question[tuple[str, str, int]] = Question(_tick_counts)
_BEYOND_NOTES: Question[tuple[str]] = Question(
    lambda paper_id: _scripts(paper_id).filter(signed_absent_by__gt="").values_list("parcel__code")
)


def parcels_of(paper_id: int, centre_uai: str | None = None) -> list[Parcel]:
    """List the parcels of a paper, or of one centre, by code."""
    return _ALL.ask(paper_id=paper_id) if centre_uai is None else _AT_CENTRE.ask(paper_id=paper_id, uai=centre_uai)


def lateness(parcel: Parcel) -> timedelta:
    """Say by how much a parcel left after its deadline."""
    return timedelta() if parcel.sent_at is None else rules.late_by(parcel.due_at, parcel.sent_at)


def late_parcels(paper_id: int) -> list[str]:
    """List the parcels that left after the deadline, by code."""
    return [parcel.code for parcel in parcels_of(paper_id) if lateness(parcel)]


def found_again(paper_id: int) -> list[str]:
    """List the numbers declared missing once and received since, ascending; strays are told as such."""
    return [number for (number,) in _FOUND_AGAIN.ask(paper_id=paper_id)]


def strays(paper_id: int) -> list[str]:
    """List the numbers received out of another parcel than their own, ascending."""
    return [number for (number,) in _STRAYS.ask(paper_id=paper_id)]


def lost_parcels(paper_id: int) -> list[str]:
    """List the parcels declared lost that have not come since, by code."""
    return [code for (code,) in _LOST.ask(paper_id=paper_id)]


def found_parcels(paper_id: int) -> list[str]:
    """List the parcels that came after they were declared lost, by code."""
    return [code for (code,) in _FOUND.ask(paper_id=paper_id)]


def packed_rows(paper_id: int) -> QuerySet[ParcelScript]:
    """Find the scripts that some parcel of the on-site route announces, to be compared by number with others."""
    return ParcelScript.objects.filter(parcel__in=numbered_parcels(paper_id).order_by())


def ticked_rows(paper_id: int, tick: Tick) -> QuerySet[ParcelScript]:
    """Find the scripts of a paper with one tick, to be compared by number with others."""
    return ParcelScript.objects.filter(parcel__in=Parcel.objects.filter(paper_id=paper_id), tick=tick)


def numbered_parcels(paper_id: int) -> QuerySet[Parcel]:
    """List the parcels of the on-site route, by code."""
    return Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.ON_SITE).order_by("code")


NUMBERED = Question(numbered_parcels)
"""The parcels of the on-site route, by code."""


def tick_counts(paper_id: int) -> dict[str, dict[Tick, int]]:
    """Count the scripts of each numbered parcel by tick."""
    counts = {parcel.code: dict.fromkeys(Tick, 0) for parcel in NUMBERED.ask(paper_id=paper_id)}
    for code, tick, count in _TICK_COUNTS.ask(paper_id=paper_id):
        counts[code][Tick(tick)] = count
    return counts


def beyond_notes(paper_id: int) -> Counter[str]:
    """Count by parcel the scripts that lay in it though they were signed as not there when it was made."""
    return Counter(code for (code,) in _BEYOND_NOTES.ask(paper_id=paper_id))

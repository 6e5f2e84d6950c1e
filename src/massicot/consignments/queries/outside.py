"""Reads of the parcels that go to outside centres, which nobody there receives with this program."""

from datetime import datetime

from django.db.models import Q, QuerySet

from massicot.consignments.models import Parcel
from massicot.consignments.rules.outside import is_overdue
from massicot.exams.rules import RouteKind

_IS_UNDER_WAY = Q(sent_at__isnull=False) | Q(arrived_at__isnull=False)


def outside_parcels(paper_id: int) -> list[Parcel]:
    """List the parcels of a paper that go to outside centres, those that nobody has acknowledged first."""
    rows = Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.OUTSIDE).order_by("code")
    return sorted(rows, key=lambda parcel: parcel.closed_at is not None)


def outside_parcel(paper_id: int, code: str) -> Parcel | None:
    """Find a parcel of a paper that goes to an outside centre."""
    return Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.OUTSIDE, code=code).first()


def outside_overdue(paper_id: int, now: datetime) -> list[str]:
    """List the parcels of a paper that an outside centre should have acknowledged by now, by code."""
    rows = outside_waiting().filter(paper_id=paper_id).order_by("code")
    return [parcel.code for parcel in rows if is_overdue(parcel.sent_at or parcel.due_at, now)]


def outside_waiting() -> QuerySet[Parcel]:
    """Find the parcels that left for an outside centre, which has not acknowledged them."""
    rows = Parcel.objects.filter(_IS_UNDER_WAY, route_kind=RouteKind.OUTSIDE)
    return rows.filter(Q(lost_at__isnull=True) | Q(arrived_at__isnull=False), closed_at__isnull=True)

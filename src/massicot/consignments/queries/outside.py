"""Reads of the parcels that go to outside centres, which nobody there receives with this program."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from massicot.consignments.models import Parcel
from massicot.exams.rules import RouteKind

_IS_UNDER_WAY = Q(sent_at__isnull=False) | Q(arrived_at__isnull=False)


def outside_parcels(paper_id: int) -> list[Parcel]:
    """List the parcels of a paper that go to outside centres, those that nobody has acknowledged first."""
    rows = Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.OUTSIDE).order_by("code")
    return sorted(rows, key=lambda parcel: parcel.closed_at is not None)


def outside_parcel(paper_id: int, code: str) -> Parcel | None:
    """Find a parcel of a paper that goes to an outside centre."""
    return Parcel.objects.filter(paper_id=paper_id, route_kind=RouteKind.OUTSIDE, code=code).first()


def outside_waiting(paper_ids: Collection[int]) -> Counter[int]:
    """Count by paper the parcels that left for an outside centre, which has not acknowledged them."""
    rows = _waiting(paper_ids).order_by().values_list("paper_id").annotate(count=Count("pk"))
    return Counter(dict(rows)) if paper_ids else Counter()


def _waiting(paper_ids: Collection[int]) -> QuerySet[Parcel]:
    rows = Parcel.objects.filter(_IS_UNDER_WAY, paper_id__in=paper_ids, route_kind=RouteKind.OUTSIDE)
    return rows.filter(Q(lost_at__isnull=True) | Q(arrived_at__isnull=False), closed_at__isnull=True)

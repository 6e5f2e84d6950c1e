"""Reads of the seals of parcels as they were at their arrival."""

from django.db.models import QuerySet

from massicot.consignments.models import Parcel, SealReading
from massicot.consignments.rules.seals import TROUBLES
from massicot.exams.rules import RouteKind
from massicot.store.prepared import Question


def seal_of(parcel: Parcel) -> SealReading | None:
    """Fetch what was said of the seal of a parcel at its arrival; None before."""
    return SealReading.objects.filter(parcel=parcel).first()


def seal_troubles(paper_id: int) -> list[SealReading]:
    """List the parcels of a paper whose seal is a trouble, those without an end first, each with its parcel."""
    return sorted(_TROUBLES.ask(paper_id=paper_id), key=lambda row: row.ended_at is not None)


def seals_untold() -> QuerySet[Parcel]:
    """Find the parcels that are here and of whose seal nobody has said a word; once opened and closed, none can be."""
    here = Parcel.objects.filter(arrived_at__isnull=False, closed_at__isnull=True, seal_reading__isnull=True)
    return here.exclude(route_kind=RouteKind.OUTSIDE)


def open_seal_troubles() -> QuerySet[SealReading]:
    """Find the troubles with seals that the exam office has not ended."""
    return _troubles().filter(ended_at__isnull=True)


def _troubles() -> QuerySet[SealReading]:
    return SealReading.objects.filter(verdict__in=[str(verdict) for verdict in TROUBLES])


_TROUBLES = Question(
    lambda paper_id: _troubles().filter(paper_id=paper_id).select_related("parcel").order_by("read_at", "pk")
)

"""Reads of the papers that go with parcels: those of one, and the parcels of which some did not come."""

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from massicot.consignments.models import Parcel
from massicot.consignments.rules.papers import AT_LEAST, PaperCounts, ParcelPapers
from massicot.exams.rules import RouteKind

_TO_COUNT = Q(closed_at__isnull=False, registers_came=None) & ~Q(route_kind=RouteKind.OUTSIDE)


def papers_of(parcel: Parcel) -> ParcelPapers:
    """Tell the papers of a parcel."""
    return ParcelPapers(
        parcel.rooms,
        _counts(parcel.registers_enclosed, parcel.reports_enclosed),
        _counts(parcel.registers_came, parcel.reports_came),
        parcel.papers_waived,
    )


def papers_lacking() -> QuerySet[Parcel]:
    """Find the parcels that came without some of their papers, of which nobody has decided; as the rules say."""
    lacks = Q(registers_came__lt=Coalesce(F("registers_enclosed"), Value(AT_LEAST))) | Q(
        reports_came__lt=Coalesce(F("reports_enclosed"), Value(AT_LEAST))
    )
    return Parcel.objects.filter(lacks, papers_waived="")


def papers_to_count() -> QuerySet[Parcel]:
    """Find the parcels whose reception is closed and whose papers nobody has counted."""
    return Parcel.objects.filter(_TO_COUNT)


def _counts(registers: int | None, reports: int | None) -> PaperCounts | None:
    return None if registers is None or reports is None else PaperCounts(registers, reports)

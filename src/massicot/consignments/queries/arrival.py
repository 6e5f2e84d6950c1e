"""Reads of what was counted on arrival where scripts bear no number."""

from django.db.models import F, QuerySet

from massicot.consignments.models import Parcel, ParcelCount
from massicot.store.prepared import Question


def uneven_counts(paper_id: int) -> list[ParcelCount]:
    """List the counts of a paper of which another number arrived than was announced, by parcel and specialty."""
    return _UNEVEN.ask(paper_id=paper_id)


def reasons_of(parcel: Parcel) -> dict[str, str]:
    """Map the specialties of which another number arrived than was announced to the reason given."""
    return dict(parcel.counts.exclude(gap_reason="").values_list("specialty_code", "gap_reason"))


def _uneven(paper_id: int) -> QuerySet[ParcelCount]:
    rows = ParcelCount.objects.select_related("parcel").filter(parcel__paper_id=paper_id, arrived__isnull=False)
    return rows.exclude(arrived=F("announced")).order_by("parcel__code", "specialty_code")


_UNEVEN = Question(_uneven)

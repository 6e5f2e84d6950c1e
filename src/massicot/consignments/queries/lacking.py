"""Reads of the scripts that were not there when the parcels of their centre were made."""

from collections.abc import Collection

from django.db.models import QuerySet

from massicot.consignments.models import LeftOut, ParcelScript
from massicot.store.prepared import Question

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

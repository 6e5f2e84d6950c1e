"""Reads of the scripts that were not there when the parcels of their centre were made."""

from collections.abc import Collection

from massicot.consignments.models import LeftOut, ParcelScript
from massicot.store.prepared import Question

PACKED_TABLES = (LeftOut._meta.db_table, ParcelScript._meta.db_table)
"""Where it lies what was packed and what was not there, for whoever erases what they said before a day was reopened."""

LEFT_OUT: Question[tuple[int, str, str, str]] = Question(
    lambda paper_ids, uais: (
        LeftOut.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais)
        .order_by("number")
        .values_list("paper_id", "centre_uai", "number", "specialty_code")
    )
)
"""The numbers of some papers and centres that are not found there, ascending: paper, centre, number, specialty."""


def left_out_at(paper_id: int, centre_uai: str) -> dict[str, str]:
    """Map the numbers that are not found in a centre to their specialty, ascending."""
    return {number: code for _, _, number, code in LEFT_OUT.ask(paper_ids=[paper_id], uais=[centre_uai])}


def left_out_of(paper_id: int) -> dict[str, str]:
    """Map the numbers of a paper that are not found in their centre to who signed so, ascending."""
    return dict(LeftOut.objects.filter(paper_id=paper_id).order_by("number").values_list("number", "signed_by"))


def left_out_among(numbers: Collection[str]) -> set[str]:
    """List those of some numbers that are not found in their centre."""
    return set(LeftOut.objects.filter(number__in=numbers).values_list("number", flat=True))

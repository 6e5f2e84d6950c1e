"""What is told of the scripts of a parcel to whoever does not tick them: of a tick that is not written yet, nothing.

A pile lies as its room sat: whoever asked again after each scan, and learnt which script is ticked since, would read
its order (decision 0003). So as long as the reception of its parcel goes on, one of which nothing is written is told as
in that reception, ticked or not. How many are ticked is told: the reads that count are those of everybody.
"""

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from massicot.consignments.models import Parcel, ParcelScript
from massicot.consignments.rules.parcels import IN_RECEPTION, Tick

_IS_OPEN = Q(arrived_at__isnull=False, closed_at__isnull=True)
_NOTHING_WRITTEN = Q(tick=Tick.NOT_YET, parcel__arrived_at__isnull=False, parcel__closed_at__isnull=True)
_TOLD = Case(When(_NOTHING_WRITTEN, then=Value(IN_RECEPTION)), default=F("tick"), output_field=CharField())


def lines_told(parcel: Parcel) -> QuerySet[ParcelScript]:
    """List the scripts that a parcel announces as a list page cuts them, ascending, each with what is `told` of it."""
    lines: QuerySet[ParcelScript] = ParcelScript.objects.filter(parcel=parcel).annotate(told=_TOLD).order_by("number")
    return lines


def parcel_and_told(paper_id: int) -> dict[str, tuple[str, str]]:
    """Map each number of a paper that was packed to its parcel and to what is told of it."""
    packed = ParcelScript.objects.filter(parcel__paper_id=paper_id).annotate(told=_TOLD)
    rows = packed.values_list("number", "parcel__code", "told")
    return {number: (code, told) for number, code, told in rows.iterator()}


def is_in_reception(code: str) -> bool:
    """Say whether a thing is a parcel that has arrived and whose reception is open."""
    return bool(code) and Parcel.objects.filter(_IS_OPEN, code=code).exists()

"""Reads of one parcel by specialty, in the order of its despatch note."""

from collections import Counter

from massicot.consignments.models import Parcel, ParcelScript
from massicot.consignments.queries.despatch import PACKED, scripts_packed
from massicot.consignments.rules import Tick


def ticks_by_specialty(parcel: Parcel) -> dict[str, Counter[Tick]]:
    """Count the scripts of a parcel by specialty, in the order of its note, then by tick."""
    ticks: dict[str, Counter[Tick]] = {}
    for (_, code, tick), count in sorted(scripts_packed(PACKED.ask(parcel_ids=[parcel.pk])).items()):
        ticks.setdefault(code, Counter())[tick] = count
    return ticks


def waiting_in(parcel: Parcel, specialty_code: str) -> list[str]:
    """List the scripts of a specialty that are to be looked for in a parcel, ascending."""
    return _numbers(parcel, specialty_code, Tick.NOT_YET)


def ticked_in(parcel: Parcel, specialty_code: str) -> list[str]:
    """List the scripts of a specialty that were received out of the very parcel that announces them, ascending."""
    return _numbers(parcel, specialty_code, Tick.RECEIVED)


def _numbers(parcel: Parcel, specialty_code: str, tick: Tick) -> list[str]:
    rows = ParcelScript.objects.filter(parcel=parcel, specialty_code=specialty_code, tick=tick, found_in="")
    return list(rows.order_by("number").values_list("number", flat=True))

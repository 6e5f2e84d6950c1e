"""Reads of the days on which persons cannot be called."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from massicot.persons.models import Unavailability as _Row

Unavailability = _Row
"""The row that other areas are handed and may name; the table itself is imported by this area only."""

AT_ONCE = 500


def unavailabilities_of(person_ids: Collection[int]) -> Mapping[int, list[Unavailability]]:
    """Map persons to the days on which they cannot be called, taken back ones left out, the first day first."""
    by_person: dict[int, list[Unavailability]] = defaultdict(list)
    for part in _parts(person_ids):
        rows = Unavailability.objects.filter(person_id__in=part, taken_back_at__isnull=True)
        for row in rows.order_by("starts_on", "pk"):
            by_person[row.person_id].append(row)
    return by_person


def unavailable_on(person_ids: Collection[int], first: date, last: date) -> Mapping[int, list[Unavailability]]:
    """Map those of some persons who cannot be called on one of some days, both ends included, to what was declared."""
    told = unavailabilities_of(person_ids)
    kept = {key: [row for row in rows if row.starts_on <= last and row.ends_on >= first] for key, rows in told.items()}
    return {key: rows for key, rows in kept.items() if rows}


def unavailability_of(person_id: int, unavailability_id: int) -> Unavailability | None:
    """Find some days of one person, taken back or not."""
    return Unavailability.objects.filter(pk=unavailability_id, person_id=person_id).first()


def _parts(values: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(values)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))

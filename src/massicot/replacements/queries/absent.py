"""Who is absent from a marking centre today, and who comes in their stead, for the desk that moves their batches."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery

from massicot.absences import queries as absences
from massicot.markers import queries as markers
from massicot.replacements.queries.standing import standing_rows


@dataclass(frozen=True, slots=True)
class AbsentMarker:
    """Somebody of the pool of a session who is absent from a centre, and who comes in their stead, by identifier."""

    session: int
    place: str
    identifier: str
    instead: Sequence[str]


def absent_markers(uais: Collection[str], days: Mapping[int, date]) -> list[AbsentMarker]:
    """List who is absent from some centres, each once a session and centre; `days` say which day of each session."""
    away = absences.away_rows().filter(_on(days, "assignment__mission__session"), place_uai__in=sorted(uais))
    called = away.annotate(called=_identifier("assignment__mission__session", "assignment__person")).filter(
        called__isnull=False
    )
    rows = set(called.values_list("assignment__mission__session", "place_uai", "called", "assignment"))
    instead = _instead({assignment for *_, assignment in rows}, days) if rows else {}
    return [
        AbsentMarker(session, place, identifier, instead.get(assignment, ()))
        for session, place, identifier, assignment in sorted(rows)
    ]


def _on(days: Mapping[int, date], session: str) -> Q:
    """Ask for the day of each session."""
    return reduce(or_, (Q(**{session: pk, "day": day}) for pk, day in days.items()), Q(pk__in=[]))


def _instead(assignments: Collection[int], days: Mapping[int, date]) -> dict[int, list[str]]:
    """Map those of some absent persons in whose stead somebody comes to who does, by identifier."""
    rows = standing_rows().filter(_on(days, "absent__mission__session"), absent__in=sorted(assignments))
    called = rows.annotate(called=_identifier("absent__mission__session", "replacement__person")).filter(
        called__isnull=False
    )
    stand_ins: dict[int, list[str]] = defaultdict(list)
    for assignment, identifier in called.order_by("called").values_list("absent", "called").distinct():
        stand_ins[assignment].append(identifier)
    return stand_ins


def _identifier(session: str, person: str) -> Subquery:
    return markers.identifier_of(OuterRef(session), OuterRef(person))

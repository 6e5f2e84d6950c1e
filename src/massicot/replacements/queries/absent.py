"""Who is absent from a marking centre today, and who comes in their stead, for the desk that moves their batches."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

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


def absent_markers(uais: Collection[str], day: date) -> list[AbsentMarker]:
    """List who is absent from some centres on a day, each once a session and centre."""
    away = absences.away_rows().filter(place_uai__in=sorted(uais), day=day)
    called = away.annotate(called=_identifier("assignment__mission__session", "assignment__person")).filter(
        called__isnull=False
    )
    rows = set(called.values_list("assignment__mission__session", "place_uai", "called", "assignment"))
    instead = _instead({assignment for *_, assignment in rows}, day) if rows else {}
    return [
        AbsentMarker(session, place, identifier, instead.get(assignment, ()))
        for session, place, identifier, assignment in sorted(rows)
    ]


def _instead(assignments: Collection[int], day: date) -> dict[int, list[str]]:
    """Map those of some absent persons in whose stead somebody comes to who does, by identifier."""
    rows = standing_rows().filter(absent__in=sorted(assignments), day=day)
    called = rows.annotate(called=_identifier("absent__mission__session", "replacement__person")).filter(
        called__isnull=False
    )
    stand_ins: dict[int, list[str]] = defaultdict(list)
    for assignment, identifier in called.order_by("called").values_list("absent", "called").distinct():
        stand_ins[assignment].append(identifier)
    return stand_ins


def _identifier(session: str, person: str) -> Subquery:
    return markers.identifier_of(OuterRef(session), OuterRef(person))

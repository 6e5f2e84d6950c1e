"""Who is absent from a marking centre today, and who comes in their stead, for the desk that moves their batches."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from massicot.absences import queries as absences
from massicot.markers import queries as markers
from massicot.replacements.queries.standing import standing_rows
from massicot.store.prepared import Question, ask_all
from massicot.store.wording import Call


@dataclass(frozen=True, slots=True)
class AbsentMarker:
    """Somebody of the pool of a session who is absent from a centre, and who comes in their stead, by identifier."""

    session: int
    place: str
    identifier: str
    instead: Sequence[str]


def absent_markers(uais: Collection[str], days: Mapping[int, date]) -> list[AbsentMarker]:
    """List who is absent from some centres, each once a session and centre; `days` say which day of each session."""
    at = sorted(uais)
    rows = set(_on_days(days, lambda sessions, day: _AWAY.of(sessions=sessions, day=day, uais=at)) if at else ())
    instead = _instead({assignment for *_, assignment in rows}, days) if rows else {}
    return [
        AbsentMarker(session, place, identifier, instead.get(assignment, ()))
        for session, place, identifier, assignment in sorted(rows)
    ]


def _instead(assignments: Collection[int], days: Mapping[int, date]) -> dict[int, list[str]]:
    """Map those of some absent persons in whose stead somebody comes to who does, by identifier."""
    absent = sorted(assignments)
    rows = _on_days(days, lambda sessions, day: _INSTEAD.of(sessions=sessions, day=day, absent=absent))
    stand_ins: dict[int, list[str]] = defaultdict(list)
    for assignment, identifier in rows:
        stand_ins[assignment].append(identifier)
    return stand_ins


def _on_days(days: Mapping[int, date], ask: Callable[[list[int], date], Call]) -> Iterator[Any]:
    """Ask of each day together the sessions that have it: those of one clock have one."""
    sessions: dict[date, list[int]] = defaultdict(list)
    for session, day in days.items():
        sessions[day].append(session)
    return chain.from_iterable(ask_all(*(ask(some, day) for day, some in sessions.items())))


def _away(sessions: Collection[int], day: date, uais: Collection[str]) -> QuerySet[Any, Any]:
    session = "assignment__mission__session"
    rows = absences.away_rows().filter(assignment__mission__session__in=sessions, day=day, place_uai__in=uais)
    called: QuerySet[Any] = rows.annotate(called=_identifier(session, "assignment__person"))
    return called.filter(called__isnull=False).values_list(session, "place_uai", "called", "assignment")


def _standing_in(sessions: Collection[int], day: date, absent: Collection[int]) -> QuerySet[Any, Any]:
    rows = standing_rows().filter(absent__mission__session__in=sessions, day=day, absent__in=absent)
    called = rows.annotate(called=_identifier("absent__mission__session", "replacement__person"))
    return called.filter(called__isnull=False).order_by("called").values_list("absent", "called").distinct()


def _identifier(session: str, person: str) -> Subquery:
    return markers.identifier_of(OuterRef(session), OuterRef(person))


_AWAY: Question[tuple[int, str, str, int]] = Question(_away)
_INSTEAD: Question[tuple[int, str]] = Question(_standing_in)

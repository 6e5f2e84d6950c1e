"""The markers whom a batch may be handed to, each with what they hold; of own pupils, nothing is said in a list."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from massicot.batches.models import HandOut
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.store.prepared import Question


def _held(session_id: int, identifiers: list[str]) -> QuerySet[HandOut, tuple[str, str]]:
    stays = HandOut.objects.filter(batch__paper__session_id=session_id, marker__in=identifiers, back_at__isnull=True)
    return stays.order_by("batch__sequence").values_list("marker", "batch__code")


_HELD = Question(_held)


@dataclass(frozen=True, slots=True)
class Taker:
    """A marker, and the batches that they hold already."""

    identifier: str
    name: str
    institution: str
    holds: tuple[str, ...]


def takers_of(session_id: int, rows: Sequence[Any]) -> list[Taker]:
    """Tell of some of the markers of a session what they hold."""
    names = exams.institution_names({row.institution_uai for row in rows})
    codes = held_batches(session_id, {row.identifier for row in rows})
    return [
        Taker(
            row.identifier,
            markers.name_of(row),
            names.get(row.institution_uai, row.institution_uai),
            tuple(codes.get(row.identifier, ())),
        )
        for row in rows
    ]


def held_batches(session_id: int, identifiers: Collection[str]) -> Mapping[str, list[str]]:
    """Map those of some markers who hold batches now to their codes."""
    by_marker: dict[str, list[str]] = defaultdict(list)
    for marker, code in _HELD.ask(session_id=session_id, identifiers=sorted(identifiers)) if identifiers else []:
        by_marker[marker].append(code)
    return by_marker


def held_in_any_session(identifiers: Collection[str]) -> Mapping[str, list[str]]:
    """Map those of some persons who hold batches of whatever session to their codes."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for person, pool in markers.pools_of(identifiers).items():
        for marker in pool:
            by_person[person] += held_batches(marker.session_id, [marker.identifier]).get(marker.identifier, [])
    return {person: codes for person, codes in by_person.items() if codes}


def stays_of_persons() -> QuerySet[Any]:
    """Find the hand-outs, each with who took the batch, as `person`: for whoever calls people.

    They are read by paper, centre, person and instant alone: what was in whose hands stays here.
    """
    person = markers.person_of(OuterRef("batch__paper__session_id"), OuterRef("marker"))
    return HandOut.objects.annotate(person=person)


def batches_ever_with(session_id: int, identifier: str) -> list[str]:
    """List the codes of the batches of a session that a marker holds, or held, in their order."""
    rows = HandOut.objects.filter(batch__paper__session_id=session_id, marker=identifier)
    return list(rows.order_by("batch__code").values_list("batch__code", flat=True).distinct())


def count_held() -> Coalesce:
    """Count the batches that a marker holds now, for a list that the database sorts by it."""
    stays = HandOut.objects.filter(
        marker=OuterRef("identifier"), batch__paper__session_id=OuterRef("session_id"), back_at__isnull=True
    )
    counted = stays.order_by().values("marker").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())

"""Who may take a batch: the markers of its session, those with pupils of their own in it refused."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from massicot.batches import rules
from massicot.batches.models import Batch, HandOut
from massicot.batches.queries.rows import numbers_of
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts
from massicot.store.prepared import Question


def _held(session_id: int, identifiers: list[str]) -> QuerySet[HandOut, tuple[str, str]]:
    stays = HandOut.objects.filter(batch__paper__session_id=session_id, marker__in=identifiers, back_at__isnull=True)
    return stays.order_by("batch__sequence").values_list("marker", "batch__code")


_HELD = Question(_held)


@dataclass(frozen=True, slots=True)
class Taker:
    """A marker who may take a batch or not, and the batches that they hold already."""

    identifier: str
    name: str
    institution: str
    holds: tuple[str, ...]
    is_refused: bool


@dataclass(frozen=True)
class Takers:
    """The markers of a session as one batch sees them; of those who may not take it, nothing says which script forbids.

    Own pupils are looked for school by school, in every script of the batch: for the schools of some rows, or of all.
    """

    batch: Batch
    paper: Paper
    pupil_key: bytes

    @property
    def rows(self) -> QuerySet[Any]:
        """Find the markers, by identifier."""
        return markers.rows_of(self.paper.session_id)

    @property
    def rows_told(self) -> QuerySet[Any]:
        """Find the markers, each with whether own pupils forbid the batch (`is_refused`): every school is looked at."""
        schools = set(self.rows.order_by().values_list("institution_uai", flat=True).distinct())
        refused = When(institution_uai__in=self._forbidden(schools), then=Value(value=True))
        takers: QuerySet[Any] = self.rows.annotate(is_refused=Case(refused, default=Value(value=False)))
        return takers

    def shown(self, rows: Sequence[Any]) -> list[Taker]:
        """Tell of some of the markers whether they may take the batch, and what they hold."""
        schools = {row.institution_uai for row in rows}
        forbidden = self._forbidden(schools)
        names = exams.institution_names(schools)
        codes = held_batches(self.paper.session_id, {row.identifier for row in rows})
        return [
            Taker(
                row.identifier,
                markers.name_of(row),
                names.get(row.institution_uai, row.institution_uai),
                tuple(codes.get(row.identifier, ())),
                row.institution_uai in forbidden,
            )
            for row in rows
        ]

    @cached_property
    def _tokens(self) -> Mapping[str, bytes]:
        return scripts.tokens_of(numbers_of(self.batch.pk))

    def _forbidden(self, schools: Collection[str]) -> set[str]:
        return rules.with_own_pupils(self._tokens, schools, self.pupil_key)


def held_batches(session_id: int, identifiers: Collection[str]) -> Mapping[str, list[str]]:
    """Map those of some markers who hold batches now to their codes."""
    by_marker: dict[str, list[str]] = defaultdict(list)
    for marker, code in _HELD.ask(session_id=session_id, identifiers=sorted(identifiers)) if identifiers else []:
        by_marker[marker].append(code)
    return by_marker


def count_held() -> Coalesce:
    """Count the batches that a marker holds now, for a list that the database sorts by it."""
    stays = HandOut.objects.filter(
        marker=OuterRef("identifier"), batch__paper__session_id=OuterRef("session_id"), back_at__isnull=True
    )
    counted = stays.order_by().values("marker").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())

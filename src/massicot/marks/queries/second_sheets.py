"""What waits for a second keying: batches whose sheet is to be printed, or to be typed from."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.marks.models import Credential
from massicot.marks.queries.keyings import asked, awaits_second, is_complete, is_referred
from massicot.marks.queries.progress import entry_open, unlocked
from massicot.marks.rules import Keying, Twice
from massicot.store.prepared import Question


def is_second(chosen: str) -> Q:
    """Tell of batches that are typed twice: all of them, or those whose sheet was never printed."""
    printed = Q(Exists(_second_sheets()))
    return asked() & ~printed if chosen == Twice.TO_PRINT else asked()


def is_keyed_once(at: datetime) -> Q:
    """Tell of batches that lack their second keying alone: complete, entry open, no line waits for the office."""
    return is_complete() & awaits_second() & entry_open(at) & ~is_referred()


def waiting_for_second(centre_uais: Collection[str], at: datetime) -> Counter[tuple[str, int, bool]]:
    """Count the complete batches, entry open, that await a second keying: by centre, paper, is its sheet printed."""
    rows = _WAITING.ask(uais=sorted(centre_uais), at=at) if centre_uais else []
    return Counter({(uai, paper_id, bool(is_printed)): count for uai, paper_id, is_printed, count in rows})


def _waiting(uais: list[str], at: datetime) -> QuerySet[Batch, tuple[str, int, bool, int]]:
    rows: QuerySet[Any] = unlocked(batches.states_in(uais)).filter(is_keyed_once(at))
    fields = ("centre_uai", "paper_id", "is_printed")
    counted: QuerySet[Batch, tuple[str, int, bool, int]] = (
        rows.annotate(is_printed=Exists(_second_sheets())).order_by().values_list(*fields).annotate(count=Count("pk"))
    )
    return counted


_WAITING = Question(_waiting)


def second_to_print(paper_id: int, centre_uai: str, at: datetime) -> list[str]:
    """Name the complete batches of a paper in one centre, entry open, whose second sheet was never printed."""
    rows = unlocked(batches.rows_of(paper_id, centre_uai)).filter(is_keyed_once(at))
    return list(rows.filter(~Exists(_second_sheets())).order_by("sequence").values_list("code", flat=True))


def _second_sheets() -> QuerySet[Credential]:
    return Credential.objects.filter(batch=OuterRef("pk"), keying=Keying.SECOND)

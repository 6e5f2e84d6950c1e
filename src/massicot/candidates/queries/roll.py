"""Whom a paper expects, by centre and specialty: read off the roll, without going through two hundred thousand entries.

The ladder, which checks the roll like all the rest, counts the entries themselves.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from massicot.candidates.models import RollCell
from massicot.exams.queries import Paper
from massicot.store.prepared import Question

_CENTRES: Question[tuple[int, str]] = Question(
    lambda paper_ids: (
        RollCell.objects.filter(paper_id__in=paper_ids)
        .order_by("paper_id", "centre_uai")
        .values_list("paper_id", "centre_uai")
        .distinct()
    )
)


def centres_of(paper: Paper, specialties: Collection[str] | None = None) -> list[str]:
    """List the centres where somebody is expected, in one of these specialties or in any, by UAI."""
    return list(roll_by_centre(paper.pk, specialties))


def roll_rows(paper_id: int, specialties: Collection[str] | None = None) -> QuerySet[RollCell]:
    """Find the cells of a paper's roll, for areas that compare theirs with them by `centre_uai`."""
    cells = RollCell.objects.filter(paper_id=paper_id)
    return cells if specialties is None else cells.filter(specialty_code__in=specialties)


def centres_of_session(session_id: int) -> QuerySet[Any]:
    """List the centres where somebody is expected at a paper of a session, for areas that look them up by UAI."""
    return RollCell.objects.filter(paper__session_id=session_id).values("centre_uai")


def papers_entered_at(uai: str) -> QuerySet[Any]:
    """List the papers where somebody is expected at a centre, for areas that look them up."""
    return RollCell.objects.filter(centre_uai=uai).values("paper")


def count_centres(session_id: int) -> int:
    """Count the centres where somebody is expected at a paper of a session."""
    return next((count for _, count in _CENTRES_COUNTED.ask(session_id=session_id)), 0)


def entered_rows() -> QuerySet[Any, Any]:
    """Find where somebody is expected in each session, for areas that leave some out by `centre_uai`."""
    return RollCell.objects.values_list("paper__session_id", "centre_uai")


def centres_by_paper(paper_ids: Collection[int]) -> dict[int, set[str]]:
    """List the centres where somebody is expected at each of some papers; where nobody is, none."""
    places: dict[int, set[str]] = {paper_id: set() for paper_id in paper_ids}
    for paper_id, uai in _CENTRES.ask(paper_ids=list(paper_ids)) if paper_ids else ():
        places[paper_id].add(uai)
    return places


def count_expected(paper_ids: Collection[int]) -> Counter[int]:
    """Count who is expected at each of some papers."""
    cells = RollCell.objects.filter(paper_id__in=paper_ids).order_by("paper_id").values_list("paper_id")
    return Counter(dict(cells.annotate(Sum("expected"))))


def expected_in(session_id: int, uai_field: str) -> Coalesce:
    """Count who is expected at the papers of a session in the centre of a row, for a list that the database sorts."""
    cells = RollCell.objects.filter(paper__session_id=session_id, centre_uai=OuterRef(uai_field)).order_by()
    counted = cells.values("centre_uai").annotate(count=Sum("expected")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def count_roll(paper_id: int, specialties: Collection[str] | None = None) -> tuple[int, int]:
    """Count who is expected in these specialties or in all, and in how many centres."""
    some = None if specialties is None else sorted(specialties) or [""]
    counted = _COUNTED.ask(paper_id=paper_id, specialties=some)
    return next(((expected, centres) for _, expected, centres in counted), (0, 0))


def _counted(paper_id: int, specialties: Collection[str] | None) -> QuerySet[Any, Any]:
    rows = roll_rows(paper_id, specialties).values_list("paper_id")
    return rows.annotate(expected=Sum("expected"), centres=Count("centre_uai", distinct=True))


_CENTRES_COUNTED: Question[tuple[int, int]] = Question(
    lambda session_id: (
        RollCell.objects.filter(paper__session_id=session_id)
        .order_by()
        .values_list("paper__session_id")
        .annotate(Count("centre_uai", distinct=True))
    )
)
_EXPECTED: Question[tuple[str, int]] = Question(
    lambda session_id, uais: (
        RollCell.objects.filter(paper__session_id=session_id, centre_uai__in=uais)
        .order_by("centre_uai")
        .values_list("centre_uai")
        .annotate(Sum("expected"))
    )
)
_BY_SPECIALTY: Question[tuple[str, int]] = Question(
    lambda paper_id: (
        roll_rows(paper_id).order_by("specialty_code").values_list("specialty_code").annotate(Sum("expected"))
    )
)
_BY_CENTRE: Question[tuple[str, int]] = Question(
    lambda paper_id, specialties: (
        roll_rows(paper_id, specialties).order_by("centre_uai").values_list("centre_uai").annotate(Sum("expected"))
    )
)
_COUNTED: Question[tuple[int, int, int]] = Question(_counted)


def expected_at(session_id: int, centre_uais: Collection[str]) -> dict[str, int]:
    """Count who is expected at all the papers of a session in each of some centres."""
    return dict(_EXPECTED.ask(session_id=session_id, uais=list(centre_uais))) if centre_uais else {}


def roll_by_centre(paper_id: int, specialties: Collection[str] | None = None) -> dict[str, int]:
    """Count who is expected in each centre, by UAI."""
    some = None if specialties is None else sorted(specialties) or [""]
    return dict(_BY_CENTRE.ask(paper_id=paper_id, specialties=some))


def roll_by_specialty(paper_id: int) -> dict[str, int]:
    """Count who is expected in each specialty, whatever the route."""
    return dict(_BY_SPECIALTY.ask(paper_id=paper_id))


def cells_of_one(paper: Paper, specialties: Collection[str] | None = None) -> list[tuple[str, str]]:
    """List the cells (centre, specialty) with a single expected candidate, whom a number's cell would tell."""
    cells = roll_rows(paper.pk, specialties).filter(expected=1)
    return list(cells.order_by("centre_uai", "specialty_code").values_list("centre_uai", "specialty_code"))

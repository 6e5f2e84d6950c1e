"""Reads of candidates who sit elsewhere than the list says, and of kept marks whose candidates sat."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from massicot.candidates.models import Entry, KeptMarkSat, ListedSeat
from massicot.candidates.queries.registers import entries_expected
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.exams.queries import Paper
from massicot.store.prepared import Question


class KeptAndSat(NamedTuple):
    """Somebody who keeps a mark and sat: where, and what the office decided of it, empty until it has."""

    entry_id: int
    candidate_number: str
    surname: str
    first_names: str
    centre_uai: str
    counts: str
    reason: str
    decided_by: str
    decided_at: datetime | None


def _kept_and_sat(paper_id: int) -> QuerySet[KeptMarkSat, Any]:
    columns = (
        "entry_id",
        *(f"entry__candidate__{name}" for name in ("candidate_number", "surname", "first_names")),
        "entry__centre_uai",
        *("counts", "reason", "decided_by", "decided_at"),
    )
    rows = KeptMarkSat.objects.filter(entry__paper_id=paper_id).order_by("entry__candidate__called", "entry_id")
    return rows.values_list(*columns)


def _seated_elsewhere(paper_id: int) -> QuerySet[Entry, Any]:
    rows = Entry.objects.filter(paper_id=paper_id, comes_from__gt="").exclude(comes_from=F("centre_uai"))
    return rows.values_list("candidate__candidate_number")


def _moved_within_centre(paper_id: int) -> QuerySet[ListedSeat, Any]:
    rows = ListedSeat.objects.filter(entry__paper_id=paper_id).exclude(room=F("entry__room"))
    return rows.values_list("entry__candidate__candidate_number")


_KEPT_AND_SAT: Question[tuple[Any, ...]] = Question(_kept_and_sat)
_SEATED_ELSEWHERE: Question[tuple[str]] = Question(_seated_elsewhere)
_MOVED_WITHIN_CENTRE: Question[tuple[str]] = Question(_moved_within_centre)


def kept_and_sat(paper_id: int) -> list[KeptAndSat]:
    """List who keeps a mark of a paper and sat it, by name."""
    return [KeptAndSat(*row) for row in _KEPT_AND_SAT.ask(paper_id=paper_id)]


def keeps_a_mark(entry_id: int) -> bool:
    """Say whether an entry is one of somebody who keeps a mark and sat."""
    return KeptMarkSat.objects.filter(entry_id=entry_id).exists()


def kept_undecided_rows() -> QuerySet[Any, Any]:
    """Find the kept marks beside a sitting of which nothing is decided, for a page that asks of several papers."""
    return KeptMarkSat.objects.filter(counts="").annotate(paper_id=F("entry__paper_id"))


def kept_undecided(paper_id: int) -> list[str]:
    """List the candidate numbers of those who keep a mark and sat, and of whom nothing is decided."""
    rows = KeptMarkSat.objects.filter(entry__paper_id=paper_id, counts="")
    return sorted(rows.values_list("entry__candidate__candidate_number", flat=True))


def entries_not_counted(paper_id: int) -> set[int]:
    """List the entries of those who sat, and whose kept mark counts."""
    kept = KeptMarkSat.objects.filter(entry__paper_id=paper_id, counts=WhatCounts.MARK)
    return set(kept.values_list("entry_id", flat=True))


def is_on_register(paper: Paper, centre_uai: str, candidate_number: str) -> bool:
    """Say whether a register of a centre has a candidate who sits there, in whatever room."""
    lines = entries_expected(paper.pk, centre_uai=centre_uai).filter(
        candidate__candidate_number=candidate_number, sits_at=""
    )
    return lines.exists()


def seated_elsewhere(paper_id: int) -> list[str]:
    """List the candidate numbers of those who were entered in another centre than the list says."""
    return sorted(number for (number,) in _SEATED_ELSEWHERE.ask(paper_id=paper_id))


def moved_within_centre(paper_id: int) -> list[str]:
    """List the candidate numbers of those who sit in another room of their centre than the list says."""
    return sorted(number for (number,) in _MOVED_WITHIN_CENTRE.ask(paper_id=paper_id))

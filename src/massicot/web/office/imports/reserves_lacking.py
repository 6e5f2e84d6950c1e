"""The centres whose reserve is smaller than what a table would take of it, as things stand when its report is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from massicot.anonymity import queries as anonymity
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.store import key_file


@dataclass(frozen=True, slots=True)
class Lacking:
    """One centre that needs more numbers of a paper before a table can be imported."""

    name: str
    paper: str
    wanted: int
    left: int
    address: str


def lacking_numbers(session: exams.Session, wanted: Sequence[tuple[str, str, int]]) -> list[Lacking]:
    """List the centres that have fewer numbers left than would be taken; without the key nobody can tell."""
    if not wanted:
        return []
    names = exams.institution_names({uai for _, uai, _ in wanted})
    reserves = ((demand, _left(session, *demand[:2])) for demand in wanted)
    return [
        Lacking(names.get(uai, uai), paper, count, left, _address(session, paper, uai, count - left))
        for (paper, uai, count), left in reserves
        if left is not None and left < count
    ]


def _left(session: exams.Session, paper: str, uai: str) -> int | None:
    exam_paper = exams.paper_by_code(session.code, paper)
    try:
        return len(anonymity.unused_spares(exam_paper, uai, anonymity.sealer_of(exam_paper, key_file.read())))
    except Refused:
        return None


def _address(session: exams.Session, paper: str, uai: str, count: int) -> str:
    return reverse("office:more_numbers", args=[session.code, paper], query={"centre": uai, "nombre": count})

"""Batches of markers who are absent today: each is taken back, then handed to somebody else."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks.queries.progress import rows_of_takers
from massicot.replacements.queries import AbsentMarker, absent_markers
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_of, address_to_hand, marked_paper_or_404
from massicot.web.markingcentre.people import name_of, name_with_identifier
from massicot.web.shared.acts import Forms, Page
from massicot.web.shared.tasks import TaskKind

MOVE = TaskKind(
    ngettext_lazy(
        "{n} batch is of a marker who is absent today: have somebody else mark it.",
        "{n} batches are of markers who are absent today: have others mark them.",
        "n",
    ),
    gettext_lazy("Move the batches"),
    "absent",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMove:
    """One batch of somebody who is absent; `ways` lead to its hand-out to whom it is proposed, or who comes instead."""

    code: str
    size: int
    marker: str
    is_out: bool
    take_back: str
    ways: list[tuple[str, str]]


def count_to_move(uais: Collection[str], days: Mapping[int, date]) -> Counter[tuple[str, int]]:
    """Count the batches of markers who are absent, by centre and paper; `days` say which day each session has today."""
    return Counter((row.centre_uai, row.paper_id) for row in _rows(uais, absent_markers(uais, days)))


def to_move(marked: MarkedPaper, day: date) -> list[ToMove]:
    """List those of one paper, each with the ways in which it is moved."""
    absent = {row.identifier: row for row in absent_markers([marked.uai], {marked.paper.session_id: day})}
    rows = [row for row in _rows([marked.uai], list(absent.values())) if row.paper_id == marked.paper.pk]
    others = {row.code: _others(row, absent[row.taker]) for row in rows}
    people = markers.markers_by_identifier(
        marked.paper.session_id, {*absent, *(name for names in others.values() for name in names)}
    )
    return [
        ToMove(
            code=row.code,
            size=row.in_hand,
            marker=name_with_identifier(people, row.taker),
            is_out=row.is_out,
            take_back=address_of(marked, "take_back", row.code),
            ways=[(name_of(people, name), address_to_hand(marked, row.code, name)) for name in others[row.code]],
        )
        for row in rows
    ]


def absent_identifiers(marked: MarkedPaper, day: date) -> set[str]:
    """List who of the session is absent from the centre today."""
    return {row.identifier for row in absent_markers([marked.uai], {marked.paper.session_id: day})}


def _others(row: Any, absent: AbsentMarker) -> list[str]:
    """Name who may take a batch: for whom it was shared out, else who comes in the stead of its marker."""
    return [row.proposed_to] if row.proposed_to else list(absent.instead)


def _rows(uais: Collection[str], absent: Collection[AbsentMarker]) -> list[Any]:
    if not absent:
        return []
    keys = {(row.session, row.place, row.identifier) for row in absent}
    rows = rows_of_takers(uais, {row.identifier for row in absent})
    return [row for row in rows if (row.paper.session_id, row.centre_uai, row.taker) in keys]


def page_of_absent(_request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """List the batches of those who are absent today, with who comes in their stead."""
    rows = to_move(marked, exams.local(marked.paper, timezone.now()).date())
    return {"marked": marked, "rows": rows, "back": sum(not row.is_out for row in rows)}


ABSENT = Page(
    name="absent",
    path=f"{PAPER}absents/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/absent.html",
    context=page_of_absent,
)

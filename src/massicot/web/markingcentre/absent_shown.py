"""Batches of markers who are absent today: counted for the home page, listed to be moved to others."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from massicot.markers import queries as markers
from massicot.marks.queries.moving import rows_of_takers
from massicot.replacements.queries.absent import AbsentMarker, absent_markers
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.batch_access import address_of, address_to_hand
from massicot.web.markingcentre.batch_words import name_of


@dataclass(frozen=True, slots=True)
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
            row.code,
            row.in_hand,
            f"{name_of(people, row.taker)} ({row.taker})",
            row.is_out,
            address_of(marked, "take_back", row.code),
            [_way(marked, row.code, name, name_of(people, name)) for name in others[row.code]],
        )
        for row in rows
    ]


def absent_identifiers(marked: MarkedPaper, day: date) -> set[str]:
    """List who of the session is absent from the centre today."""
    return {row.identifier for row in absent_markers([marked.uai], {marked.paper.session_id: day})}


def _others(row: Any, absent: AbsentMarker) -> list[str]:
    """Name who may take a batch: for whom it was shared out, else who comes in the stead of its marker."""
    return [row.proposed_to] if row.proposed_to else list(absent.instead)


def _way(marked: MarkedPaper, code: str, identifier: str, name: str) -> tuple[str, str]:
    return name, address_to_hand(marked, code, identifier)


def _rows(uais: Collection[str], absent: Collection[AbsentMarker]) -> list[Any]:
    if not absent:
        return []
    keys = {(row.session, row.place, row.identifier) for row in absent}
    rows = rows_of_takers(uais, {row.identifier for row in absent})
    return [row for row in rows if (row.paper.session_id, row.centre_uai, row.taker) in keys]

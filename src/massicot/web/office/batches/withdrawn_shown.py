"""Scripts withdrawn from their batch, as the pages of the office show them: which, why, where each is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from massicot.batches import queries as batches
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts
from massicot.web.office.batches.wording import KINDS, SETTLED


@dataclass(frozen=True, slots=True)
class ShownWithdrawal:
    """One withdrawn script in words."""

    row: batches.Withdrawal
    place: str
    settled: str
    item_title: str


def withdrawn_of(paper: exams.Paper) -> list[ShownWithdrawal]:
    """Put what was withdrawn of a paper into words: what waits first, then the latest."""
    rows = batches.withdrawn_of_paper(paper.pk)
    return shown_rows(paper, sorted(rows, key=lambda row: (row.decided_at is not None, -row.pk)))


def shown_rows(paper: exams.Paper, rows: Sequence[batches.Withdrawal]) -> list[ShownWithdrawal]:
    """Put withdrawn scripts into words."""
    if not rows:
        return []
    people = markers.markers_by_identifier(paper.session_id, {row.marker for row in rows if row.marker})
    called = {identifier: f"{markers.name_of(marker)} ({identifier})" for identifier, marker in people.items()}
    centres = exams.institution_names({row.batch.centre_uai for row in rows})
    again = batches.codes_of_numbers([row.number for row in rows if row.is_released])
    return [
        ShownWithdrawal(row, _place(row, called, centres, again), str(SETTLED[row.decision]), str(KINDS[row.item]))
        for row in rows
    ]


def decide_page(paper: exams.Paper, row: batches.Withdrawal) -> dict[str, Any]:
    """Prepare the page of one withdrawn script, with whom to call."""
    (withdrawal,) = shown_rows(paper, [row])
    uai = scripts.centres_of([row.number])[row.number]
    contact = exams.contact_of(uai)
    centre = exams.institution_name(uai)
    return {"paper": paper, "shown": withdrawal, "batch": row.batch, "centre": centre, "uai": uai, "contact": contact}


def _place(
    row: batches.Withdrawal, called: Mapping[str, str], centres: Mapping[str, str], again: Mapping[str, str]
) -> str:
    if row.is_with_marker:
        return gettext("still with the marker {marker}").format(marker=called.get(row.marker, row.marker))
    centre = centres.get(row.batch.centre_uai, row.batch.centre_uai)
    if not row.is_released:
        return gettext("put aside at {centre}").format(centre=centre)
    if row.number in again:
        return gettext("in the batch {code}").format(code=again[row.number])
    return gettext("at {centre}, in no batch").format(centre=centre)

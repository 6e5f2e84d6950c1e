"""Scripts that the exam office withdrew, as the marking centre is told of them: where each is, never what it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from massicot.batches import queries as batches
from massicot.batches.queries import Withdrawal
from massicot.batches.rules import WithdrawalDecision
from massicot.markers import queries as markers
from massicot.web.markingcentre.access import MarkedPaper
from massicot.web.markingcentre.batch_words import name_of


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """One withdrawn script in words, and whether it is to be taken back."""

    row: Withdrawal
    sentence: str


def withdrawn_of(marked: MarkedPaper) -> list[WithdrawnLine]:
    """Put what was withdrawn of the batches of a paper here into words: what is to be taken back first."""
    rows = batches.withdrawn_of_paper(marked.paper.pk, marked.uai)
    return shown_rows(marked, sorted(rows, key=lambda row: (not row.is_with_marker, -row.pk)))


def shown_rows(marked: MarkedPaper, rows: Sequence[Withdrawal]) -> list[WithdrawnLine]:
    """Put withdrawn scripts into words; what the office said that they are is not for the marking centre."""
    if not rows:
        return []
    people = markers.markers_by_identifier(marked.paper.session_id, {row.marker for row in rows if row.marker})
    called = {identifier: f"{name_of(people, identifier)} ({identifier})" for identifier in people}
    again = batches.codes_of_numbers([row.number for row in rows if row.is_released])
    return [WithdrawnLine(row, _sentence(row, called, again)) for row in rows]


def _sentence(row: Withdrawal, called: Mapping[str, str], again: Mapping[str, str]) -> str:
    if row.is_with_marker:
        return gettext("Still with {marker}: it is no longer in the batch, take it back by itself.").format(
            marker=called.get(row.marker, row.marker)
        )
    if row.decision == WithdrawalDecision.WAITING:
        return gettext("Put aside for the exam office, which has not decided yet: keep it out of every envelope.")
    if not row.is_released:
        return gettext("Put aside by decision of the exam office: keep it out of every envelope.")
    if row.number in again:
        return gettext("Released by the exam office; in the batch {code}.").format(code=again[row.number])
    return gettext("Released by the exam office: it goes in the next batches.")

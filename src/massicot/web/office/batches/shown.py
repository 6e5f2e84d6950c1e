"""A batch, one of its lines, a line referred: as the pages of the office show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from massicot.batches import queries as batches
from massicot.custody import queries as custody
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.web.office.batches.withdrawn_shown import shown_rows
from massicot.web.office.batches.wording import KINDS, SAID
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.mail import is_mailed


@dataclass(frozen=True, slots=True)
class ShownMarkLine:
    """One line of a batch in words."""

    line: marks.OfficeLine
    address: str
    kind: str
    referral: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line that waits for an answer, what the register says of it, whom to call."""

    referral: marks.Referral
    kind: str
    centre_uai: str
    centre_name: str


def batch_page(paper: exams.Paper, batch: batches.Batch, at: datetime) -> dict[str, Any]:
    """Prepare the page of a batch."""
    whole = marks.office_batch(paper, batch)
    return {
        "paper": paper,
        "whole": whole,
        "batch": batch,
        "lines": _shown(paper, batch, whole.lines),
        "may_write": _may_write(whole, at),
        "is_closed": at >= whole.window.closes_at,
        "is_open": whole.window.is_open(at),
        "totals": whole.totals,
        "sum": marks.written_sum(whole.totals, exams.scale_of(paper)),
        "centre": exams.institution_name(batch.centre_uai),
        "is_lifted": whole.lock is not None and results.is_lifted(paper),
        "withdrawn": shown_rows(paper, batches.withdrawn_of_batch(batch.pk)),
        **_marker_of(paper, batch),
    }


def line_page(paper: exams.Paper, batch: batches.Batch, number: str, at: datetime) -> dict[str, Any] | None:
    """Prepare the page of a line; None when the batch has none of that number."""
    whole = marks.office_batch(paper, batch)
    entry = next((line for line in whole.lines if line.number == number), None)
    if entry is None:
        return None
    return {
        "paper": paper,
        "whole": whole,
        "batch": batch,
        "shown": _shown(paper, batch, [entry])[0],
        "may_write": _may_write(whole, at),
        **_marker_of(paper, batch),
        "typed_by": _typed_by(paper, batch, number),
    }


def _typed_by(paper: exams.Paper, batch: batches.Batch, number: str) -> dict[str, Any] | None:
    """Say whom else to call: who typed a line, when the batch has passed to another since."""
    author = marks.author_of_line(batch.pk, number)
    return _called(paper, author) if author and author != custody.last_holder_of_batch(batch.code) else None


def waiting(paper: exams.Paper) -> list[WaitingLine]:
    """Put the lines that wait for an answer into words."""
    return _waiting(list(marks.waiting_on_paper(paper.pk)))


def referral_page(paper: exams.Paper, referral: marks.Referral) -> dict[str, Any]:
    """Prepare the page of a line that was referred."""
    (row,) = _waiting([referral])
    contact: exams.Contact = exams.contact_of(row.centre_uai)
    return {
        "paper": paper,
        "shown": row,
        "batch": referral.batch,
        "said": SAID[referral.answer],
        "contact": contact,
        "place": marks.shown_marks(referral.batch).get(referral.number, ""),
        **_marker_of(paper, referral.batch),
    }


def _waiting(referrals: Sequence[marks.Referral]) -> list[WaitingLine]:
    numbers = [referral.number for referral in referrals]
    kinds = scripts.kinds_of(numbers)
    centres = scripts.centres_of(numbers)
    names = exams.institution_names(set(centres.values()))
    return [
        WaitingLine(referral, str(KINDS[kinds[number]]), centres[number], names.get(centres[number], centres[number]))
        for referral, number in zip(referrals, numbers, strict=True)
    ]


def _shown(paper: exams.Paper, batch: batches.Batch, lines: Sequence[marks.OfficeLine]) -> list[ShownMarkLine]:
    address_of = address_of_each("office:line", [paper.session.code, paper.code, batch.code])
    kinds = {kind: str(name) for kind, name in KINDS.items()}
    return [
        ShownMarkLine(
            line,
            address_of(line.number),
            kinds[line.kind],
            str(SAID[line.referral.answer]) if line.referral else "",
        )
        for line in lines
    ]


def _may_write(whole: marks.OfficeBatch, at: datetime) -> bool:
    return whole.lock is not None or at >= whole.window.closes_at


def _marker_of(paper: exams.Paper, batch: batches.Batch) -> dict[str, Any]:
    """Say whom to call: who holds the batch, or held it last."""
    return {**_called(paper, custody.last_holder_of_batch(batch.code)), "is_mailed": is_mailed()}


def _called(paper: exams.Paper, identifier: str) -> dict[str, Any]:
    marker: markers.Marker | None = markers.markers_by_identifier(paper.session_id, {identifier}).get(identifier)
    return {"marker": marker, "marker_name": markers.name_of(marker) if marker else identifier}

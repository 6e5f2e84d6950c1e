"""A batch, one of its lines, a line referred, a script withdrawn: as the pages of the office show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.batches import queries as batches
from massicot.batches.rules import WithdrawalDecision
from massicot.custody import queries as custody
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.marks import queries as marks
from massicot.marks.rules import ReferralAnswer
from massicot.results import queries as results
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.sheets import standing_of_sheet

KINDS: Mapping[str, Promise | str] = {
    ScriptKind.WRITTEN: gettext_lazy("written script"),
    ScriptKind.BLANK: gettext_lazy("blank script"),
    ScriptKind.PLACEHOLDER: gettext_lazy("absent"),
}
"""What the register of the exam centre, or the office since, says that an item is."""

SAID: Mapping[str, Promise | str] = {
    ReferralAnswer.WAITING: gettext_lazy("waits for an answer"),
    ReferralAnswer.MARKER_RIGHT: gettext_lazy("answered: the marker is right"),
    ReferralAnswer.REGISTER_RIGHT: gettext_lazy("answered: the register is right"),
    ReferralAnswer.WITHDRAWN: gettext_lazy("answered: withdrawn"),
    ReferralAnswer.TAKEN_BACK: gettext_lazy("taken back by the marker"),
}

SETTLED: Mapping[str, Promise | str] = {
    WithdrawalDecision.WAITING: gettext_lazy("waits for your word"),
    WithdrawalDecision.WRITTEN: gettext_lazy("decided: a written script"),
    WithdrawalDecision.BLANK: gettext_lazy("decided: a blank script"),
    WithdrawalDecision.PLACEHOLDER: gettext_lazy("decided: absent"),
    WithdrawalDecision.KEPT: gettext_lazy("decided: it stays aside"),
}
"""What the office has said of a script that it withdrew from its batch."""


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


@dataclass(frozen=True, slots=True)
class ShownWithdrawal:
    """One withdrawn script in words."""

    row: batches.Withdrawal
    place: str
    settled: str
    item_title: str


def batch_page(paper: exams.Paper, batch: batches.Batch, at: datetime) -> dict[str, Any]:
    """Prepare the page of a batch."""
    whole = marks.office_batch(paper, batch)
    return {
        "paper": paper,
        "whole": whole,
        "batch": batch,
        "lines": _mark_lines(paper, batch, whole.lines),
        "may_write": _may_write(whole, at),
        "is_closed": at >= whole.window.closes_at,
        "is_open": whole.window.is_open(at),
        "totals": whole.totals,
        "sum": marks.written_sum(whole.totals, exams.scale_of(paper)),
        "centre": exams.institution_name(batch.centre_uai),
        "is_lifted": whole.lock is not None and results.is_lifted(paper),
        "withdrawn": shown_withdrawn(paper, batches.withdrawn_of_batch(batch.pk)),
        "sheet": standing_of_sheet(paper, batch.code),
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
        "shown": _mark_lines(paper, batch, [entry])[0],
        "is_destroyed": custody.is_destroyed(number),
        "may_write": _may_write(whole, at),
        **_marker_of(paper, batch),
        "typed_by": _typed_by(paper, batch, number),
    }


def _typed_by(paper: exams.Paper, batch: batches.Batch, number: str) -> dict[str, Any] | None:
    """Say whom else to call: who typed a line, when the batch has passed to another since."""
    author = marks.author_of_line(batch.pk, number)
    return _marker_context(paper, author) if author and author != custody.last_holder_of_batch(batch.code) else None


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


def _mark_lines(paper: exams.Paper, batch: batches.Batch, lines: Sequence[marks.OfficeLine]) -> list[ShownMarkLine]:
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
    return {**_marker_context(paper, custody.last_holder_of_batch(batch.code)), "is_mailed": is_mailed()}


def _marker_context(paper: exams.Paper, identifier: str) -> dict[str, Any]:
    marker: markers.Marker | None = markers.markers_by_identifier(paper.session_id, {identifier}).get(identifier)
    return {"marker": marker, "marker_name": markers.name_of(marker) if marker else identifier}


def withdrawn_of(paper: exams.Paper) -> list[ShownWithdrawal]:
    """Put what was withdrawn of a paper into words: what waits first, then the latest."""
    rows = batches.withdrawn_of_paper(paper.pk)
    return shown_withdrawn(paper, sorted(rows, key=lambda row: (row.decided_at is not None, -row.pk)))


def shown_withdrawn(paper: exams.Paper, rows: Sequence[batches.Withdrawal]) -> list[ShownWithdrawal]:
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


def withdrawal_page(paper: exams.Paper, row: batches.Withdrawal) -> dict[str, Any]:
    """Prepare the page of one withdrawn script, with whom to call."""
    (withdrawal,) = shown_withdrawn(paper, [row])
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

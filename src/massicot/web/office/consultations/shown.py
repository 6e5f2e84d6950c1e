"""Requests to see a script as the pages of the office show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.core.refused import N_
from massicot.exams.queries import Paper
from massicot.post.rules.letters import LetterState
from massicot.results import queries as results
from massicot.results.rules.access import ASKERS
from massicot.results.rules.consultation_table import standing_steps
from massicot.results.rules.consultations import (
    ENDED,
    PROOFS,
    STATES,
    STEPS,
    SilenceClock,
    waiting_since,
)
from massicot.web.shared.instants import day


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationLine:
    """One request in the list."""

    name: str
    candidate_number: str
    asked_by: str
    received_on: date
    standing: str
    answer_by: str
    answered_on: str
    price: str
    is_waiting: bool
    address: str


def told_price(cents: int) -> str:
    """Write a price of so many cents as people read it."""
    return f"{formats.number_format(Decimal(cents) / 100, 2)}\N{NO-BREAK SPACE}€"


def lines_of(paper: Paper, rows: Sequence[results.Consultation], today: date) -> list[ConsultationLine]:
    """Put requests into words, each with who it is about."""
    people = candidates.names_of_entries([row.entry_id for row in rows])
    return [_line(paper, row, people.get(row.entry_id), today) for row in rows]


def _line(paper: Paper, row: results.Consultation, person: candidates.EntryRow | None, today: date) -> ConsultationLine:
    is_waiting = row.state not in ENDED
    moves = standing_steps(results.moves_of(row))
    return ConsultationLine(
        name=f"{person.surname} {person.first_names}" if person else "",
        candidate_number=person.candidate_number if person else "",
        asked_by=gettext(ASKERS[row.asked_by]),
        received_on=row.received_on,
        standing=standing_of(row, today),
        answer_by=day(waiting_since(row.received_on).answer_by),
        answered_on="" if is_waiting else day(moves[-1].taken_on),
        price=next((told_price(move.price_cents) for move in reversed(moves) if move.price_cents), ""),
        is_waiting=is_waiting,
        address=reverse("office:consultation", args=[paper.session.code, paper.code, row.pk]),
    )


def standing_of(row: results.Consultation, today: date) -> str:
    """Say how far a request is, and that its silence is a refusal once it is."""
    if row.state in ENDED or waiting_since(row.received_on).clock(today) is SilenceClock.RUNNING:
        return gettext(STATES[row.state])
    return gettext("refused by silence: answer it all the same")


def clock_of(row: results.Consultation, today: date) -> str:
    """Say until when a request is to be answered, or what its silence, or its refusal, opens."""
    waiting = waiting_since(row.received_on)
    days = {"by": day(waiting.answer_by), "until": day(waiting.appeal_by)}
    if row.state in ENDED:
        return ""
    clock = waiting.clock(today)
    if clock is SilenceClock.RUNNING:
        return gettext("To be answered by {by}: a month of silence is held to be a refusal.").format(**days)
    if clock is SilenceClock.SILENT:
        return gettext(
            "Nobody answered by {by}: that is held to be a refusal. Until {until} whoever asked may go before the "
            "commission of access to administrative documents (CADA). Answer all the same."
        ).format(**days)
    return gettext(
        "Nobody answered by {by}: that is held to be a refusal, and the time to go before the commission (CADA) ended "
        "on {until}. Answer all the same."
    ).format(**days)


def steps_of(row: results.Consultation) -> list[dict[str, Any]]:
    """Put the steps of a request into words, the first one first."""
    return [
        {
            "on": day(move.taken_on),
            "words": gettext(STEPS[move.step]),
            "more": _more(move),
            "by": move.taken_by,
        }
        for move in results.moves_of(row)
    ]


def copies_shown(row: results.Consultation) -> list[dict[str, str]]:
    """Tell of each copy that was handed in whether its mail has left, and until when it is kept."""
    return [
        {
            "code": copy.deposit.code,
            "address": reverse("office:deposit", args=[copy.deposit.code]),
            "mail": _mail_told(copy),
            "kept": _kept_told(copy),
        }
        for copy in results.copies_of(row)
    ]


def _mail_told(copy: results.ScriptCopy) -> str:
    letter = copy.letter
    if letter is None:
        return gettext("no mail")
    words = {"to": letter.to, "on": day(timezone.localtime(letter.sent_at)) if letter.sent_at else ""}
    return gettext(_MAILS[letter.state]).format(**words)


_MAILS: Mapping[str, str] = {
    LetterState.WAITING: N_("waits to leave for {to}"),
    LetterState.SENDING: N_("is being sent to {to}"),
    LetterState.SENT: N_("sent to {to} on {on}"),
    LetterState.REFUSED: N_("refused on its way to {to}: see the letters"),
    LetterState.UNCERTAIN: N_("nobody knows whether it left for {to}: see the letters"),
    LetterState.GIVEN_UP: N_("not sent to {to}: taken back"),
}


def _kept_told(copy: results.ScriptCopy) -> str:
    deposit = copy.deposit
    if deposit.destroyed_at is not None:
        return gettext("destroyed on {on}").format(on=day(timezone.localtime(deposit.destroyed_at)))
    if deposit.frozen_at is not None or deposit.destroy_on is None:
        return gettext("kept by a dispute")
    return gettext("to be destroyed on {on}").format(on=day(deposit.destroy_on))


def _more(move: results.ConsultationMove) -> str:
    if move.proof:
        return gettext(PROOFS[move.proof])
    if move.pages is not None and move.price_cents is not None:
        return gettext("{pages} p., {price}").format(pages=move.pages, price=told_price(move.price_cents))
    return move.words

"""Requests to see a script as the pages of the office show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.exams.queries import Paper
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
from massicot.web.office.consultations.mails import STANDINGS, mail_in_file
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
    mails = results.mails_of(rows)
    return [_line(paper, row, people.get(row.entry_id), mails.get(row.pk), today) for row in rows]


def _line(
    paper: Paper,
    row: results.Consultation,
    person: candidates.EntryRow | None,
    mail: results.StandingMail | None,
    today: date,
) -> ConsultationLine:
    moves = standing_steps(results.moves_of(row))
    answer_day = results.answered_on(paper, row, mail)
    return ConsultationLine(
        name=f"{person.surname} {person.first_names}" if person else "",
        candidate_number=person.candidate_number if person else "",
        asked_by=gettext(ASKERS[row.asked_by]),
        received_on=row.received_on,
        standing=standing_of(row, mail, today),
        answer_by=day(waiting_since(row.received_on).answer_by),
        answered_on=day(answer_day) if answer_day else "",
        price=next((told_price(move.price_cents) for move in reversed(moves) if move.price_cents), ""),
        is_waiting=is_waiting(row, mail),
        address=reverse("office:consultation", args=[paper.session.code, paper.code, row.pk]),
    )


def is_waiting(row: results.Consultation, mail: results.StandingMail | None) -> bool:
    """Say whether a request waits for its answer, or for the mail of its answer to leave."""
    return row.state not in ENDED or (mail is not None and not mail.has_left)


def standing_of(row: results.Consultation, mail: results.StandingMail | None, today: date) -> str:
    """Say how far a request is, that its mail has not left, and that its silence is a refusal once it is."""
    of_mail = gettext(STANDINGS[mail.mail]) if mail and not mail.has_left else ""
    if not is_waiting(row, mail) or waiting_since(row.received_on).clock(today) is SilenceClock.RUNNING:
        return of_mail or gettext(STATES[row.state])
    silent = gettext("refused by silence: answer it all the same")
    return f"{silent} ({of_mail})" if of_mail else silent


def clock_of(row: results.Consultation, mail: results.StandingMail | None, today: date) -> str:
    """Say until when a request is to be answered, or what its silence, or its refusal, opens."""
    waiting = waiting_since(row.received_on)
    days = {"by": day(waiting.answer_by), "until": day(waiting.appeal_by)}
    if not is_waiting(row, mail):
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
    """Put the steps of a request into words, the first one first; of a mail, whether it left."""
    mailed = results.ranks_mailed(row)
    return [
        {
            "on": day(move.taken_on),
            "words": mail_in_file(mailed[move.rank]) if move.rank in mailed else gettext(STEPS[move.step]),
            "more": _more(move),
            "by": move.taken_by,
        }
        for move in results.moves_of(row)
    ]


def extract_shown(row: results.Consultation, login: str) -> dict[str, Any] | None:
    """Tell of the line of the mark sheet that is kept for a request who masked it, and whether another confirmed it."""
    extract = results.extract_of(row)
    if extract is None:
        return None
    return {
        "code": extract.code,
        "address": reverse("office:read_deposit", args=[extract.code]),
        "masked_by": extract.masked_by,
        "confirmed_by": extract.confirmed_by,
        "is_own": extract.masked_by == login,
    }


def _more(move: results.ConsultationMove) -> str:
    if move.proof:
        return gettext(PROOFS[move.proof])
    if move.pages is not None and move.price_cents is not None:
        return gettext("{pages} p., {price}").format(pages=move.pages, price=told_price(move.price_cents))
    return move.words

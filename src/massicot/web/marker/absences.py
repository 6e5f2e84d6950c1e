"""“I cannot come”: half-days of one's own letter, said, taken back, explained where a register found one absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.http import Http404, HttpRequest

from massicot.absences import queries
from massicot.absences.queries import Absence
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import Step, steps_for
from massicot.deposits.queries import Deposit
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf
from massicot.presence.queries.registers import halves_to_announce
from massicot.web.marker.access import own_letter_or_404
from massicot.web.shared.away import KINDS, STANDINGS, ExplainForm, HandInForm, WithdrawAbsenceForm, told_halves


@dataclass(frozen=True, slots=True)
class OwnAbsence:
    """One absence as the person reads it."""

    pk: int
    days: Sequence[str]
    kind: str
    words: str
    standing: str
    explain: Form | None
    withdraw: Form | None
    hand_in: Form | None
    documents: Sequence[Deposit]


def own_absences(letter: Convocation, typed: Form | None = None) -> list[OwnAbsence]:
    """Tell the absences from the mission of a letter, the last one said first; one withdrawn is told no more.

    `typed` is the form of one of them that was refused.
    """
    rows = queries.absences_of([letter.assignment_id])
    return [_own(row, typed) for row in rows if row.state != AbsenceState.WITHDRAWN]


def halves_left(letter: Convocation, now: datetime) -> list[DayHalf]:
    """List the half-days of a letter that holds, and is not over, on which its reader may say that they do not come."""
    if letter.state != ConvocationState.VALID or letter.ends_at <= now:
        return []
    return halves_to_announce(letter)


def own_absence_or_404(request: HttpRequest, code: str, absence_id: int) -> Absence:
    """Find an absence from the mission of one's own letter."""
    letter = own_letter_or_404(request, code)
    absence = next((row for row in queries.absences_of([letter.assignment_id]) if row.pk == absence_id), None)
    if absence is None:
        raise Http404
    return absence


def _own(row: Absence, typed: Form | None) -> OwnAbsence:
    steps = steps_for(row.state, Who.PERSON)
    forms: tuple[Form, Form, Form] = (
        ExplainForm(auto_id=f"explain_{row.pk}_%s"),
        WithdrawAbsenceForm(auto_id=f"withdraw_{row.pk}_%s"),
        HandInForm(auto_id=f"document_{row.pk}_%s"),
    )
    explain, withdraw, hand_in = (
        typed if typed is not None and typed.auto_id == form.auto_id else form for form in forms
    )
    return OwnAbsence(
        row.pk,
        told_halves(queries.halves_ever(row)),
        str(KINDS[row.kind]),
        row.words,
        str(STANDINGS[row.state]),
        explain if Step.EXPLAIN in steps else None,
        withdraw if Step.WITHDRAW in steps and row.way == Who.PERSON else None,
        hand_in if Step.ADD_DOCUMENT in steps else None,
        queries.documents_of(row),
    )

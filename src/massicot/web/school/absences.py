"""The staff who do not come: announced by their head, confirmed under cover, never decided.

A head reads who, when and of which kind; the words and the document are between the person and the exam office.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from massicot.absences import queries
from massicot.absences.queries import Absence
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import Step, steps_for, waits_for_head
from massicot.core.actor import Role
from massicot.core.refused import N_, Refused
from massicot.exams import queries as exams
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf
from massicot.presence.queries.registers import halves_to_announce
from massicot.web.school.access import own_letter_or_404, own_school_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.away import KINDS, STANDINGS, WithdrawAbsenceForm, announce_form, told_halves

TOLD_TO_HEADS: Mapping[str, Promise | str] = {
    AbsenceState.UNJUSTIFIED: gettext_lazy("answered by the exam office"),
    AbsenceState.DEDUCTED: gettext_lazy("answered by the exam office"),
}
"""What follows for the person is told to nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAbsence:
    """One absence as the head of institution reads it."""

    pk: int
    days: Sequence[str]
    kind: str
    standing: str
    is_to_confirm: bool
    is_confirmed: bool
    """Whether their word may be taken back."""
    withdraw: Form | None


@never_cache
@require_safe
@require_role(Role.SCHOOL)
def absences_to_confirm(request: HttpRequest, uai: str) -> HttpResponse:
    """List the absences of the staff, those to be confirmed first."""
    own_school_or_404(request, uai)
    rows = sorted(queries.absences_of_staff([uai]), key=lambda row: not waits_for_head(row.state, row.way))
    page = {"uai": uai, "school": exams.institution_name(uai), "rows": [_listing_line(uai, row) for row in rows]}
    return render(request, "school/absences_to_confirm.html", page)


def page_of_absences(_request: HttpRequest, letter: Convocation, refused: Forms) -> dict[str, Any]:
    """Gather what the page of the absences of one of the staff shows."""
    rows = _absences_of(letter)
    absences = [_absence_line(row, refused.get("pressed")) for row in rows if row.state != AbsenceState.WITHDRAWN]
    left = halves_left(letter)
    return {
        "uai": letter.institution_uai,
        "facts": convocations.facts_of(letter),
        "letter": letter,
        "absences": absences,
        "is_left": bool(left),
        "left": told_halves(left),
        "form": announce_form(left, absences),
    }


class LetterAnnouncesNothing(Refused):
    sentence = N_(
        "This letter does not hold any more. If another one holds, it stands among your staff who are convened; if "
        "none stands there, nobody of yours is called by it, and there is no absence to announce."
    )


def assignment_called(letter: Convocation) -> int:
    """Give the place on a list to which a letter calls; raise LetterAnnouncesNothing.

    The letter in whose place another one came may be of an institution that its reader has left since.
    """
    if letter.state != ConvocationState.VALID:
        raise LetterAnnouncesNothing
    return int(letter.assignment_id)


def halves_left(letter: Convocation) -> list[DayHalf]:
    """List the half-days of a letter on which its reader may be said not to come."""
    if letter.state != ConvocationState.VALID:
        return []
    return halves_to_announce(letter)


def _absence_line(row: Absence, typed: Form | None) -> StaffAbsence:
    steps = steps_for(row.state, Who.HEAD)
    withdraw: Form = WithdrawAbsenceForm(auto_id=f"withdraw_{row.pk}_%s")
    if typed is not None and typed.auto_id == withdraw.auto_id:
        withdraw = typed
    return StaffAbsence(
        pk=row.pk,
        days=told_halves(queries.halves_ever(row)),
        kind=str(KINDS[row.kind]),
        standing=str(TOLD_TO_HEADS.get(row.state) or STANDINGS[row.state]),
        is_to_confirm=Step.CONFIRM in steps and waits_for_head(row.state, row.way),
        is_confirmed=Step.UNCONFIRM in steps,
        withdraw=withdraw if Step.WITHDRAW in steps and row.way == Who.HEAD else None,
    )


def _listing_line(uai: str, row: Absence) -> dict[str, Any]:
    person = row.assignment.person
    return {
        "name": f"{person.surname} {person.first_name}",
        "mission": row.assignment.mission.title,
        "address": reverse("school:absences", args=[uai, row.letter_code]),
        "shown": _absence_line(row, None),
    }


def absence_or_404(request: HttpRequest, uai: str, code: str, absence_id: int) -> Absence:
    """Find an absence of one of the staff of one's own institution."""
    letter = own_letter_or_404(request, uai, code)
    absence = next((row for row in _absences_of(letter) if row.pk == absence_id), None)
    if absence is None:
        raise Http404
    return absence


def _absences_of(letter: Convocation) -> list[Absence]:
    """List the absences from the mission of a letter; whoever left for another institution since is its head's."""
    rows = queries.absences_of([letter.assignment_id])
    return [row for row in rows if row.institution_uai == letter.institution_uai]

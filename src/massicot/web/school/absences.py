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
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.absences import queries, services
from massicot.absences.queries import Absence
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import Step, steps_for, waits_for_head
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import DayHalf
from massicot.presence import services as presence_acts
from massicot.presence.queries.announcing import halves_to_announce
from massicot.replacements import services as replacements
from massicot.web.shared.access import actor_of, require_role, scopes_of
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.away import (
    KINDS,
    STANDINGS,
    AnnounceForm,
    WithdrawAbsenceForm,
    announce_form,
    told_halves,
)

TOLD_TO_HEADS: Mapping[str, Promise | str] = {
    AbsenceState.UNJUSTIFIED: gettext_lazy("answered by the exam office"),
    AbsenceState.DEDUCTED: gettext_lazy("answered by the exam office"),
}
"""What follows for the person is told to nobody else."""


@dataclass(frozen=True, slots=True)
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
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.SCHOOL)
def absences(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Show the absences of one of the staff from one mission; announce one."""
    letter = _letter_or_404(request, uai, code)
    is_sent = request.method == "POST"
    form = AnnounceForm(request.POST, request.FILES, halves=_halves_left(letter)) if is_sent else None

    def act() -> None:
        if form:
            presence_acts.announce_absence(
                assignment_id=letter.assignment_id,
                halves=form.ticked,
                said=form.said,
                way=Who.HEAD,
                by=actor_of(request),
                at=timezone.now(),
            )

    if form and succeeds(form, act):
        sentence = gettext("The exam office knows it: the convocation holds until it answers.")
        return done(request, sentence, reverse("school:absences", args=[uai, letter.code]))
    return _page(request, uai, letter, form=form)


@never_cache
@require_safe
@require_role(Role.SCHOOL)
def absences_to_confirm(request: HttpRequest, uai: str) -> HttpResponse:
    """List the absences of the staff, those to be confirmed first."""
    if uai not in scopes_of(request, Role.SCHOOL):
        raise Http404
    rows = sorted(queries.absences_of_staff([uai]), key=lambda row: not waits_for_head(row.state, row.way))
    page = {"uai": uai, "school": exams.institution_name(uai), "rows": [_listed(uai, row) for row in rows]}
    return render(request, "school/absences_to_confirm.html", page)


@require_POST
@require_role(Role.SCHOOL)
def confirm_absence(request: HttpRequest, uai: str, code: str, absence_id: int) -> HttpResponse:
    """Confirm an absence, under cover of which it is said."""
    letter = _letter_or_404(request, uai, code)
    row = _absence_or_404(letter, absence_id)
    form = Form(request.POST)

    def act() -> None:
        services.confirm_absence(absence_id=row.pk, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("The absence is confirmed: the exam office answers it.")
        return done(request, sentence, reverse("school:absences", args=[uai, letter.code]))
    return _page(request, uai, letter, typed=form)


@require_POST
@require_role(Role.SCHOOL)
def unconfirm_absence(request: HttpRequest, uai: str, code: str, absence_id: int) -> HttpResponse:
    """Take the confirmation of an absence back."""
    letter = _letter_or_404(request, uai, code)
    row = _absence_or_404(letter, absence_id)
    form = Form(request.POST)

    def act() -> None:
        services.unconfirm_absence(absence_id=row.pk, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("Your confirmation is taken back: the exam office sees it.")
        return done(request, sentence, reverse("school:absences", args=[uai, letter.code]))
    return _page(request, uai, letter, typed=form)


@require_POST
@require_role(Role.SCHOOL)
def withdraw_absence(request: HttpRequest, uai: str, code: str, absence_id: int) -> HttpResponse:
    """Withdraw an absence that the head had announced."""
    letter = _letter_or_404(request, uai, code)
    row = _absence_or_404(letter, absence_id)
    form = WithdrawAbsenceForm(request.POST, auto_id=f"withdraw_{row.pk}_%s")

    def act() -> None:
        replacements.withdraw_absence(
            absence_id=row.pk,
            reason=form.cleaned_data["reason"],
            who=Who.HEAD,
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        sentence = gettext("The absence is withdrawn: the person is expected.")
        return done(request, sentence, reverse("school:absences", args=[uai, letter.code]))
    return _page(request, uai, letter, typed=form)


def _page(
    request: HttpRequest, uai: str, letter: Convocation, *, form: AnnounceForm | None = None, typed: Form | None = None
) -> HttpResponse:
    rows = _absences_of(letter)
    facts = convocations.facts_of(letter)
    absences = [_shown(row, typed) for row in rows if row.state != AbsenceState.WITHDRAWN]
    left = _halves_left(letter)
    page = {
        "uai": uai,
        "facts": facts,
        "letter": letter,
        "absences": absences,
        "is_left": bool(left),
        "left": told_halves(left),
        "form": form or announce_form(left, absences),
        "pressed": typed,
    }
    return render(request, "school/absences.html", page, status=REFUSED if form or typed else 200)


def _halves_left(letter: Convocation) -> list[DayHalf]:
    if letter.state != ConvocationState.VALID:
        return []
    return halves_to_announce(letter)


def _shown(row: Absence, typed: Form | None) -> StaffAbsence:
    steps = steps_for(row.state, Who.HEAD)
    withdraw: Form = WithdrawAbsenceForm(auto_id=f"withdraw_{row.pk}_%s")
    if typed is not None and typed.auto_id == withdraw.auto_id:
        withdraw = typed
    return StaffAbsence(
        row.pk,
        told_halves(queries.halves_ever(row)),
        str(KINDS[row.kind]),
        str(TOLD_TO_HEADS.get(row.state) or STANDINGS[row.state]),
        Step.CONFIRM in steps and waits_for_head(row.state, row.way),
        Step.UNCONFIRM in steps,
        withdraw if Step.WITHDRAW in steps and row.way == Who.HEAD else None,
    )


def _listed(uai: str, row: Absence) -> dict[str, Any]:
    person = row.assignment.person
    return {
        "name": f"{person.surname} {person.first_name}",
        "mission": row.assignment.mission.title,
        "address": reverse("school:absences", args=[uai, row.letter_code]),
        "shown": _shown(row, None),
    }


def _letter_or_404(request: HttpRequest, uai: str, code: str) -> Convocation:
    """Find a letter of the staff of one's own institution; another's is not there."""
    if uai not in scopes_of(request, Role.SCHOOL):
        raise Http404
    try:
        letter = convocations.convocation_by_code(code)
    except Refused:
        raise Http404 from None
    if letter.institution_uai != uai:
        raise Http404
    return letter


def _absence_or_404(letter: Convocation, absence_id: int) -> Absence:
    absence = next((row for row in _absences_of(letter) if row.pk == absence_id), None)
    if absence is None:
        raise Http404
    return absence


def _absences_of(letter: Convocation) -> list[Absence]:
    """List the absences from the mission of a letter; whoever left for another institution since is its head's."""
    rows = queries.absences_of([letter.assignment_id])
    return [row for row in rows if row.institution_uai == letter.institution_uai]

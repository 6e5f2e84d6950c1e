"""What the office does about one absence: answered, followed, taken back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.absences import queries, services
from massicot.absences.rules import Who
from massicot.core import draws
from massicot.core.actor import Role
from massicot.missions.queries import calls
from massicot.replacements import services as replacement_acts
from massicot.web.office.absences.forms import DeductionForm, GrantForm, RectorForm, TakeAnswerBackForm, VisitForm
from massicot.web.office.absences.views import absence_or_404, page_of_absence
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import done, succeeds
from massicot.web.shared.away import ExplainForm, HandInForm, WithdrawAbsenceForm
from massicot.web.shared.letter_addresses import addresses


@require_POST
@require_role(Role.OFFICE)
def grant_exemption(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Type that the rector exempts."""
    row = absence_or_404(absence_id)
    form = GrantForm(request.POST, halves=queries.halves_of(row))
    is_told: list[bool] = []

    def act() -> None:
        is_told.append(calls.is_called_to(row.assignment_id, form.ticked, timezone.now()))
        services.grant_exemption(
            absence_id=row.pk,
            typed=form.typed,
            halves=form.ticked,
            addresses=addresses(),
            draw=draws.from_system(),
            **_by(request),
        )

    if succeeds(form, act):
        sentence = gettext("The exemption is written down, and the person is told by their letter.")
        untold = gettext("The exemption is written down. No convocation holds that would say so: tell the person.")
        return done(request, sentence if is_told[-1] else untold, reverse("office:absence", args=[row.pk]))
    return page_of_absence(request, absence_or_404(absence_id), grant_form=form)


@require_POST
@require_role(Role.OFFICE)
def refuse_exemption(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Type that the rector refuses."""
    form = RectorForm(request.POST, auto_id="refuse_%s")

    def act() -> None:
        services.refuse_exemption(absence_id=absence_id, typed=form.typed, **_by(request))

    sentence = gettext("The refusal is written down: the convocation holds. Tell the person.")
    return _answered(request, absence_id, "refuse_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def explain_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Note why somebody was away whom the register found absent."""
    form = ExplainForm(request.POST, request.FILES, auto_id="explain_%s")

    def act() -> None:
        services.explain_absence(absence_id=absence_id, said=form.said, who=Who.OFFICE, **_by(request))

    return _answered(request, absence_id, "explain_form", form, act, gettext("The reason is noted."))


@require_POST
@require_role(Role.OFFICE)
def hand_in_document(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Keep a document that came to the office."""
    form = HandInForm(request.POST, request.FILES, auto_id="document_%s")

    def act() -> None:
        document = form.cleaned_data["document"]
        services.hand_in_document(absence_id=absence_id, document=document, who=Who.OFFICE, **_by(request))

    return _answered(request, absence_id, "document_form", form, act, gettext("The document is kept."))


@require_POST
@require_role(Role.OFFICE)
def ask_counter_visit(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Note that a counter-visit is asked for."""

    def act() -> None:
        services.ask_counter_visit(absence_id=absence_id, **_by(request))

    sentence = gettext("Noted: a counter-visit is asked for.")
    return _answered(request, absence_id, "pressed", forms.Form(request.POST), act, sentence)


@require_POST
@require_role(Role.OFFICE)
def tell_counter_visit(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Type what came of a counter-visit."""
    form = VisitForm(request.POST, auto_id="visit_%s")

    def act() -> None:
        services.tell_counter_visit(absence_id=absence_id, typed=form.typed, **_by(request))

    return _answered(request, absence_id, "visit_form", form, act, gettext("The result is written down."))


@require_POST
@require_role(Role.OFFICE)
def leave_unjustified(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Hold an absence to be unjustified."""

    def act() -> None:
        services.leave_unjustified(absence_id=absence_id, **_by(request))

    sentence = gettext("The absence is held to be unjustified: make the file of the deduction.")
    return _answered(request, absence_id, "pressed", forms.Form(request.POST), act, sentence)


@require_POST
@require_role(Role.OFFICE)
def file_deduction(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Make the file of a deduction, referred for discipline or not."""
    form = DeductionForm(request.POST, auto_id="deduction_%s")

    def act() -> None:
        is_referred = form.cleaned_data["is_referred"] == "oui"
        file = services.file_deduction_and_refer if is_referred else services.file_deduction
        file(absence_id=absence_id, **_by(request))

    return _answered(request, absence_id, "deduction_form", form, act, gettext("The file is made: print its letter."))


@require_POST
@require_role(Role.OFFICE)
def take_back_answer(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take the answer to an absence back."""
    form = TakeAnswerBackForm(request.POST, auto_id="back_%s")

    def act() -> None:
        replacement_acts.take_back_answer(
            absence_id=absence_id,
            reason=form.cleaned_data["reason"],
            addresses=addresses(),
            draw=draws.from_system(),
            **_by(request),
        )

    sentence = gettext("The answer is taken back: the absence waits for another one.")
    return _answered(request, absence_id, "take_back_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def withdraw_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Withdraw an absence that was said by mistake, or whose person comes after all."""
    form = WithdrawAbsenceForm(request.POST, auto_id="withdraw_%s")

    def act() -> None:
        reason = form.cleaned_data["reason"]
        replacement_acts.withdraw_absence(absence_id=absence_id, reason=reason, who=Who.OFFICE, **_by(request))

    return _answered(request, absence_id, "withdraw_form", form, act, gettext("The absence is withdrawn."))


@require_POST
@require_role(Role.OFFICE)
def see_who_came(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take note that somebody came who was known to be away."""

    def act() -> None:
        services.see_who_came(absence_id=absence_id, **_by(request))

    return _answered(request, absence_id, "pressed", forms.Form(request.POST), act, gettext("Noted."))


@require_POST
@require_role(Role.OFFICE)
def uphold_answer(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Say that an answer stands beside a document that came since."""

    def act() -> None:
        services.uphold_answer(absence_id=absence_id, **_by(request))

    return _answered(request, absence_id, "pressed", forms.Form(request.POST), act, gettext("The answer stands."))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "at": timezone.now()}


def _answered(
    request: HttpRequest, absence_id: int, name: str, form: forms.Form, act: Callable[[], None], sentence: str
) -> HttpResponse:
    row = absence_or_404(absence_id)
    if succeeds(form, act):
        return done(request, sentence, reverse("office:absence", args=[row.pk]))
    return page_of_absence(request, absence_or_404(absence_id), **{name: form})

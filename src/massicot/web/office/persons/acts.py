"""What the office does about one person, each asked for on their page and answered there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.persons.queries.absence import unavailability_of
from massicot.web.office.persons.forms import (
    AddressForm,
    AskedForm,
    CallForm,
    NameForm,
    PoolSessionForm,
    SituationBackForm,
    SituationForm,
    SkillForm,
    SkillsForm,
    WhyForm,
)
from massicot.web.office.persons.views import page_of_person, person_or_404
from massicot.web.shared.absence import AbsenceForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.letter_addresses import link_address


@require_POST
@require_role(Role.OFFICE)
def correct_name(request: HttpRequest, person_id: int) -> HttpResponse:
    """Correct the name of a person."""
    person = person_or_404(person_id)
    form = NameForm(request.POST, auto_id="name_%s")

    def act() -> None:
        told = {"seen": form.seen, "name": form.name, "reason": form.cleaned_data["reason"]}
        person_acts.correct_name(person=person, **told, **signed(request))

    sentence = gettext("The name is corrected, in every session; a table may bring it from now on.")
    return answered(request, person, "name_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def move_address(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change the address of a person, and their access with it."""
    person = person_or_404(person_id)
    form = AddressForm(request.POST, auto_id="address_%s")

    def act() -> None:
        typed = form.cleaned_data
        marker_acts.move_address(person=person, seen=typed["seen"], to=typed["email"], **signed(request))

    sentence = gettext("The address is changed; a letter tells so to the old one and to the new one.")
    return answered(request, person, "address_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def refuse_asked_address(request: HttpRequest, person_id: int) -> HttpResponse:
    """Leave the address of a person as it is, though they ask for another."""
    person = person_or_404(person_id)
    form = AskedForm(request.POST, auto_id="asked_%s")
    return answered(
        request,
        person,
        "asked_form",
        form,
        lambda: person_acts.refuse_asked_address(person=person, **form.cleaned_data, **signed(request)),
        gettext("The address stays; a letter tells the person why."),
    )


@require_POST
@require_role(Role.OFFICE)
def change_telephone(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change the telephone of a person."""
    person = person_or_404(person_id)
    form = CallForm(request.POST, auto_id="call_%s")
    return answered(
        request,
        person,
        "call_form",
        form,
        lambda: person_acts.change_telephone(person=person, **form.cleaned_data, **signed(request)),
        gettext("The telephone is changed."),
    )


@require_POST
@require_role(Role.OFFICE)
def add_skills(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write down skills of a person."""
    person = person_or_404(person_id)
    form = SkillsForm(request.POST, auto_id="skills_%s")
    return answered(
        request,
        person,
        "skills_form",
        form,
        lambda: person_acts.add_skills(person=person, **form.cleaned_data, **signed(request)),
        gettext("The skills are written down: missions that ask for them call this person first."),
    )


@require_POST
@require_role(Role.OFFICE)
def end_skill(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say that a person does not have a skill any more."""
    person = person_or_404(person_id)
    form = SkillForm(request.POST)
    return answered(
        request,
        person,
        "refused_form",
        form,
        lambda: person_acts.end_skill(person=person, **form.cleaned_data, **signed(request)),
        gettext("The skill is ended; lists that were filled stay as they are."),
    )


@require_POST
@require_role(Role.OFFICE)
def change_situation(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say where a person teaches and lives, and who employs them, from a day on."""
    person = person_or_404(person_id)
    form = SituationForm(request.POST, auto_id="situation_%s")

    def act() -> None:
        told = {"since": form.cleaned_data["since"], "situation": form.situation, "today": timezone.localdate()}
        batch_acts.change_situation(person=person, **told, **signed(request))

    return answered(request, person, "situation_form", form, act, gettext("The situation is written down."))


@require_POST
@require_role(Role.OFFICE)
def take_back_situation(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take away a situation that was told by mistake."""
    person = person_or_404(person_id)
    form = SituationBackForm(request.POST, auto_id="back_%s")

    def act() -> None:
        batch_acts.take_back_situation(
            person=person, **form.cleaned_data, today=timezone.localdate(), **signed(request)
        )

    sentence = gettext("The situation is taken away: the one before holds on its days.")
    return answered(request, person, "refused_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def set_aside_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Set a person aside."""
    person = person_or_404(person_id)
    form = WhyForm(request.POST, auto_id="aside_%s")
    return answered(
        request,
        person,
        "aside_form",
        form,
        lambda: person_acts.set_person_aside(person=person, **form.cleaned_data, **signed(request)),
        gettext("This person is set aside: nobody proposes them any more."),
    )


@require_POST
@require_role(Role.OFFICE)
def bring_back_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person be proposed again."""
    person = person_or_404(person_id)
    form = forms.Form(request.POST)
    return answered(
        request,
        person,
        "refused_form",
        form,
        lambda: person_acts.bring_person_back(person=person, **signed(request)),
        gettext("This person may be proposed again."),
    )


@require_POST
@require_role(Role.OFFICE)
def declare_absence(request: HttpRequest, person_id: int) -> HttpResponse:
    """Declare days on which a person cannot be called."""
    person = person_or_404(person_id)
    form = AbsenceForm(request.POST, auto_id="absence_%s")
    return answered(
        request,
        person,
        "absence_form",
        form,
        lambda: person_acts.declare_unavailability(person=person, **form.cleaned_data, **signed(request)),
        gettext("These days are declared."),
    )


@require_POST
@require_role(Role.OFFICE)
def take_back_absence(request: HttpRequest, person_id: int, absence_id: int) -> HttpResponse:
    """Take back days that were declared."""
    person = person_or_404(person_id)
    form = forms.Form(request.POST)
    absence = unavailability_of(person_id, absence_id)
    if absence is None:
        raise Http404
    return answered(
        request,
        person,
        "refused_form",
        form,
        lambda: person_acts.take_back_unavailability(unavailability=absence, **signed(request)),
        gettext("These days are taken back: the person can be called on them."),
    )


@require_POST
@require_role(Role.OFFICE)
def give_access(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person an account of their own, by mail."""
    person = person_or_404(person_id)
    form = PoolSessionForm(request.POST, auto_id="access_%s", sessions=exams.sessions_at_work())

    def act() -> None:
        session = exams.session_by_code(form.cleaned_data["session"])
        marker_acts.give_access(person=person, session=session, link_address=link_address, **signed(request))

    sentence = gettext("Access is given; whoever has not come in yet gets a letter with a link.")
    return answered(request, person, "access_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def tie_access(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say that the account of a person's address is theirs."""
    person = person_or_404(person_id)
    form = PoolSessionForm(request.POST, auto_id="tie_%s", sessions=exams.sessions_at_work())

    def act() -> None:
        session = exams.session_by_code(form.cleaned_data["session"])
        marker_acts.tie_access(person=person, session=session, **signed(request))

    return answered(request, person, "tie_form", form, act, gettext("The account is this person's."))


@require_POST
@require_role(Role.OFFICE)
def untie_account(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say that the account is not the person's after all."""
    person = person_or_404(person_id)
    form = WhyForm(request.POST, auto_id="untie_%s")
    return answered(
        request,
        person,
        "untie_form",
        form,
        lambda: person_acts.untie_account(person=person, **form.cleaned_data, **signed(request)),
        gettext("The account is nobody's of the pool any more; its roles stay."),
    )


def signed(request: HttpRequest) -> dict[str, Any]:
    """Say who acts on a person, and when."""
    return {"by": actor_of(request), "at": timezone.now()}


def answered(
    request: HttpRequest,
    person: Person,
    name: str,
    form: forms.Form,
    act: Callable[[], object],
    sentence: str,
) -> HttpResponse:
    """Do what was asked and show the page again; refused, what was typed stays in its form."""
    if succeeds(form, act):
        return done(request, sentence, reverse("office:person_file", args=[person.pk]))
    page = page_of_person(person_or_404(person.pk)) | {name: form}
    return render(request, "office/persons/person_file.html", page, status=REFUSED)

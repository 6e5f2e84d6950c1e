"""A marker's own telephone, which they correct, and their address, which they ask the exam office to change."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core.actor import Role
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.web.marker.access import office_telephones, own_person_or_404
from massicot.web.marker.forms import AskAddressForm, KeptAddressForm, OwnTelephoneForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.MARKER)
def own_details(request: HttpRequest) -> HttpResponse:
    """Show one's own name, address and telephone, and correct the telephone."""
    person = own_person_or_404(request)
    if request.method != "POST":
        return _page(request, person)
    form = OwnTelephoneForm(request.POST)

    def act() -> None:
        typed = form.cleaned_data
        person_acts.change_telephone(
            person=person, seen=typed["seen"], telephone=typed["telephone"], by=actor_of(request), at=timezone.now()
        )

    return _answered(request, "form", form, act, gettext("Your telephone is noted."))


@require_POST
@require_role(Role.MARKER)
def ask_address(request: HttpRequest) -> HttpResponse:
    """Ask the exam office to write to another address."""
    person = own_person_or_404(request)
    form = AskAddressForm(request.POST)

    def act() -> None:
        email = form.cleaned_data["email"]
        person_acts.ask_address(person=person, email=email, by=actor_of(request), at=timezone.now())

    sentence = gettext("The exam office is asked: it changes your address, or tells you why not.")
    return _answered(request, "address_form", form, act, sentence)


@require_POST
@require_role(Role.MARKER)
def take_back_asked_address(request: HttpRequest) -> HttpResponse:
    """Keep one's address after all."""
    person = own_person_or_404(request)
    form = KeptAddressForm(request.POST, auto_id="kept_%s")

    def act() -> None:
        seen = form.cleaned_data["seen"]
        person_acts.take_back_asked_address(person=person, seen=seen, by=actor_of(request), at=timezone.now())

    return _answered(request, "kept_form", form, act, gettext("Your address stays as it is."))


def _answered(
    request: HttpRequest, name: str, form: forms.Form, act: Callable[[], None], sentence: str
) -> HttpResponse:
    if succeeds(form, act):
        return done(request, sentence, reverse("marker:own_details"))
    return _page(request, own_person_or_404(request), **{name: form})


def _page(request: HttpRequest, person: Person, **refused: forms.Form) -> HttpResponse:
    unsent = {
        "form": OwnTelephoneForm(initial={"telephone": person.telephone, "seen": person.telephone}),
        "address_form": AskAddressForm(),
        "kept_form": KeptAddressForm(initial={"seen": person.asked_email}, auto_id="kept_%s"),
    }
    context = {"person": person, "telephones": office_telephones(request), **unsent, **refused}
    return render(request, "marker/own_details.html", context, status=REFUSED if refused else 200)

"""Staff who are absent while nobody comes in their stead: the head may offer somebody else of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers.queries.staff import staff_rows
from massicot.missions.queries.calls import halves_called
from massicot.missions.queries.convocations import facts_of
from massicot.missions.queries.staff import letters_of_staff
from massicot.missions.rules import ConvocationState
from massicot.replacements import services
from massicot.replacements.queries import Replacement, name_of
from massicot.replacements.queries.waiting import NotReplaced, not_replaced, offers_of
from massicot.web.shared.access import actor_of, require_role, scopes_of
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.fields import set_choices


class OfferForm(forms.Form):
    """Who could come in the stead of whom."""

    absent = forms.TypedChoiceField(coerce=int, label=gettext_lazy("In the stead of"))
    person = forms.ChoiceField(
        label=gettext_lazy("Could come"),
        error_messages={"required": gettext_lazy("Choose who could come.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        absent: Sequence[NotReplaced],
        staff: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        set_choices(self, "absent", [(row.assignment.pk, _told(row)) for row in absent])
        set_choices(self, "person", [("", "—"), *staff])


class OfferBackForm(forms.Form):
    """Which offer is taken back."""

    offer = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """Somebody who is offered, and in whose stead."""

    row: Replacement

    @property
    def words(self) -> str:
        """Say who could come in whose stead."""
        absent = name_of(self.row.absent.person)
        return gettext("{person}, in the stead of {absent}").format(person=name_of(self.row.person), absent=absent)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.SCHOOL)
def substitutes(request: HttpRequest, uai: str) -> HttpResponse:
    """Show who of the staff is absent while nobody comes in their stead; tell the office who could come."""
    _check_own(request, uai)
    absent = not_replaced(timezone.localtime(), [uai])
    form = OfferForm(request.POST if request.method == "POST" else None, absent=absent, staff=_staff(uai, absent))

    def act() -> None:
        typed = form.cleaned_data
        by = actor_of(request)
        services.offer_substitute(absent_id=typed["absent"], person=typed["person"], by=by, at=timezone.now())

    if form.is_bound and succeeds(form, act):
        return done(request, gettext("Offered: the exam office calls them, or you."), _address(uai))
    return _page(request, uai, absent, form, refused=form if form.is_bound else None)


@require_POST
@require_role(Role.SCHOOL)
def take_back_offer(request: HttpRequest, uai: str) -> HttpResponse:
    """Take an offer back: whoever was offered cannot come."""
    _check_own(request, uai)
    absent = not_replaced(timezone.localtime(), [uai])
    form = OfferBackForm(request.POST)

    def act() -> None:
        offered = {row.pk for row in offers_of([row.assignment for row in absent])}
        if form.cleaned_data["offer"] not in offered:
            raise Http404
        services.take_back_reply(replacement_id=form.cleaned_data["offer"], by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        return done(request, gettext("The offer is taken back."), _address(uai))
    offering = OfferForm(absent=absent, staff=_staff(uai, absent))
    return _page(request, uai, absent, offering, refused=form)


def _page(
    request: HttpRequest, uai: str, absent: Sequence[NotReplaced], form: OfferForm, refused: forms.Form | None
) -> HttpResponse:
    page = {
        "uai": uai,
        "school": exams.institution_name(uai),
        "absent": absent,
        "form": form,
        "refused": refused,
        "offers": [ShownOffer(row) for row in offers_of([row.assignment for row in absent])],
    }
    return render(request, "school/substitutes.html", page, status=REFUSED if refused else 200)


def _staff(uai: str, absent: Sequence[NotReplaced]) -> list[tuple[str, str]]:
    """List the staff whom the sessions may call, without those who are absent themselves."""
    away = {row.assignment.person_id for row in absent}
    busy = _convened_then(uai, absent)
    names: dict[str, str] = {}
    for session in {row.assignment.mission.session for row in absent}:
        for row in staff_rows(session, uai, exams.day_of(session, timezone.now())):
            if row.person_id not in away:
                name = f"{row.surname} {row.first_name}"
                told = gettext("{name} – convened on that half-day already").format(name=name)
                names[row.person.identifier] = told if row.person_id in busy else name
    return sorted(names.items(), key=lambda pair: pair[1])


def _convened_then(uai: str, absent: Sequence[NotReplaced]) -> set[int]:
    """List who of the staff is convened on one of the half-days of those who are absent."""
    wanted = {half for row in absent for half in row.halves}
    letters = letters_of_staff(uai, timezone.now()) if wanted else []
    valid = [letter for letter in letters if letter.state == ConvocationState.VALID]
    return {letter.assignment.person_id for letter in valid if not wanted.isdisjoint(halves_called(facts_of(letter)))}


def _told(row: NotReplaced) -> str:
    return f"{name_of(row.assignment.person)} – {row.assignment.mission.title}"


def _check_own(request: HttpRequest, uai: str) -> None:
    if uai not in scopes_of(request, Role.SCHOOL):
        raise Http404


def _address(uai: str) -> str:
    return reverse("school:substitutes", args=[uai])

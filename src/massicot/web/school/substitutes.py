"""Staff who are absent while nobody comes in their stead: the head may offer somebody else of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.exams import queries as exams
from massicot.markers.queries import staff_rows
from massicot.missions.queries.convocations import facts_of
from massicot.missions.queries.letters import halves_called, letters_of_staff
from massicot.missions.rules import ConvocationState
from massicot.replacements.queries import NotReplaced, Replacement, name_of, not_replaced, offers_of
from massicot.web.school.access import own_school_or_404
from massicot.web.shared.acts import Forms
from massicot.web.shared.fields import set_choices


class OfferForm(forms.Form):
    """Who could come in the stead of whom."""

    absent = forms.TypedChoiceField(coerce=int, label=gettext_lazy("In the stead of"))
    person = forms.ChoiceField(
        label=gettext_lazy("Could come"),
        error_messages={"required": gettext_lazy("Choose who could come.")},
    )

    def __init__(
        self, *args: Any, absent: Sequence[NotReplaced], staff: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "absent", [(row.assignment.pk, _label_of(row)) for row in absent])
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


@dataclass(frozen=True, slots=True)
class Unreplaced:
    """Who of the staff of one institution is absent while nobody comes in their stead."""

    uai: str
    absent: Sequence[NotReplaced]

    @property
    def staff(self) -> list[tuple[str, str]]:
        """List who of the staff could be offered."""
        return _staff(self.uai, self.absent)

    @property
    def offers(self) -> Sequence[Replacement]:
        return offers_of([row.assignment for row in self.absent])

    @property
    def offered_ids(self) -> set[int]:
        """Give the rows of those who are offered."""
        return {row.pk for row in self.offers}


def unreplaced_or_404(request: HttpRequest, uai: str) -> Unreplaced:
    """Find who is absent of one's own institution; another's is not there."""
    own_school_or_404(request, uai)
    return Unreplaced(uai, not_replaced(timezone.localtime(), [uai]))


def page_of_substitutes(_request: HttpRequest, known: Unreplaced, refused: Forms) -> dict[str, Any]:
    """Gather what the page of those who could come in the stead of others shows."""
    return {
        "uai": known.uai,
        "school": exams.institution_name(known.uai),
        "absent": known.absent,
        "refused": refused.get("form") or refused.get("pressed"),
        "offers": [ShownOffer(row) for row in known.offers],
    }


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


def _label_of(row: NotReplaced) -> str:
    return f"{name_of(row.assignment.person)} – {row.assignment.mission.title}"

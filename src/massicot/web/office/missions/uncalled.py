"""Who marks without being called: batches handed out to people whom no letter calls there; each is convened late."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core import draws
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.missions import services
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.uncalled import UncalledMarker, uncalled_markers
from massicot.web.office.access import paper_or_404
from massicot.web.office.missions.shown import name_of
from massicot.web.shared import instants
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.letter_addresses import addresses


class LateCallForm(forms.Form):
    """Who is convened late, and where."""

    centre = forms.CharField(widget=forms.HiddenInput)
    person = forms.CharField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class ShownUncalled:
    """One person who marks without being called."""

    row: UncalledMarker
    name: str
    place: str
    days: str


@require_safe
@require_role(Role.OFFICE)
def uncalled(request: HttpRequest) -> HttpResponse:
    """List who marks without being called, over all sessions at work."""
    return _page(request)


@require_POST
@require_role(Role.OFFICE)
def convene_late(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Convene one of them, by a letter that says that it regularises."""
    exam_paper = paper_or_404(session, paper)
    form = LateCallForm(request.POST)
    letters: list[Convocation] = []
    if succeeds(form, lambda: letters.append(_convene(request, exam_paper, form))):
        sentence = gettext("The convocation {code} is drawn up, with the date of today: the person is convened.")
        return done(request, sentence.format(code=letters[0].code), reverse("office:uncalled"))
    return _page(request, refused=form)


def _convene(request: HttpRequest, paper: exams.Paper, form: LateCallForm) -> Convocation:
    return services.convene_late(
        paper=paper,
        centre_uai=form.cleaned_data["centre"],
        person=form.cleaned_data["person"],
        addresses=addresses(),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _page(request: HttpRequest, refused: LateCallForm | None = None) -> HttpResponse:
    page = {"people": _shown(uncalled_markers(timezone.now())), "form": refused}
    return render(request, "office/missions/uncalled.html", page, status=REFUSED if refused else 200)


def _shown(rows: Sequence[UncalledMarker]) -> list[ShownUncalled]:
    names = exams.institution_names({row.centre_uai for row in rows})
    return [
        ShownUncalled(
            row,
            name_of(row.person),
            names.get(row.centre_uai, row.centre_uai),
            ", ".join(instants.day(day) for day in row.days),
        )
        for row in rows
    ]

"""The marker's pages: missions to come and past, one letter, “I cannot come”."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.convocations import make_convocation
from massicot.missions import services
from massicot.missions.queries import convocations, setting
from massicot.missions.queries.convocations import Convocation
from massicot.web.marker.access import office_telephones, own_letter_or_404, own_person
from massicot.web.marker.forms import CannotComeForm
from massicot.web.marker.shown import batches_in_hand, missions_of, shown_mission
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.refusals import sentence_of


@require_safe
@require_role(Role.MARKER)
def home(request: HttpRequest) -> HttpResponse:
    """Show the missions to come, the nearest first, what is in hand now, and the past."""
    person = own_person(request)
    if person is None:
        return render(request, "marker/not_tied.html", {"telephones": office_telephones(request)})
    context = {
        "person": person,
        "missions": missions_of(person, timezone.now()),
        "in_hand": batches_in_hand(person),
    }
    return render(request, "marker/home.html", context)


@require_safe
@require_role(Role.MARKER)
def mission(request: HttpRequest, code: str) -> HttpResponse:
    """Show one mission, as its letter says it."""
    return _mission_page(request, own_letter_or_404(request, code))


@require_POST
@require_role(Role.MARKER)
def acknowledge(request: HttpRequest, code: str) -> HttpResponse:
    """Note that the reader of a letter has read it."""
    letter = own_letter_or_404(request, code)
    try:
        services.acknowledge_convocation(code=letter.code, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return _mission_page(request, letter, refused=sentence_of(refusal))
    return done(request, gettext("Thank you: the exam office knows that you know."), reverse("marker:home"))


@require_safe
@require_role(Role.MARKER)
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Give a letter as it was sent."""
    row = own_letter_or_404(request, code)
    response = HttpResponse(make_convocation(setting.letter_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{row.code}.pdf"'
    return response


@require_POST
@require_role(Role.MARKER)
def cannot_come(request: HttpRequest, code: str) -> HttpResponse:
    """Say that one cannot come, and what the exam office must know to answer."""
    row = own_letter_or_404(request, code)
    form = CannotComeForm(request.POST)

    def act() -> None:
        words = form.cleaned_data["words"]
        services.say_cannot_come(code=row.code, words=words, by=actor_of(request), at=timezone.now())

    if succeeds(form, act):
        sentence = gettext("The exam office knows it, and answers you: until then the convocation holds.")
        return done(request, sentence, reverse("marker:mission", args=[row.code]))
    return _mission_page(request, row, form)


def _mission_page(
    request: HttpRequest, row: Convocation, form: CannotComeForm | None = None, refused: str = ""
) -> HttpResponse:
    known = convocations.followed_of([row])[row.pk]
    context = {
        "mission": shown_mission(row, known),
        "is_over": row.ends_at <= timezone.now(),
        "cannot_come": convocations.said_cannot_come(row),
        "form": form or CannotComeForm(),
        "refused": refused,
    }
    return render(request, "marker/mission.html", context, status=REFUSED if form or refused else 200)

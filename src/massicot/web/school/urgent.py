"""Acts on urgent convocations of the staff: handed over, or not reached; the letter to be printed."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.documents.convocations import make_convocation
from massicot.missions import services
from massicot.missions.queries import setting
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.staff import letter_of_staff
from massicot.web.school.views import show_home
from massicot.web.shared.access import actor_of, require_role, scopes_of
from massicot.web.shared.acting import done, noted, succeeds


@require_POST
@require_role(Role.SCHOOL)
def hand_over(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Note that an urgent convocation is handed over."""
    letter = _letter_or_404(request, uai, code)
    by = actor_of(request)
    form = forms.Form(request.POST)
    if succeeds(form, lambda: services.tell_convocation(codes=[letter.code], by=by, at=timezone.now())):
        sentence = gettext(
            "Handed over: the exam office sees it. If it is not, take that back among your staff who are convened."
        )
        return done(request, sentence, reverse("school:home"))
    return show_home(request, refused=form)


@require_POST
@require_role(Role.SCHOOL)
def take_back_told(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Take back that somebody was told of their convocation, or handed it."""
    letter = _letter_or_404(request, uai, code)
    by = actor_of(request)
    form = forms.Form(request.POST)
    if succeeds(form, lambda: services.take_back_told(code=letter.code, by=by, at=timezone.now())):
        sentence = gettext("It is taken back: the convocation is to be handed over again.")
        return done(request, sentence, reverse("school:convened", args=[uai]))
    return show_home(request, refused=form)


@require_POST
@require_role(Role.SCHOOL)
def not_reached(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Note that whoever an urgent convocation calls is not reached."""
    letter = _letter_or_404(request, uai, code)
    by = actor_of(request)
    form = forms.Form(request.POST)
    if succeeds(form, lambda: services.note_not_reached(code=letter.code, by=by, at=timezone.now())):
        sentence = gettext("Not reached: the exam office sees it, and calls somebody else.")
        return noted(request, sentence, reverse("school:home"))
    return show_home(request, refused=form)


@require_safe
@require_role(Role.SCHOOL)
def staff_letter(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Give the letter of one of the staff, to be printed and handed over."""
    letter = _letter_or_404(request, uai, code)
    response = HttpResponse(make_convocation(setting.letter_of(letter)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{letter.code}.pdf"'
    return response


def _letter_or_404(request: HttpRequest, uai: str, code: str) -> Convocation:
    letter = letter_of_staff(uai, code) if uai in scopes_of(request, Role.SCHOOL) else None
    if letter is None:
        raise Http404
    return letter

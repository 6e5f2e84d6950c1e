"""What is heard by telephone of the letter of whoever comes in another's stead: handed over, or not reached."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.core.actor import Role
from massicot.missions import services
from massicot.web.office.replacements.views import said_of_place
from massicot.web.shared.access import actor_of, require_role

REACHED, NOT_REACHED = "oui", "non"


class ReachedForm(forms.Form):
    """Which letter, and whether it reached its reader."""

    code = forms.CharField(max_length=20, widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[(word, word) for word in (REACHED, NOT_REACHED)])


@require_POST
@require_role(Role.OFFICE)
def tell_stand_in(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Note that whoever comes in somebody's stead knows it, or that their head does not reach them."""
    form = ReachedForm(request.POST)
    is_reached = request.POST.get("answer") == REACHED

    def act() -> None:
        code = form.cleaned_data["code"]
        if is_reached:
            services.tell_convocation(codes=[code], by=actor_of(request), at=timezone.now())
        else:
            services.note_not_reached(code=code, by=actor_of(request), at=timezone.now())

    sentence = (
        gettext("Noted: they know that they come.")
        if is_reached
        else gettext("Noted: they are not reached. Call somebody else, and say that they cannot come either.")
    )
    return said_of_place(request, assignment_id, form, act, sentence)

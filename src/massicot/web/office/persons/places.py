"""Where a person stands among the others: in the pools of sessions, and beside whoever may be the same human."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.missions import services as mission_acts
from massicot.web.office.persons.acts import answered, signed
from massicot.web.office.persons.forms import DoubleForm, LeftPoolForm, PoolForm
from massicot.web.office.persons.views import person_or_404
from massicot.web.shared.access import require_role


@require_POST
@require_role(Role.OFFICE)
def put_into_pool(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put a person into the pool of one more session."""
    person = person_or_404(person_id)
    form = PoolForm(request.POST, auto_id="pool_%s", sessions=exams.sessions_at_work())

    def act() -> None:
        session = exams.session_by_code(form.cleaned_data["session"])
        place = marker_acts.PoolPlace(session, form.cleaned_data["discipline"])
        marker_acts.put_into_pool(person=person, place=place, **signed(request))

    return answered(request, person, "pool_form", form, act, gettext("This person is in the pool of the session."))


@require_POST
@require_role(Role.OFFICE)
def take_out_of_pool(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a person out of the pool of a session."""
    person = person_or_404(person_id)
    form = LeftPoolForm(request.POST)

    def act() -> None:
        session = exams.session_by_code(form.cleaned_data["session"])
        mission_acts.take_out_of_pool(person=person, session=session, **signed(request))

    sentence = gettext("This person is out of the pool of the session; an access stays until its role is withdrawn.")
    return answered(request, person, "refused_form", form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def say_double(request: HttpRequest, person_id: int) -> HttpResponse:
    """Say that a person is the double of another one, who stays."""
    person = person_or_404(person_id)
    form = DoubleForm(request.POST, auto_id="double_%s")
    return answered(
        request,
        person,
        "double_form",
        form,
        lambda: mission_acts.say_double(person=person, **form.cleaned_data, **signed(request)),
        gettext("This person is set aside as a double: nobody proposes them any more."),
    )

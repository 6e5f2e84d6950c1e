"""All the lists of a session planned at once: asked for here, watched as any long work."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from massicot.core.actor import Role
from massicot.jobs.queries import Job
from massicot.missions import services
from massicot.web.office.access import session_or_404
from massicot.web.office.missions.views import show_missions
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import see, succeeds


@require_POST
@require_role(Role.OFFICE)
def plan_missions(request: HttpRequest, session: str) -> HttpResponse:
    """Have the lists of all missions to come of a session planned."""
    exam_session = session_or_404(session)
    form = forms.Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    asked: list[Job] = []
    if not succeeds(form, lambda: asked.append(services.ask_plan(session=exam_session, by=by, at=at))):
        return show_missions(request, exam_session, planning=form)
    return see(reverse("office:job", args=[asked[0].pk]))

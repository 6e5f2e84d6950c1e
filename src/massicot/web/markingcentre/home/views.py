"""The home page of a marking centre: what remains to be done now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.web.markingcentre.access import marked_papers
from massicot.web.markingcentre.home.tasks import tasks_of
from massicot.web.markingcentre.presence.tasks import tasks_of_registers
from massicot.web.shared import corrigendum
from massicot.web.shared.access import require_role, scopes_of
from massicot.web.shared.tasks import rank_tasks


@require_safe
@require_role(Role.MARKING_CENTRE)
def home(request: HttpRequest) -> HttpResponse:
    """Show what remains to be done, the most urgent first."""
    now = timezone.now()
    papers = marked_papers(request)
    uais = scopes_of(request, Role.MARKING_CENTRE)
    context = {
        "tasks": rank_tasks(
            [*corrigendum.tasks_of(request), *tasks_of(papers, now), *tasks_of_registers(uais, now)], now
        ),
        "papers": papers,
        "nothing": gettext("What arrives, and what comes back, is listed here as soon as it does."),
    }
    return render(request, "markingcentre/home.html", context)

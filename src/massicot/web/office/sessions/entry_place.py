"""From where the marks of a session are typed, and the networks of its marking centres."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.web.office.access import session_or_404
from massicot.web.office.sessions.forms import EntryPlaceForm, NetworksForm
from massicot.web.shared import origin
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.outcome import REFUSED, finish, succeeds


def page_of_entry_place(request: HttpRequest, session: exams.Session, refused: Forms) -> dict[str, Any]:
    """Show from where the marks of a session are typed, and the networks of its marking centres."""
    declared = exams.networks_of_session(session)
    names = exams.institution_names(declared)
    return {
        "session": session,
        "place": EntryPlaceForm(initial={"place": session.entry_from}),
        "centres": [
            (uai, names.get(uai, uai), len(listed), refused.get(uai) or _networks(uai, listed))
            for uai, listed in declared.items()
        ],
        "own_address": origin.address_of(request),
    }


def _networks(uai: str, listed: Sequence[str]) -> forms.Form:
    return NetworksForm(uai=uai, initial={"networks": "\n".join(listed)})


@require_POST
@require_role(Role.OFFICE)
def declare_networks(request: HttpRequest, session: str, uai: str) -> HttpResponse:
    """Declare the networks of a marking centre, in place of those before."""
    exam_session = session_or_404(session)
    if uai not in exams.networks_of_session(exam_session):
        raise Http404
    form = NetworksForm(request.POST, uai=uai)
    kept: list[str] = []
    if succeeds(form, lambda: kept.extend(_declare(request, exam_session, form))):
        sentence = ngettext("{centre} has {n} network declared.", "{centre} has {n} networks declared.", len(kept))
        centre = exams.institution_name(uai)
        address = reverse("office:entry_place", args=[session])
        return finish(request, sentence.format(centre=centre, n=len(kept)), address)
    page = page_of_entry_place(request, exam_session, {uai: form})
    return render(request, "office/sessions/entry_place.html", page, status=REFUSED)


def _declare(request: HttpRequest, session: exams.Session, form: NetworksForm) -> list[str]:
    typed = form.cleaned_data["networks"]
    by = actor_of(request)
    return services.declare_networks(session=session, uai=form.uai, typed=typed, by=by, at=timezone.now())

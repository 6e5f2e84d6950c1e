"""The exam centres of a session: named one by one, taken out while nobody is entered there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.web.office.access import session_or_404
from massicot.web.office.sessions.forms import CentreForm
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.listing import ListColumn, asks_for_part, is_taken_away, listing_of, take_away


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One exam centre, and how many candidates are entered there over all papers."""

    uai: str
    name: str
    entered: int
    is_named: bool


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def exam_centres(request: HttpRequest, session: str) -> HttpResponse:
    """Show where a session is written, and name one more centre."""
    exam_session = session_or_404(session)
    form = CentreForm(request.POST if request.method == "POST" else None)
    if form.is_bound and succeeds(form, lambda: _add(request, exam_session, form)):
        sentence = gettext("The centre %(uai)s is named.") % {"uai": form.cleaned_data["uai"]}
        return done(request, sentence, reverse("office:exam_centres", args=[exam_session.code]))
    return _page(request, exam_session, form)


@require_POST
@require_role(Role.OFFICE)
def remove_centre(request: HttpRequest, session: str, uai: str) -> HttpResponse:
    """Take a centre out while nobody is entered there."""
    exam_session = session_or_404(session)
    refused = forms.Form(request.POST)
    if succeeds(refused, lambda: _remove(request, exam_session, uai)):
        sentence = gettext("The centre %(uai)s is taken out.") % {"uai": uai}
        return done(request, sentence, reverse("office:exam_centres", args=[exam_session.code]))
    return _page(request, exam_session, CentreForm(), refused)


def _page(
    request: HttpRequest, session: exams.Session, form: CentreForm, refused: forms.Form | None = None
) -> HttpResponse:
    entered = candidates.centres_of_session(session.pk)
    listing = listing_of(
        request,
        f"{session.code}-centres",
        _columns(session),
        exams.places_of(session, entered),
        search=("uai", "name"),
        display=lambda rows: _shown(session, rows),
    )
    if is_taken_away(request):
        return take_away(request, listing)
    named = exams.count_named_centres(session)
    context = {
        "session": session,
        "form": form,
        "refused": refused,
        "listing": listing,
        "named": named,
        "entered": 0 if named else candidates.count_centres(session.pk),
    }
    template = (
        "office/sessions/exam_centres.html#listing" if asks_for_part(request) else "office/sessions/exam_centres.html"
    )
    return render(request, template, context, status=REFUSED if form.is_bound or refused else 200)


def _columns(session: exams.Session) -> tuple[ListColumn, ...]:
    return (
        ListColumn("uai", gettext_lazy("UAI")),
        ListColumn("name", gettext_lazy("Exam centre")),
        ListColumn(
            "entered",
            gettext_lazy("Candidates entered"),
            is_number=True,
            order_by=candidates.expected_in(session.pk, "uai"),
        ),
    )


def _shown(session: exams.Session, rows: Sequence[Any]) -> list[CentreRow]:
    uais = [row.uai for row in rows]
    entered = candidates.expected_at(session.pk, uais)
    named = exams.named_among(session, uais)
    return [CentreRow(row.uai, row.name, entered.get(row.uai, 0), row.uai in named) for row in rows]


def _entered(session: exams.Session) -> set[str]:
    return set(candidates.centres_of_session(session.pk).values_list("centre_uai", flat=True))


def _add(request: HttpRequest, session: exams.Session, form: CentreForm) -> None:
    uai = form.cleaned_data["uai"]
    entered = _entered(session)
    # The first centre named brings those where somebody is entered already: none is left out.
    others = {} if exams.named_centre_uais(session) else {other: other for other in entered}
    services.add_centres(
        session=session,
        centres={**others, uai: form.cleaned_data["name"] or uai},
        entered=entered,
        by=actor_of(request),
        at=timezone.now(),
    )


def _remove(request: HttpRequest, session: exams.Session, uai: str) -> None:
    services.remove_centre(session=session, uai=uai, entered=_entered(session), by=actor_of(request), at=timezone.now())

"""A corrigendum as whoever it concerns reads it, at every desk: what it says, what changes, "I have read it"."""

from datetime import date, datetime
from typing import NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.exams.queries import Corrigendum
from massicot.exams.rules import ROUTE_NAMES, RouteFacts
from massicot.exams.rules.corrigenda import Reader
from massicot.web.shared import instants
from massicot.web.shared.access import actor_of, appointments_of
from massicot.web.shared.outcome import REFUSED, finish, succeeds
from massicot.web.shared.tasks import Task, Urgency

GIVEN: dict[str, Promise | str] = {
    "starts_at": gettext_lazy("The paper begins"),
    "ends_at": gettext_lazy("The paper ends"),
    "despatch_hours": gettext_lazy("Hours to send the scripts, from the end of the paper"),
    "marking_opens_on": gettext_lazy("First day of marking"),
    "marking_closes_on": gettext_lazy("Last day of marking"),
    "entry_opens_at": gettext_lazy("Mark entry opens"),
    "entry_closes_at": gettext_lazy("Mark entry closes"),
    "return_by": gettext_lazy("Scripts and mark sheets are back by"),
    "return_attention": gettext_lazy("Scripts come back for the attention of"),
    "sheets_attention": gettext_lazy("Mark sheets come back for the attention of"),
}


class DateLine(NamedTuple):
    """One date or addressee that a corrigendum gave: what of, before and after."""

    title: str
    before: str
    after: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def corrigendum(request: HttpRequest, corrigendum_id: int) -> HttpResponse:
    """Read a corrigendum that concerns oneself, and say that one has read it."""
    corrigendum = _corrigendum_or_404(corrigendum_id)
    login = actor_of(request).login
    appointments = appointments_of(request)
    readings = exams.readings_for(corrigendum, login, appointments)
    if not readings:
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)
    readers = exams.readers_of(login, appointments)
    if form.is_bound and succeeds(form, lambda: _acknowledge(request, corrigendum, readers)):
        sentence = gettext("You have read the corrigendum %(reference)s.") % {"reference": corrigendum.reference}
        return finish(request, sentence, reverse("shared:home"))
    context = {
        "corrigendum": corrigendum,
        "paper": corrigendum.paper,
        "form": form,
        "flips": [(flip.academy, way_of(flip.before), way_of(flip.after)) for flip in exams.flips_told(corrigendum)],
        "lines": calendar_lines(corrigendum),
        "is_read": all(row.read_at for row in readings),
        "read_at": max((exams.local(corrigendum.paper, row.read_at) for row in readings if row.read_at), default=None),
        "is_reprinted": any(Role(row.role) is Role.EXAM_CENTRE for row in readings),
    }
    return render(request, "shared/corrigendum.html", context, status=REFUSED if form.is_bound else 200)


def tasks_of(request: HttpRequest) -> list[Task]:
    """List the corrigenda that whoever is signed in has still to read: tasks of every desk."""
    unread = exams.corrigenda_to_read(actor_of(request).login, appointments_of(request))
    return [
        Task(
            sentence=gettext("Read the corrigendum %(reference)s.") % {"reference": corrigendum.reference},
            button=gettext("Read it"),
            address=reverse("shared:corrigendum", args=[corrigendum.pk]),
            urgency=Urgency.AT_ONCE,
            heading=f"{corrigendum.paper.session.title} – {corrigendum.paper.code}",
        )
        for corrigendum in unread
    ]


def calendar_lines(corrigendum: Corrigendum) -> list[DateLine]:
    """Write the dates and addressees that an applied corrigendum gave, beside those that they replaced."""
    return [
        DateLine(
            str(GIVEN[shift.name]), _value_words(corrigendum, shift.before), _value_words(corrigendum, shift.after)
        )
        for shift in exams.shifts_told(corrigendum)
    ]


def _value_words(corrigendum: Corrigendum, value: object) -> str:
    if isinstance(value, datetime):
        return instants.day_and_hour(exams.local(corrigendum.paper, value))
    if value in (None, ""):
        return gettext("none") if value is None else gettext("nobody named")
    return formats.date_format(value, "l j F Y") if isinstance(value, date) else str(value)


def way_of(route: RouteFacts | None) -> str:
    """Write where scripts go, and how."""
    if route is None:
        return gettext("no route")
    return f"{gettext(ROUTE_NAMES[route.kind])} ({route.copy_model}), {route.destination_name}"


def _acknowledge(request: HttpRequest, corrigendum: Corrigendum, readers: list[Reader]) -> None:
    services.acknowledge_corrigendum(corrigendum=corrigendum, readers=readers, by=actor_of(request), at=timezone.now())


def _corrigendum_or_404(corrigendum_id: int) -> Corrigendum:
    try:
        corrigendum = exams.corrigendum_by_id(corrigendum_id)
    except Refused:
        raise Http404 from None
    if corrigendum.applied_at is None:
        raise Http404
    return corrigendum

"""The marker's pages: missions to come and past, one letter, “I cannot come”, one's own details."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.absences.queries import documents_of
from massicot.core.actor import Role
from massicot.documents.convocations import make_convocation
from massicot.missions.queries import convocations, printing
from massicot.missions.queries.convocations import Convocation
from massicot.persons.queries import Person
from massicot.web.marker.absences import halves_left, own_absence_or_404, own_absences
from massicot.web.marker.access import office_telephones, own_letter_or_404, own_person
from massicot.web.marker.shown import batches_in_hand, missions_of, shown_mission
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.away import announce_form, told_halves
from massicot.web.shared.deposits import give_document


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
def letter(request: HttpRequest, code: str) -> HttpResponse:
    row = own_letter_or_404(request, code)
    response = HttpResponse(make_convocation(printing.letter_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{row.code}.pdf"'
    return response


@require_safe
@require_role(Role.MARKER)
def own_document(request: HttpRequest, code: str, absence_id: int, deposit: str) -> HttpResponse:
    """Give a document that was handed in for one's own absence."""
    absence = own_absence_or_404(request, code, absence_id)
    if deposit not in {document.code for document in documents_of(absence)}:
        raise Http404
    return give_document(deposit, deposit)


def page_of_details(request: HttpRequest, person: Person, _refused: Forms) -> dict[str, Any]:
    """Gather what the page of one's own details shows."""
    return {"person": person, "telephones": office_telephones(request)}


def page_of_mission(_request: HttpRequest, row: Convocation, refused: Forms) -> dict[str, Any]:
    """Gather what the page of a mission shows, as its letter says it."""
    now = timezone.now()
    left = halves_left(row, now)
    absences = own_absences(row, refused.get("typed"))
    return {
        "mission": shown_mission(row, convocations.followed_of([row])[row.pk]),
        "is_over": row.ends_at <= now,
        "absences": absences,
        "is_left": bool(left),
        "left": told_halves(left),
        "form": announce_form(left, absences),
    }

"""Absences: listed, what waits for an answer first; the page of each; one announced by the office."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from massicot.absences import queries
from massicot.absences.queries import Absence
from massicot.absences.queries.absences import CAME, WAITS
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.deduction import make_deduction, make_deduction_back
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules.hours import DayHalf
from massicot.presence.queries.registers import halves_to_announce
from massicot.web.office.absences.shown import STANDINGS, absence_line, shown_absence
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.away import KINDS
from massicot.web.shared.listing import Condition, Filter, ListColumn, listing_of

WAITING, HAS_COME = "waiting", "came"

COLUMNS = (
    ListColumn("name", gettext_lazy("Name"), order_by="assignment__person__surname"),
    ListColumn("mission", gettext_lazy("Mission"), order_by="assignment__mission__title"),
    ListColumn("days", gettext_lazy("When"), order_by=""),
    ListColumn("kind", gettext_lazy("Why")),
    ListColumn("way", gettext_lazy("Said by")),
    ListColumn("said", gettext_lazy("On"), order_by="said_at"),
    ListColumn("standing", gettext_lazy("What was answered"), order_by="state"),
)
SEARCHED = ("assignment__person__surname", "assignment__person__first_name", "assignment__mission__title")


@dataclass(frozen=True, slots=True)
class LetterLeft:
    """The letter of whoever does not come, and the half-days that are left to announce.

    `wanted` are those asked for on the page of who comes in their stead; None: this one is read from elsewhere.
    """

    letter: Convocation
    halves: Collection[DayHalf]
    wanted: str | None


def absence_or_404(_request: HttpRequest, absence_id: int) -> Absence:
    try:
        return queries.absence_by_id(absence_id)
    except Refused:
        raise Http404 from None


def letter_or_404(request: HttpRequest, code: str) -> LetterLeft:
    try:
        letter = convocations.convocation_by_code(code)
    except Refused:
        raise Http404 from None
    return LetterLeft(letter, halves_to_announce(letter), request.GET.get("remplacer"))


def page_of_absences(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List the absences of every session at work, what waits for an answer first."""
    choices = [
        (WAITING, gettext_lazy("waits for an answer")),
        (HAS_COME, gettext_lazy("came all the same")),
        *STANDINGS.items(),
    ]
    listing = listing_of(
        request,
        "absences",
        COLUMNS,
        queries.listed_absences(),
        search=SEARCHED,
        filters=[
            Filter("etat", gettext_lazy("What was answered"), choices, _stands_at),
            Filter("motif", gettext_lazy("Why"), list(KINDS.items()), "kind"),
        ],
        display=lambda rows: [absence_line(row) for row in rows],
    )
    return {"listing": listing}


def page_of_absence(_request: HttpRequest, absence: Absence, _refused: Forms) -> dict[str, Any]:
    return shown_absence(absence)


def page_of_announcing(_request: HttpRequest, left: LetterLeft, _refused: Forms) -> dict[str, Any]:
    """Say that the reader of a letter does not come.

    From the page of who comes in their stead the half-days wanted there are ticked, and it leads back.
    """
    row = left.letter
    return {
        "row": row,
        "facts": convocations.facts_of(row),
        "is_left": bool(left.halves),
        "known": queries.absences_of([row.assignment_id]),
        "is_replaced": left.wanted is not None,
    }


@never_cache
@require_safe
@require_role(Role.OFFICE)
def deduction_letter(request: HttpRequest, absence_id: int, deduction_id: int) -> HttpResponse:
    """Give the letter of a deduction, set again from what it said."""
    row = queries.deduction_of(absence_or_404(request, absence_id), deduction_id)
    if row is None:
        raise Http404
    content = queries.deduction_document(row)
    response = HttpResponse(make_deduction(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="retenue-{content.reference}.pdf"'
    return response


@never_cache
@require_safe
@require_role(Role.OFFICE)
def deduction_back_letter(request: HttpRequest, absence_id: int, deduction_id: int) -> HttpResponse:
    """Give the letter that says to whoever had the file of a deduction that it is taken back."""
    row = queries.deduction_of(absence_or_404(request, absence_id), deduction_id)
    content = queries.deduction_document(row) if row else None
    if content is None or content.taken_back_on is None:
        raise Http404
    response = HttpResponse(make_deduction_back(content, content.taken_back_on), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="retenue-annulee-{content.reference}.pdf"'
    return response


def _stands_at(word: str) -> Condition:
    return {WAITING: WAITS, HAS_COME: CAME}.get(word) or queries.is_in(word)

"""Absences: listed, what waits for an answer first, and the page of each."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from massicot.absences import queries
from massicot.absences.queries import Absence
from massicot.absences.queries.absences import CAME, WAITS
from massicot.absences.rules import Who
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.deduction import make_deduction, make_deduction_back
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules.letting_off import BETWEEN
from massicot.presence import services as presence_acts
from massicot.presence.queries.announcing import halves_to_announce
from massicot.web.office.absences.shown import listed, shown_absence
from massicot.web.office.absences.wording import STANDINGS
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.away import KINDS, AnnounceForm
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away

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


@never_cache
@require_safe
@require_role(Role.OFFICE)
def absences(request: HttpRequest) -> HttpResponse:
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
        display=lambda rows: [listed(row) for row in rows],
    )
    if is_taken_away(request):
        return take_away(request, listing)
    part = "office/absences/absences.html"
    return render(request, f"{part}#listing" if asks_for_part(request) else part, {"listing": listing})


@never_cache
@require_safe
@require_role(Role.OFFICE)
def absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Show all that is known of one absence, and what may be done."""
    return page_of_absence(request, absence_or_404(absence_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def announce_absence(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the reader of a letter does not come.

    From the page of who comes in their stead the half-days wanted there are ticked, and it leads back.
    """
    row = _letter_or_404(code)
    left = halves_to_announce(row)
    wanted = request.GET.get("remplacer")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    ticked = {} if wanted is None else {"initial": {"halves": wanted.split(BETWEEN)}}
    form = AnnounceForm(*sent, halves=left, **ticked)
    made: list[Absence] = []

    def act() -> None:
        made.append(
            presence_acts.announce_absence(
                assignment_id=row.assignment_id,
                halves=form.ticked,
                said=form.said,
                way=Who.OFFICE,
                by=actor_of(request),
                at=timezone.now(),
            )
        )

    if form.is_bound and succeeds(form, act):
        own_page = reverse("office:absence", args=[made[0].pk])
        back = own_page if wanted is None else reverse("office:replacement", args=[row.assignment_id])
        return done(request, gettext("The absence is noted."), back)
    page = {"row": row, "facts": convocations.facts_of(row), "form": form, "is_left": bool(left)}
    page |= {"known": queries.absences_of([row.assignment_id]), "is_replaced": wanted is not None}
    return render(request, "office/absences/announce.html", page, status=REFUSED if form.is_bound else 200)


@never_cache
@require_safe
@require_role(Role.OFFICE)
def deduction_letter(_request: HttpRequest, absence_id: int, deduction_id: int) -> HttpResponse:
    """Give the letter of a deduction, set again from what it said."""
    row = queries.deduction_of(absence_or_404(absence_id), deduction_id)
    if row is None:
        raise Http404
    content = queries.deduction_document(row)
    response = HttpResponse(make_deduction(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="retenue-{content.reference}.pdf"'
    return response


@never_cache
@require_safe
@require_role(Role.OFFICE)
def deduction_back_letter(_request: HttpRequest, absence_id: int, deduction_id: int) -> HttpResponse:
    """Give the letter that says to whoever had the file of a deduction that it is taken back."""
    row = queries.deduction_of(absence_or_404(absence_id), deduction_id)
    content = queries.deduction_document(row) if row else None
    if content is None or content.taken_back_on is None:
        raise Http404
    response = HttpResponse(make_deduction_back(content, content.taken_back_on), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="retenue-annulee-{content.reference}.pdf"'
    return response


def absence_or_404(absence_id: int) -> Absence:
    """Find an absence."""
    try:
        return queries.absence_by_id(absence_id)
    except Refused:
        raise Http404 from None


def page_of_absence(request: HttpRequest, row: Absence, **refused: object) -> HttpResponse:
    """Show the page of an absence; with a form that was refused, as it was sent."""
    page = shown_absence(row, refused)
    return render(request, "office/absences/absence.html", page, status=REFUSED if refused else 200)


def _stands_at(word: str) -> Q:
    return {WAITING: WAITS, HAS_COME: CAME}.get(word) or Q(state=word)


def _letter_or_404(code: str) -> Convocation:
    try:
        return convocations.convocation_by_code(code)
    except Refused:
        raise Http404 from None

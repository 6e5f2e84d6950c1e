"""Where every exam centre stands: a table, a map with the same facts, and what arrives hour by hour."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.consignments import queries as consignments
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.office.access import choose_paper, paper_or_404
from massicot.web.office.centres import shown
from massicot.web.office.centres.charts import chart_of
from massicot.web.office.ladder.reads import Look, look_at
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, listing_of

COLUMNS = (
    ListColumn("name", gettext_lazy("Centre")),
    ListColumn("state_title", gettext_lazy("State"), order_by="rank"),
    ListColumn("expected", gettext_lazy("Expected"), is_number=True),
    ListColumn("keyed", gettext_lazy("Rooms keyed"), is_number=True, order_by="rooms_left"),
    ListColumn(
        "closed_at", gettext_lazy("Day closed"), order_by="progress.closed_at", text=lambda row: row.progress.closed_at
    ),
    ListColumn(
        "parcels",
        gettext_lazy("Parcels"),
        order_by="progress.awaited",
    ),
    ListColumn("hours_left", gettext_lazy("Hours left"), is_number=True),
    ListColumn("calls", gettext_lazy("To call"), order_by=""),
)
STATES = Filter(
    "etat", gettext_lazy("State"), [(state.value, title) for state, title in shown.STATES.items()], field="state"
)


@require_safe
@require_role(Role.OFFICE)
def centres(request: HttpRequest) -> HttpResponse:
    """Choose the paper whose centres are followed; the only one is shown at once."""
    return choose_paper(request, gettext("Centres"), "office:centres_of_paper")


def page_of_centres(request: HttpRequest, paper: exams.Paper, _refused: Forms) -> dict[str, Any]:
    """Show the centres of a paper by state."""
    look, rows = _centres(paper)
    listing = listing_of(
        request,
        f"{paper.session.code}-{paper.code}-centres",
        COLUMNS,
        rows,
        search=("name", "uai"),
        filters=[STATES],
        display=shown.with_contacts,
    )
    return {
        "paper": paper,
        "listing": listing,
        "counts": [(state, shown.caption_of(state, count), count) for state, _, count in shown.counts_of(rows)],
        "due_at": exams.local(paper, exams.due_at(paper)),
        "at": look.at,
    }


@require_safe
@require_role(Role.OFFICE)
def centres_map(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show the centres of a paper on a map: alone, or inside the page of their table when that asks for it."""
    exam_paper = paper_or_404(session, paper)
    look, rows = _centres(exam_paper)
    context = {
        "paper": exam_paper,
        "counts": shown.counts_of(rows),
        "map": shown.map_of(rows, look.places()),
        "at": look.at,
    }
    return render(
        request, "office/centres/map.html" if asks_for_part(request) else "office/centres/centres_map.html", context
    )


@require_safe
@require_role(Role.OFFICE)
def arrivals(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Show the parcels as they arrived, hour by hour."""
    exam_paper = paper_or_404(session, paper)
    hours = consignments.arrivals_by_hour(exam_paper.pk, ZoneInfo(exam_paper.session.time_zone))
    context = {
        "paper": exam_paper,
        "chart": chart_of(hours),
        "parcels": sum(parcels for _, parcels, _ in hours),
        "scripts": sum(scripts for _, _, scripts in hours),
    }
    return render(request, "office/centres/arrivals.html", context)


def _centres(paper: exams.Paper) -> tuple[Look, list[shown.ShownCentre]]:
    now = timezone.now()
    look = look_at(paper, now)
    return look, shown.shown_centres(paper, look.centres, now)

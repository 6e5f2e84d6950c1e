"""The rooms of a centre: how far each is keyed, and the one that is next."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from massicot.candidates import queries as candidates
from massicot.candidates.queries import RoomState
from massicot.candidates.rules import Tally, room_title
from massicot.candidates.rules.checks import Scrutiny, stands
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.roomreports import queries as roomreports
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.room_screen import REPORTS, STATES, RoomSummary, heading_of, summary_of
from massicot.web.shared.access import require_role
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away

COLUMNS = (
    ListColumn("title", gettext_lazy("Room"), order_by=""),
    ListColumn("entered", gettext_lazy("Expected"), is_number=True),
    ListColumn("present", gettext_lazy("Present"), is_number=True),
    ListColumn("blank", gettext_lazy("of which blank scripts"), is_number=True),
    ListColumn("absent", gettext_lazy("Absent"), is_number=True),
    ListColumn("not_keyed", gettext_lazy("To key"), is_number=True),
    ListColumn("counted", gettext_lazy("Scripts counted"), is_number=True),
    ListColumn("checked", gettext_lazy("Checks made"), is_number=True),
    ListColumn("state", gettext_lazy("State"), text=lambda line: line.state_title),
    ListColumn("report", gettext_lazy("Room report"), text=lambda line: line.report_title),
)
BY_STATE = Filter("state", gettext_lazy("State"), list(STATES.items()))
BY_REPORT = Filter("report", gettext_lazy("Room report"), list(REPORTS.items()))


@require_safe
@require_role(Role.EXAM_CENTRE)
def rooms(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show the rooms of a centre, and which is next."""
    where = centre_paper_or_404(request, uai, session, paper)
    states = candidates.room_states(where.paper, uai)
    signed = {room for room, report in roomreports.reports_at(where.paper.pk, uai).items() if report.is_signed}
    numbered = {where.paper.pk: exams.on_site_specialties(where.paper, where.paper.starts_at)}
    checked = candidates.checks_at(numbered).get((where.paper.pk, uai), {})
    lines = [_line(where, state, state.room in signed, checked.get(state.room, ())) for state in states]
    listing = listing_of(request, f"salles-{uai}", COLUMNS, lines, search=("title",), filters=(BY_STATE, BY_REPORT))
    if is_taken_away(request):
        return take_away(request, listing)
    context = {
        "where": where,
        "heading": heading_of(where),
        "listing": listing,
        "total": sum((state.register for state in states), Tally()),
        "reported": sum(line.report == "signed" for line in lines),
        "confirmed": sum(state.is_confirmed for state in states),
        "rooms": len(states),
        "emptied": [
            (room_title(room), where.address("room_report", room))
            for room in sorted(roomreports.rooms_reported_on(where.paper.pk, uai) - {state.room for state in states})
        ],
        "next": next((line for line in lines if line.is_waiting), None),
        "is_day_closed": candidates.is_day_closed(where.paper.pk, uai),
    }
    template = "examcentre/rooms.html#listing" if asks_for_part(request) else "examcentre/rooms.html"
    return render(request, template, context)


def _line(where: CentrePaper, state: RoomState, reported: object, checked: Collection[Scrutiny]) -> RoomSummary:
    checks = where.address("room_checks", state.room)
    made = sum(stands(check, is_counted=state.is_counted) for check in checked)
    return summary_of(state, where, is_reported=bool(reported))._replace(checked=made, checks=checks)

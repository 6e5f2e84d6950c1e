"""The report of a room: its incidents noted, its hours and names typed, signed by two, printed, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.roomreports import queries, services
from massicot.roomreports.queries import IncidentRow, RoomReport
from massicot.roomreports.rules import RETURNABLE
from massicot.web.examcentre.prints import document
from massicot.web.examcentre.reports.forms import (
    SHEETS,
    SignatureForm,
)
from massicot.web.examcentre.rooms.shown import Room, heading_of, reported_room_or_404
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.incidents import KINDS


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """One incident of the report, in words; `may_go`: it may be taken back."""

    incident_id: int
    title: str
    who: str
    text: str
    may_go: bool


@require_safe
@require_role(Role.EXAM_CENTRE)
def print_report(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Print the report of a room: blank, or clean once two persons signed."""
    place = reported_room_or_404(request, uai, session, paper, room)
    content = services.print_reports(**place.subject, rooms=[place.name])
    return document(content, "proces-verbal", place.where, room=place.state.title)


def page_of_report(_request: HttpRequest, place: Room, refused: Forms) -> dict[str, Any]:
    """Gather what the page of a report shows, and above all forms that were refused whose own place is not shown."""
    paper = place.where.paper
    report = queries.report_of(paper.pk, place.where.uai, place.name)
    incidents = queries.incidents_in(paper.pk, place.where.uai, place.name).get(place.name, [])
    is_signed = report is not None and report.is_signed
    late = place.late
    begins_at, ends_at = (exams.local(paper, instant) for instant in (paper.starts_at, paper.ends_at))
    shown = _forms_shown(place, is_signed=is_signed)
    return {
        "room": place,
        "heading": heading_of(place.where),
        "report": report,
        "signed": _content_of(report) if report and is_signed else None,
        "is_changed": bool(is_signed and report and report.late != len(late)),
        "begins_at": begins_at,
        "ends_at": ends_at,
        "late": list(zip(late, queries.arrivals_of(paper, report, late), strict=True)),
        "incidents": _incident_lines(incidents, may_go=not is_signed),
        "signature": SignatureForm(initial=_typed_before(report, paper), paper=paper),
        "refused": [form for name, form in refused.items() if name not in shown],
    }


def _forms_shown(place: Room, *, is_signed: bool) -> set[str]:
    if place.is_emptied:
        return set()
    if is_signed:
        return {"reopening"}
    return {"incident", "signature"} if place.state.is_confirmed else {"incident"}


def _content_of(report: RoomReport) -> dict[str, Any]:
    return {
        "at": exams.local(report.paper, report.signed_at),
        "started": exams.local(report.paper, report.started_at),
        "ended": exams.local(report.paper, report.ended_at),
        "invigilators": report.invigilators.splitlines(),
        "sheet": SHEETS[report.sheet],
    }


def _typed_before(report: RoomReport | None, paper: exams.Paper) -> dict[str, Any]:
    """Give what was typed of a report that is opened again; who signs, signs anew."""
    if report is None:
        return {}
    hours = {"started": report.started_at, "ended": report.ended_at}
    return {
        **{name: exams.local(paper, at).time() for name, at in hours.items()},
        "invigilators": report.invigilators,
    }


def _incident_lines(incidents: Sequence[IncidentRow], *, may_go: bool) -> list[ShownIncident]:
    nobody = gettext("the whole room")
    return [
        ShownIncident(
            one.incident_id,
            str(KINDS[one.kind]),
            " – ".join(filter(None, (one.seat, one.name, _new_room(one)))) or nobody,
            one.text,
            may_go and one.standing in RETURNABLE,
        )
        for one in incidents
    ]


def _new_room(one: IncidentRow) -> str:
    return gettext("sits in the room {room} now").format(room=one.sits_in) if one.sits_in else ""

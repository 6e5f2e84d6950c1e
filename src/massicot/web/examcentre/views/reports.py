"""The report of a room: its incidents noted, its hours and names typed, signed by two, printed, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.roomreports import queries, services
from massicot.roomreports.queries import IncidentRow, RoomReport
from massicot.roomreports.rules import RETURNABLE
from massicot.web.examcentre.report_forms import (
    SHEETS,
    IncidentForm,
    ReportReasonForm,
    SignatureForm,
    TakingBackIncidentForm,
)
from massicot.web.examcentre.room_screen import Room, heading_of, reported_room_or_404
from massicot.web.examcentre.views.prints import document
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
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
def room_report(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Show the report of a room: what is keyed of it, what lacks, who signed."""
    return _page(request, reported_room_or_404(request, uai, session, paper, room))


@require_POST
@require_role(Role.EXAM_CENTRE)
def note_incident(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Note what happened in a room."""
    place = reported_room_or_404(request, uai, session, paper, room)
    form = IncidentForm(request.POST, lines=place.choices)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(
        form, lambda: services.note_incident(**place.subject, room=place.name, incident=form.typed(), by=by, at=at)
    ):
        return done(request, gettext("The incident is noted: the exam office sees it."), place.address("room_report"))
    return _page(request, place, incident=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def take_back_incident(
    request: HttpRequest, uai: str, session: str, paper: str, room: str, incident_id: int
) -> HttpResponse:
    """Take back an incident noted by mistake."""
    place = reported_room_or_404(request, uai, session, paper, room)
    form = TakingBackIncidentForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    named = {**place.subject, "room": place.name, "incident_id": incident_id}
    if succeeds(form, lambda: services.take_back_incident(**named, by=by, at=at)):
        return done(request, gettext("The incident is taken back."), place.address("room_report"))
    return _page(request, place, taking_back=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def sign_report(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Sign the report of a room, with its incidents or with nothing to report."""
    place = reported_room_or_404(request, uai, session, paper, room)
    form = SignatureForm(request.POST)
    by = actor_of(request)
    at = timezone.now()

    def act() -> None:
        typed = form.typed(place.where.paper)
        services.sign_report(**place.subject, room=place.name, typed=typed, seen=form.seen(), by=by, at=at)

    if succeeds(form, act):
        sentence = gettext("The report of the room {room} is signed.").format(room=place.state.title)
        return done(request, sentence, place.address("room_report"))
    return _page(request, place, signature=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def reopen_report(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Open a signed report again, with a reason."""
    place = reported_room_or_404(request, uai, session, paper, room)
    form = ReportReasonForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(
        form,
        lambda: services.reopen_report(**place.subject, room=place.name, **form.cleaned_data, by=by, at=at),
    ):
        sentence = gettext("The report is open again: correct it, then have it signed anew.")
        return done(request, sentence, place.address("room_report"))
    return _page(request, place, reopening=form)


@require_safe
@require_role(Role.EXAM_CENTRE)
def print_report(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Print the report of a room: blank, or clean once two persons signed."""
    place = reported_room_or_404(request, uai, session, paper, room)
    content = services.print_reports(**place.subject, rooms=[place.name])
    return document(content, "proces-verbal", place.where, room=place.state.title)


def _page(request: HttpRequest, place: Room, **refused: forms.Form) -> HttpResponse:
    """Show the report, and the form that was refused on it as it was typed: above all, where its place is not shown."""
    paper = place.where.paper
    report = queries.report_of(paper.pk, place.where.uai, place.name)
    incidents = queries.incidents_in(paper.pk, place.where.uai, place.name).get(place.name, [])
    is_signed = report is not None and report.is_signed
    late = place.late
    begins_at, ends_at = (exams.local(paper, instant) for instant in (paper.starts_at, paper.ends_at))
    shown = _forms_shown(place, is_signed=is_signed)
    context: dict[str, Any] = {
        "room": place,
        "heading": heading_of(place.where),
        "report": report,
        "signed": _signed(report) if report and is_signed else None,
        "is_changed": bool(is_signed and report and report.late != len(late)),
        "begins_at": begins_at,
        "ends_at": ends_at,
        "late": list(zip(late, queries.arrivals_of(paper, report, late), strict=True)),
        "incidents": _shown(incidents, may_go=not is_signed),
        "incident": IncidentForm(lines=place.choices),
        "signature": SignatureForm(initial=_typed_before(report, paper)),
        "reopening": ReportReasonForm(),
        **refused,
        "refused": [form for name, form in refused.items() if name not in shown],
    }
    return render(request, "examcentre/room_report.html", context, status=REFUSED if refused else 200)


def _forms_shown(place: Room, *, is_signed: bool) -> set[str]:
    if place.is_emptied:
        return set()
    if is_signed:
        return {"reopening"}
    return {"incident", "signature"} if place.state.is_confirmed else {"incident"}


def _signed(report: RoomReport) -> dict[str, Any]:
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


def _shown(incidents: Sequence[IncidentRow], *, may_go: bool) -> list[ShownIncident]:
    nobody = gettext("the whole room")
    return [
        ShownIncident(
            one.incident_id,
            str(KINDS[one.kind]),
            " – ".join(filter(None, (one.seat, one.name, _moved(one)))) or nobody,
            one.text,
            may_go and one.standing in RETURNABLE,
        )
        for one in incidents
    ]


def _moved(one: IncidentRow) -> str:
    return gettext("sits in the room {room} now").format(room=one.sits_in) if one.sits_in else ""

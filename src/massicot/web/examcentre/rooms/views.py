"""The register of a room, keyed beside the paper one: each word at once, then the whole room on its scripts."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services
from massicot.candidates.queries import RoomState
from massicot.candidates.rules import Tally, Ticked, room_title
from massicot.candidates.rules.checks import Scrutiny, stands
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.roomreports import queries as roomreports
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.rooms.forms import (
    WORDS,
    CorrectionForm,
    LabelForm,
    LateForm,
    RecountForm,
    RegisterLineForm,
    RoomConfirmationForm,
    SeatedBackForm,
    TakingBackForm,
)
from massicot.web.examcentre.rooms.shown import (
    REPORTS,
    STATES,
    Room,
    RoomSummary,
    heading_of,
    room_or_404,
    shown_lines,
    summary_of,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.outcome import REFUSED, caution, finish, see, succeeds
from massicot.web.shared.refusals import wants_json

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


@require_POST
@require_role(Role.EXAM_CENTRE)
def key_line(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Key or take back what the register says of one candidate."""
    place = room_or_404(request, uai, session, paper, room)
    form = RegisterLineForm(request.POST)
    is_done = succeeds(
        form,
        lambda: services.key_attendance(**place.subject, **form.cleaned_data, by=actor_of(request), at=timezone.now()),
    )
    if wants_json(request):
        return _answer_page(place, form, {})
    if is_done:
        return see(f"{place.address('room')}#line-{form.cleaned_data['candidate_number']}")
    return show_room(request, place, line=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def tick_label(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Say present the candidate whose label was scanned from a script in hand."""
    place = room_or_404(request, uai, session, paper, room)
    form = LabelForm(request.POST)
    ticked: list[Ticked] = []
    is_done = succeeds(form, lambda: ticked.append(_tick(place, form)))
    if wants_json(request):
        return _answer_page(place, form, {"ticked": [(tick.line.candidate, tick.is_double) for tick in ticked]})
    if is_done:
        line = ticked[0].line
        sentence = gettext("Seat {line}: {word}, label scanned.").format(line=line.title, word=WORDS[line.word])
        return finish(request, sentence, place.address("room"))
    return show_room(request, place, label=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def confirm_room(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Confirm a room: all the others are present, on the scripts counted in the hand."""
    place = room_or_404(request, uai, session, paper, room)
    form = RoomConfirmationForm(request.POST)
    is_done = succeeds(
        form,
        lambda: services.confirm_room(
            **place.subject, room=place.name, **form.cleaned_data, by=actor_of(request), at=timezone.now()
        ),
    )
    if is_done:
        words = {"room": place.state.title, "counted": form.cleaned_data["counted"]}
        rooms = place.where.address("rooms")
        if words["counted"] != place.state.register.scripts + form.cleaned_data["others_present"]:
            sentence = gettext("The room {room} is confirmed with a signed difference. Scripts counted: {counted}.")
            return caution(request, sentence.format_map(words), rooms)
        sentence = gettext("The room {room} is confirmed. Scripts counted: {counted}.")
        return finish(request, sentence.format_map(words), rooms)
    return show_room(request, place, confirmation=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def count_room(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Count the scripts of a confirmed room again."""
    place = room_or_404(request, uai, session, paper, room)
    form = RecountForm(request.POST)
    said = {**place.subject, "room": place.name, "by": actor_of(request), "at": timezone.now()}
    if succeeds(form, lambda: services.count_room(**form.cleaned_data, **said)):
        sentence = gettext("The room {room} is counted again. Scripts counted: {counted}.")
        counted = form.cleaned_data["counted"]
        told = finish if counted == place.state.register.scripts else caution
        return told(request, sentence.format(room=place.state.title, counted=counted), place.where.address("rooms"))
    return show_room(request, place, recount=form)


def show_room(request: HttpRequest, place: Room, **refused: forms.Form) -> HttpResponse:
    """Show a room again, with the form that was refused on it as it was typed."""
    context = page_of_room(request, place, refused) | refused
    return render(request, "examcentre/room.html", context, status=REFUSED)


def page_of_room(_request: HttpRequest, place: Room, refused: Forms) -> dict[str, Any]:
    """Gather what the page of a room shows, and above all forms that were refused whose own place is not shown."""
    return {
        "confirmation": RoomConfirmationForm(),
        "recount": RecountForm(),
        "taking_back": TakingBackForm(),
        "correction": CorrectionForm(lines=place.corrigible),
        "late": LateForm(lines=place.choices, begins_at=place.begins_at),
        "seated_back": SeatedBackForm(),
        "room": place,
        "heading": heading_of(place.where),
        "starts_at": place.begins_at,
        "lines": shown_lines(place),
        "is_keyed_here": place.is_keyed_here,
        "refused": [form for name, form in refused.items() if name not in _places(place)],
        "is_refused": not _places(place).isdisjoint(refused),
    }


def _places(place: Room) -> set[str]:
    """Name the forms that the page of a room shows as the room stands."""
    moved = {"seated_back"} if place.moved else set()
    if place.is_keyed_here:
        return {"confirmation", "late"} | moved
    return {"recount", "taking_back", "correction", "late"} | moved if place.is_corrected_here else set()


def _tick(place: Room, form: forms.Form) -> Ticked:
    number = form.cleaned_data["number"]
    return anonymity.tick_label(**place.subject, room=place.name, number=number, key=anonymity_key())


def _answer_page(place: Room, form: forms.Form, outcome: dict[str, Any]) -> HttpResponse:
    """Tell the page that is open how its room stands now, and why an act was refused."""
    where = place.where
    now = Room(where, candidates.room_rows(where.paper, where.uai, place.name), place.state, place.is_day_closed)
    if form.is_valid():
        return JsonResponse({**outcome, "words": now.words()})
    reasons = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"error": " ".join(reasons), "words": now.words()}, status=REFUSED)

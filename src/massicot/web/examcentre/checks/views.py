"""The checks of a room before the headers are cut, for whoever has its scripts in front of them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.anonymity import queries as anonymity
from massicot.anonymity import services as numbers
from massicot.candidates import queries as candidates
from massicot.candidates.rules.checks import (
    CHECKS,
    FINDINGS,
    CheckDone,
    Scrutiny,
    checks_of,
    has_begun,
    stands,
)
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.checks.forms import (
    AgainForm,
    ComparedForm,
    FindingForm,
    SheetsForm,
    SpareStuckForm,
)
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.prints import document
from massicot.web.examcentre.rooms.shown import Room, heading_of, room_or_404
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.outcome import REFUSED, finish, succeeds


class ShownCheck(NamedTuple):
    """One check on the page: how it is called, how it is made, and who made it when."""

    check: Scrutiny
    title: str
    how: str
    done: CheckDone | None
    is_sayable: bool

    @property
    def is_open(self) -> bool:
        """Say whether it can be said now, and nobody has."""
        return self.is_sayable and self.done is None


@require_POST
@require_role(Role.EXAM_CENTRE)
def print_labels_again(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Print the labels of some seats again, while the centre still holds scripts; that they were is journalled."""
    place = room_or_404(request, uai, session, paper, room)
    form = AgainForm(request.POST, lines=place.choices)
    return _print_labels(request, place, form, numbers.print_labels_again, name="again")


@require_POST
@require_role(Role.EXAM_CENTRE)
def print_sheet_labels(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Print the labels of the extra sheets of some seats; that they were is journalled."""
    place = room_or_404(request, uai, session, paper, room)
    form = SheetsForm(request.POST, lines=place.choices)
    return _print_labels(request, place, form, numbers.print_sheet_labels, name="sheets")


@require_POST
@require_role(Role.EXAM_CENTRE)
def stick_spare(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Give a candidate the spare number whose label was stuck on their script."""
    place = room_or_404(request, uai, session, paper, room)
    form = SpareStuckForm(request.POST, lines=place.choices)

    def act() -> None:
        said: dict[str, Any] = {"key": anonymity_key(), "by": actor_of(request), "at": timezone.now()}
        numbers.stick_spare(**place.subject, **form.cleaned_data, **said)

    if succeeds(form, act):
        sentence = gettext("This candidate has the number of the spare label now: destroy the other label.")
        return finish(request, sentence, place.address("room_checks"))
    return _show_again(request, place, spare=form)


def _show_again(request: HttpRequest, place: Room, **refused: forms.Form) -> HttpResponse:
    context = page_of_checks(request, place, refused) | refused
    return render(request, "examcentre/room_checks.html", context, status=REFUSED)


def _print_labels(
    request: HttpRequest, place: Room, form: forms.Form, print_chosen: Callable[..., bytes], *, name: str
) -> HttpResponse:
    """Print labels of chosen seats, while names and numbers may stand beside each other, or show why not."""
    printed: list[bytes] = []

    def act() -> None:
        results.check_names_and_numbers(place.where.paper, place.where.uai)
        typed = dict(form.cleaned_data)
        chosen = {"room": place.name, "candidate_numbers": typed.pop("candidates"), **typed}
        said: dict[str, Any] = {"key": anonymity_key(), "by": actor_of(request), "at": timezone.now()}
        printed.append(print_chosen(**place.subject, **chosen, **said))

    if succeeds(form, act):
        return document(printed[0], "etiquettes", place.where)
    return _show_again(request, place, **{name: form})


def page_of_checks(_request: HttpRequest, place: Room, _refused: Forms) -> dict[str, Any]:
    """Gather what was checked in a room, by whom, and what was found."""
    paper, uai = place.where.paper, place.where.uai
    on_site = exams.on_site_specialties(paper, paper.starts_at)
    is_numbered = any(row.specialty_code in on_site for row in place.rows)
    checks = _room_checks(place, is_numbered=is_numbered)
    comparisons = candidates.comparisons_of_room(paper.pk, uai, place.name)
    new = candidates.not_compared(paper.pk, uai, place.name, on_site) if comparisons else []
    seats = dict(place.choices)
    begun = has_begun(place.begins_at, timezone.now())
    one_by_one = [shown for shown in checks if shown.check is not Scrutiny.LABELS]
    board = board_of(place.where, timezone.now())
    return {
        "room": place,
        "heading": heading_of(place.where),
        "checks": one_by_one,
        "labels": next((shown for shown in checks if shown.check is Scrutiny.LABELS), None),
        "comparisons": comparisons,
        "new": [seats[entry.candidate.candidate_number] for entry in new],
        "begins": None if begun else place.begins_at,
        "asks_labels": begun and not place.is_day_closed and (bool(new) or not comparisons),
        "is_left": any(shown.is_open for shown in one_by_one),
        "next": next((room for room in board.rooms_to_check if room.room != place.name), None),
        "is_done": all(shown.done for shown in checks) and not new,
        "findings": candidates.findings_of_room(paper.pk, uai, place.name),
        "titles": {check.value: gettext(FINDINGS[check]) for check in Scrutiny},
        "compared": ComparedForm(initial={"stuck_by": candidates.last_stuck_by(paper.pk, uai)}),
        "finding": FindingForm(lines=place.choices),
        "again": AgainForm(lines=place.numbered_choices(on_site)),
        "sheets": SheetsForm(lines=place.numbered_choices(on_site)),
        "spare": SpareStuckForm(lines=place.numbered_choices(on_site)),
        "takes_spare": not (place.is_day_closed or anonymity.was_day_closed(paper, uai)),
        "refused": None,
    }


def _room_checks(place: Room, *, is_numbered: bool) -> list[ShownCheck]:
    made = candidates.checks_of_room(place.where.paper.pk, place.where.uai, place.name)
    shown = []
    for check in checks_of(is_numbered=is_numbered):
        is_sayable = stands(check, is_counted=place.state.is_counted)
        by = made.get(check) if is_sayable else None
        shown.append(ShownCheck(check, gettext(CHECKS[check]), _how(check), by, is_sayable))
    return shown


def _how(check: Scrutiny) -> str:
    return {
        Scrutiny.NO_SIGN: gettext("Leaf through every script: no name, signature or mark outside the header."),
        Scrutiny.PAGES: gettext("Each written page bears its number and how many there are: 1/4, 2/4…"),
        Scrutiny.SORTED: gettext("In the order of the seats, the right way up."),
        Scrutiny.COUNTED: gettext("By hand, copies marked “absent” included, and as many as the register makes."),
        Scrutiny.LABELS: gettext(
            "Number on the label, name in the header: as on the anonymity list, script by script."
        ),
    }[check]

"""Somebody is found by name, whoever may come in their stead is listed, asked by telephone and convened in one act."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from massicot.absences.queries.absences import absences_of
from massicot.core import draws
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.missions import services as mission_acts
from massicot.missions.queries.replacements import letters_held_by, letters_to_come
from massicot.missions.rules.replacements import read_halves, written_halves
from massicot.replacements import services
from massicot.replacements.queries import (
    StandInChoices,
    choices_for,
    in_whose_stead,
    name_of,
    not_replaced,
    replaced_from,
    stand_ins_to_reach,
)
from massicot.web.office.replacements.forms import (
    REACHED,
    AskedPersonForm,
    ConveneForm,
    ReachedForm,
    ReplacementBackForm,
    ReplyForm,
)
from massicot.web.office.replacements.shown import (
    AGAINST,
    FREE,
    halves_words,
    nobody_left,
    said_no,
    shown_absences,
    shown_choices,
    shown_halves,
    shown_letters,
    shown_replaced,
    shown_stand_ins,
    shown_unreached,
    shown_waiting,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms, Page, show_page
from massicot.web.shared.letter_addresses import addresses
from massicot.web.shared.listing import Filter, ListColumn, listing_of
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.outcome import caution, finish, succeeds

COLUMNS = (
    ListColumn("rank", gettext_lazy("Rank"), is_number=True),
    ListColumn("name", gettext_lazy("Name")),
    ListColumn("telephone", gettext_lazy("Telephone")),
    ListColumn("answer", gettext_lazy("Their answer"), order_by=""),
    ListColumn("institution", gettext_lazy("Institution")),
    ListColumn("why", gettext_lazy("Why"), order_by="rank"),
    ListColumn("against", gettext_lazy("What speaks against it")),
)
STANDINGS = ((FREE, gettext_lazy("can come")), (AGAINST, gettext_lazy("something against them")))

HALF = "demi"
"""The word of the address that names half-days."""


@require_safe
@require_role(Role.OFFICE)
def replacements(request: HttpRequest) -> HttpResponse:
    """Find whom a telephone call is about; and list who is absent without anybody in their stead."""
    now = timezone.localtime()
    words = " ".join(request.GET.get("q", "").split())
    people = shown_letters(letters_to_come(words, now)) if words else []
    standing = replaced_from(now, "" if people else words)
    if len(people) == 1 or (words and not people and len({row.absent for row in standing}) == 1):
        found = people[0].assignment if people else standing[0].absent.pk
        return redirect("office:replacement", assignment_id=found)
    page = {
        "words": words,
        "found": people,
        "replaced": shown_replaced(standing, letters_held_by({row.by.stand_in_id or 0 for row in standing})),
        "waiting": shown_waiting(not_replaced(now)),
        "unreached": shown_unreached(stand_ins_to_reach(now)),
    }
    return render(request, "office/replacements/replacements.html", page)


def choices_or_404(request: HttpRequest, assignment_id: int) -> StandInChoices:
    """Find who may come in the stead of somebody on the half-days that are asked for, or on all that are left."""
    try:
        only = read_halves(" ".join(request.GET.getlist(HALF)) or request.POST.get("halves", ""))
    except ValueError:
        only = frozenset()
    try:
        return choices_for(assignment_id, timezone.now(), only)
    except Refused:
        raise Http404 from None


def page_of_choices(request: HttpRequest, choices: StandInChoices, _refused: Forms) -> dict[str, Any]:
    """Show who may come in the stead of somebody, in their order."""
    call = choices.call
    letters = letters_held_by({row.stand_in_id or 0 for row in choices.replaced.values()})
    listing = listing_of(
        request,
        f"remplacement-{call.assignment.pk}",
        COLUMNS,
        shown_choices(choices),
        search=("name", "identifier", "institution"),
        filters=[Filter("etat", gettext_lazy("Who"), STANDINGS, "standing")],
    )
    return {
        "listing": listing,
        "form": None,
        "call": call,
        "person": name_of(call.assignment.person),
        "mission": call.assignment.mission,
        "session": call.assignment.mission.session,
        "wanted": written_halves(choices.halves),
        "wanted_words": halves_words(choices.halves),
        "halves": shown_halves(choices),
        "is_away": set(choices.halves) <= set(choices.away),
        "in_stead_of": [(name_of(row.person), _address(row.pk)) for row in in_whose_stead(call.assignment.pk)],
        "stand_ins": shown_stand_ins(choices, letters),
        "said_no": [(row.pk, name_of(row.person)) for row in said_no(choices)],
        "unanswered": [(row.pk, name_of(row.person)) for row in choices.unanswered.values()],
        "absences": shown_absences(absences_of([call.assignment.pk])),
        "nobody": nobody_left(choices),
        "back_form": ReplacementBackForm(auto_id="back_%s"),
    }


REPLACEMENT = Page(
    name="replacement",
    path="remplacements/<row:assignment_id>/",
    role=Role.OFFICE,
    find=choices_or_404,
    names={},
    template_name="office/replacements/replacement.html",
    context=page_of_choices,
)
"""All that is done there is told as something noted, which no declared act is."""


@require_POST
@require_role(Role.OFFICE)
def replace_person(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Convene whoever says yes, at once."""
    choices = choices_or_404(request, assignment_id)
    form = ConveneForm(request.POST)

    def act() -> None:
        services.replace_person(
            absent_id=choices.call.assignment.pk,
            person=form.cleaned_data["person"],
            halves=form.cleaned_data["halves"],
            addresses=addresses(),
            draw=draws.from_system(),
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        if not is_mailed():
            sentence = gettext(
                "Convened. No mail server is named: no mail leaves. Call them, and print the letter or fax it, below."
            )
            return caution(request, sentence, _address(assignment_id))
        sentence = gettext("Convened: the letter leaves at once. If it is handed over or not, you read it here.")
        return finish(request, sentence, _address(assignment_id))
    return show_page(request, REPLACEMENT, choices_or_404(request, assignment_id), {"form": form})


@require_POST
@require_role(Role.OFFICE)
def note_refusal(request: HttpRequest, assignment_id: int) -> HttpResponse:
    form = AskedPersonForm(request.POST)

    def act() -> None:
        person = form.cleaned_data["person"]
        services.note_refusal(absent_id=assignment_id, person=person, by=actor_of(request), at=timezone.now())

    sentence = gettext("Noted: they are proposed no more here. Call the next one.")
    return _note(request, assignment_id, form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def note_no_answer(request: HttpRequest, assignment_id: int) -> HttpResponse:
    form = AskedPersonForm(request.POST)

    def act() -> None:
        person = form.cleaned_data["person"]
        services.note_no_answer(absent_id=assignment_id, person=person, by=actor_of(request), at=timezone.now())

    sentence = gettext("Noted, with the hour: they may still be convened if they call back. Call the next one.")
    return _note(request, assignment_id, form, act, sentence)


@require_POST
@require_role(Role.OFFICE)
def take_back_reply(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take back that somebody said no, or did not answer."""
    form = ReplyForm(request.POST)

    def act() -> None:
        row = form.cleaned_data["replacement"]
        services.take_back_reply(replacement_id=row, by=actor_of(request), at=timezone.now())

    return _note(request, assignment_id, form, act, gettext("Taken back: they may be called again."))


@require_POST
@require_role(Role.OFFICE)
def take_back_replacement(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take a replacement back: whoever was replaced is called again."""
    form = ReplacementBackForm(request.POST)

    def act() -> None:
        services.take_back_replacement(
            replacement_id=form.cleaned_data["replacement"],
            reason=form.cleaned_data["reason"],
            addresses=addresses(),
            draw=draws.from_system(),
            by=actor_of(request),
            at=timezone.now(),
        )

    return _note(
        request,
        assignment_id,
        form,
        act,
        gettext("Taken back: whoever is called again or not any more is told, and their heads."),
    )


@require_POST
@require_role(Role.OFFICE)
def tell_stand_in(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Note that whoever comes in somebody's stead knows it, or that their head does not reach them."""
    form = ReachedForm(request.POST)
    is_reached = request.POST.get("answer") == REACHED

    def act() -> None:
        code = form.cleaned_data["code"]
        if is_reached:
            mission_acts.tell_convocation(codes=[code], by=actor_of(request), at=timezone.now())
        else:
            mission_acts.note_not_reached(code=code, by=actor_of(request), at=timezone.now())

    sentence = (
        gettext("Noted: they know that they come.")
        if is_reached
        else gettext("Noted: they are not reached. Call somebody else, and say that they cannot come either.")
    )
    return _note(request, assignment_id, form, act, sentence)


def _note(
    request: HttpRequest, assignment_id: int, form: forms.Form, act: Callable[[], None], sentence: str
) -> HttpResponse:
    """Note what was said of somebody's place, and show its page again."""
    choices_or_404(request, assignment_id)
    if succeeds(form, act):
        return caution(request, sentence, _address(assignment_id))
    return show_page(request, REPLACEMENT, choices_or_404(request, assignment_id), {"form": form})


def _address(assignment_id: int) -> str:
    return reverse("office:replacement", args=[assignment_id])

"""The marker's pages: missions to come and past, one letter, “I cannot come”."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.absences import services as absence_acts
from massicot.absences.queries import documents_of
from massicot.absences.rules import Who
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.convocations import make_convocation
from massicot.missions import services
from massicot.missions.queries import convocations, setting
from massicot.missions.queries.convocations import Convocation
from massicot.presence import services as presence_acts
from massicot.replacements import services as replacements
from massicot.web.marker.absences import (
    explain_form,
    halves_left,
    hand_in_form,
    own_absence_or_404,
    own_absences,
    withdraw_form,
)
from massicot.web.marker.access import office_telephones, own_letter_or_404, own_person
from massicot.web.marker.shown import batches_in_hand, missions_of, shown_mission
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.away import AnnounceForm, announce_form, told_halves
from massicot.web.shared.deposits import give_document
from massicot.web.shared.refusals import sentence_of


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
def mission(request: HttpRequest, code: str) -> HttpResponse:
    """Show one mission, as its letter says it."""
    return _mission_page(request, own_letter_or_404(request, code))


@require_POST
@require_role(Role.MARKER)
def acknowledge(request: HttpRequest, code: str) -> HttpResponse:
    """Note that the reader of a letter has read it."""
    letter = own_letter_or_404(request, code)
    try:
        services.acknowledge_convocation(code=letter.code, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return _mission_page(request, letter, refused=sentence_of(refusal))
    return done(request, gettext("Thank you: the exam office knows that you know."), reverse("marker:home"))


@require_safe
@require_role(Role.MARKER)
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Give a letter as it was sent."""
    row = own_letter_or_404(request, code)
    response = HttpResponse(make_convocation(setting.letter_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{row.code}.pdf"'
    return response


@require_POST
@require_role(Role.MARKER)
def cannot_come(request: HttpRequest, code: str) -> HttpResponse:
    """Say that one cannot come on some half-days, and what the exam office must know to answer."""
    row = own_letter_or_404(request, code)
    form = AnnounceForm(request.POST, request.FILES, halves=halves_left(row, timezone.now()))

    def act() -> None:
        presence_acts.announce_absence(
            assignment_id=row.assignment_id,
            halves=form.ticked,
            said=form.said,
            way=Who.PERSON,
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        sentence = gettext("The exam office knows it, and answers you: until then the convocation holds.")
        return done(request, sentence, reverse("marker:mission", args=[row.code]))
    return _mission_page(request, row, form=form)


@require_POST
@require_role(Role.MARKER)
def take_back_absence(request: HttpRequest, code: str, absence_id: int) -> HttpResponse:
    """Come after all: withdraw what one announced."""
    row = own_letter_or_404(request, code)
    absence = own_absence_or_404(row, absence_id)
    form = withdraw_form(absence.pk, request.POST)

    def act() -> None:
        replacements.withdraw_absence(
            absence_id=absence.pk,
            reason=form.cleaned_data["reason"],
            who=Who.PERSON,
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        sentence = gettext("It is withdrawn: you are expected.")
        return done(request, sentence, reverse("marker:mission", args=[row.code]))
    return _mission_page(request, row, typed=form)


@require_POST
@require_role(Role.MARKER)
def explain_absence(request: HttpRequest, code: str, absence_id: int) -> HttpResponse:
    """Say why one was away whom the register found absent."""
    row = own_letter_or_404(request, code)
    absence = own_absence_or_404(row, absence_id)
    form = explain_form(absence.pk, request.POST, request.FILES)

    def act() -> None:
        absence_acts.explain_absence(
            absence_id=absence.pk, said=form.said, who=Who.PERSON, by=actor_of(request), at=timezone.now()
        )

    if succeeds(form, act):
        sentence = gettext("The exam office reads it, and answers you.")
        return done(request, sentence, reverse("marker:mission", args=[row.code]))
    return _mission_page(request, row, typed=form)


@require_POST
@require_role(Role.MARKER)
def hand_in_document(request: HttpRequest, code: str, absence_id: int) -> HttpResponse:
    """Hand a document in for an absence that is known."""
    row = own_letter_or_404(request, code)
    absence = own_absence_or_404(row, absence_id)
    form = hand_in_form(absence.pk, request.POST, request.FILES)

    def act() -> None:
        document = form.cleaned_data["document"]
        by = actor_of(request)
        absence_acts.hand_in_document(
            absence_id=absence.pk, document=document, who=Who.PERSON, by=by, at=timezone.now()
        )

    if succeeds(form, act):
        sentence = gettext("The document is handed in: you and the exam office alone can open it.")
        return done(request, sentence, reverse("marker:mission", args=[row.code]))
    return _mission_page(request, row, typed=form)


@require_safe
@require_role(Role.MARKER)
def own_document(request: HttpRequest, code: str, absence_id: int, deposit: str) -> HttpResponse:
    """Give a document that was handed in for one's own absence."""
    absence = own_absence_or_404(own_letter_or_404(request, code), absence_id)
    if deposit not in {document.code for document in documents_of(absence)}:
        raise Http404
    return give_document(deposit, deposit)


def _mission_page(
    request: HttpRequest,
    row: Convocation,
    *,
    form: AnnounceForm | None = None,
    typed: Form | None = None,
    refused: str = "",
) -> HttpResponse:
    now = timezone.now()
    left = halves_left(row, now)
    absences = own_absences(row, typed)
    context = {
        "mission": shown_mission(row, convocations.followed_of([row])[row.pk]),
        "is_over": row.ends_at <= now,
        "absences": absences,
        "is_left": bool(left),
        "left": told_halves(left),
        "form": form or announce_form(left, absences),
        "refused": refused,
    }
    return render(request, "marker/mission.html", context, status=REFUSED if form or typed or refused else 200)

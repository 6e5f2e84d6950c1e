"""One convocation: what it says, what became of it, and what the office does about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from massicot.absences.queries import absences_of
from massicot.core import draws
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.convocations import make_convocation
from massicot.exams import queries as exams
from massicot.missions import services
from massicot.missions.queries import convocations, setting
from massicot.missions.queries.convocations import Convocation
from massicot.web.office.access import session_or_404
from massicot.web.office.convocations.forms import CameBackForm, CancelForm, MailAgainForm
from massicot.web.office.convocations.shown import days_of, run_or_404, shown_letters, story_of
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.letter_addresses import addresses, page_address


@require_safe
@require_role(Role.OFFICE)
def convocation(request: HttpRequest, code: str) -> HttpResponse:
    """Show one letter, and what became of it."""
    return _page(request, _letter_or_404(code))


@require_safe
@require_role(Role.OFFICE)
def convocation_letter(_request: HttpRequest, code: str) -> HttpResponse:
    """Give a letter, set again from what it said."""
    row = _letter_or_404(code)
    response = HttpResponse(make_convocation(setting.letter_of(row)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="convocation-{row.code}.pdf"'
    return response


@require_POST
@require_role(Role.OFFICE)
def tell_convocations(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Note that people were told of their letters: those that are ticked."""
    run = run_or_404(session, run_id)
    codes = request.POST.getlist("codes")
    count = services.tell_convocation(codes=codes, by=actor_of(request), at=timezone.now())
    sentence = ngettext("{n} person is told.", "{n} persons are told.", count).format(n=count)
    return done(request, sentence, reverse("office:convocation_run", args=[session, run.pk]))


@require_POST
@require_role(Role.OFFICE)
def note_came_back(request: HttpRequest, code: str) -> HttpResponse:
    """Note that a letter came back."""
    row = _letter_or_404(code)
    form = CameBackForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(form, lambda: services.note_came_back(code=code, by=by, at=at, **form.cleaned_data)):
        return done(request, gettext("The letter came back: somebody has to reach the person."), _address(code))
    return _page(request, row, back_form=form)


@require_POST
@require_role(Role.OFFICE)
def mail_convocation_again(request: HttpRequest, code: str) -> HttpResponse:
    """Mail a letter once more, to the address that the person has now."""
    row = _letter_or_404(code)
    form = MailAgainForm(request.POST)

    def act() -> None:
        seen = form.cleaned_data["seen"]
        services.mail_convocation_again(
            code=code, seen=seen, addresses=addresses(), by=actor_of(request), at=timezone.now()
        )

    if succeeds(form, act):
        email = row.assignment.person.email
        return done(request, gettext("The letter goes out again, to {email}.").format(email=email), _address(code))
    return _page(request, row, again_form=form)


@require_POST
@require_role(Role.OFFICE)
def cancel_convocation(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel one letter; its reader is told."""
    row = _letter_or_404(code)
    form = CancelForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(
        form,
        lambda: services.cancel_convocation(code=code, addresses=addresses(), by=by, at=at, **form.cleaned_data),
    ):
        return done(request, gettext("The letter is cancelled, and the person is told."), _address(code))
    return _page(request, row, cancel_form=form)


@require_safe
@require_role(Role.OFFICE)
def stale_convocations(request: HttpRequest, session: str) -> HttpResponse:
    """List the missions of a session whose letters no longer say what is so."""
    exam_session = session_or_404(session)
    page = {"session": exam_session, "missions": convocations.stale_missions(exam_session.pk)}
    return render(request, "office/convocations/stale.html", page)


@require_POST
@require_role(Role.OFFICE)
def reissue_letters(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Issue the letters of a mission again that no longer say what is so."""
    exam_session = session_or_404(session)
    if mission_id not in {mission.pk for mission, _ in convocations.stale_missions(exam_session.pk)}:
        raise Http404
    by = actor_of(request)
    at = timezone.now()
    count = services.reissue_letters(
        mission_id=mission_id, addresses=addresses(), draw=draws.from_system(), by=by, at=at
    )
    sentence = ngettext("{n} letter is issued again.", "{n} letters are issued again.", count).format(n=count)
    return done(request, sentence, reverse("office:stale_convocations", args=[session]))


def _letter_or_404(code: str) -> Convocation:
    try:
        return convocations.followed_by_code(code)
    except Refused:
        raise Http404 from None


def _address(code: str) -> str:
    return reverse("office:convocation", args=[code])


def _page(
    request: HttpRequest,
    row: Convocation,
    *,
    back_form: CameBackForm | None = None,
    cancel_form: CancelForm | None = None,
    again_form: MailAgainForm | None = None,
) -> HttpResponse:
    facts = convocations.facts_of(row)
    zone = exams.zone_of(row.run.session)
    shown = shown_letters([row])[0]
    page = {
        "row": row,
        "shown": shown,
        "facts": facts,
        "days": days_of(facts),
        "session": row.run.session,
        "page_address": page_address(row.code),
        "absences": absences_of([row.assignment_id]),
        "story": story_of(row, lambda at: at.astimezone(zone)),
        "later": convocations.successor_of(row),
        "back_form": back_form or CameBackForm(),
        "cancel_form": cancel_form or CancelForm(),
        "again_form": again_form,
    }
    is_refused = bool(back_form or cancel_form or again_form)
    return render(request, "office/convocations/convocation.html", page, status=REFUSED if is_refused else 200)

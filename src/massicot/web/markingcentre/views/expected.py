"""Who is expected at a marking centre, each half-day."""

from datetime import date

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.absences import queries as absences
from massicot.absences.rules import Who
from massicot.absences.rules.announcing import NotExpectedHere, SaidOfAbsence
from massicot.absences.rules.life import AbsenceMoved
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.missions.queries.expected import expected_at
from massicot.missions.queries.uncalled import uncalled_at
from massicot.presence import services as presence_acts
from massicot.replacements import services as replacements
from massicot.web.markingcentre.absent_forms import AbsentForm, ExpectAgainForm
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.batch_access import address_of
from massicot.web.markingcentre.expected_shown import away_here, called_name, day_to_show, shown_days, shown_halves
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_safe
@require_role(Role.MARKING_CENTRE)
def expected(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show who is expected at the centre on one day, for whatever paper of the session."""
    return _page(request, marked_paper_or_404(request, uai, session, paper))


def _page(request: HttpRequest, marked: MarkedPaper, refused: Form | None = None) -> HttpResponse:
    uai = marked.uai
    now = timezone.now()
    today = exams.local(marked.paper, now).date()
    everybody = expected_at(marked.paper.session_id, uai)
    uncalled = uncalled_at(marked.paper, uai, now)
    busy = {day for day, _ in everybody} | {day for one in uncalled for day in one.days}
    day = day_to_show(busy, request.GET.get("jour", ""), today)
    halves = shown_halves(everybody, day, away_here(marked.paper.session_id, uai, day))
    people = {person.identifier: person.is_known for half in halves for person in half.people}
    context = {
        "marked": marked,
        "day": day,
        "is_today": day == today,
        "days": shown_days(everybody, busy, day, address_of(marked, "expected")),
        "uncalled": [called_name(one.person) for one in uncalled if day in one.days],
        "halves": halves,
        "refused": refused,
        "absent_address": address_of(marked, "say_absent"),
        "again_address": address_of(marked, "expect_again"),
        "people": len(people),
        "unknown": sum(not is_known for is_known in people.values()),
    }
    return render(request, "markingcentre/expected.html", context, status=REFUSED if refused else 200)


@require_POST
@require_role(Role.MARKING_CENTRE)
def say_absent(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Say that somebody who is expected on a half-day is not there, or will not be."""
    marked = marked_paper_or_404(request, uai, session, paper)
    form = AbsentForm(request.POST)

    def act() -> None:
        half = form.cleaned_data["half"]
        there = {one.letter.code: one.letter for one in expected_at(marked.paper.session_id, uai).get(half, ())}
        letter = there.get(form.cleaned_data["code"])
        if letter is None:
            raise NotExpectedHere
        presence_acts.announce_absence(
            assignment_id=letter.assignment_id,
            halves=[half],
            said=SaidOfAbsence(),
            way=Who.CENTRE,
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        sentence = gettext("Noted: the exam office knows it, and calls somebody else.")
        return done(request, sentence, _address(marked, form.cleaned_data["half"][0]))
    return _page(request, marked, form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def expect_again(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Withdraw what this centre said by mistake: the person is there."""
    marked = marked_paper_or_404(request, uai, session, paper)
    form = ExpectAgainForm(request.POST)

    def act() -> None:
        absence_id = form.cleaned_data["absence"]
        if absence_id not in absences.said_by_centre(marked.paper.session_id, uai):
            raise AbsenceMoved
        replacements.withdraw_absence(
            absence_id=absence_id,
            reason=gettext("said by mistake"),
            who=Who.CENTRE,
            by=actor_of(request),
            at=timezone.now(),
        )

    if succeeds(form, act):
        return done(request, gettext("It is withdrawn: the person is expected."), address_of(marked, "expected"))
    return _page(request, marked, form)


def _address(marked: MarkedPaper, day: date) -> str:
    return f"{address_of(marked, 'expected')}?jour={day.isoformat()}"

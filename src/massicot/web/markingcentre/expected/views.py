"""Who is expected at a marking centre, each half-day, and what it says of somebody who is not there."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.absences import queries as absences
from massicot.absences.rules import Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.missions.queries.expected import expected_at, uncalled_at
from massicot.presence import services as presence_acts
from massicot.replacements import services as replacements
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_of, marked_paper_or_404
from massicot.web.markingcentre.expected.forms import AbsentForm, ExpectAgainForm
from massicot.web.markingcentre.expected.shown import away_here, called_name, day_to_show, shown_days, shown_halves
from massicot.web.shared.acts import ActDone, Forms, Page, PageAct


def page_of_expected(request: HttpRequest, marked: MarkedPaper, refused: Forms) -> dict[str, Any]:
    """Gather who is expected at the centre on one day, for whatever paper of the session."""
    uai = marked.uai
    now = timezone.now()
    today = exams.local(marked.paper, now).date()
    everybody = expected_at(marked.paper.session_id, uai)
    uncalled = uncalled_at(marked.paper, uai, now)
    busy = {day for day, _ in everybody} | {day for one in uncalled for day in one.days}
    day = day_to_show(busy, request.GET.get("jour", ""), today)
    halves = shown_halves(everybody, day, away_here(marked.paper.session_id, uai, day))
    people = {person.identifier: person.is_known for half in halves for person in half.people}
    return {
        "marked": marked,
        "day": day,
        "is_today": day == today,
        "days": shown_days(everybody, busy, day, address_of(marked, "expected")),
        "uncalled": [called_name(one.person) for one in uncalled if day in one.days],
        "halves": halves,
        "refused": refused.get("refused"),
        "absent_address": address_of(marked, "say_absent"),
        "again_address": address_of(marked, "expect_again"),
        "people": len(people),
        "unknown": sum(not is_known for is_known in people.values()),
    }


def _people_here(marked: MarkedPaper) -> dict[str, Any]:
    return {"expected": expected_at(marked.paper.session_id, marked.uai)}


def _own_absences(marked: MarkedPaper) -> dict[str, Any]:
    return {"own": absences.said_by_centre(marked.paper.session_id, marked.uai)}


def _day_of(done: ActDone) -> str:
    (day, _) = done.form.cleaned_data["half"]
    return f"{address_of(done.found, 'expected')}?jour={day.isoformat()}"


EXPECTED = Page(
    name="expected",
    path=f"{PAPER}attendus/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/expected.html",
    context=page_of_expected,
    acts=(
        PageAct(
            name="say_absent",
            path="absent/",
            form_class=AbsentForm,
            form_name="refused",
            form_kwargs=_people_here,
            fields={"assignment_id": "assignment_id", "halves": "halves"},
            service=partial(presence_acts.announce_absence, said=SaidOfAbsence(), way=Who.CENTRE),
            success_message=gettext_lazy("Noted: the exam office knows it, and calls somebody else."),
            success_url=_day_of,
        ),
        PageAct(
            name="expect_again",
            path="present/",
            form_class=ExpectAgainForm,
            form_name="refused",
            form_kwargs=_own_absences,
            fields={"absence_id": "own_absence"},
            names={"reason": lambda _marked: gettext("said by mistake")},
            service=partial(replacements.withdraw_absence, who=Who.CENTRE),
            success_message=gettext_lazy("It is withdrawn: the person is expected."),
        ),
    ),
)

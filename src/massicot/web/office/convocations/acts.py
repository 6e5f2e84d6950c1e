"""What the office does about convocations: runs asked for and cancelled, letters followed, sent again and cancelled."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.core import draws
from massicot.core.actor import Actor, Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.jobs.queries import Job
from massicot.missions import services
from massicot.missions.queries import convocations, drafts
from massicot.missions.queries.convocations import ConvocationRun
from massicot.missions.queries.runs import EmployerUnknown
from massicot.persons import services as person_acts
from massicot.persons.rules.situations import Employer
from massicot.web.office.access import session_or_404
from massicot.web.office.convocations.forms import (
    CameBackForm,
    CancelForm,
    ControlForm,
    EmployersForm,
    MailAgainForm,
)
from massicot.web.office.convocations.shown import NOWHERE, shown_runs
from massicot.web.office.convocations.views import (
    employers_wanted,
    has_stopped,
    letter_or_404,
    letters_of_run,
    page_of_employers,
    page_of_letter,
    page_of_run,
    page_of_stale,
    run_or_404,
    stale_or_404,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.letter_addresses import addresses
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import REFUSED, finish, succeeds
from massicot.web.shared.refusals import answer_refusal

_ADDRESSES: Mapping[str, Callable[[Any], object]] = {"addresses": lambda _row: addresses()}


def _mailing_message(outcome: ActDone) -> str:
    return gettext("The letter goes out again, to {email}.").format(email=outcome.found.assignment.person.email)


def _reissue_message(outcome: ActDone) -> str:
    count = outcome.result
    return ngettext("{n} letter is issued again.", "{n} letters are issued again.", count).format(n=count)


def _tell_employers(
    *, unknown: Sequence[EmployerUnknown], institutions: Collection[str], employer: Employer, by: Actor, at: datetime
) -> int:
    chosen = set(institutions)
    days = {row.person.pk: row.day for row in unknown if (row.institution_uai or NOWHERE) in chosen}
    return person_acts.tell_employers(days=days, employer=employer, by=by, at=at)


def _employers_told(outcome: ActDone) -> str:
    sentence = ngettext(
        "The employer of {n} person is told: draw up the letters to check again.",
        "The employer of {n} persons is told: draw up the letters to check again.",
        outcome.result,
    )
    return sentence.format(n=Grouped(outcome.result))


CONVOCATION = Page(
    name="convocation",
    path="convocations/lettres/<str:code>/",
    role=Role.OFFICE,
    find=letter_or_404,
    names={"code": attrgetter("code")},
    template_name="office/convocations/convocation.html",
    context=page_of_letter,
    acts=(
        PageAct(
            name="note_came_back",
            path="revenue/",
            form_class=CameBackForm,
            form_name="back_form",
            service=services.note_came_back,
            success_message=gettext_lazy("The letter came back: somebody has to reach the person."),
        ),
        PageAct(
            name="mail_convocation_again",
            path="renvoyer/",
            form_class=MailAgainForm,
            form_name="again_form",
            names={"code": attrgetter("code"), **_ADDRESSES},
            service=services.mail_convocation_again,
            success_message=_mailing_message,
        ),
        PageAct(
            name="cancel_convocation",
            path="annuler/",
            form_class=CancelForm,
            form_name="cancel_form",
            names={"code": attrgetter("code"), **_ADDRESSES},
            service=services.cancel_convocation,
            success_message=gettext_lazy("The letter is cancelled, and the person is told."),
        ),
    ),
)
STALE = Page(
    name="stale_convocations",
    path="convocations/sessions/<str:session>/a-refaire/",
    role=Role.OFFICE,
    find=lambda _request, session: session_or_404(session),
    names={},
    template_name="office/convocations/stale.html",
    context=page_of_stale,
    acts=(
        PageAct(
            name="reissue_letters",
            path="<row:mission_id>/",
            find=stale_or_404,
            names={"mission_id": itself, "draw": lambda _mission_id: draws.from_system(), **_ADDRESSES},
            service=services.reissue_letters,
            success_message=_reissue_message,
        ),
    ),
)
EMPLOYERS = Page(
    name="unknown_employers",
    path="convocations/sessions/<str:session>/employeurs/",
    role=Role.OFFICE,
    find=employers_wanted,
    names={"unknown": attrgetter("unknown")},
    template_name="office/convocations/employers.html",
    context=page_of_employers,
    acts=(
        PageAct(
            name="unknown_employers",
            path="",
            form_class=EmployersForm,
            form_name="form",
            form_kwargs=lambda wanted: {"uais": [row.uai for row in wanted.staff]},
            fields={"institutions": "institutions", "employer": "employer"},
            service=_tell_employers,
            success_message=_employers_told,
        ),
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def convocation_runs(request: HttpRequest, session: str) -> HttpResponse:
    """List the runs of a session; have the letters of some missions drawn up to be checked, watched as a job."""
    exam_session = session_or_404(session)
    waiting = drafts.missions_waiting(exam_session.pk)
    choices = [(row.pk, _choice_of(row.title, count)) for row, count in waiting]
    form = ControlForm(request.POST if request.method == "POST" else None, missions=choices)
    asked: list[Job] = []
    if form.is_bound and succeeds(form, lambda: asked.append(_control(request, exam_session, form))):
        return redirect("office:job", job_id=asked[0].pk)
    page = {
        "session": exam_session,
        "form": form,
        "waiting": waiting,
        "runs": shown_runs(exam_session.pk, timezone.now()),
        "is_mailed": is_mailed(),
    }
    return render(request, "office/convocations/runs.html", page, status=REFUSED if form.is_bound else 200)


@require_POST
@require_role(Role.OFFICE)
def ask_official_run(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Have everybody convened whose letters a control run showed."""
    control = run_or_404(request, session, run_id)
    run = convocations.official_run_of(control)
    if run and not has_stopped(run):
        sentence = gettext("The official run is asked for already: this is it.")
        return finish(request, sentence, reverse("office:convocation_run", args=[session, run.pk]))
    try:
        job = services.ask_official_run(control_id=control.pk, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return answer_refusal(request, refusal)
    return redirect("office:job", job_id=job.pk)


@require_POST
@require_role(Role.OFFICE)
def cancel_convocation_run(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    run = run_or_404(request, session, run_id)
    form = CancelForm(request.POST)
    counted: list[int] = []
    if succeeds(form, lambda: counted.append(_cancel(request, run, form))):
        sentence = ngettext("{n} letter is cancelled.", "{n} letters are cancelled.", counted[0]).format(n=counted[0])
        return finish(request, sentence, reverse("office:convocation_run", args=[session, run.pk]))
    page = page_of_run(run) | {"listing": letters_of_run(request, run), "cancel_form": form}
    return render(request, "office/convocations/official_run.html", page, status=REFUSED)


@require_POST
@require_role(Role.OFFICE)
def tell_convocations(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Note that people were told of their letters: those that are ticked."""
    run = run_or_404(request, session, run_id)
    codes = request.POST.getlist("codes")
    count = services.tell_convocation(codes=codes, by=actor_of(request), at=timezone.now())
    sentence = ngettext("{n} person is told.", "{n} persons are told.", count).format(n=count)
    return finish(request, sentence, reverse("office:convocation_run", args=[session, run.pk]))


def _choice_of(title: str, waiting: int) -> str:
    return ngettext("{title}: {n} person", "{title}: {n} persons", waiting).format(title=title, n=waiting)


def _control(request: HttpRequest, session: exams.Session, form: ControlForm) -> Job:
    missions = form.cleaned_data["missions"]
    return services.ask_control_run(session=session, mission_ids=missions, by=actor_of(request), at=timezone.now())


def _cancel(request: HttpRequest, run: ConvocationRun, form: CancelForm) -> int:
    reason = form.cleaned_data["reason"]
    return services.cancel_run(
        run_id=run.pk, reason=reason, addresses=addresses(), by=actor_of(request), at=timezone.now()
    )

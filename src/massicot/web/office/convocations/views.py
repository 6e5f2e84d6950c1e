"""Runs of convocations: letters to be checked, letters that count, and their end."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.documents.convocations import make_convocation
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.queries import Job
from massicot.jobs.rules import OPEN, Work
from massicot.missions import services
from massicot.missions.queries import convocations, drafting, followed, setting
from massicot.missions.queries.checking import unwritten_parts
from massicot.missions.queries.convocations import ConvocationRun
from massicot.missions.queries.employers import employers_unknown
from massicot.missions.queries.standing import with_standing
from massicot.missions.rules import RunKind
from massicot.web.office.access import session_or_404
from massicot.web.office.convocations.forms import CancelForm, ControlForm
from massicot.web.office.convocations.shown import (
    STANDINGS,
    run_or_404,
    shown_drafts,
    shown_letters,
    shown_parts,
    shown_runs,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.idle import WATCHING
from massicot.web.shared.letter_addresses import addresses
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.refusals import answer_refusal

DRAFTS = (
    ListColumn("name", gettext_lazy("Person"), order_by="person__surname"),
    ListColumn("institution", gettext_lazy("Institution"), order_by=""),
    ListColumn("mission", gettext_lazy("Mission"), order_by="mission__title"),
    ListColumn("days", gettext_lazy("When"), order_by=""),
    ListColumn("warning", gettext_lazy("To be looked into"), order_by=""),
)
LETTERS = (
    ListColumn("name", gettext_lazy("Person"), order_by="assignment__person__surname"),
    ListColumn("institution", gettext_lazy("Institution"), order_by="institution_uai"),
    ListColumn("mission", gettext_lazy("Mission"), order_by="assignment__mission__title"),
    ListColumn("standing_title", gettext_lazy("Known"), order_by="standing"),
    ListColumn("mail", gettext_lazy("Mail"), order_by=""),
    ListColumn("code", gettext_lazy("Code")),
)
_FILTER = gettext_lazy("Known")


@require_safe
@require_role(Role.OFFICE)
def convocations_of_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions at work, each with its runs."""
    now = timezone.now()
    sessions = [(session, shown_runs(session.pk, now)) for session in exams.sessions_at_work()]
    return render(request, "office/convocations/convocations.html", {"sessions": sessions})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def convocation_runs(request: HttpRequest, session: str) -> HttpResponse:
    """List the runs of a session; have the letters of some missions drawn up to be checked."""
    exam_session = session_or_404(session)
    waiting = drafting.missions_waiting(exam_session.pk)
    choices = [(row.pk, _called(row.title, count)) for row, count in waiting]
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


@require_safe
@require_role(Role.OFFICE)
def convocation_run(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Show one run: the letters to be checked, or what is known of each letter."""
    run = run_or_404(session, run_id)
    if run.kind == RunKind.OFFICIAL and WATCHING in request.headers:
        return render(request, "office/convocations/official_run.html#progress", _page(run))
    listing = _drafts(request, run) if run.kind == RunKind.CONTROL else _letters(request, run)
    if is_taken_away(request):
        return take_away(request, listing)
    template = "control_run" if run.kind == RunKind.CONTROL else "official_run"
    if asks_for_part(request):
        return render(request, f"office/convocations/{template}.html#listing", {"listing": listing, "run": run})
    return render(request, f"office/convocations/{template}.html", _page(run) | {"listing": listing})


@require_POST
@require_role(Role.OFFICE)
def ask_official_run(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Have everybody convened whose letters a control run showed."""
    control = run_or_404(session, run_id)
    run = convocations.official_run_of(control)
    if run and not _has_stopped(run):
        sentence = gettext("The official run is asked for already: this is it.")
        return done(request, sentence, reverse("office:convocation_run", args=[session, run.pk]))
    try:
        job = services.ask_official_run(control_id=control.pk, by=actor_of(request), at=timezone.now())
    except Refused as refusal:
        return answer_refusal(request, refusal)
    return redirect("office:job", job_id=job.pk)


@require_POST
@require_role(Role.OFFICE)
def cancel_convocation_run(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Cancel all the letters of an official run."""
    run = run_or_404(session, run_id)
    form = CancelForm(request.POST)
    counted: list[int] = []
    if succeeds(form, lambda: counted.append(_cancel(request, run, form))):
        sentence = ngettext("{n} letter is cancelled.", "{n} letters are cancelled.", counted[0]).format(n=counted[0])
        return done(request, sentence, reverse("office:convocation_run", args=[session, run.pk]))
    page = _page(run) | {"listing": _letters(request, run), "cancel_form": form}
    return render(request, "office/convocations/official_run.html", page, status=REFUSED)


@require_safe
@require_role(Role.OFFICE)
def letter_to_check(_request: HttpRequest, session: str, run_id: int, assignment_id: int) -> HttpResponse:
    """Give one letter of a control run, as it would be, with its watermark."""
    run = run_or_404(session, run_id)
    facts = drafting.drafts_of([assignment_id]).get(assignment_id) if run.kind == RunKind.CONTROL else None
    if facts is None or assignment_id not in convocations.seen_of(run):
        raise Http404
    response = HttpResponse(make_convocation(setting.letter_from(facts)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="controle-{facts.person.identifier}.pdf"'
    return response


def _called(title: str, waiting: int) -> str:
    return ngettext("{title}: {n} person", "{title}: {n} persons", waiting).format(title=title, n=waiting)


def _control(request: HttpRequest, session: exams.Session, form: ControlForm) -> Job:
    missions = form.cleaned_data["missions"]
    return services.ask_control_run(session=session, mission_ids=missions, by=actor_of(request), at=timezone.now())


def _cancel(request: HttpRequest, run: ConvocationRun, form: CancelForm) -> int:
    reason = form.cleaned_data["reason"]
    return services.cancel_run(
        run_id=run.pk, reason=reason, addresses=addresses(), by=actor_of(request), at=timezone.now()
    )


def _drafts(request: HttpRequest, run: ConvocationRun) -> Listing:
    return listing_of(
        request,
        gettext("letters to check"),
        DRAFTS,
        drafting.assignment_rows(run.pk),
        search=("person__surname", "person__first_name", "mission__title"),
        display=lambda rows: shown_drafts(rows, run.pk),
    )


def _letters(request: HttpRequest, run: ConvocationRun) -> Listing:
    choices = [(value or "none", title) for value, title in STANDINGS.items()]
    filters = [Filter("etat", _FILTER, choices, field=with_standing)]
    search = ("assignment__person__surname", "assignment__person__first_name", "code")
    rows = convocations.letter_rows(run.pk)
    return listing_of(
        request, gettext("convocations"), LETTERS, rows, search=search, filters=filters, display=shown_letters
    )


def _has_stopped(run: ConvocationRun) -> bool:
    """Say whether letters of an official run are left that no worker will write."""
    left = unwritten_parts(run) if run.kind == RunKind.OFFICIAL else []
    last = jobs.last_of(Work.CONVENE, services.subject_of_part(run, left[0])) if left else None
    return last is not None and last.state not in OPEN


def _page(run: ConvocationRun) -> dict[str, Any]:
    now = timezone.now()
    official = run.kind == RunKind.OFFICIAL
    return {
        "run": run,
        "session": run.session,
        "counts": followed.count_followed(now, run.pk) if official else None,
        "parts": () if official else shown_parts(run),
        "official_run": None if official else convocations.official_run_of(run),
        "progress": convocations.progress_of(run),
        "has_stopped": _has_stopped(run),
        "watched": None if official else jobs.last_of(Work.DRAW_UP, {"run": run.pk, "session": run.session.code}),
        "is_cancellable": official and not run.cancelled_at and convocations.is_before_first_day(run, now),
        "cancel_form": CancelForm(),
        "is_mailed": is_mailed(),
        "unknown": 0 if official else len(employers_unknown(run.session_id)),
    }

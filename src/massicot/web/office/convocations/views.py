"""Runs of convocations, the letters of one, one letter; and who is to be convened without a known employer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.absences.queries import absences_of
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import OPEN, Work
from massicot.missions import services
from massicot.missions.queries import convocations, drafts, letters
from massicot.missions.queries.convocations import Convocation, ConvocationRun
from massicot.missions.queries.letters import with_standing
from massicot.missions.queries.runs import EmployerUnknown, employers_unknown, unwritten_parts
from massicot.missions.rules import RunKind
from massicot.web.office.access import session_or_404
from massicot.web.office.convocations.forms import CancelForm
from massicot.web.office.convocations.shown import (
    STANDINGS,
    SilentStaff,
    days_of,
    shown_drafts,
    shown_letters,
    shown_parts,
    shown_runs,
    silent_staff,
    story_of,
)
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.idle import WATCHING
from massicot.web.shared.letter_addresses import page_address
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.mail import is_mailed

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


@dataclass(frozen=True, slots=True)
class EmployersWanted:
    """Those of a session who wait for a letter and of whom nobody told who employs them."""

    session: exams.Session
    unknown: Sequence[EmployerUnknown]
    staff: Sequence[SilentStaff]


def run_or_404(_request: HttpRequest, session: str, run_id: int) -> ConvocationRun:
    try:
        run = convocations.run_by_id(run_id)
    except Refused:
        raise Http404 from None
    if run.session.code != session:
        raise Http404
    return run


def letter_or_404(_request: HttpRequest, code: str) -> Convocation:
    """Fetch the letter of an address, with what became of it."""
    try:
        return convocations.followed_by_code(code)
    except Refused:
        raise Http404 from None


def stale_or_404(_request: HttpRequest, session: str, mission_id: int) -> int:
    """Find a mission of an address among those whose letters no longer say what is so."""
    if mission_id not in {mission.pk for mission, _ in convocations.stale_missions(session_or_404(session).pk)}:
        raise Http404
    return mission_id


def employers_wanted(_request: HttpRequest, session: str) -> EmployersWanted:
    """Find those of a session whose employers are still to be told."""
    exam_session = session_or_404(session)
    unknown = employers_unknown(exam_session.pk)
    return EmployersWanted(exam_session, unknown, silent_staff(unknown))


@require_safe
@require_role(Role.OFFICE)
def convocations_of_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions at work, each with its runs."""
    now = timezone.now()
    sessions = [(session, shown_runs(session.pk, now)) for session in exams.sessions_at_work()]
    return render(request, "office/convocations/convocations.html", {"sessions": sessions})


@require_safe
@require_role(Role.OFFICE)
def convocation_run(request: HttpRequest, session: str, run_id: int) -> HttpResponse:
    """Show one run: the letters to be checked, or what is known of each letter."""
    run = run_or_404(request, session, run_id)
    if run.kind == RunKind.OFFICIAL and WATCHING in request.headers:
        return render(request, "office/convocations/official_run.html#progress", page_of_run(run))
    listing = _drafts(request, run) if run.kind == RunKind.CONTROL else letters_of_run(request, run)
    if is_taken_away(request):
        return take_away(request, listing)
    template = "control_run" if run.kind == RunKind.CONTROL else "official_run"
    if asks_for_part(request):
        return render(request, f"office/convocations/{template}.html#listing", {"listing": listing, "run": run})
    return render(request, f"office/convocations/{template}.html", page_of_run(run) | {"listing": listing})


def page_of_run(run: ConvocationRun) -> dict[str, Any]:
    """Gather what the page of a run shows beside its letters."""
    now = timezone.now()
    official = run.kind == RunKind.OFFICIAL
    return {
        "run": run,
        "session": run.session,
        "counts": letters.count_followed(now, run.pk) if official else None,
        "parts": () if official else shown_parts(run),
        "official_run": None if official else convocations.official_run_of(run),
        "progress": convocations.progress_of(run),
        "has_stopped": has_stopped(run),
        "watched": None if official else jobs.last_of(Work.DRAW_UP, {"run": run.pk, "session": run.session.code}),
        "is_cancellable": official and not run.cancelled_at and convocations.is_before_first_day(run, now),
        "cancel_form": CancelForm(),
        "is_mailed": is_mailed(),
        "unknown": 0 if official else len(employers_unknown(run.session_id)),
    }


def letters_of_run(request: HttpRequest, run: ConvocationRun) -> Listing:
    """List what is known of each letter of an official run."""
    choices = [(value or "none", title) for value, title in STANDINGS.items()]
    filters = [Filter("etat", _FILTER, choices, field=with_standing)]
    search = ("assignment__person__surname", "assignment__person__first_name", "code")
    rows = convocations.letter_rows(run.pk)
    return listing_of(
        request, gettext("convocations"), LETTERS, rows, search=search, filters=filters, display=shown_letters
    )


def _drafts(request: HttpRequest, run: ConvocationRun) -> Listing:
    return listing_of(
        request,
        gettext("letters to check"),
        DRAFTS,
        drafts.assignment_rows(run.pk),
        search=("person__surname", "person__first_name", "mission__title"),
        display=lambda rows: shown_drafts(rows, run.pk),
    )


def has_stopped(run: ConvocationRun) -> bool:
    """Say whether letters of an official run are left that no worker will write."""
    left = unwritten_parts(run) if run.kind == RunKind.OFFICIAL else []
    last = jobs.last_of(Work.CONVENE, services.subject_of_part(run, left[0])) if left else None
    return last is not None and last.state not in OPEN


def page_of_letter(_request: HttpRequest, row: Convocation, _refused: Forms) -> dict[str, Any]:
    """Show one letter, and what became of it."""
    facts = convocations.facts_of(row)
    zone = exams.zone_of(row.run.session)
    return {
        "row": row,
        "shown": shown_letters([row])[0],
        "facts": facts,
        "days": days_of(facts),
        "session": row.run.session,
        "page_address": page_address(row.code),
        "absences": absences_of([row.assignment_id]),
        "story": story_of(row, lambda at: at.astimezone(zone)),
        "later": convocations.successor_of(row),
    }


def page_of_stale(_request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """List the missions of a session whose letters no longer say what is so."""
    return {"session": session, "missions": convocations.stale_missions(session.pk)}


def page_of_employers(_request: HttpRequest, wanted: EmployersWanted, refused: Forms) -> dict[str, Any]:
    """List those who wait for a letter and of whom nobody told who employs them."""
    ticked = refused["form"]["institutions"].value() if refused else None
    return {
        "session": wanted.session,
        "staff": wanted.staff,
        "count": len(wanted.unknown),
        "ticked": ticked or [],
    }

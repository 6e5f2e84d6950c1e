"""Missions of a session: listed, proposed from the calendar, made, changed, deleted."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from massicot.missions import queries, services
from massicot.missions.rules import MissionKind
from massicot.web.office.access import session_or_404
from massicot.web.office.missions.access import mission_or_404
from massicot.web.office.missions.counts import scripts_by_centre
from massicot.web.office.missions.forms import (
    ChangedMissionForm,
    MissionForm,
    NewMissionForm,
    ProposeForm,
    SeenMissionForm,
)
from massicot.web.office.missions.lists import show_mission
from massicot.web.office.missions.shown import hours_initial, shown_missions
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.listing import ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.numbers import Grouped

READ_OR_SEND = ["GET", "HEAD", "POST"]

COLUMNS = (
    ListColumn("title", gettext_lazy("Mission")),
    ListColumn("kind", gettext_lazy("What for")),
    ListColumn("place", gettext_lazy("Place")),
    ListColumn("begins_at", gettext_lazy("First day")),
    ListColumn("asked", gettext_lazy("To call"), is_number=True),
    ListColumn("called", gettext_lazy("On the list"), is_number=True),
    ListColumn("lacking", gettext_lazy("Too few"), is_number=True),
    ListColumn("convened", gettext_lazy("Convened"), is_number=True),
)


@require_safe
@require_role(Role.OFFICE)
def missions(request: HttpRequest) -> HttpResponse:
    """Choose the session whose missions are seen; the only one is shown at once."""
    sessions = exams.sessions_at_work()
    if len(sessions) == 1:
        return redirect("office:missions_of_session", sessions[0].code)
    return render(request, "office/missions/missions.html", {"sessions": sessions})


@require_safe
@require_role(Role.OFFICE)
def missions_of_session(request: HttpRequest, session: str) -> HttpResponse:
    """List the missions of a session, with how many are called, lacking, convened."""
    return show_missions(request, session_or_404(session))


@require_POST
@require_role(Role.OFFICE)
def propose_missions(request: HttpRequest, session: str) -> HttpResponse:
    """Propose the missions of a paper from its calendar."""
    exam_session = session_or_404(session)
    form = ProposeForm(request.POST, papers=exams.papers_of(exam_session))
    made: list[Any] = []
    if not succeeds(form, lambda: made.extend(_propose(request, form))):
        return show_missions(request, exam_session, form=form)
    sentence = ngettext("{n} mission is proposed.", "{n} missions are proposed.", len(made))
    return done(request, sentence.format(n=Grouped(len(made))), _address(session))


@require_http_methods(READ_OR_SEND)
@require_role(Role.OFFICE)
def new_mission(request: HttpRequest, session: str) -> HttpResponse:
    """Make a mission by hand."""
    exam_session = session_or_404(session)
    form = NewMissionForm(request.POST if request.method == "POST" else None, papers=exams.papers_of(exam_session))
    made: list[Any] = []
    if form.is_bound and succeeds(form, lambda: made.append(_make(request, exam_session, form))):
        return done(request, gettext("The mission is made."), _page(session, made[0].pk))
    context = {"session": exam_session, "form": form}
    return render(request, "office/missions/new_mission.html", context, status=REFUSED if form.is_bound else 200)


@require_safe
@require_role(Role.OFFICE)
def mission(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Show a mission: its hours, how many to call, its list."""
    return show_mission(request, mission_or_404(session, mission_id))


@require_http_methods(READ_OR_SEND)
@require_role(Role.OFFICE)
def change_mission(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Change a mission: what it asks, its place, its hours."""
    row = mission_or_404(session, mission_id)
    form = _changed_form(request, row)
    if form.is_bound and succeeds(form, lambda: _change(request, row, form)):
        return done(request, gettext("The mission is changed."), _page(session, mission_id))
    context = {"mission": row, "form": form, "convened": queries.count_listed(row.pk)[2]}
    return render(request, "office/missions/change_mission.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@require_role(Role.OFFICE)
def delete_mission(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Delete a mission to which nobody was ever convened."""
    row = mission_or_404(session, mission_id)
    form = SeenMissionForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if succeeds(
        form,
        lambda: services.delete_mission(mission_id=row.pk, seen=form.cleaned_data["seen"], by=by, at=at),
    ):
        return done(request, gettext("The mission is deleted."), _address(session))
    return show_mission(request, row, refused=form)


def show_missions(
    request: HttpRequest,
    session: exams.Session,
    *,
    form: ProposeForm | None = None,
    planning: forms.Form | None = None,
) -> HttpResponse:
    """Show the missions of a session; an act that was refused is told beside its button."""
    zone = exams.zone_of(session)
    listing = listing_of(
        request,
        f"{session.code}-missions",
        COLUMNS,
        queries.mission_rows(session.pk),
        search=("title", "place"),
        display=shown_missions,
    )
    context = {
        "session": session,
        "listing": listing,
        "form": form or ProposeForm(papers=exams.papers_of(session)),
        "planning": planning,
        "planned": jobs.last_of(Work.PLAN, {"session": session.code}),
    }
    page = "office/missions/missions_of_session.html"
    part = f"{page}#listing" if asks_for_part(request) else page
    with timezone.override(zone):
        if is_taken_away(request):
            return take_away(request, listing)
        return render(request, part, context, status=REFUSED if form or planning else 200)


def _propose(request: HttpRequest, form: ProposeForm) -> list[Any]:
    paper = form.papers[form.cleaned_data["paper"]]
    now = timezone.now()
    return services.propose_missions(
        paper=paper,
        scripts=scripts_by_centre(paper, now),
        discipline=form.cleaned_data["discipline"],
        by=actor_of(request),
        at=now,
    )


def _make(request: HttpRequest, session: exams.Session, form: NewMissionForm) -> Any:
    return services.make_mission(
        session=session,
        paper=form.papers.get(form.cleaned_data["paper"]),
        kind=MissionKind(form.cleaned_data["kind"]),
        values=form.values(),
        activities=form.activities(),
        is_outside_meant=form.cleaned_data["is_outside_meant"],
        by=actor_of(request),
        at=timezone.now(),
    )


def _changed_form(request: HttpRequest, mission: queries.Mission) -> ChangedMissionForm:
    if request.method == "POST":
        return ChangedMissionForm(request.POST)
    values = queries.values_of(mission)
    initial = {name: getattr(values, name) for name in MissionForm.base_fields if hasattr(values, name)}
    initial |= {"skills": ", ".join(values.skills), "seen": mission.revision}
    return ChangedMissionForm(initial=initial, hours=hours_initial(queries.activity_values(mission), mission.place_uai))


def _change(request: HttpRequest, mission: queries.Mission, form: ChangedMissionForm) -> None:
    services.change_mission(
        mission_id=mission.pk,
        seen=form.cleaned_data["seen"],
        values=form.values(),
        activities=form.activities(),
        reason=form.cleaned_data["reason"],
        is_outside_meant=form.cleaned_data["is_outside_meant"],
        by=actor_of(request),
        at=timezone.now(),
    )


def _address(session: str) -> str:
    return reverse("office:missions_of_session", args=[session])


def _page(session: str, mission_id: int) -> str:
    return reverse("office:mission", args=[session, mission_id])

"""Missions: those of a session, one with its hours and its list, the pool in its order, and who is not called."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.absences.queries.absence_table import absence_lines
from massicot.absences.rules import absence_table
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.core.tables_out import write_csv, write_xlsx
from massicot.exams import queries as exams
from massicot.expenses.rules.codes import code_of
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from massicot.missions import queries
from massicot.missions.queries import Mission, convocations
from massicot.missions.queries.expected import uncalled_markers
from massicot.missions.queries.mission_table import mission_lines
from massicot.missions.rules import mission_table
from massicot.presence.queries.presence_table import presence_lines
from massicot.presence.rules import presence_table
from massicot.web.office.access import session_or_404
from massicot.web.office.missions.counts import need_for
from massicot.web.office.missions.forms import PersonForm
from massicot.web.office.missions.shown import (
    AGAINST,
    PROPOSED,
    kind_of,
    shown_list,
    shown_missions,
    shown_proposals,
    shown_uncalled,
)
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import TYPES, Filter, ListColumn, listing_of

MISSION_COLUMNS = (
    ListColumn("title", gettext_lazy("Mission")),
    ListColumn("kind", gettext_lazy("What for")),
    ListColumn("place", gettext_lazy("Place")),
    ListColumn("begins_at", gettext_lazy("First day"), text=lambda row: f"{row.begins_at:%Y-%m-%d %H:%M}"),
    ListColumn("asked", gettext_lazy("To call"), is_number=True),
    ListColumn("called", gettext_lazy("On the list"), is_number=True),
    ListColumn("lacking", gettext_lazy("Too few"), is_number=True),
    ListColumn("convened", gettext_lazy("Convened"), is_number=True),
)
LIST_COLUMNS = (
    ListColumn("name", gettext_lazy("Name"), order_by="person__surname"),
    ListColumn("identifier", gettext_lazy("Identifier"), order_by="person__identifier"),
    ListColumn("institution", gettext_lazy("Institution"), order_by=""),
    ListColumn("why", gettext_lazy("Why"), order_by="distance_m"),
    ListColumn("part", gettext_lazy("As"), order_by="is_reserve"),
    ListColumn("state", gettext_lazy("Stands"), order_by="state"),
)
POOL_COLUMNS = (
    ListColumn("rank", gettext_lazy("Rank"), is_number=True),
    ListColumn("name", gettext_lazy("Name")),
    ListColumn("identifier", gettext_lazy("Identifier")),
    ListColumn("institution", gettext_lazy("Institution")),
    ListColumn("discipline", gettext_lazy("Discipline")),
    ListColumn("why", gettext_lazy("Why"), order_by="rank"),
    ListColumn("against", gettext_lazy("What speaks against it")),
)
STANDINGS = (
    (PROPOSED, gettext_lazy("nothing against them")),
    (AGAINST, gettext_lazy("something against them")),
)
WRITERS: Mapping[str, Callable[..., bytes]] = {"csv": write_csv, "xlsx": write_xlsx}


def mission_or_404(_request: HttpRequest, session: str, mission_id: int) -> Mission:
    """Fetch the mission of an address, if it is one of that session."""
    try:
        return queries.mission_by_id(session, mission_id)
    except Refused:
        raise Http404 from None


@require_safe
@require_role(Role.OFFICE)
def missions(request: HttpRequest) -> HttpResponse:
    """Choose the session whose missions are seen; the only one is shown at once."""
    sessions = exams.sessions_at_work()
    if len(sessions) == 1:
        return redirect("office:missions_of_session", sessions[0].code)
    return render(request, "office/missions/missions.html", {"sessions": sessions})


def page_of_missions(request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    """List the missions of a session, with how many are called, lacking, convened."""
    listing = listing_of(
        request,
        f"{session.code}-missions",
        MISSION_COLUMNS,
        queries.mission_rows(session.pk),
        search=("title", "place"),
        display=lambda rows: shown_missions(rows, exams.zone_of(session)),
    )
    return {
        "session": session,
        "listing": listing,
        "planning": None,
        "planned": jobs.last_of(Work.PLAN, {"session": session.code}),
    }


def page_of_mission(request: HttpRequest, mission: Mission, _refused: Forms) -> dict[str, Any]:
    """Show a mission: its hours, how many to call, its list."""
    at = timezone.now()
    listing = listing_of(
        request,
        f"{mission.session.code}-mission-{mission.pk}",
        LIST_COLUMNS,
        queries.list_rows(mission.pk),
        search=("person__surname", "person__first_name", "person__identifier"),
        display=lambda rows: shown_list(mission.session, at, rows),
    )
    main, reserve, convened = queries.count_listed(mission.pk)
    activities = queries.activities_of(mission.pk)
    need = need_for(mission, at)
    return {
        "mission": mission,
        "session": mission.session,
        "zone": exams.zone_of(mission.session),
        "kind": kind_of(mission),
        "place": exams.institution_name(mission.place_uai),
        "activities": activities,
        "for_named": [row for row in activities if row.is_for_named],
        "skills": ", ".join(queries.values_of(mission).skills),
        "pay": code_of(mission.pay_code),
        "listing": listing,
        "called": main + reserve,
        "convened": convened,
        "stale": convocations.count_stale(mission.pk) if convened else 0,
        "lacking": mission.places - main - reserve,
        "need": need,
        "is_other_need": need is not None and (need.markers, need.reserve) != (mission.needed, mission.reserve),
    }


def page_of_new_mission(_request: HttpRequest, session: exams.Session, _refused: Forms) -> dict[str, Any]:
    return {"session": session}


def page_of_change(_request: HttpRequest, mission: Mission, _refused: Forms) -> dict[str, Any]:
    return {"mission": mission, "convened": queries.count_listed(mission.pk)[2]}


def page_of_pool(request: HttpRequest, mission: Mission, _refused: Forms) -> dict[str, Any]:
    """Show the pool in the order in which it is proposed for a mission, each with the reason, or what is against it."""
    rows = shown_proposals(queries.proposals_for(mission, exams.day_of(mission.session, timezone.now())))
    listing = listing_of(
        request,
        f"{mission.session.code}-mission-{mission.pk}-pool",
        POOL_COLUMNS,
        rows,
        search=("name", "identifier", "institution"),
        filters=[Filter("etat", gettext_lazy("Proposed"), STANDINGS, "standing")],
    )
    main, reserve, _ = queries.count_listed(mission.pk)
    return {
        "mission": mission,
        "listing": listing,
        "form": PersonForm(),
        "lacking": mission.places - main - reserve,
        "proposed": sum(row.standing == PROPOSED for row in rows),
    }


def page_of_uncalled(_request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """List who marks without being called, over all sessions at work."""
    return {"people": shown_uncalled(uncalled_markers(timezone.now())), "form": None}


@require_safe
@require_role(Role.OFFICE)
def missions_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of everybody on the lists of a session, in words."""
    lines = mission_table.in_words(mission_lines(session_or_404(session)), gettext)
    return _table(f"{session}-{gettext('people called')}", form, mission_table.COLUMNS, lines)


@require_safe
@require_role(Role.OFFICE)
def came_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of who was expected, and who came, in words."""
    lines = presence_table.in_words(presence_lines(session_or_404(session)), gettext)
    return _table(f"{session}-{gettext('Who came')}", form, presence_table.COLUMNS, lines)


@require_safe
@require_role(Role.OFFICE)
def absences_table(_request: HttpRequest, session: str, form: str) -> HttpResponse:
    """Give the table of the absences of a session, in words."""
    lines = absence_table.in_words(absence_lines(session_or_404(session)), gettext)
    return _table(f"{session}-{gettext('Absences')}", form, absence_table.COLUMNS, lines)


def _table(name: str, form: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    if form not in WRITERS:
        raise Http404
    response = HttpResponse(WRITERS[form](columns, lines), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    return response

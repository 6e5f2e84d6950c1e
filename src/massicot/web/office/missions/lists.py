"""The list of a mission: filled by the rule, corrected by hand; and whom it may call, in their order."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.missions import queries, services
from massicot.missions.queries import Mission, convocations
from massicot.web.office.missions.access import mission_or_404
from massicot.web.office.missions.counts import need_for
from massicot.web.office.missions.forms import ListedForm, NamedForm, PersonForm, SeenMissionForm
from massicot.web.office.missions.shown import AGAINST, PROPOSED, kind_of, shown_list, shown_proposals
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, noted, succeeds
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.refusals import told

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


def show_mission(
    request: HttpRequest, mission: Mission, *, refused: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """Show a mission with its list; an act that was refused is told above."""
    at = timezone.now()
    zone = exams.zone_of(mission.session)
    listing = listing_of(
        request,
        f"{mission.session.code}-mission-{mission.pk}",
        LIST_COLUMNS,
        queries.list_rows(mission.pk),
        search=("person__surname", "person__first_name", "person__identifier"),
        display=lambda rows: shown_list(mission.session, at, rows),
    )
    if is_taken_away(request):
        return take_away(request, listing)
    main, reserve, convened = queries.count_listed(mission.pk)
    activities = queries.activities_of(mission.pk)
    need = need_for(mission, at)
    context = {
        "mission": mission,
        "session": mission.session,
        "kind": kind_of(mission),
        "place": exams.institution_name(mission.place_uai),
        "places": exams.institution_names({row.place_uai for row in activities}),
        "activities": activities,
        "for_named": [row for row in activities if row.is_for_named],
        "skills": ", ".join(queries.values_of(mission).skills),
        "listing": listing,
        "called": main + reserve,
        "convened": convened,
        "stale": convocations.count_stale(mission.pk) if convened else 0,
        "lacking": mission.places - main - reserve,
        "need": need,
        "is_other_need": need is not None and (need.markers, need.reserve) != (mission.needed, mission.reserve),
        "form": refused,
        "deleting": SeenMissionForm(initial={"seen": mission.revision}),
    }
    page = "office/missions/mission.html"
    part = f"{page}#listing" if asks_for_part(request) else page
    with timezone.override(zone):
        return render(request, part, context, status=REFUSED if refused else status)


@require_safe
@require_role(Role.OFFICE)
def mission_pool(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Show the pool in the order in which it is proposed for a mission, each with the reason, or what is against it."""
    return _pool(request, mission_or_404(session, mission_id))


@require_POST
@require_role(Role.OFFICE)
def fill_mission(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Fill the empty places of a mission by the rule."""
    mission = mission_or_404(session, mission_id)
    form = forms.Form(request.POST)
    answers: list[services.Filled] = []
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: answers.append(services.fill_mission(mission_id=mission.pk, by=by, at=at))):
        return show_mission(request, mission, refused=form)
    filled = answers[0]
    count = len(filled.persons)
    sentence = ngettext("{n} person is put on the list.", "{n} persons are put on the list.", count)
    sentence = sentence.format(n=Grouped(count))
    if not filled.lacking:
        return done(request, sentence, _page(mission))
    lacking = ngettext("{n} place stays empty: {why}.", "{n} places stay empty: {why}.", filled.lacking)
    told_why = lacking.format(n=Grouped(filled.lacking), why=told(filled.left_out.phrases))
    return noted(request, f"{sentence} {told_why}", _page(mission))


@require_POST
@require_role(Role.OFFICE)
def put_on_list(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Put a person on the list of a mission by hand."""
    mission = mission_or_404(session, mission_id)
    form = PersonForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(
        form,
        lambda: services.put_on_list(mission_id=mission.pk, person=form.cleaned_data["person"], by=by, at=at),
    ):
        return _pool(request, mission, form=form)
    sentence = gettext("{person} is on the list, pinned.").format(person=form.cleaned_data["person"])
    return done(request, sentence, reverse("office:mission_pool", args=[session, mission_id]))


@require_POST
@require_role(Role.OFFICE)
def take_off_list(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Take a person off the list of a mission."""
    return _listed(request, session, mission_id, services.take_off_list, gettext("Taken off the list."))


@require_POST
@require_role(Role.OFFICE)
def pin_assignment(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Let a person stay when their list is cleared."""
    return _listed(request, session, mission_id, services.pin_assignment, gettext("Pinned: they stay on the list."))


@require_POST
@require_role(Role.OFFICE)
def unpin_assignment(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Let a person go when their list is cleared."""
    sentence = gettext("Pinned no more: they go when the list is cleared.")
    return _listed(request, session, mission_id, services.unpin_assignment, sentence)


@require_POST
@require_role(Role.OFFICE)
def clear_list(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Take all those off a list who are neither pinned nor convened."""
    mission = mission_or_404(session, mission_id)
    form = forms.Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    counts: list[int] = []
    if not succeeds(form, lambda: counts.append(services.clear_list(mission_id=mission.pk, by=by, at=at))):
        return show_mission(request, mission, refused=form)
    sentence = ngettext("{n} person is taken off the list.", "{n} persons are taken off the list.", counts[0])
    return done(request, sentence.format(n=Grouped(counts[0])), _page(mission))


@require_POST
@require_role(Role.OFFICE)
def name_for_activity(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Name a person for an activity that not everybody keeps."""
    return _named(request, session, mission_id, services.name_for_activity, gettext("Named."))


@require_POST
@require_role(Role.OFFICE)
def take_back_name(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Name a person for an activity no more."""
    return _named(request, session, mission_id, services.take_back_name, gettext("Named no more."))


def _pool(request: HttpRequest, mission: Mission, *, form: PersonForm | None = None) -> HttpResponse:
    at = timezone.now()
    rows = shown_proposals(queries.proposals_for(mission, exams.day_of(mission.session, at)))
    listing = listing_of(
        request,
        f"{mission.session.code}-mission-{mission.pk}-pool",
        POOL_COLUMNS,
        rows,
        search=("name", "identifier", "institution"),
        filters=[Filter("etat", gettext_lazy("Proposed"), STANDINGS, "standing")],
    )
    if is_taken_away(request):
        return take_away(request, listing)
    main, reserve, _ = queries.count_listed(mission.pk)
    context = {
        "mission": mission,
        "listing": listing,
        "form": form or PersonForm(),
        "lacking": mission.places - main - reserve,
        "proposed": sum(row.standing == PROPOSED for row in rows),
    }
    page = "office/missions/mission_pool.html"
    part = f"{page}#listing" if asks_for_part(request) else page
    return render(request, part, context, status=REFUSED if form else 200)


def _listed(
    request: HttpRequest, session: str, mission_id: int, act: Callable[..., Any], sentence: str
) -> HttpResponse:
    mission = mission_or_404(session, mission_id)
    form = ListedForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(
        form, lambda: act(mission_id=mission.pk, assignment_id=form.cleaned_data["assignment"], by=by, at=at)
    ):
        return show_mission(request, mission, refused=form)
    return done(request, sentence, _page(mission))


def _named(request: HttpRequest, session: str, mission_id: int, act: Callable[..., Any], sentence: str) -> HttpResponse:
    mission = mission_or_404(session, mission_id)
    form = NamedForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(
        form,
        lambda: act(
            mission_id=mission.pk,
            assignment_id=form.cleaned_data["assignment"],
            activity_id=form.cleaned_data["activity"],
            by=by,
            at=at,
        ),
    ):
        return show_mission(request, mission, refused=form)
    return done(request, sentence, _page(mission))


def _page(mission: Mission) -> str:
    return reverse("office:mission", args=[mission.session.code, mission.pk])

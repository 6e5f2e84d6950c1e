"""The pages of missions with what the office does there: proposed, made, changed, deleted; lists filled by hand."""

from datetime import datetime
from operator import attrgetter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from massicot.core import draws
from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.expenses import queries as money
from massicot.jobs.queries import Job
from massicot.missions import queries, services
from massicot.missions.queries import Mission
from massicot.missions.queries.convocations import Convocation
from massicot.missions.rules import MissionKind
from massicot.web.office.access import paper_or_404, session_or_404
from massicot.web.office.missions.counts import scripts_by_centre
from massicot.web.office.missions.forms import (
    ChangedMissionForm,
    LateCallForm,
    ListedForm,
    MissionForm,
    NamedForm,
    NewMissionForm,
    PersonForm,
    ProposeForm,
    SeenMissionForm,
)
from massicot.web.office.missions.shown import hours_initial
from massicot.web.office.missions.views import (
    mission_or_404,
    page_of_change,
    page_of_mission,
    page_of_missions,
    page_of_new_mission,
    page_of_pool,
    page_of_uncalled,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import ActDone, Page, PageAct, itself, show_page
from massicot.web.shared.letter_addresses import addresses
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import caution, finish, see, succeeds
from massicot.web.shared.pay_codes import tidied
from massicot.web.shared.refusals import translate

_LISTED = {"assignment_id": "assignment"}
_NAMED = {"assignment_id": "assignment", "activity_id": "activity"}
_VALUES = {name: name for name in ("values", "activities", "is_outside_meant")}


def _propose(*, paper: exams.Paper, discipline: str, by: Actor, at: datetime) -> list[Mission]:
    scripts = scripts_by_centre(paper, at)
    pay_code = money.settings_of(paper.session).code_for(MissionKind.MARKING)
    return services.propose_missions(
        paper=paper, scripts=scripts, discipline=discipline, pay_code=pay_code, by=by, at=at
    )


def _proposal_message(outcome: ActDone) -> str:
    count = len(outcome.result)
    return ngettext("{n} mission is proposed.", "{n} missions are proposed.", count).format(n=Grouped(count))


def _clearing_message(outcome: ActDone) -> str:
    sentence = ngettext("{n} person is taken off the list.", "{n} persons are taken off the list.", outcome.result)
    return sentence.format(n=Grouped(outcome.result))


def _papers(session: exams.Session) -> dict[str, Any]:
    return {"papers": exams.papers_of(session)}


def _of_session(session: exams.Session) -> dict[str, Any]:
    return {**_papers(session), "proposed": money.settings_of(session).codes}


def _initial_values(mission: Mission) -> dict[str, Any]:
    """Begin with a mission as it stands."""
    values = queries.values_of(mission)
    initial = {name: getattr(values, name) for name in MissionForm.base_fields if hasattr(values, name)}
    initial |= {"skills": ", ".join(values.skills), "seen": mission.revision}
    initial["pay_code"] = tidied(values.pay_code)
    return {"initial": initial, "hours": hours_initial(queries.activity_values(mission), mission.place_uai)}


MISSIONS = Page(
    name="missions_of_session",
    path="<str:session>/missions/",
    role=Role.OFFICE,
    find=lambda _request, session: session_or_404(session),
    names={},
    template_name="office/missions/missions_of_session.html",
    context=page_of_missions,
    acts=(
        PageAct(
            name="propose_missions",
            path="proposer/",
            form_class=ProposeForm,
            form_name="propose_form",
            form_kwargs=_papers,
            fields={"paper": "chosen_paper", "discipline": "discipline"},
            service=_propose,
            success_message=_proposal_message,
        ),
    ),
)
NEW_MISSION = Page(
    name="new_mission",
    path="<str:session>/missions/nouvelle/",
    role=Role.OFFICE,
    find=lambda _request, session: session_or_404(session),
    names={"session": itself},
    template_name="office/missions/new_mission.html",
    context=page_of_new_mission,
    acts=(
        PageAct(
            name="new_mission",
            path="",
            form_class=NewMissionForm,
            form_name="form",
            form_kwargs=_of_session,
            fields={"paper": "chosen_paper", "kind": "kind", **_VALUES},
            service=services.make_mission,
            success_message=gettext_lazy("The mission is made."),
            success_url=lambda outcome: reverse("office:mission", args=[outcome.found.code, outcome.result.pk]),
        ),
    ),
)
MISSION = Page(
    name="mission",
    path="<str:session>/missions/<row:mission_id>/",
    role=Role.OFFICE,
    find=mission_or_404,
    names={"mission_id": attrgetter("pk")},
    template_name="office/missions/mission.html",
    context=page_of_mission,
    acts=(
        PageAct(
            name="delete_mission",
            path="supprimer/",
            form_class=SeenMissionForm,
            service=services.delete_mission,
            success_message=gettext_lazy("The mission is deleted."),
            success_url=lambda outcome: reverse("office:missions_of_session", args=[outcome.found.session.code]),
        ),
        PageAct(
            name="clear_list",
            path="vider/",
            service=services.clear_list,
            success_message=_clearing_message,
        ),
        PageAct(
            name="take_off_list",
            path="retirer/",
            form_class=ListedForm,
            fields=_LISTED,
            service=services.take_off_list,
            success_message=gettext_lazy("Taken off the list."),
        ),
        PageAct(
            name="pin_assignment",
            path="epingler/",
            form_class=ListedForm,
            fields=_LISTED,
            service=services.pin_assignment,
            success_message=gettext_lazy("Pinned: they stay on the list."),
        ),
        PageAct(
            name="unpin_assignment",
            path="desepingler/",
            form_class=ListedForm,
            fields=_LISTED,
            service=services.unpin_assignment,
            success_message=gettext_lazy("Pinned no more: they go when the list is cleared."),
        ),
        PageAct(
            name="name_for_activity",
            path="nommer/",
            form_class=NamedForm,
            fields=_NAMED,
            service=services.name_for_activity,
            success_message=gettext_lazy("Named."),
        ),
        PageAct(
            name="take_back_name",
            path="denommer/",
            form_class=NamedForm,
            fields=_NAMED,
            service=services.take_back_name,
            success_message=gettext_lazy("Named no more."),
        ),
    ),
)
CHANGED_MISSION = Page(
    name="change_mission",
    path="<str:session>/missions/<row:mission_id>/modifier/",
    role=Role.OFFICE,
    find=mission_or_404,
    names={"mission_id": attrgetter("pk")},
    template_name="office/missions/change_mission.html",
    context=page_of_change,
    acts=(
        PageAct(
            name="change_mission",
            path="",
            form_class=ChangedMissionForm,
            form_name="form",
            form_kwargs=_initial_values,
            fields={"seen": "seen", "reason": "reason", **_VALUES},
            service=services.change_mission,
            success_message=gettext_lazy("The mission is changed."),
            success_url=lambda outcome: _address(outcome.found),
        ),
    ),
)
POOL = Page(
    name="mission_pool",
    path="<str:session>/missions/<row:mission_id>/vivier/",
    role=Role.OFFICE,
    find=mission_or_404,
    names={},
    template_name="office/missions/mission_pool.html",
    context=page_of_pool,
)
UNCALLED = Page(
    name="uncalled",
    path="missions/sans-convocation/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/missions/uncalled.html",
    context=page_of_uncalled,
)


@require_POST
@require_role(Role.OFFICE)
def plan_missions(request: HttpRequest, session: str) -> HttpResponse:
    """Have the lists of all missions to come of a session planned, watched as any long work."""
    exam_session = session_or_404(session)
    form = forms.Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    asked: list[Job] = []
    if not succeeds(form, lambda: asked.append(services.ask_plan(session=exam_session, by=by, at=at))):
        return show_page(request, MISSIONS, exam_session, {"planning": form})
    return see(reverse("office:job", args=[asked[0].pk]))


@require_POST
@require_role(Role.OFFICE)
def fill_mission(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Fill the empty places of a mission by the rule; what stays empty is told with the reason."""
    mission = mission_or_404(request, session, mission_id)
    form = forms.Form(request.POST)
    answers: list[services.Filled] = []
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: answers.append(services.fill_mission(mission_id=mission.pk, by=by, at=at))):
        return show_page(request, MISSION, mission, {"pressed": form})
    filled = answers[0]
    count = len(filled.persons)
    sentence = ngettext("{n} person is put on the list.", "{n} persons are put on the list.", count)
    sentence = sentence.format(n=Grouped(count))
    if not filled.lacking:
        return finish(request, sentence, _address(mission))
    lacking = ngettext("{n} place stays empty: {why}.", "{n} places stay empty: {why}.", filled.lacking)
    told_why = lacking.format(n=Grouped(filled.lacking), why=translate(filled.left_out.phrases))
    return caution(request, f"{sentence} {told_why}", _address(mission))


@require_POST
@require_role(Role.OFFICE)
def put_on_list(request: HttpRequest, session: str, mission_id: int) -> HttpResponse:
    """Put a person on the list of a mission by hand: the page of the pool asks for it."""
    mission = mission_or_404(request, session, mission_id)
    form = PersonForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(
        form,
        lambda: services.put_on_list(mission_id=mission.pk, person=form.cleaned_data["person"], by=by, at=at),
    ):
        return show_page(request, POOL, mission, {"form": form})
    sentence = gettext("{person} is on the list, pinned.").format(person=form.cleaned_data["person"])
    return finish(request, sentence, reverse("office:mission_pool", args=[session, mission_id]))


@require_POST
@require_role(Role.OFFICE)
def convene_late(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """Convene somebody who marks without being called, by a letter that says that it regularises."""
    exam_paper = paper_or_404(session, paper)
    form = LateCallForm(request.POST)
    letters: list[Convocation] = []
    if not succeeds(form, lambda: letters.append(_convene(request, exam_paper, form))):
        return show_page(request, UNCALLED, None, {"form": form})
    sentence = gettext("The convocation {code} is drawn up, with the date of today: the person is convened.")
    return finish(request, sentence.format(code=letters[0].code), reverse("office:uncalled"))


def _convene(request: HttpRequest, paper: exams.Paper, form: LateCallForm) -> Convocation:
    return services.convene_late(
        paper=paper,
        centre_uai=form.cleaned_data["centre"],
        person=form.cleaned_data["person"],
        addresses=addresses(),
        draw=draws.from_system(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _address(mission: Mission) -> str:
    return reverse("office:mission", args=[mission.session.code, mission.pk])

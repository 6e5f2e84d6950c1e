"""The pages of a head of institution on which something is done, and what is done there."""

from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from massicot.absences import services as absence_acts
from massicot.absences.rules import Who
from massicot.core.actor import Actor, Role
from massicot.markers import services as marker_acts
from massicot.missions import services as mission_acts
from massicot.missions.queries.convocations import Convocation
from massicot.persons import services as person_acts
from massicot.presence import services as presence_acts
from massicot.replacements import services as replacement_acts
from massicot.web.school import absences, convened, substitutes, urgent, views
from massicot.web.school.access import (
    list_or_404,
    member_or_404,
    own_letter_or_404,
    own_school_or_404,
    own_schools,
    unavailability_or_404,
)
from massicot.web.shared.absence import AbsenceForm
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.away import AnnounceForm, WithdrawAbsenceForm
from massicot.web.shared.numbers import Grouped

_CODE = {"code": attrgetter("code")}
_ABSENCE = {"absence_id": attrgetter("pk")}


def _halves_left(letter: Convocation) -> dict[str, Any]:
    return {"halves": absences.halves_left(letter)}


def _telling_message(done: ActDone) -> str:
    sentence = ngettext("{n} person is noted as told.", "{n} persons are noted as told.", done.result)
    return sentence.format(n=Grouped(done.result))


HOME = Page(
    name="home",
    path="",
    role=Role.SCHOOL,
    find=own_schools,
    names={},
    template_name="school/home.html",
    context=views.page_of_home,
    acts=(
        PageAct(
            name="hand_over",
            path="<str:uai>/convoques/<str:code>/remise/",
            find=urgent.letter_or_404,
            names={"codes": lambda letter: [letter.code]},
            form_name="form",
            service=mission_acts.tell_convocation,
            success_message=gettext_lazy(
                "Handed over: the exam office sees it. If it is not, take that back among your staff who are convened."
            ),
        ),
        PageAct(
            name="take_back_told",
            path="<str:uai>/convoques/<str:code>/pas-remise/",
            find=urgent.letter_or_404,
            names=_CODE,
            form_name="form",
            service=mission_acts.take_back_told,
            success_message=gettext_lazy("It is taken back: the convocation is to be handed over again."),
            success_url=lambda done: reverse("school:convened", args=[done.found.institution_uai]),
        ),
    ),
)

CONVENED = Page(
    name="convened",
    path="<str:uai>/convoques/",
    role=Role.SCHOOL,
    find=own_school_or_404,
    names={},
    template_name="school/convened.html",
    context=convened.page_of_convened,
    acts=(
        PageAct(
            name="convened",
            path="",
            form_class=convened.ToldForm,
            form_name="form",
            form_kwargs=lambda uai: {"codes": convened.codes_waiting(uai)},
            service=mission_acts.tell_convocation,
            success_message=_telling_message,
        ),
    ),
)

ABSENCES = Page(
    name="absences",
    path="<str:uai>/convoques/<str:code>/absences/",
    role=Role.SCHOOL,
    find=own_letter_or_404,
    names={"assignment_id": attrgetter("assignment_id")},
    template_name="school/absences.html",
    context=absences.page_of_absences,
    acts=(
        PageAct(
            name="absences",
            path="",
            form_class=AnnounceForm,
            form_name="form",
            form_kwargs=_halves_left,
            names={"assignment_id": absences.assignment_called},
            fields={"halves": "ticked", "said": "said"},
            service=partial(presence_acts.announce_absence, way=Who.HEAD),
            success_message=gettext_lazy("The exam office knows it: the convocation holds until it answers."),
        ),
        PageAct(
            name="confirm_absence",
            path="<row:absence_id>/confirmer/",
            find=absences.absence_or_404,
            names=_ABSENCE,
            service=absence_acts.confirm_absence,
            success_message=gettext_lazy("The absence is confirmed: the exam office answers it."),
        ),
        PageAct(
            name="unconfirm_absence",
            path="<row:absence_id>/pas-confirmee/",
            find=absences.absence_or_404,
            names=_ABSENCE,
            service=absence_acts.unconfirm_absence,
            success_message=gettext_lazy("Your confirmation is taken back: the exam office sees it."),
        ),
        PageAct(
            name="withdraw_absence",
            path="<row:absence_id>/retirer/",
            find=absences.absence_or_404,
            names=_ABSENCE,
            form_class=WithdrawAbsenceForm,
            form_kwargs=lambda absence: {"auto_id": f"withdraw_{absence.pk}_%s"},
            service=partial(replacement_acts.withdraw_absence, who=Who.HEAD),
            success_message=gettext_lazy("The absence is withdrawn: the person is expected."),
        ),
    ),
)


def _take_back_offer(*, known: substitutes.Unreplaced, offer: int, by: Actor, at: datetime) -> None:
    """Take an offer back of somebody for one of those who are absent here; another one is not there."""
    if offer not in known.offered_ids:
        raise Http404
    replacement_acts.take_back_reply(replacement_id=offer, by=by, at=at)


SUBSTITUTES = Page(
    name="substitutes",
    path="<str:uai>/remplacants/",
    role=Role.SCHOOL,
    find=substitutes.unreplaced_or_404,
    names={},
    template_name="school/substitutes.html",
    context=substitutes.page_of_substitutes,
    acts=(
        PageAct(
            name="substitutes",
            path="",
            form_class=substitutes.OfferForm,
            form_name="form",
            form_kwargs=lambda known: {"absent": known.absent, "staff": known.staff},
            fields={"absent_id": "absent", "person": "person"},
            service=replacement_acts.offer_substitute,
            success_message=gettext_lazy("Offered: the exam office calls them, or you."),
        ),
        PageAct(
            name="take_back_offer",
            path="retirer/",
            form_class=substitutes.OfferBackForm,
            names={"known": itself},
            service=_take_back_offer,
            success_message=gettext_lazy("The offer is taken back."),
        ),
    ),
)

STAFF = Page(
    name="staff",
    path="<str:uai>/<str:session>/",
    role=Role.SCHOOL,
    find=list_or_404,
    names={"session": attrgetter("session"), "uai": attrgetter("uai"), "day": attrgetter("day")},
    template_name="school/staff.html",
    context=views.page_of_staff,
    acts=(
        PageAct(
            name="confirm_staff",
            path="confirmer/",
            form_class=views.StaffSeenForm,
            form_name="form",
            service=marker_acts.confirm_staff,
            success_message=gettext_lazy("The list is confirmed."),
        ),
    ),
)

TEACHER = Page(
    name="teacher",
    path="<str:uai>/<str:session>/<row:person_id>/",
    role=Role.SCHOOL,
    find=member_or_404,
    names={"person": lambda member: member.row.person},
    template_name="school/teacher.html",
    context=views.page_of_teacher,
    acts=(
        PageAct(
            name="declare_days",
            path="indisponible/",
            form_class=AbsenceForm,
            form_name="form",
            service=person_acts.declare_unavailability,
            success_message=gettext_lazy("These days are declared."),
        ),
        PageAct(
            name="take_back_days",
            path="indisponible/<row:absence_id>/retirer/",
            find=unavailability_or_404,
            names={"unavailability": itself},
            service=person_acts.take_back_unavailability,
            success_message=gettext_lazy("These days are taken back: the person can be called on them."),
        ),
    ),
)

"""What a marker does about their own details, their letters and their absences, each on the page that it concerns."""

from functools import partial
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from massicot.absences import services as absence_acts
from massicot.absences.rules import Who
from massicot.core.actor import Role
from massicot.missions import services as mission_acts
from massicot.missions.queries.convocations import Convocation
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.presence import services as presence_acts
from massicot.replacements import services as replacement_acts
from massicot.web.marker.absences import halves_left, own_absence_or_404
from massicot.web.marker.access import own_letter_or_404, own_person_or_404
from massicot.web.marker.forms import AskAddressForm, KeptAddressForm, OwnTelephoneForm
from massicot.web.marker.views import page_of_details, page_of_mission
from massicot.web.shared.acts import Page, PageAct, itself
from massicot.web.shared.away import AnnounceForm, ExplainForm, HandInForm, WithdrawAbsenceForm


def _seen_address(person: Person) -> dict[str, Any]:
    return {"initial": {"seen": person.asked_email}}


def _halves_left(letter: Convocation) -> dict[str, Any]:
    return {"halves": halves_left(letter, timezone.now())}


OWN_DETAILS = Page(
    name="own_details",
    path="coordonnees/",
    role=Role.MARKER,
    find=own_person_or_404,
    names={"person": itself},
    template_name="marker/own_details.html",
    context=page_of_details,
    acts=(
        PageAct(
            name="own_details",
            path="",
            form_class=OwnTelephoneForm,
            form_name="form",
            form_kwargs=lambda person: {"initial": {"telephone": person.telephone, "seen": person.telephone}},
            service=person_acts.change_telephone,
            success_message=gettext_lazy("Your telephone is noted."),
        ),
        PageAct(
            name="ask_address",
            path="adresse/",
            form_class=AskAddressForm,
            form_name="address_form",
            service=person_acts.ask_address,
            success_message=gettext_lazy("The exam office is asked: it changes your address, or tells you why not."),
        ),
        PageAct(
            name="take_back_asked_address",
            path="adresse/garder/",
            form_class=KeptAddressForm,
            form_name="kept_form",
            form_kwargs=_seen_address,
            service=person_acts.take_back_asked_address,
            success_message=gettext_lazy("Your address stays as it is."),
        ),
    ),
)

_ABSENCE = {"absence_id": attrgetter("pk")}

MISSION = Page(
    name="mission",
    path="missions/<str:code>/",
    role=Role.MARKER,
    find=own_letter_or_404,
    names={"code": attrgetter("code")},
    template_name="marker/mission.html",
    context=page_of_mission,
    acts=(
        PageAct(
            name="acknowledge",
            path="accuse/",
            service=mission_acts.acknowledge_convocation,
            success_message=gettext_lazy("Thank you: the exam office knows that you know."),
            success_url=lambda _done: reverse("marker:home"),
        ),
        PageAct(
            name="cannot_come",
            path="empechement/",
            form_class=AnnounceForm,
            form_name="form",
            form_kwargs=_halves_left,
            fields={"halves": "ticked", "said": "said"},
            names={"assignment_id": attrgetter("assignment_id")},
            service=partial(presence_acts.announce_absence, way=Who.PERSON),
            success_message=gettext_lazy(
                "The exam office knows it, and answers you: until then the convocation holds."
            ),
        ),
        PageAct(
            name="take_back_absence",
            path="empechement/<row:absence_id>/retirer/",
            find=own_absence_or_404,
            names=_ABSENCE,
            form_class=WithdrawAbsenceForm,
            form_name="typed",
            form_kwargs=lambda absence: {"auto_id": f"withdraw_{absence.pk}_%s"},
            service=partial(replacement_acts.withdraw_absence, who=Who.PERSON),
            success_message=gettext_lazy("It is withdrawn: you are expected."),
        ),
        PageAct(
            name="explain_absence",
            path="empechement/<row:absence_id>/expliquer/",
            find=own_absence_or_404,
            names=_ABSENCE,
            form_class=ExplainForm,
            form_name="typed",
            form_kwargs=lambda absence: {"auto_id": f"explain_{absence.pk}_%s"},
            fields={"said": "said"},
            service=partial(absence_acts.explain_absence, who=Who.PERSON),
            success_message=gettext_lazy("The exam office reads it, and answers you."),
        ),
        PageAct(
            name="hand_in_document",
            path="empechement/<row:absence_id>/document/",
            find=own_absence_or_404,
            names=_ABSENCE,
            form_class=HandInForm,
            form_name="typed",
            form_kwargs=lambda absence: {"auto_id": f"document_{absence.pk}_%s"},
            service=partial(absence_acts.hand_in_document, who=Who.PERSON),
            success_message=gettext_lazy("The document is handed in: you and the exam office alone can open it."),
        ),
    ),
)

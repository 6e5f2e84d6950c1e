"""The pages of the pool, of one person and of one who is entered, with what the office does there."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.missions import services as mission_acts
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.web.office.persons import forms
from massicot.web.office.persons.views import (
    page_of_entering,
    page_of_person,
    page_of_pool,
    person_or_404,
    unavailability_or_404,
)
from massicot.web.shared.absence import AbsenceForm
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.letter_addresses import link_address

_TODAY = {"person": itself, "today": lambda _person: timezone.localdate()}


def _at_work(_person: Person) -> dict[str, Any]:
    return {"sessions": exams.sessions_at_work()}


def _entry_message(outcome: ActDone) -> str:
    sentence = gettext("{name} is entered, and in the pool of {session}.")
    return sentence.format(name=outcome.form.name, session=outcome.form.cleaned_data["session"])


POOL = Page(
    name="all_persons",
    path="vivier/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/persons/all_persons.html",
    context=page_of_pool,
)
ENTERING = Page(
    name="enter_person",
    path="vivier/nouvelle/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/persons/enter_person.html",
    context=page_of_entering,
    acts=(
        PageAct(
            name="enter_person",
            path="",
            form_class=forms.EnterForm,
            form_name="form",
            form_kwargs=_at_work,
            fields={"draft": "draft", "situation": "situation", "place": "place", "skills": "typed_skills"},
            service=marker_acts.enter_person,
            success_message=_entry_message,
            success_url=lambda outcome: reverse("office:person_file", args=[outcome.result.pk]),
        ),
    ),
)
PERSON = Page(
    name="person_file",
    path="vivier/<row:person_id>/",
    role=Role.OFFICE,
    find=person_or_404,
    names={"person": itself},
    template_name="office/persons/person_file.html",
    context=page_of_person,
    acts=(
        PageAct(
            name="correct_name",
            path="nom/",
            form_class=forms.NameForm,
            form_name="name_form",
            fields={"seen": "seen", "name": "name", "reason": "reason"},
            service=person_acts.correct_name,
            success_message=gettext_lazy("The name is corrected, in every session; a table may bring it from now on."),
        ),
        PageAct(
            name="move_address",
            path="courriel/",
            form_class=forms.AddressForm,
            form_name="address_form",
            fields={"seen": "seen", "to": "email"},
            service=marker_acts.move_address,
            success_message=gettext_lazy(
                "The address is changed; a letter tells so to the old one and to the new one."
            ),
        ),
        PageAct(
            name="refuse_asked_address",
            path="courriel/garder/",
            form_class=forms.AskedForm,
            form_name="asked_form",
            service=person_acts.refuse_asked_address,
            success_message=gettext_lazy("The address stays; a letter tells the person why."),
        ),
        PageAct(
            name="change_telephone",
            path="telephone/",
            form_class=forms.CallForm,
            form_name="call_form",
            service=person_acts.change_telephone,
            success_message=gettext_lazy("The telephone is changed."),
        ),
        PageAct(
            name="add_skills",
            path="competences/",
            form_class=forms.SkillsForm,
            form_name="skills_form",
            service=person_acts.add_skills,
            success_message=gettext_lazy(
                "The skills are written down: missions that ask for them call this person first."
            ),
        ),
        PageAct(
            name="end_skill",
            path="competences/retirer/",
            form_class=forms.SkillForm,
            form_name="refused_form",
            service=person_acts.end_skill,
            success_message=gettext_lazy("The skill is ended; lists that were filled stay as they are."),
        ),
        PageAct(
            name="change_situation",
            path="situation/",
            form_class=forms.SituationForm,
            form_name="situation_form",
            fields={"since": "since", "situation": "situation"},
            names=_TODAY,
            service=batch_acts.change_situation,
            success_message=gettext_lazy("The situation is written down."),
        ),
        PageAct(
            name="take_back_situation",
            path="situation/retirer/",
            form_class=forms.SituationBackForm,
            form_name="refused_form",
            names=_TODAY,
            service=batch_acts.take_back_situation,
            success_message=gettext_lazy("The situation is taken away: the one before holds on its days."),
        ),
        PageAct(
            name="set_aside_person",
            path="ecarter/",
            form_class=forms.WhyForm,
            form_name="aside_form",
            service=person_acts.set_person_aside,
            success_message=gettext_lazy("This person is set aside: nobody proposes them any more."),
        ),
        PageAct(
            name="bring_back_person",
            path="reprendre/",
            form_name="refused_form",
            service=person_acts.bring_person_back,
            success_message=gettext_lazy("This person may be proposed again."),
        ),
        PageAct(
            name="declare_absence",
            path="indisponible/",
            form_class=AbsenceForm,
            form_name="absence_form",
            service=person_acts.declare_unavailability,
            success_message=gettext_lazy("These days are declared."),
        ),
        PageAct(
            name="take_back_absence",
            path="indisponible/<row:absence_id>/retirer/",
            form_name="refused_form",
            find=unavailability_or_404,
            names={"unavailability": itself},
            service=person_acts.take_back_unavailability,
            success_message=gettext_lazy("These days are taken back: the person can be called on them."),
        ),
        PageAct(
            name="give_access",
            path="compte/",
            form_class=forms.PoolSessionForm,
            form_name="access_form",
            form_kwargs=_at_work,
            names={"person": itself, "link_address": lambda _person: link_address},
            service=marker_acts.give_access,
            success_message=gettext_lazy("Access is given; whoever has not come in yet gets a letter with a link."),
        ),
        PageAct(
            name="tie_access",
            path="compte/reconnu/",
            form_class=forms.PoolSessionForm,
            form_name="tie_form",
            form_kwargs=_at_work,
            service=marker_acts.tie_access,
            success_message=gettext_lazy("The account is this person's."),
        ),
        PageAct(
            name="untie_account",
            path="compte/autre/",
            form_class=forms.WhyForm,
            form_name="untie_form",
            service=person_acts.untie_account,
            success_message=gettext_lazy("The account is nobody's of the pool any more; its roles stay."),
        ),
        PageAct(
            name="put_into_pool",
            path="sessions/",
            form_class=forms.PoolForm,
            form_name="pool_form",
            form_kwargs=_at_work,
            fields={"place": "place"},
            service=marker_acts.put_into_pool,
            success_message=gettext_lazy("This person is in the pool of the session."),
        ),
        PageAct(
            name="take_out_of_pool",
            path="sessions/retirer/",
            form_class=forms.LeftPoolForm,
            form_name="refused_form",
            fields={"session": "left_session"},
            service=mission_acts.take_out_of_pool,
            success_message=gettext_lazy(
                "This person is out of the pool of the session; an access stays until its role is withdrawn."
            ),
        ),
        PageAct(
            name="say_double",
            path="double/",
            form_class=forms.DoubleForm,
            form_name="double_form",
            service=mission_acts.say_double,
            success_message=gettext_lazy("This person is set aside as a double: nobody proposes them any more."),
        ),
    ),
)

"""The registers of a centre, and what its desk says there of those who came."""

from operator import attrgetter
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.core.actor import Role
from massicot.presence import services
from massicot.web.markingcentre.presence import forms
from massicot.web.markingcentre.presence.access import RegisterHalf, day_or_404, half_or_404, place_or_404
from massicot.web.markingcentre.presence.shown import TITLES
from massicot.web.markingcentre.presence.views import (
    half_sheet,
    hours_choices,
    page_of_day,
    page_of_half,
    page_of_registers,
)
from massicot.web.shared.acts import ActDone, Page, PageAct

_PLACE = {"session": attrgetter("place.session"), "place_uai": attrgetter("place.uai")}

REGISTERS = Page(
    name="registers",
    path="<str:uai>/<str:session>/presence/",
    role=Role.MARKING_CENTRE,
    find=place_or_404,
    names={},
    template_name="markingcentre/registers.html",
    context=page_of_registers,
)

DAY_REGISTER = Page(
    name="day_register",
    path=f"{REGISTERS.path}<str:day>/",
    role=Role.MARKING_CENTRE,
    find=day_or_404,
    names={**_PLACE, "day": attrgetter("day")},
    template_name="markingcentre/day_register.html",
    context=page_of_day,
    acts=(
        PageAct(
            name="send_register",
            path="transmettre/",
            form_class=forms.SendRegisterForm,
            form_name="form",
            service=services.send_register,
            success_message=gettext_lazy("The register is at the exam office."),
            success_url=lambda done: done.found.place.address("registers"),
        ),
    ),
)


def _people(here: RegisterHalf) -> dict[str, Any]:
    return {"people": hours_choices(half_sheet(here))}


def _pool(here: RegisterHalf) -> dict[str, Any]:
    return {"session": here.place.session, "day": here.day}


def _told_read(done: ActDone) -> str:
    person, is_double = done.result
    sentence = gettext("{person} was present already.") if is_double else gettext("{person} is present.")
    return sentence.format(person=f"{person.surname} {person.first_name}")


def _told_added(done: ActDone) -> str:
    sentence = gettext("{person} is on the list, as somebody who came without being called.")
    return sentence.format(person=f"{done.form.person.surname} {done.form.person.first_name}")


def _told_confirmed(done: ActDone) -> str:
    count = done.form.cleaned_data["signatures"]
    sentence = ngettext("{half}: keyed, {n} signature.", "{half}: keyed, {n} signatures.", count)
    return sentence.format(half=TITLES[done.found.half], n=count)


def _day_of(done: ActDone) -> str:
    address: str = done.found.place.address("day_register", done.found.day.isoformat())
    return address


def _line(done: ActDone, person_id: int) -> str:
    return f"{done.found.address('half_register')}#line-{person_id}"


HALF_REGISTER = Page(
    name="half_register",
    path=f"{DAY_REGISTER.path}<str:half>/",
    role=Role.MARKING_CENTRE,
    find=half_or_404,
    names={**DAY_REGISTER.names, "half": attrgetter("half")},
    template_name="markingcentre/half_register.html",
    context=page_of_half,
    acts=(
        PageAct(
            name="key_presence",
            path="ligne/",
            form_class=forms.PresenceForm,
            form_name="presence",
            fields={"person_id": "person", "seen": "seen", "word": "word"},
            service=services.key_presence,
            success_message="",
            success_url=lambda done: _line(done, done.form.cleaned_data["person"]),
        ),
        PageAct(
            name="read_letter",
            path="lettre/",
            form_class=forms.LetterReadForm,
            form_name="letter",
            fields={"code": "of_letter"},
            service=services.read_letter,
            success_message=_told_read,
        ),
        PageAct(
            name="add_uncalled",
            path="sans-convocation/",
            form_class=forms.UncalledForm,
            form_name="uncalled",
            form_kwargs=_pool,
            fields={"person": "person"},
            service=services.add_uncalled,
            success_message=_told_added,
            success_url=lambda done: _line(done, done.form.person.pk),
        ),
        PageAct(
            name="note_hours",
            path="heures/",
            form_class=forms.PresenceHoursForm,
            form_name="hours",
            form_kwargs=_people,
            fields={"person_id": "person", "arrived_at": "arrived_at", "left_at": "left_at"},
            service=services.note_presence_hours,
            success_message=gettext_lazy("The hours are noted."),
            success_url=lambda done: _line(done, done.form.cleaned_data["person"]),
        ),
        PageAct(
            name="confirm_half",
            path="confirmer/",
            form_class=forms.SignaturesForm,
            form_name="signatures",
            fields={"others": "said"},
            service=services.confirm_half_day,
            success_message=_told_confirmed,
            success_url=_day_of,
        ),
        PageAct(
            name="take_back_half",
            path="reprendre/",
            form_class=forms.RegisterReasonForm,
            form_name="taking_back",
            service=services.take_back_half_day,
            success_message=gettext_lazy("The confirmation is taken back: all the others are to be keyed again."),
        ),
    ),
)

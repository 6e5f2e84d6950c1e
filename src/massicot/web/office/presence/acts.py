"""The pages of registers with what the office does there: opened again, asked for, their remarks seen."""

from operator import attrgetter

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from massicot.core.actor import Role
from massicot.presence import services
from massicot.presence.rules.sending import RegisterState
from massicot.web.office.presence.views import (
    page_of_register,
    page_of_registers,
    register_or_404,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Page, PageAct, show_page
from massicot.web.shared.fields import ReasonField
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.outcome import caution, finish, succeeds


class ReopenForm(forms.Form):
    """Why the register of a day is opened again; its centre reads it."""

    reason = ReasonField()


REGISTERS = Page(
    name="registers",
    path="presences/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/presence/registers.html",
    context=page_of_registers,
)
REGISTER = Page(
    name="register",
    path="<str:session>/presences/<str:uai>/<str:day>/",
    role=Role.OFFICE,
    find=register_or_404,
    names={"session": attrgetter("session"), "place_uai": attrgetter("uai"), "day": attrgetter("day")},
    template_name="office/presence/register.html",
    context=page_of_register,
    acts=(
        PageAct(
            name="see_remark",
            path="remarque/",
            service=services.see_remark,
            success_message=gettext_lazy("Noted: the home page asks for it no more."),
        ),
        PageAct(
            name="reopen_register",
            path="rouvrir/",
            form_class=ReopenForm,
            form_name="reopening",
            service=services.reopen_register,
            success_message=gettext_lazy("The register is open: its centre sends it anew."),
        ),
    ),
)


@require_POST
@require_role(Role.OFFICE)
def remind_registers(request: HttpRequest) -> HttpResponse:
    """Remind every centre of the registers that it has not sent."""
    now = timezone.now()
    asked = services.remind_of_registers(by=actor_of(request), at=now)
    address = reverse("office:registers", query={"etat": RegisterState.AWAITED})
    if not asked.registers:
        return caution(request, gettext("Every centre was reminded a short while ago, or nothing lacks."), address)
    sentence = ngettext("{n} register is asked for", "{n} registers are asked for", asked.registers)
    mails = ngettext("{n} mail leaves.", "{n} mails leave.", asked.mails).format(n=Grouped(asked.mails))
    return finish(request, f"{sentence.format(n=Grouped(asked.registers))} ; {mails}", address)


@require_POST
@require_role(Role.OFFICE)
def remind_register(request: HttpRequest, session: str, uai: str, day: str) -> HttpResponse:
    """Remind a centre of the register of one day."""
    register = register_or_404(request, session, uai, day)
    form = forms.Form(request.POST)
    mails: list[int] = []

    def act() -> None:
        mails.append(
            services.remind_of_register(
                session=register.session, place_uai=uai, day=register.day, by=actor_of(request), at=timezone.now()
            )
        )

    if not succeeds(form, act):
        return show_page(request, REGISTER, register, {"pressed": form})
    address = reverse("office:register", args=[session, uai, day])
    if not mails[0]:
        return caution(request, gettext("Nobody heads this place, and it has no address: call it."), address)
    sentence = ngettext("{n} mail leaves.", "{n} mails leave.", mails[0]).format(n=Grouped(mails[0]))
    return finish(request, sentence, address)

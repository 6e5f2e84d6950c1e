"""A script that is set aside, and one that was: what the desk writes down of it."""

from operator import attrgetter

from django.utils.translation import gettext, gettext_lazy

from massicot.core.actor import Role
from massicot.setasides import services
from massicot.web.markingcentre.access import PAPER, address_of, marked_paper_or_404
from massicot.web.markingcentre.set_asides.forms import PlaceForm, SetAsideForm
from massicot.web.markingcentre.set_asides.views import page_of_new_slip, page_of_slip, slip_or_404
from massicot.web.shared.acts import Page, PageAct
from massicot.web.shared.set_asides import SettleForm

NEW_SET_ASIDE = Page(
    name="new_set_aside",
    path=f"{PAPER}mises-a-l-ecart/nouvelle/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={"paper": attrgetter("paper"), "centre_uai": attrgetter("uai")},
    template_name="markingcentre/new_set_aside.html",
    context=page_of_new_slip,
    acts=(
        PageAct(
            name="new_set_aside",
            path="",
            form_class=SetAsideForm,
            form_name="form",
            fields={"oddment": "oddment"},
            service=services.set_aside,
            success_message=lambda done: gettext(
                "The script is set aside under {code}: print its slip and lay it on the script."
            ).format(code=done.result.code),
            success_url=lambda done: address_of(done.found, "set_aside", done.result.code),
        ),
    ),
)

SET_ASIDE = Page(
    name="set_aside",
    path=f"{PAPER}mises-a-l-ecart/<str:code>/",
    role=Role.MARKING_CENTRE,
    find=slip_or_404,
    names={"code": attrgetter("row.code")},
    template_name="markingcentre/set_aside.html",
    context=page_of_slip,
    acts=(
        PageAct(
            name="move_set_aside",
            path="place/",
            form_class=PlaceForm,
            form_name="place_form",
            service=services.move_set_aside,
            success_message=gettext_lazy("Its place is written down."),
        ),
        PageAct(
            name="settle_set_aside",
            path="fin/",
            form_class=SettleForm,
            form_name="settle_form",
            form_kwargs=lambda here: {"row": here.row},
            fields={"outcome": "outcome"},
            service=services.settle_set_aside,
            success_message=lambda done: gettext("{code} has its end.").format(code=done.found.row.code),
            success_url=lambda done: address_of(done.found.marked, "set_asides"),
        ),
    ),
)

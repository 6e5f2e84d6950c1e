"""The pages of what goes back to the exam office, and what a marking centre writes down there."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from massicot.consignments import services
from massicot.core.actor import Role
from massicot.shelves import services as shelves
from massicot.web.markingcentre.access import PAPER, address_of, marked_paper_or_404
from massicot.web.markingcentre.returns.forms import PackReturnForm, ReturnDepartureForm, ReturnReasonForm
from massicot.web.markingcentre.returns.shown import told_left, told_made
from massicot.web.markingcentre.returns.views import codes_ready, page_of_return, page_of_returns, return_or_404
from massicot.web.shared.acts import Page, PageAct

RETURNS = Page(
    name="returns",
    path=f"{PAPER}retour/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={"paper": attrgetter("paper"), "centre_uai": attrgetter("uai")},
    template_name="markingcentre/returns.html",
    context=page_of_returns,
    acts=(
        PageAct(
            name="returns",
            path="",
            form_class=PackReturnForm,
            form_name="form",
            form_kwargs=lambda marked: {"codes": codes_ready(marked)},
            fields={"choice": "choice", "counted": "hand_count", "seal": "seal"},
            service=shelves.pack_return,
            success_message=lambda done: told_made(done.result),
            success_url=lambda done: address_of(done.found, "return_parcel", done.result.code),
        ),
    ),
)

RETURN_PARCEL = Page(
    name="return_parcel",
    path=f"{PAPER}retour/<str:code>/",
    role=Role.MARKING_CENTRE,
    find=return_or_404,
    names={"code": attrgetter("parcel.code")},
    template_name="markingcentre/return_parcel.html",
    context=page_of_return,
    acts=(
        PageAct(
            name="send_return",
            path="depart/",
            form_class=ReturnDepartureForm,
            form_name="departure",
            fields={"departure": "departure"},
            service=services.send_return,
            success_message=lambda done: told_left(done.result),
        ),
        PageAct(
            name="open_return",
            path="rouvrir/",
            form_class=ReturnReasonForm,
            form_name="opening",
            service=services.open_return,
            success_message=gettext_lazy("The parcel is open again: what was in it is in its piles."),
            success_url=lambda done: address_of(done.found.marked, "returns"),
        ),
    ),
)

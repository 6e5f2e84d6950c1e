"""The pages of what comes back to the exam office, and what is written down there."""

from django.utils.translation import gettext, gettext_lazy

from massicot.consignments import services
from massicot.core.actor import Role
from massicot.web.office.access import paper_at
from massicot.web.office.returns import forms, views
from massicot.web.office.returns.shown import told_counted, told_here
from massicot.web.office.returns.views import PaperReturn
from massicot.web.shared.acts import Page, PageAct
from massicot.web.shared.seals import ReturnSealEndForm, SeenSealForm

_PATH = "<str:session>/<str:paper>/retours/"


def _code(subject: PaperReturn) -> str:
    return str(subject.parcel.code)


RETURNED_PARCELS = Page(
    name="returned_parcels",
    path=_PATH,
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/returns/returned_parcels.html",
    context=views.page_of_returned,
)

RETURNED = Page(
    name="returned_parcel",
    path=f"{_PATH}<str:code>/",
    role=Role.OFFICE,
    find=views.returned_at,
    names={"code": _code},
    template_name="office/returns/returned_parcel.html",
    context=views.page_of_reception,
    acts=(
        PageAct(
            name="receive_return",
            path="arrivee/",
            service=services.receive_return,
            success_message=lambda done: told_here(done.result),
        ),
        PageAct(
            name="receive_unsent_return",
            path="arrivee/sans-depart/",
            service=services.receive_unsent_return,
            success_message=lambda done: told_here(done.result),
        ),
        PageAct(
            name="take_back_return_arrival",
            path="arrivee/retour/",
            form_class=forms.ReturnedReasonForm,
            form_name="arrival_reason",
            service=services.take_back_return_arrival,
            success_message=gettext_lazy("The arrival is taken back: the parcel is where it was last seen."),
        ),
        PageAct(
            name="read_return_seal",
            path="scelle/",
            form_class=SeenSealForm,
            form_name="seal_form",
            fields={"seen": "seen"},
            service=services.read_return_seal,
            success_message=lambda done: gettext("The seal of the parcel {code} is recorded.").format(
                code=_code(done.found)
            ),
        ),
        PageAct(
            name="take_back_return_seal",
            path="scelle/retour/",
            form_class=forms.ReturnedReasonForm,
            form_name="seal_reason",
            service=services.take_back_return_seal,
            success_message=gettext_lazy("It is taken back: tell the seal again."),
        ),
        PageAct(
            name="end_return_seal_trouble",
            path="scelle/fin/",
            form_class=ReturnSealEndForm,
            form_name="seal_end",
            service=services.end_return_seal_trouble,
            success_message=gettext_lazy("It ends here; the marking centre reads how on its page of the parcel."),
        ),
        PageAct(
            name="tick_return_all_but",
            path="pointage/",
            form_class=forms.ReturnedAllButForm,
            form_name="all_but_form",
            fields={"counted": "hand_count", "lacking": "but"},
            service=services.tick_return_all_but,
            success_message=lambda done: told_counted(done.result),
        ),
        PageAct(
            name="tick_return",
            path="pointage/un/",
            form_class=forms.ReturnedRefForm,
            form_name="tick_form",
            service=services.tick_return,
            success_message=lambda done: gettext("{ref} is received.").format(ref=done.result),
        ),
        PageAct(
            name="miss_return",
            path="manquant/",
            form_class=forms.ReturnedMissingForm,
            form_name="miss_form",
            service=services.miss_return,
            success_message=lambda done: gettext("{ref} is declared missing: its marking centre looks for it.").format(
                ref=done.result
            ),
        ),
        PageAct(
            name="find_return_content",
            path="retrouve/",
            form_class=forms.ReturnedRefForm,
            form_name="find_form",
            service=services.find_return_content,
            success_message=lambda done: gettext("{ref} is found and received.").format(ref=done.result),
        ),
        PageAct(
            name="untick_return",
            path="pointage/retour/",
            form_class=forms.ReturnedRefForm,
            form_name="untick_form",
            service=services.untick_return,
            success_message=lambda done: gettext("{ref} is to be looked for again.").format(ref=done.result),
        ),
        PageAct(
            name="close_return",
            path="fermer/",
            service=services.close_return,
            success_message=lambda done: gettext("The parcel {code} is closed.").format(code=_code(done.found)),
        ),
        PageAct(
            name="reopen_return",
            path="rouvrir/",
            form_class=forms.ReturnedReasonForm,
            form_name="reopening",
            service=services.reopen_return,
            success_message=lambda done: gettext("The parcel {code} is open again.").format(code=_code(done.found)),
        ),
        PageAct(
            name="lose_return",
            path="perte/",
            form_class=forms.ReturnedReasonForm,
            form_name="loss",
            service=services.lose_return,
            success_message=lambda done: gettext(
                "The parcel {code} is declared lost. If it comes, record its arrival."
            ).format(code=_code(done.found)),
        ),
    ),
)

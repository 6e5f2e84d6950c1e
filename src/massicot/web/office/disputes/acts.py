"""The pages of disputes about results, and what is noted of one."""

from django.utils.translation import gettext_lazy

from massicot.core.actor import Role
from massicot.results import services
from massicot.web.office.access import address_of, paper_at
from massicot.web.office.disputes import forms, views
from massicot.web.shared.acts import Page, PageAct, itself

_PATH = "<str:session>/<str:paper>/acces/litiges/"

DISPUTES = Page(
    name="disputes",
    path=_PATH,
    role=Role.OFFICE,
    find=paper_at,
    names={"paper": itself},
    template_name="office/disputes/disputes.html",
    context=views.page_of_disputes,
    acts=(
        PageAct(
            name="open_dispute",
            path="ouvrir/",
            form_class=forms.DisputeForm,
            form_name="open_form",
            service=services.open_dispute,
            success_message=gettext_lazy(
                "The dispute is noted: until it has its end, no list made or signed from now on destroys its script, "
                "if that is still there."
            ),
            success_url=lambda act: address_of(act.found, "dispute", act.result.pk),
        ),
    ),
)

DISPUTE = Page(
    name="dispute",
    path=f"{_PATH}<row:dispute_id>/",
    role=Role.OFFICE,
    find=views.dispute_at,
    names={"paper": lambda dispute: dispute.paper, "dispute_id": lambda dispute: dispute.dispute_id},
    template_name="office/disputes/dispute.html",
    context=views.page_of_dispute,
    acts=(
        PageAct(
            name="end_dispute",
            path="fin/",
            form_class=forms.DisputeReasonForm,
            form_name="end_form",
            service=services.end_dispute,
            success_message=gettext_lazy(
                "The dispute has its end: the next list may destroy its script, if that is still there."
            ),
        ),
        PageAct(
            name="reopen_dispute",
            path="rouvrir/",
            form_class=forms.DisputeReasonForm,
            form_name="reopen_form",
            service=services.reopen_dispute,
            success_message=gettext_lazy(
                "The dispute is open again: until it has its end, no list made or signed from now on destroys "
                "its script, if that is still there."
            ),
        ),
    ),
)

"""The pages of documents with what the office does about one: kept for a dispute, dated, destroyed before its day."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from massicot.core.actor import Role
from massicot.deposits import services
from massicot.web.office.deposits.forms import DateForm, DestroyForm, FreezeForm
from massicot.web.office.deposits.views import deposit_or_404, page_of_deposit, page_of_deposits
from massicot.web.shared.acts import Page, PageAct

DEPOSITS = Page(
    name="deposits",
    path="documents-remis/",
    role=Role.OFFICE,
    find=lambda _request: None,
    names={},
    template_name="office/deposits/deposits.html",
    context=page_of_deposits,
)
DEPOSIT = Page(
    name="deposit",
    path="documents-remis/<str:code>/",
    role=Role.OFFICE,
    find=deposit_or_404,
    names={"code": attrgetter("code")},
    template_name="office/deposits/deposit.html",
    context=page_of_deposit,
    acts=(
        PageAct(
            name="freeze_deposit",
            path="bloquer/",
            form_class=FreezeForm,
            form_name="freezing",
            service=services.freeze,
            success_message=gettext_lazy("Frozen: nobody destroys the document before the freeze is ended."),
        ),
        PageAct(
            name="unfreeze_deposit",
            path="debloquer/",
            service=services.unfreeze,
            success_message=gettext_lazy("The freeze is ended: the document is destroyed on its day."),
        ),
        PageAct(
            name="date_deposit",
            path="date/",
            form_class=DateForm,
            form_name="dating",
            form_kwargs=lambda deposit: {"initial": {"destroy_on": deposit.destroy_on}},
            service=services.date_destruction,
            success_message=gettext_lazy("The document is destroyed on that day."),
        ),
        PageAct(
            name="destroy_deposit",
            path="detruire/",
            form_class=DestroyForm,
            form_name="destroying",
            service=services.destroy,
            success_message=gettext_lazy("The document is destroyed: nobody can open it any more."),
        ),
    ),
)

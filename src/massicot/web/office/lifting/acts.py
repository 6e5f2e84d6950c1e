"""The lifting of a paper and of one script: what one person proposes, another confirms, or which is withdrawn."""

from django.utils.translation import gettext

from massicot.core.actor import Role
from massicot.documents import codes
from massicot.results import services
from massicot.store import key_file
from massicot.web.office.lifting import forms, scripts, views
from massicot.web.shared.acts import ActDone, Page, PageAct

_PAPER = "<str:session>/<str:paper>"
_NUMBER = {"paper": lambda subject: subject.paper, "number": lambda subject: subject.number}


def _proposal_message(act: ActDone) -> str:
    sentence = gettext("The lifting of {number} is proposed: another person of the office confirms it.")
    return sentence.format(number=codes.group_number(act.found.number))


def _withdrawal_message(act: ActDone) -> str:
    sentence = gettext("The proposal is withdrawn: nobody was shown who wrote {number}.")
    return sentence.format(number=codes.group_number(act.found.number))


LIFTING = Page(
    name="lifting",
    path=f"{_PAPER}/levee/",
    role=Role.OFFICE,
    find=views.lifting_at,
    names={"paper": lambda subject: subject.paper},
    template_name="office/lifting/lifting.html",
    context=views.page_of_lifting,
    acts=(
        PageAct(
            name="lifting",
            path="",
            form_class=forms.LiftingForm,
            form_name="form",
            form_kwargs=lambda subject: {"user": subject.user},
            fields={"seen": "seen", "is_anew": "is_anew"},
            service=views.propose_or_confirm,
            success_message=lambda act: views.said_of_lifting(act.found.paper),
        ),
    ),
)

SCRIPT = Page(
    name="lift_script",
    path=f"{_PAPER}/copies/<str:number>/levee/",
    role=Role.OFFICE,
    find=scripts.script_at,
    names=_NUMBER,
    template_name="office/lifting/lift_script.html",
    context=scripts.page_of_script,
    acts=(
        PageAct(
            name="lift_script",
            path="",
            form_class=forms.ScriptLiftingForm,
            form_name="propose_form",
            form_kwargs=lambda subject: {"user": subject.user},
            fields={"case": "case", "reason": "reason"},
            names={**_NUMBER, "key": lambda _subject: key_file.read()},
            service=services.propose_script_lifting,
            success_message=_proposal_message,
        ),
        PageAct(
            name="withdraw_script",
            path="retirer/",
            form_class=forms.WithdrawalForm,
            form_name="withdraw_form",
            service=services.withdraw_script_lifting,
            success_message=_withdrawal_message,
        ),
    ),
)

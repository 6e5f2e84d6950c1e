"""What the office types about people."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.accounts.rules import SCOPE_LENGTH
from massicot.core.actor import Role
from massicot.web.shared.desks import ROLE_NAMES
from massicot.web.shared.fields import ReasonField

MAIL, PAPER = "mail", "paper"
INVITED = (Role.EXAM_CENTRE, Role.MARKING_CENTRE, Role.SCHOOL, Role.INSPECTOR, Role.OFFICE)
"""Who is appointed here; a marker gets access on the page of the person, in the pool."""


class InviteForm(forms.Form):
    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        choices=[(role.value, ROLE_NAMES[role]) for role in INVITED],
        coerce=Role,
    )
    scope = forms.CharField(
        label=gettext_lazy("Of what"),
        help_text=gettext_lazy(
            "The UAI of a centre or a school; the session of an inspector (BTS-2017), or one of its papers "
            "(BTS-2017/CGE); left empty for the exam office."
        ),
        required=False,
        max_length=SCOPE_LENGTH,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "It is the login. A school that is exam centre and marking centre names two persons, one for each."
        ),
        max_length=254,
        error_messages={"required": gettext_lazy("Type the address.")},
    )
    by_post = forms.ChoiceField(
        label=gettext_lazy("Invitation"),
        choices=[(MAIL, gettext_lazy("sent by mail")), (PAPER, gettext_lazy("printed, to be handed over or posted"))],
    )

    def clean_scope(self) -> str:
        """Write a UAI or a code in capitals."""
        return str(self.cleaned_data["scope"]).strip().upper()


class WithdrawForm(forms.Form):
    role = forms.TypedChoiceField(
        choices=[(role.value, ROLE_NAMES[role]) for role in Role], coerce=Role, widget=forms.HiddenInput
    )
    scope = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = ReasonField()


class ResetForm(forms.Form):
    """The second factor of somebody who lost their telephone."""

    reason = ReasonField()

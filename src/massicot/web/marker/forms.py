"""What a marker types: their telephone, another address."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.persons.rules import TELEPHONE_LENGTH


class OwnTelephoneForm(forms.Form):
    """One's own telephone; empty takes it away."""

    telephone = forms.CharField(
        label=gettext_lazy("My telephone"),
        max_length=TELEPHONE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AskAddressForm(forms.Form):
    """Another address at which one asks to be written to."""

    email = forms.EmailField(
        label=gettext_lazy("My new e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Type the address at which you want to be written to."),
            "invalid": gettext_lazy("This is not an e-mail address: read it again."),
        },
    )


class KeptAddressForm(forms.Form):
    """The address that was asked for, and is not wanted any more."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

"""What the office asks for on the page of documents."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.results.rules.papers import PrintKind

KINDS = [(kind.value, kind.value) for kind in PrintKind]


class FingerprintForm(forms.Form):
    """The fingerprint read on the kept copy of the key."""

    fingerprint = forms.CharField(
        label=gettext_lazy("Fingerprint on the second line of the copy"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Open the copy and type what stands on its second line.")},
    )


class OneForm(forms.Form):
    """One document."""

    kind = forms.ChoiceField(choices=KINDS)
    code = forms.CharField(max_length=60)


class ManyForm(forms.Form):
    """Documents of one kind: those ticked, or all."""

    kind = forms.ChoiceField(choices=KINDS)

"""What the office types to open a session, to correct how it is called, to name its centres."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from massicot.exams.queries import Session
from massicot.exams.rules.session_file import SESSION_CODE_LENGTH
from massicot.exams.rules.toml_sections import TITLE_LENGTH

EXAMPLE = ""
"""The choice of the example that comes with the program, beside the sessions there are."""

_YEAR = {"inputmode": "numeric", "class": "count", "autocomplete": "off"}


class UaiField(forms.CharField):
    """The UAI of an institution: small letters and spaces are accepted."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "number"})
    default_validators = [
        RegexValidator(r"^[0-9]{7}[A-Z]$", gettext_lazy("This is not a UAI: type seven digits and a letter."))
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("UAI"), **kwargs})

    def to_python(self, value: Any) -> str:
        """Take spaces out, and write the letter large."""
        return "".join((super().to_python(value) or "").split()).upper()


class CopyForm(forms.Form):
    """A session made after another one, or after the example."""

    model = forms.ChoiceField(
        label=gettext_lazy("Made after"),
        help_text=gettext_lazy(
            "Papers, mark scales, routes, centres and specialties are copied; dates move by whole weeks."
        ),
        required=False,
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the new session"),
        help_text=gettext_lazy("It stands on every paper: BTS-2018, for example. It cannot change later."),
        max_length=SESSION_CODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "number"}),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    year = forms.IntegerField(label=gettext_lazy("Year"), widget=forms.TextInput(attrs=_YEAR))

    def __init__(self, *args: Any, sessions: Iterable[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(session.code, f"{session.code} – {session.title}") for session in sessions]
        example = (EXAMPLE, gettext_lazy("The example that comes with Massicot"))
        cast("forms.ChoiceField", self.fields["model"]).choices = [*known, example]


class FileForm(forms.Form):
    """A session written in a file."""

    file = forms.FileField(
        label=gettext_lazy("Session file (TOML)"),
        help_text=gettext_lazy("Drop the file here, or choose it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )


class SessionForm(forms.Form):
    """How a session is called."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    authority = forms.CharField(
        label=gettext_lazy("Authority"),
        help_text=gettext_lazy("At the head of every document."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), widget=forms.TextInput(attrs=_YEAR))


class CentreForm(forms.Form):
    """One exam centre to be named."""

    uai = UaiField()
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Only if the institution is not imported yet."),
        max_length=TITLE_LENGTH,
        required=False,
    )

"""What the office types to correct who a candidate is."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.candidates.queries import EntryRow
from massicot.candidates.rules.candidate_row import NAME_LENGTH
from massicot.candidates.rules.candidates import Identity
from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.web.shared.fields import DayField, ReasonField

WHAT_COUNTS = {
    WhatCounts.MARK: gettext_lazy(
        "The kept mark: the script is marked like any other, and its mark leaves in no table"
    ),
    WhatCounts.SITTING: gettext_lazy(
        "The sitting: the mark of the script leaves with the others, the kept mark does not"
    ),
}
"""What may count of a candidate who keeps a mark and sat, with what follows of it."""


class KeptMarkForm(forms.Form):
    """What counts of a candidate who keeps a mark and sat, and why."""

    counts = forms.TypedChoiceField(
        label=gettext_lazy("What counts"),
        choices=list(WHAT_COUNTS.items()),
        coerce=WhatCounts,
        widget=forms.RadioSelect,
    )
    reason = ReasonField(
        help_text=gettext_lazy("It stands on this page and in the journal: write no anonymity number.")
    )


class IdentityForm(forms.Form):
    """Who a candidate is, and what the page showed of it."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput, required=False)
    candidate_number = forms.CharField(
        label=gettext_lazy("Candidate number"),
        max_length=20,
        help_text=gettext_lazy("It changes only for a candidate who came off the list."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=NAME_LENGTH)
    usual_name = forms.CharField(label=gettext_lazy("Usual name"), max_length=NAME_LENGTH, required=False)
    first_names = forms.CharField(label=gettext_lazy("First names"), max_length=NAME_LENGTH)
    born_on = DayField(label=gettext_lazy("Date of birth"))
    is_same_person = forms.BooleanField(
        label=gettext_lazy("It is one and the same person, though name and date of birth both change"),
        required=False,
        widget=forms.HiddenInput,
    )
    reason = ReasonField(
        help_text=gettext_lazy("It stands on this page and in the journal: write no anonymity number.")
    )

    def ask_whether_same(self) -> None:
        """Show the box that says so: only whoever must tick it sees it."""
        self.fields["is_same_person"].widget = forms.CheckboxInput()

    def clean_candidate_number(self) -> str:
        """Read a candidate number as convocations print it, in groups."""
        return "".join(str(self.cleaned_data["candidate_number"]).split())

    @property
    def person(self) -> Identity:
        return Identity._make(self.cleaned_data[name] for name in Identity._fields)


def identity_of(row: EntryRow) -> Identity:
    """Reduce a line of a register to who it is."""
    return Identity._make(getattr(row, name) for name in Identity._fields)

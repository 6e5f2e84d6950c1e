"""What the office types to destroy scripts that were kept long enough: each act by a code of one's own telephone."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.anonymity.rules.strips import WordOnStripsMissing
from massicot.results.rules.destruction import USUAL_SHARE
from massicot.shelves.rules.destruction import CONSENT_LENGTH, MOST_SHARE, Consent
from massicot.web.shared.fields import CountField, DayField, ReasonField
from massicot.web.shared.forms import CodeProofForm

LIST_LENGTH = 60
MOST_ID = 2**63 - 1


class CodeAfterForm(CodeProofForm):
    """A form whose code is used only when all the rest is right."""

    def clean_code(self) -> str:
        """Leave the code for the next attempt when something else is to be typed again anyway."""
        return "" if self.errors else super().clean_code()


class ListForm(CodeAfterForm):
    """A list to be made: how large its sample is."""

    field_order = ("share", "code")

    share = CountField(
        label=gettext_lazy("Sample, in percent of the scripts"),
        help_text=gettext_lazy("What the archives ask to be kept; 0 where they ask for none."),
        min_value=0,
        max_value=MOST_SHARE,
        initial=USUAL_SHARE,
    )


class ListNamedForm(CodeAfterForm):
    """A list that its page showed, to be signed by a second person."""

    listed = forms.CharField(max_length=LIST_LENGTH, required=False, widget=forms.HiddenInput)


class ConsentForm(ListNamedForm):
    """A list to be signed first: the consent of the archives, and its day."""

    field_order = ("consent", "consent_on", "code")

    consent = forms.CharField(
        label=gettext_lazy("Reference of the consent of the archives"),
        max_length=CONSENT_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the reference that stands on their letter.")},
    )
    consent_on = DayField(label=gettext_lazy("Dated"))

    @property
    def archives_consent(self) -> Consent:
        """Give what the archives wrote."""
        return Consent(reference=self.cleaned_data["consent"], given_on=self.cleaned_data["consent_on"])


class StripsNotFoundForm(forms.Form):
    """What the office says of header strips that were not found, and what became of it."""

    destruction_id = forms.IntegerField(required=False, min_value=0, max_value=MOST_ID, widget=forms.HiddenInput)
    word = ReasonField(
        label=gettext_lazy("What the exam office knows of it"),
        help_text=gettext_lazy("Whom you called, what they looked through, what is decided."),
        error_messages={"required": gettext_lazy(WordOnStripsMissing.sentence)},
    )

    def clean_destruction_id(self) -> int:
        """Read none as one that is no more: the page is looked at again."""
        return self.cleaned_data["destruction_id"] or 0


class StripsAgainForm(StripsNotFoundForm):
    """Why header strips that were not found are asked about again."""

    word = ReasonField()


class ListReasonForm(forms.Form):
    """A list to be withdrawn, and why."""

    listed = forms.CharField(max_length=LIST_LENGTH, required=False, widget=forms.HiddenInput)
    reason = ReasonField()

"""What is typed at the exam office of a parcel that comes back: the shape of it, never the rules."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.despatch import AllBut, SecondPersonMissing
from massicot.consignments.rules.returns import ReturnCounts
from massicot.core.refused import Refused
from massicot.core.second_person import NO_SECOND_PERSON
from massicot.web.shared.all_but import NAME_LENGTH
from massicot.web.shared.fields import CountField, ReasonField, WordField
from massicot.web.shared.named import NamedField, read_named
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.scanned import LONGEST_SCAN, read_scanned


class ReturnedAllButForm(PointingForm):
    """What was counted in a parcel, what is not there, and who looked for it as well."""

    envelopes = CountField(label=gettext_lazy("Envelopes counted"))
    counted = CountField(
        label=gettext_lazy("Scripts counted"),
        help_text=gettext_lazy("By what the envelopes say, those in no batch with them."),
    )
    lacking = NamedField(
        label=gettext_lazy("All are here but…"),
        help_text=gettext_lazy(
            "Nothing lacks: leave it empty. Else the number of each batch that is not here; of a script in no batch "
            "its number."
        ),
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Second person who looked"),
        help_text=gettext_lazy("Their name, where something is not there."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def fault_at(self, refusal: Refused) -> str:
        return "signed_by" if isinstance(refusal, NO_SECOND_PERSON | SecondPersonMissing) else ""

    @property
    def hand_count(self) -> ReturnCounts:
        """Give what was counted."""
        return ReturnCounts(self.cleaned_data["envelopes"], self.cleaned_data["counted"])

    @property
    def but(self) -> AllBut:
        """Give what is not there, and who looked as well."""
        return AllBut(read_named(self.cleaned_data["lacking"]), self.cleaned_data["signed_by"])


class ReturnedRefForm(forms.Form):
    """One batch or script of a parcel."""

    ref = WordField(
        label=gettext_lazy("Batch or script"),
        help_text=gettext_lazy("Scan its cover, or type its number."),
        max_length=LONGEST_SCAN,
        error_messages={"required": gettext_lazy("Say which: scan its cover, or type its number.")},
    )

    def clean_ref(self) -> str:
        """Read the code of the batch whose mark sheet was scanned."""
        return read_scanned(self.cleaned_data["ref"])


class ReturnedMissingForm(ReturnedRefForm):
    """One batch or script that is not in its parcel, and what was done to find it."""

    reason = ReasonField(label=gettext_lazy("Where it was looked for"))


class ReturnedReasonForm(forms.Form):
    """Why something said of a parcel is taken back, or the parcel declared lost."""

    reason = ReasonField()

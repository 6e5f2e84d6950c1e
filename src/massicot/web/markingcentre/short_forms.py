"""What is typed of scripts that are not in their batch: who signs, and which they are."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.batches.rules import Acknowledgement, Signed, Witnessed, read_acknowledgement
from massicot.batches.rules.by_exception import InHandCountDiffers, NotToBeSeenHere, SeenBefore
from massicot.consignments.rules.lacking import LackingAmbiguous
from massicot.core.refused import Refused
from massicot.web.markingcentre.batch_forms import SIGNED, SeenForm, WordField
from massicot.web.shared.acting import PointingForm
from massicot.web.shared.all_but import AllButForm
from massicot.web.shared.fields import CountField, ReasonField

NAME_LENGTH = 100
NUMBERS_LENGTH = 1000


class SignedForm(forms.Form):
    """Who looked for a script besides whoever is signed in, and what is known of it."""

    second_person = forms.CharField(
        label=gettext_lazy("Second person who looked for it (name)"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the name of the second person who looked for it.")},
    )
    reason = ReasonField(label=gettext_lazy("What is known of it"))

    @property
    def signed(self) -> Witnessed:
        """Give what is signed."""
        return Witnessed(self.cleaned_data["reason"], self.cleaned_data["second_person"])


class SealShortForm(SignedForm):
    """An envelope closed without the scripts that were not seen in it."""

    counted = CountField(label=gettext_lazy("Scripts counted in the envelope"))
    field_order = ("counted", "second_person", "reason")


class EnvelopeForm(AllButForm, PointingForm):
    """An envelope counted without a scanner, and what is not in it."""

    counted = CountField(
        label=gettext_lazy("Scripts counted in the envelope"),
        help_text=gettext_lazy("Count them by hand, the copies marked “absent” included."),
    )
    field_order = ("counted", "lacking", "signed_by")

    def fault_at(self, refusal: Refused) -> str:
        """Lead to the count, or to the numbers, whichever is refused."""
        named = (NotToBeSeenHere, SeenBefore, LackingAmbiguous)
        return "lacking" if isinstance(refusal, named) else "counted" if isinstance(refusal, InHandCountDiffers) else ""


class DeskShortForm(SignedForm):
    """A batch at the desk that lacks scripts before it goes out."""

    counted = CountField(label=gettext_lazy("Scripts counted at the desk"))
    missing = forms.CharField(
        label=gettext_lazy("Missing: last four digits and letter of each"),
        max_length=NUMBERS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("Lay the scripts beside the mark sheet, line by line. Separate several by a space."),
        error_messages={"required": gettext_lazy("Say which are missing, by the mark sheet.")},
    )
    field_order: tuple[str, ...] = ("counted", "missing", "second_person", "reason")


class LooseShortForm(SignedForm):
    """Received scripts in no batch that nobody finds as batches are made."""

    missing = forms.CharField(
        label=gettext_lazy("Not found: last four digits and letter of each"),
        max_length=NUMBERS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Say which are not found.")},
    )
    field_order = ("missing", "second_person", "reason")


class ReturnShortForm(SeenForm, DeskShortForm):
    """A batch given back without scripts that it had, by its marker or without them."""

    own_identifier = WordField(
        label=gettext_lazy("Identifier of the marker, given by themselves (empty if they are not there)"),
        max_length=30,
        required=False,
    )
    own_count = CountField(
        label=gettext_lazy("Scripts counted by the marker (empty if they are not there)"), required=False
    )
    signed_where = forms.ChoiceField(
        label=gettext_lazy("How the marker’s count is known"), choices=SIGNED, required=False
    )
    field_order = ("counted", "missing", "own_identifier", "own_count", "signed_where", "second_person", "reason")

    @property
    def acknowledgement(self) -> Acknowledgement | None:
        """Give what the marker said for themselves; nothing when they were not there. Raise HalfAcknowledged."""
        typed = self.cleaned_data
        signed = Signed(typed["signed_where"] or Signed.ON_SCREEN)
        return read_acknowledgement(typed["own_identifier"], typed["own_count"], signed)

"""What is typed as a batch goes to a marker and comes back: both counts, and what is missing from it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.batches.rules import Acknowledgement, Signed, read_acknowledgement
from massicot.batches.rules.hands import (
    AcknowledgedByAnother,
    HandOutCountsDiffer,
    OwnPupils,
    PupilsNotDenied,
    ReturnCountsDiffer,
)
from massicot.core.refused import Refused
from massicot.web.markingcentre.missing import NUMBERS_LENGTH, SignedForm
from massicot.web.shared.fields import BlindCountField, CountField, ReasonField, WordField
from massicot.web.shared.outcome import PointingForm

SIGNED = (
    (Signed.ON_SCREEN.value, gettext_lazy("typed here by the marker")),
    (Signed.ON_SLIP.value, gettext_lazy("written and signed on the slip")),
)


class StayField(forms.IntegerField):
    """The hand-out of a batch that a page showed; its template writes it, so that a page never fills in an old one."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": gettext_lazy("This page is too old: look at it as it is now, then start again."),
        "invalid": gettext_lazy("This page is too old: look at it as it is now, then start again."),
    }


class SeenForm(forms.Form):
    """What is typed about a batch that a marker holds, and which hand-out of it the page showed."""

    seen = StayField()

    def is_about(self, stay_id: int | None) -> bool:
        """Say whether the page showed the stay that the batch has now."""
        return str(self.data.get("seen", "")) == str(stay_id)

    @property
    def refusals(self) -> list[str]:
        """Give what was refused, for a page that does not fill the form in again."""
        return [str(error) for error in (*self.non_field_errors(), *self.errors.get("seen", ()))]


class AcknowledgementForm(PointingForm):
    """The two counts of a hand-over: the desk's and the marker's own, each made without seeing the other."""

    counted = BlindCountField(label=gettext_lazy("Scripts counted at the desk"))
    own_identifier = WordField(
        label=gettext_lazy("Identifier of the marker, given by themselves"),
        max_length=30,
        error_messages={"required": gettext_lazy("The marker gives their own identifier.")},
    )
    own_count = BlindCountField(label=gettext_lazy("Scripts counted by the marker"))
    signed = forms.ChoiceField(label=gettext_lazy("How the marker’s count is known"), choices=SIGNED)

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, AcknowledgedByAnother):
            return "own_identifier"
        if isinstance(refusal, HandOutCountsDiffer | ReturnCountsDiffer):
            return "counted" if self.cleaned_data["counted"] != refusal.values["size"] else "own_count"
        return {OwnPupils: "marker", PupilsNotDenied: "denies_pupils"}.get(type(refusal), "")

    @property
    def acknowledgement(self) -> Acknowledgement:
        """Give what the marker said for themselves."""
        typed = self.cleaned_data
        return Acknowledgement(typed["own_identifier"], typed["own_count"], Signed(typed["signed"]))


class HandOutForm(AcknowledgementForm):
    """A batch given to a marker."""

    marker = WordField(
        label=gettext_lazy("Marker who takes the batch (identifier)"),
        max_length=30,
        error_messages={"required": gettext_lazy("Type or scan the identifier of the marker who takes the batch.")},
    )
    denies_pupils = forms.BooleanField(
        required=False,
        label=gettext_lazy("The marker has looked through the scripts and recognises no pupil of theirs"),
    )
    field_order = ("marker", "counted", "own_identifier", "own_count", "signed", "denies_pupils")

    def __init__(self, *args: Any, is_told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_told:
            del self.fields["denies_pupils"]

    @property
    def acknowledgement(self) -> Acknowledgement:
        """Give what the marker said for themselves, of own pupils too where the program says nothing."""
        return replace(super().acknowledgement, denies_pupils=self.cleaned_data.get("denies_pupils", False))


class TakeBackForm(SeenForm, AcknowledgementForm):
    """A batch given back by its marker: scanned in a row, one hand on the keyboard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counted"].widget.attrs["autofocus"] = True


class TakeBackAloneForm(SeenForm):
    """A batch whose marker cannot come: the desk counts alone."""

    counted = CountField(label=gettext_lazy("Scripts counted at the desk"))
    reason = ReasonField(label=gettext_lazy("Why the marker does not count and sign"))


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

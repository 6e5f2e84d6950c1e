"""What is typed about batches: the shape of it, never the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.batches.rules import Acknowledgement, Signed
from massicot.batches.rules.lending import (
    AcknowledgedByAnother,
    HandOutCountsDiffer,
    OwnPupils,
    PupilsNotDenied,
    ReturnCountsDiffer,
)
from massicot.core.refused import Refused
from massicot.web.shared.acting import PointingForm
from massicot.web.shared.fields import BlindCountField, CountField, NumberField, ReasonField, set_choices

SIGNED = (
    (Signed.ON_SCREEN.value, gettext_lazy("typed here by the marker")),
    (Signed.ON_SLIP.value, gettext_lazy("written and signed on the slip")),
)


class WordField(forms.CharField):
    """An identifier or a code, typed or scanned."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class StayField(forms.IntegerField):
    """The hand-out of a batch that a page showed; its template writes it, so that a page never fills in an old one."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": gettext_lazy("This page is too old: look at it as it is now, then start again."),
        "invalid": gettext_lazy("This page is too old: look at it as it is now, then start again."),
    }


class StaysField(forms.MultipleChoiceField):
    """Batches that are ticked, each with the last hand-out that its line showed: B-BTS-2017-CGE-0007/12."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("Some of these batches do not go out again: look at the list as it is now."),
    }

    def valid_value(self, value: str) -> bool:
        """Accept what a line of this list sends."""
        code, _, stay = value.rpartition("/")
        return stay.isdecimal() and super().valid_value(code)


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


class BatchReasonForm(forms.Form):
    """Why something is undone."""

    reason = ReasonField()


class MakeForm(forms.Form):
    """The specialties whose batches are made now."""

    specialties = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Tick the specialties whose batches are to be made now."),
            "invalid_choice": gettext_lazy(
                "Nothing of %(value)s is left to be put into a batch: look at the proposal as it is now."
            ),
        }
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, codes: Iterable[str]) -> None:
        super().__init__(data)
        set_choices(self, "specialties", [(code, code) for code in codes])


class PrintForm(forms.Form):
    """How many printings of a mark sheet the page knew of."""

    known = forms.IntegerField(min_value=0)


class VouchForm(forms.Form):
    """A script whose label no scanner reads."""

    number = NumberField(label=gettext_lazy("Number, as it can be read"))
    reason = ReasonField()


class SealForm(forms.Form):
    """The count of an envelope that is closed."""

    counted = CountField(label=gettext_lazy("Scripts counted in the envelope"))


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
        """Name the first count that is not the one of the mark sheet, or whoever is not the marker."""
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


class NotReturnedForm(SeenForm):
    """A batch that was not given back this evening."""

    code = WordField(max_length=60, widget=forms.HiddenInput)
    reason = ReasonField(label=gettext_lazy("Why it was not given back"))


class ReissueForm(forms.Form):
    """The batches that go out again this morning."""

    codes = StaysField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, codes: Iterable[str]) -> None:
        super().__init__(data)
        set_choices(self, "codes", [(code, code) for code in codes])

    def clean_codes(self) -> dict[str, int]:
        """Map each batch to the hand-out that was shown."""
        parted = (choice.rpartition("/") for choice in self.cleaned_data["codes"])
        return {code: int(stay) for code, _, stay in parted}

"""What the office types of a request to see a script."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.results.rules.access import ASKERS, Asker
from massicot.results.rules.consultations import PROOFS, AskerProof, StepTyped
from massicot.web.shared.deposits import DocumentField
from massicot.web.shared.fields import REASON_LENGTH, CountField, DayField, set_choices

NUMBER_LENGTH = CODE_LENGTH = 20
MOST_PAGES = 500


def choices_of(words: Mapping[str, str], offered: Sequence[str]) -> list[tuple[str, str | Promise]]:
    """Offer words, none of them chosen before somebody has chosen."""
    return [("", gettext_lazy("Choose")), *((value, gettext_lazy(words[value])) for value in offered)]


class ScriptRequestForm(forms.Form):
    """A request: of which candidate, from whom, since when."""

    candidate_number = forms.CharField(
        label=gettext_lazy("Candidate number"),
        max_length=NUMBER_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the number of the candidate: a name alone may be another's.")},
    )
    born_on = DayField(label=gettext_lazy("Date of birth"))
    asked_by = forms.TypedChoiceField(
        coerce=Asker,
        label=gettext_lazy("Asked by"),
        choices=choices_of(ASKERS, list(ASKERS)),
        error_messages={"required": gettext_lazy("Say who asks.")},
    )
    received_on = DayField(
        label=gettext_lazy("Received on"), help_text=gettext_lazy("The month to answer runs from that day.")
    )


class StepForm(forms.Form):
    """A step of a request; `seen` is how many its page showed, nothing where the page is none of ours."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=32_000, widget=forms.HiddenInput)

    @property
    def steps_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    @property
    def typed(self) -> StepTyped:
        """Give what was typed with the step."""
        values = self.cleaned_data
        return StepTyped(proof=values.get("proof"), words=values.get("words", ""), pages=values.get("pages"))


class CheckForm(StepForm):
    """What was seen of whoever asks."""

    proof = forms.TypedChoiceField(
        coerce=AskerProof,
        label=gettext_lazy("Seen"),
        help_text=gettext_lazy("Only which kind of document: no copy of an identity is kept."),
        error_messages={"required": gettext_lazy("Say what was seen.")},
    )

    def __init__(self, *args: Any, proofs: Sequence[AskerProof], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "proof", choices_of(PROOFS, proofs))


class ShowForm(StepForm):
    """Who stood beside while the script was read."""

    words = forms.CharField(
        label=gettext_lazy("With whom"),
        help_text=gettext_lazy("Who of the office stayed beside, and who came along."),
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Say who stayed beside.")},
    )


class PagesCopiedForm(StepForm):
    """How many pages were copied."""

    pages = CountField(label=gettext_lazy("Pages copied"), min_value=1, max_value=MOST_PAGES)


class MaskForm(forms.Form):
    """The picture of a mark sheet, on which all but one line is masked."""

    picture = DocumentField(
        label=gettext_lazy("Photograph or scan of the mark sheet"),
        help_text=gettext_lazy("JPEG or PNG. It is masked here, before it leaves this computer."),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,image/jpeg,image/png"}),
    )


class ExtractForm(forms.Form):
    """Which line of a mark sheet the page showed."""

    code = forms.CharField(max_length=CODE_LENGTH, widget=forms.HiddenInput)


class SendCopyForm(StepForm):
    """The scan of a script, and to which address it goes; `extract` is the line of the mark sheet that goes along."""

    extract = forms.CharField(max_length=CODE_LENGTH, required=False, widget=forms.HiddenInput)

    copy = DocumentField(label=gettext_lazy("Scan of the script"))
    to = forms.EmailField(
        label=gettext_lazy("Mail address of whoever asks"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        max_length=254,
        error_messages={"required": gettext_lazy("Type the address to which the copy goes.")},
    )


class StepReasonForm(StepForm):
    """Why a request is refused or withdrawn, or its last step taken back."""

    words = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Say why: it stays in the file of the request.")},
    )

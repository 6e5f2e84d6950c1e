"""What is typed of the boxes of a paper: what goes into them, where they stand, what is not there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.returns import ReturnCounts
from massicot.core.refused import Refused
from massicot.shelves.rules.boxes import MOST_IN_BOX, BoxChoice
from massicot.shelves.rules.sheet_boxes import SheetChoice
from massicot.shelves.rules.sheets import RangeBeyond
from massicot.web.shared.fields import CountField, ReasonField, WordField, set_choices
from massicot.web.shared.named import NamedField, read_named
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.ranks import RankField, SheetNamesField

USUAL_FIT = 500
"""Scripts in a usual box, offered where nobody has said otherwise."""

CODE_LENGTH, SHELF_LENGTH = 60, 1000
"""As much of a place is taken as somebody may type: the rule says how long one may be."""


class MakeBoxesForm(forms.Form):
    """What goes into boxes, counted by hand, and how many scripts fit into each."""

    specialties = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Of %(value)s nothing is left to put into a box: look at the list again.")
        },
    )
    but = NamedField(
        label=gettext_lazy("All are there but…"),
        help_text=gettext_lazy("Of the ticked specialties: the number of each batch, or script, that is not there."),
    )
    fits = CountField(
        label=gettext_lazy("Scripts that fit into one box"),
        min_value=1,
        max_value=MOST_IN_BOX,
        initial=USUAL_FIT,
    )
    envelopes = CountField(label=gettext_lazy("Envelopes counted"))
    counted = CountField(
        label=gettext_lazy("Scripts in them, by what the envelopes say"),
        help_text=gettext_lazy("Those in no batch are counted with the others; those that are out or missing are not."),
    )

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "specialties", [(code, code) for code in codes])

    @property
    def choice(self) -> BoxChoice:
        """Give what goes into boxes."""
        typed = self.cleaned_data
        return BoxChoice(specialties=typed["specialties"], but=read_named(typed["but"]), fits=typed["fits"])

    @property
    def hand_count(self) -> ReturnCounts:
        """Give what was counted."""
        return ReturnCounts(self.cleaned_data["envelopes"], self.cleaned_data["counted"])


class ShelveForm(forms.Form):
    """Boxes, scanned one after the other, and where they stand; `seen` is when the page was read."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    boxes = NamedField(
        label=gettext_lazy("Boxes"),
        help_text=gettext_lazy("Scan their labels one after the other, or type their numbers with the letter: 1B 2C."),
    )
    shelf = forms.CharField(
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("As “cellar / rack 3 / shelf B”: scan it, type it once, or choose one in use."),
        max_length=SHELF_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "shelves"}),
    )

    @property
    def typed_boxes(self) -> list[str]:
        """Give the labels that were scanned or typed."""
        typed: str = self.cleaned_data["boxes"]
        return typed.replace(",", " ").split()


class BoxReasonForm(forms.Form):
    """Of which box something is taken back, and why."""

    box = WordField(
        label=gettext_lazy("Box"),
        help_text=gettext_lazy("Scan its label, or type its number with the letter."),
        max_length=CODE_LENGTH,
        error_messages={"required": gettext_lazy("Say which: scan its label, or type its number with the letter.")},
    )
    reason = ReasonField()


class BoxSheetsForm(PointingForm):
    """Mark sheets that go into one box, counted by hand."""

    first = RankField(label=gettext_lazy("From batch no."))
    last = RankField(label=gettext_lazy("To batch no."))
    but = SheetNamesField(
        label=gettext_lazy("All but these"),
        help_text=gettext_lazy("What is not in the pile: 12, 40, 51-54; one edition alone as 12/2, or scanned."),
        required=False,
    )
    sheet_count = CountField(
        label=gettext_lazy("Sheets counted in the hand"),
        help_text=gettext_lazy(
            "Void printings and second keyings that were received with them: they lie beside the others."
        ),
    )
    box = WordField(
        label=gettext_lazy("Box"),
        help_text=gettext_lazy("Empty for a new one; or the label of a box of mark sheets that is there."),
        max_length=CODE_LENGTH,
        required=False,
    )

    def fault_at(self, refusal: Refused) -> str:
        return "last" if isinstance(refusal, RangeBeyond) else ""

    @property
    def choice(self) -> SheetChoice:
        """Give what goes into the box."""
        first, last, but, counted = (self.cleaned_data[name] for name in ("first", "last", "but", "sheet_count"))
        return SheetChoice(first=first, last=last, but=but, counted=counted)


class SheetOutForm(forms.Form):
    """Which mark sheet does not lie in its box, and why."""

    code = WordField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("Scan it, or type the number of its batch; with its edition if it has several: 12/2."),
        max_length=200,
    )
    reason = ReasonField()


class OutOfBoxForm(forms.Form):
    """What does not lie in its box, and why."""

    ref = WordField(
        label=gettext_lazy("Batch or script"),
        help_text=gettext_lazy("Scan its cover, or type its number."),
        max_length=CODE_LENGTH,
        error_messages={"required": gettext_lazy("Say which: scan its cover, or type its number.")},
    )
    reason = ReasonField()

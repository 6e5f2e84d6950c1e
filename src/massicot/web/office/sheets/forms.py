"""What the office types of the mark sheets that came: from which number to which, but which, how many."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.core.refused import Refused
from massicot.shelves.rules.sheets import RangeBeyond, SheetRange
from massicot.web.shared.fields import CountField, ReasonField, WordField, set_choices
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.ranks import RankField, RanksField


class SheetRangeForm(PointingForm):
    """Many sheets of one centre at once."""

    centre_uai = forms.ChoiceField(label=gettext_lazy("Marking centre"))
    first = RankField(label=gettext_lazy("From batch no."))
    last = RankField(label=gettext_lazy("To batch no."))
    but = RanksField(
        label=gettext_lazy("All but these"),
        help_text=gettext_lazy("Numbers of batches whose sheet is not in the pile: 12, 40, 51-54."),
        required=False,
    )
    counted = CountField(
        label=gettext_lazy("Sheets counted in the hand"),
        help_text=gettext_lazy("One for each batch: put earlier editions and second keyings apart, and scan them."),
    )

    def __init__(self, *args: Any, centres: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "centre_uai", centres)

    def fault_at(self, refusal: Refused) -> str:
        return "last" if isinstance(refusal, RangeBeyond) else ""

    @property
    def asked(self) -> SheetRange:
        """Give what is to be received."""
        first, last, but, counted = (self.cleaned_data[name] for name in ("first", "last", "but", "counted"))
        return SheetRange(first=first, last=last, but=but, counted=counted)


class SheetReasonForm(forms.Form):
    """Of which sheet something is said, and why."""

    code = WordField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("Scan it, or type the number of its batch; with its edition if it has several: 12/2."),
        max_length=200,
    )
    reason = ReasonField()

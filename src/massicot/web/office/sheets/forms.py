"""What the office types of the mark sheets that came: from which number to which, but which, how many."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from massicot.shelves.rules.sheets import LONGEST_RANK, SheetRange
from massicot.web.shared.fields import CountField, ReasonField, WordField, set_choices

MOST_NAMED, LONGEST_LIST = 1000, 4000
_SPAN = re.compile(rf"(\d{{1,{LONGEST_RANK}}})(?:\s*(?:-|–|à|to)\s*(\d{{1,{LONGEST_RANK}}}))?", re.ASCII)
_BETWEEN = re.compile(r"\s*[,;.]\s*|\s+(?:et|and)\s+|(?<=\d)\s+(?=\d)")


class RankField(CountField):
    """The number of a batch."""

    default_error_messages = {
        "required": gettext_lazy("Type the number of the batch."),
        "invalid": gettext_lazy("Type the number of the batch in figures."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 1, **kwargs})


class RanksField(forms.Field):
    """Numbers of batches: 12, 40-43 or “12 et 40 à 43”."""

    default_error_messages = {
        "invalid": gettext_lazy("Type numbers alone, with commas between them: 12, 40, 51-54."),
        "many": gettext_lazy("These are too many numbers: receive fewer at once, or scan those that came."),
    }

    def to_python(self, value: Any) -> list[int]:
        """Read the numbers, those of a span one by one."""
        text = str(value or "").strip()
        if len(text) > LONGEST_LIST:
            raise ValidationError(self.error_messages["many"], code="many")
        matches = [_SPAN.fullmatch(part) for part in _BETWEEN.split(text)] if text else []
        spans = [(int(match[1]), int(match[2] or match[1])) for match in matches if match]
        if len(spans) < len(matches) or any(last < first for first, last in spans):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if sum(last - first for first, last in spans) > MOST_NAMED:
            raise ValidationError(self.error_messages["many"], code="many")
        return sorted({rank for first, last in spans for rank in range(first, last + 1)})


class SheetRangeForm(forms.Form):
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

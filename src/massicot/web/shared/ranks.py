"""Numbers of batches that are typed for their mark sheets: one, several, spans of them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from massicot.shelves.rules.sheets import LONGEST_RANK
from massicot.web.shared.fields import CountField

MOST_NAMED, LONGEST_LIST = 1000, 4000
_SPAN = re.compile(rf"(\d{{1,{LONGEST_RANK}}})(?:\s*(?:-|–|à|to)\s*(\d{{1,{LONGEST_RANK}}}))?", re.ASCII)
_BETWEEN = re.compile(r"\s*[,;.]\s*|\s+(?:et|and)\s+|(?<=\d)\s+(?=\d)")
_BETWEEN_NAMES = re.compile(
    r"\s*(?:[,;]|\.(?=\s|$))\s*|\s+(?:et|and)\s+|(?<=\w)(?<!\bà)(?<!\bto)\s+(?!(?:à|to)\b)(?=\w)"
)
"""An address holds points, and a name may be of letters: what stands between two is more than between two numbers."""


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


class SheetNamesField(RanksField):
    """Mark sheets: those of whole batches as above, one edition as 12/2, or one by the address that it bears."""

    def to_python(self, value: Any) -> list[Any]:
        """Read the words, the numbers of a span one by one."""
        text = str(value or "").strip()
        if len(text) > LONGEST_LIST:
            raise ValidationError(self.error_messages["many"], code="many")
        words = [word for word in _BETWEEN_NAMES.split(text) if word]
        spans = [word for word in words if _SPAN.fullmatch(word)]
        return [*map(str, super().to_python(", ".join(spans))), *(word for word in words if word not in spans)]

"""Fields that several desks ask for: counts, reasons, days, instants, numbers of labels."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy

from massicot.core import codes
from massicot.core.spelling import visible_text
from massicot.scripts.rules import SheetNotCounted

REASON_LENGTH = 500
FIRST_YEAR, LAST_YEAR = 1900, 2200


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    """Give a field of one form what it offers: value and label of each."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class LongSelect(forms.Select):
    """A choice among a hundred: its options are written at once, where Django renders a template for each."""

    template_name = "shared/long_select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Write the options, the first that has the value chosen."""
        context = super(forms.widgets.ChoiceWidget, self).get_context(name, value, attrs)
        chosen = next((option for option, _ in self.choices if str(option) in self.format_value(value)), None)
        lines = ((option, " selected" if option == chosen else "", label) for option, label in self.choices)
        context["widget"]["options"] = format_html_join("", '\n  <option value="{}"{}>{}</option>', lines)
        return context


class CountField(forms.IntegerField):
    """A count made by hand: whole, never negative; a text box, since wheels and arrows change a number unseen."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "count"})
    default_error_messages = {
        "required": gettext_lazy("Type the count."),
        "invalid": gettext_lazy("Type the count in figures."),
        "min_value": gettext_lazy("This count is %(limit_value)s at least: type it again."),
        "max_value": gettext_lazy("This count is too large: type it again."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 1_000_000, **kwargs})


class BlindCountField(CountField):
    """A count that another person makes once more beside it: it is hidden as soon as it is typed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "count blind"})


class WordField(forms.CharField):
    """An identifier or a code, typed or scanned."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class ReasonField(forms.CharField):
    """Why something is done; it goes into the journal."""

    default_error_messages = {"required": gettext_lazy("Give the reason: it goes into the journal.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Reason"), "max_length": REASON_LENGTH, **kwargs})

    def to_python(self, value: Any) -> str:
        """Read a reason; signs that nobody sees are none."""
        return visible_text(super().to_python(value) or "")


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d", "%d/%m/%Y"], **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Show a day as browsers read it, whatever the language of the page."""
        return value.isoformat() if isinstance(value, date) else value


class HourField(forms.TimeField):
    """An hour on the clock, to the minute, as people type it: 9h, 9h30, 09:30."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh"], **kwargs})


class InstantField(forms.DateTimeField):
    """An instant, chosen in the browser's calendar, on the clock of the current time zone.

    At either end of the calendar another zone's clock has no such day, and the database keeps none.
    """

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"], **kwargs})

    def to_python(self, value: Any) -> datetime | None:
        """Read an instant of a year in which somebody may sit an exam."""
        instant: datetime | None = super().to_python(value)
        if instant is not None and not FIRST_YEAR <= instant.year < LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return instant

    def prepare_value(self, value: Any) -> Any:
        """Show an instant as browsers read it, whatever the language of the page."""
        prepared = super().prepare_value(value)
        return prepared.strftime("%Y-%m-%dT%H:%M") if isinstance(prepared, datetime) else prepared


class NumberField(forms.CharField):
    """An anonymity number, typed or scanned: small letters and spaces are accepted, its letter is checked."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})
    default_error_messages = {
        "required": gettext_lazy("Scan or type the number of the label."),
        "mistyped": gettext_lazy("This is not an anonymity number, its letter does not fit: read it again."),
        "sheet": gettext_lazy(SheetNotCounted.sentence),
    }

    def to_python(self, value: Any) -> str:
        """Normalise the number."""
        return codes.tidy_number(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        """Refuse a number whose letter does not fit, and the label of an extra sheet."""
        super().validate(value)
        if codes.extra_sheet(value):
            raise forms.ValidationError(self.error_messages["sheet"], code="sheet")
        if value and not codes.is_number(value):
            raise forms.ValidationError(self.error_messages["mistyped"], code="mistyped")


class UaiField(forms.CharField):
    """The UAI of an institution: small letters and spaces are accepted."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "number"})
    default_validators = [
        RegexValidator(r"^[0-9]{7}[A-Z]$", gettext_lazy("This is not a UAI: type seven digits and a letter."))
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("UAI"), **kwargs})

    def to_python(self, value: Any) -> str:
        """Take spaces out, and write the letter large."""
        return "".join((super().to_python(value) or "").split()).upper()

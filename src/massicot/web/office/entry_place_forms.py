"""What the office types to say from where marks are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.exams.rules.networks import EntryPlace

PLACES = (
    (EntryPlace.ANYWHERE.value, gettext_lazy("Anywhere")),
    (EntryPlace.WARNED.value, gettext_lazy("Anywhere; outside the marking centre, the marker is warned")),
    (EntryPlace.CENTRE.value, gettext_lazy("In the marking centre only")),
)


class EntryPlaceForm(forms.Form):
    """From where the marks of a session may be typed."""

    place = forms.ChoiceField(
        label=gettext_lazy("Marks are typed"),
        choices=PLACES,
        help_text=gettext_lazy("It holds at once, also for those who are typing."),
    )


class NetworksForm(forms.Form):
    """The networks of one marking centre."""

    networks = forms.CharField(
        label=gettext_lazy("Networks"),
        help_text=gettext_lazy(
            "One a line: 195.83.90.0/24, or one address. The network people of the centre know them."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off", "class": "code"}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, uai: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"{uai}_%s"})
        self.uai = uai

"""What the office asks for on the page of documents."""

from enum import StrEnum

from django import forms
from django.utils.translation import gettext_lazy

from massicot.results.rules.papers import PrintKind
from massicot.web.shared.fields import ReasonField

KINDS = [(kind.value, kind.value) for kind in PrintKind]


class FingerprintForm(forms.Form):
    """The fingerprint read on the kept copy of the key."""

    fingerprint = forms.CharField(
        label=gettext_lazy("Fingerprint on the second line of the copy"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Open the copy and type what stands on its second line.")},
    )


class OneForm(forms.Form):
    kind = forms.ChoiceField(choices=KINDS)
    code = forms.CharField(max_length=60)


class DrawingForm(forms.Form):
    """The press that draws the numbers; `seen` is how many candidates the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class HowManyForm(forms.Form):
    """How many more numbers a centre needs, before it is said what follows."""

    count = forms.IntegerField(
        label=gettext_lazy("Numbers to draw"), help_text=gettext_lazy("One label each: the late candidates, and a few.")
    )


class MoreNumbersForm(forms.Form):
    """The press that draws more numbers for a centre; `known` is how many of the paper the page knew."""

    count = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField()
    known = forms.IntegerField(widget=forms.HiddenInput)


class Order(StrEnum):
    """What can be asked of the printer: documents, or mark sheets that were printed before."""

    ALL = "all"
    TICKED = "ticked"
    TICKED_AGAIN = "ticked-again"
    ALL_AGAIN = "all-again"

    @property
    def is_again(self) -> bool:
        """Say whether sheets are asked for that are in somebody's hands."""
        return self in (Order.TICKED_AGAIN, Order.ALL_AGAIN)


class OrderForm(forms.Form):
    """Documents of one kind as one ZIP; `seen` is when the page showed the last mark sheet to be printed."""

    order = forms.ChoiceField(choices=[(order.value, order.value) for order in Order], widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        required=False,
        label=gettext_lazy("I know that the sheets printed before, in the markers’ hands, will open nothing any more."),
        error_messages={"required": gettext_lazy("Nothing is printed again before this box is ticked.")},
    )

    def clean_order(self) -> Order:
        """Tell what is asked for."""
        return Order(self.cleaned_data["order"])

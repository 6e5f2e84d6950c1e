"""What is typed of an envelope: a script checked by hand, counts, what is not in it."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.batches.rules.concordance import InHandCountDiffers, NotToBeSeenHere, SeenBefore
from massicot.consignments.rules.despatch import LackingAmbiguous
from massicot.core.refused import Refused
from massicot.web.markingcentre.missing import SignedForm
from massicot.web.shared.all_but import AllButForm
from massicot.web.shared.fields import CountField, NumberField, ReasonField


class VouchForm(forms.Form):
    """A script whose label no scanner reads."""

    number = NumberField(label=gettext_lazy("Number, as it can be read"))
    reason = ReasonField()


class SealForm(forms.Form):
    """The count of an envelope that is closed."""

    counted = CountField(label=gettext_lazy("Scripts counted in the envelope"))


class SealShortForm(SignedForm):
    """An envelope closed without the scripts that were not seen in it."""

    counted = CountField(label=gettext_lazy("Scripts counted in the envelope"))
    field_order = ("counted", "second_person", "reason")


class EnvelopeForm(AllButForm):
    """An envelope counted without a scanner, and what is not in it."""

    counted = CountField(
        label=gettext_lazy("Scripts counted in the envelope"),
        help_text=gettext_lazy("Count them by hand, the copies marked “absent” included."),
    )
    field_order = ("counted", "lacking", "signed_by")

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, NotToBeSeenHere | SeenBefore | LackingAmbiguous):
            return "lacking"
        return "counted" if isinstance(refusal, InHandCountDiffers) else super().fault_at(refusal)

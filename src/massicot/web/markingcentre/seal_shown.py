"""The seal of a parcel as its page shows it: what was told of it, and the forms to tell it or take it back."""

from typing import Any

from django.utils.translation import gettext

from massicot.consignments import queries
from massicot.consignments.queries import Parcel
from massicot.consignments.rules.seals import SEAL_ENDS, SEAL_VERDICTS
from massicot.web.markingcentre.seal_forms import SealReasonForm, SeenSealForm


def shown_seal(parcel: Parcel, form: SeenSealForm | None, reason: SealReasonForm | None) -> dict[str, Any]:
    """Give what a page says of a seal; a form that was refused comes back as it was sent."""
    seal = queries.seal_of(parcel)
    return {
        "seal": seal,
        "seal_verdict": gettext(SEAL_VERDICTS[seal.verdict]) if seal else "",
        "seal_end": gettext(SEAL_ENDS[seal.end]) if seal and seal.end else "",
        "seal_form": form or SeenSealForm(),
        "seal_reason": reason or SealReasonForm(),
    }

"""How far a parcel is that goes back to the exam office, in words; of one in which nothing was, that too."""

from collections.abc import Collection

from django.utils.translation import gettext

from massicot.consignments.queries import ReturnParcel
from massicot.consignments.rules.returns import RETURN_STATES, ReturnState


def return_state_told(parcel: ReturnParcel, state: ReturnState, empty: Collection[str]) -> str:
    """Say how far a parcel is; `empty` names those that are closed and of which nothing was received."""
    if parcel.code in empty:
        return gettext("closed: nothing that its note announces was received")
    return gettext(RETURN_STATES[state])

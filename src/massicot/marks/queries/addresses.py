"""The address that a mark sheet bears as a code: it names its batch where batches are asked, and opens nothing."""

from massicot.marks.models import Credential
from massicot.marks.rules import identifier_in


def batch_of_address(typed: str) -> str:
    """Give the code of the batch whose sheet bears an address, be the sheet replaced or not; empty for any other text.

    The password is on the sheet alone: who reads the address learns which batch it is, as from its cover.
    """
    identifier = identifier_in(typed)
    if not identifier:
        return ""
    rows = Credential.objects.filter(identifier=identifier).values_list("batch__code", flat=True)
    return rows.first() or ""

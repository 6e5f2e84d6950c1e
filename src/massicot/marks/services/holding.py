"""One writer of a batch at a time.

A batch opens with one live credential: its row, locked until the transaction ends, puts saves, locks and printings of
one batch in a queue, and those of other batches in none. SQLite has a single writer at a time anyway.
"""

from massicot.batches.queries import Batch
from massicot.custody import queries as custody
from massicot.marks import rules
from massicot.marks.models import Credential


def hold(credential_id: int) -> Credential:
    """Fetch and hold a live credential with its batch; raise SheetReplaced."""
    rows = Credential.objects.select_for_update(of=("self",)).select_related("batch")
    credential = rows.filter(pk=credential_id, is_revoked=False).first()
    if credential is None:
        raise rules.SheetReplaced
    return credential


def author_of(batch: Batch) -> str:
    """Name the author of a batch's marks: who holds it, or held it last; raise BatchNeverHandedOut."""
    author = custody.last_holder_of_batch(batch.code)
    if not author:
        raise rules.BatchNeverHandedOut(code=batch.code)
    return author

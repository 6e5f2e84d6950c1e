"""One writer of a batch at a time.

A batch opens with one live credential: its row, locked until the transaction ends, puts saves, locks, printings and the
acts of the office on one batch in a queue, and those on other batches in none. Its second keying has a credential of
its own, so that neither waits for the other; where both must agree, the first is held, then the second. SQLite has a
single writer at a time anyway.
"""

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.custody import queries as custody
from massicot.marks import queries, rules
from massicot.marks.models import Credential


def hold(credential_id: int) -> Credential:
    """Fetch and hold a live credential with its batch; raise SheetReplaced."""
    credential = queries.held_credential(credential_id)
    if credential is None:
        raise queries.why_dead(credential_id)
    return credential


def hold_second(credential_id: int) -> Credential:
    """Fetch and hold a live credential of a second keying with its batch; raise SheetReplaced."""
    credential = queries.held_second(credential_id)
    if credential is None:
        raise queries.why_dead(credential_id)
    return credential


def hold_beside(batch: Batch) -> None:
    """Hold the second keying of a batch whose first is held, so that it stays as it is compared."""
    if credential := queries.second_credentials().filter(batch=batch).first():
        queries.held_second(credential.pk)


def hold_for_office(code: str, by: Actor) -> Batch:
    """Fetch and hold a batch for somebody of the exam office.

    Raise NotFromOffice, BatchUnknown, BatchWasUnmade or BatchNeverHandedOut.
    """
    accounts.check_office(by.login)
    batch = batches.batch_by_code(code)
    credential = queries.live_credentials().filter(batch=batch).first()
    if credential is None:
        raise rules.BatchNeverHandedOut(code=batch.code)
    return hold(credential.pk).batch


def author_of(batch: Batch) -> str:
    """Name the author of a batch's marks: who holds it, or held it last; raise BatchNeverHandedOut."""
    author = custody.last_holder_of_batch(batch.code)
    if not author:
        raise rules.BatchNeverHandedOut(code=batch.code)
    return author


def author_for_office(batch: Batch) -> str:
    """Name the author of a batch's marks for the exam office, which writes or signs in their place.

    A batch made of others of which no script is there is handed out to nobody any more: its author is who held those.
    Raise BatchNeverHandedOut.
    """
    return (not batch.in_hand and batches.earlier_taker(batch.pk)) or author_of(batch)

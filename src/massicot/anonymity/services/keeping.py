"""The act of keeping a copy of the key."""

from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries, rules
from massicot.anonymity.models import KeyRecord
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.store.lock import hold_table


@transaction.atomic
def confirm_key(*, key: Key, by: Actor, at: datetime) -> None:
    """Record that a copy of this key is kept; raise WrongKey when another key sealed this database."""
    # Two keys confirmed at once, on two machines, would both seal this database.
    hold_table(KeyRecord)
    queries.check_key(key)
    _, is_new = KeyRecord.objects.get_or_create(fingerprint=key.fingerprint, defaults={"confirmed_at": at})
    if is_new:
        audit.record(subject="key", fact=rules.KeyKept(key.fingerprint), by=by, at=at)
